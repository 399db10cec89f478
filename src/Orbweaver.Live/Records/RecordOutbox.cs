using System;

namespace Orbweaver.Live.Records;

/// <summary>
/// Small datagrams that associations want sent: the host sends them to the peer and clears the box. What does
/// not fit is not said; everything said here is repeated until it is answered.
/// </summary>
public sealed class RecordOutbox
{
    /// <summary>Datagrams it holds.</summary>
    public const int Capacity = 16;

    private readonly byte[] _bytes = new byte[Capacity * HandshakeMessage.Bytes];
    private readonly int[] _lengths = new int[Capacity];

    /// <summary>Datagrams in it.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return _bytes.AsSpan(index * HandshakeMessage.Bytes, _lengths[index]);
        }
    }

    /// <summary>Empties it.</summary>
    public void Clear() => Count = 0;

    /// <summary>Room for one more; false if it is full.</summary>
    internal bool TryAdd(int bytes, out Span<byte> datagram)
    {
        if (Count == Capacity)
        {
            datagram = default;
            return false;
        }
        datagram = _bytes.AsSpan(Count * HandshakeMessage.Bytes, bytes);
        _lengths[Count++] = bytes;
        return true;
    }
}
