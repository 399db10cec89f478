using System;
using Orbweaver.Live.Links;
using Orbweaver.Model;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// Sealed records for one host that go in one call: all of one length but the last, as the kernel cuts them.
/// </summary>
internal sealed class RecordBatch(UdpLinkSocket socket, LinkCounters counters)
{
    private readonly byte[] _bytes = new byte[UdpLinkSocket.BatchBytesMax];
    private int _peer = -1;
    private int _length;
    private int _segment;
    private int _records;
    private bool _isEnded;

    /// <summary>Takes a record; what cannot go with it goes before it.</summary>
    public void Add(int peer, ReadOnlySpan<byte> record)
    {
        bool goesAlong = peer == _peer && !_isEnded && record.Length <= _segment
            && _records < UdpLinkSocket.BatchDatagramsMax && _length + record.Length <= _bytes.Length;
        if (!goesAlong)
        {
            Send();
            _peer = peer;
            _segment = record.Length;
        }
        record.CopyTo(_bytes.AsSpan(_length));
        _length += record.Length;
        _records++;
        _isEnded = record.Length < _segment;
    }

    /// <summary>Sends what it has.</summary>
    public void Send()
    {
        if (_length > 0)
        {
            Check.That(_segment > 0);
            Count(socket.Send(_peer, _bytes.AsSpan(0, _length), _segment));
        }
        _peer = -1;
        _length = 0;
        _records = 0;
        _isEnded = false;
    }

    private void Count(UdpSendResult result)
    {
        counters.Sends++;
        if (result == UdpSendResult.Sent)
        {
            counters.RecordsOut += _records;
            counters.BytesOut += _length;
        }
        else
        {
            counters.Note(
                result == UdpSendResult.WouldBlock ? LinkDrop.SocketFull : LinkDrop.NoWay, _records);
        }
    }
}
