using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Orbweaver.Live;

namespace Orbweaver.Lab;

/// <summary>What became of a flow.</summary>
/// <param name="Sent">Packets sent.</param>
/// <param name="Received">Different ones that came.</param>
/// <param name="Doubled">Those that came once more.</param>
/// <param name="GapNs">The longest time in which none came.</param>
/// <param name="DelayNs">The median of their times under way.</param>
/// <param name="IsWholeAtEnd">Whether the last second lost none.</param>
internal readonly record struct FlowResult(
    int Sent, int Received, int Doubled, long GapNs, long DelayNs, bool IsWholeAtEnd)
{
    /// <summary>Packets that never came.</summary>
    public int Lost => Sent - Received;
}

/// <summary>
/// A packet a millisecond from one namespace to another, over UDP, by a sender and a receiver of this
/// process: so both read the same clock.
/// </summary>
internal sealed class LabFlow : IDisposable
{
    private const int PayloadBytes = 200;
    private const long IntervalNs = 1_000_000;
    private const int PerSecond = 1_000;
    private const int ReceiveMs = 200;

    private readonly HostClock _clock = new();
    private readonly Socket _sender;
    private readonly Socket _receiver;
    private readonly IPEndPoint _to;
    private readonly List<long> _sentAt = [];
    private readonly List<(int Number, long At)> _came = [];
    private readonly Thread _sending;
    private readonly Thread _receiving;
    private volatile bool _isSent;
    private volatile bool _isOver;

    /// <summary>A flow that begins now.</summary>
    /// <param name="from">The namespace of the sender.</param>
    /// <param name="to">The namespace of the receiver.</param>
    /// <param name="address">The receiver's address and port.</param>
    /// <param name="packets">How many packets.</param>
    public LabFlow(string from, string to, IPEndPoint address, int packets)
    {
        _to = address;
        _receiver = LabTools.In(to, () =>
        {
            Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveTimeout = ReceiveMs,
                ReceiveBufferSize = 4 << 20,
            };
            socket.Bind(address);
            return socket;
        });
        _sender = LabTools.In(
            from, () => new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        _sending = new Thread(() => Send(packets)) { IsBackground = true, Priority = ThreadPriority.Highest };
        _receiving = new Thread(Receive) { IsBackground = true, Priority = ThreadPriority.Highest };
        _receiving.Start();
        _sending.Start();
    }

    /// <summary>Whether all packets are sent.</summary>
    public bool IsSent => _isSent;

    /// <summary>Waits for its end, and for what is still under way.</summary>
    public FlowResult Finish(TimeSpan underWay)
    {
        _sending.Join();
        Thread.Sleep(underWay);
        _isOver = true;
        _receiving.Join();
        return Judge();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _sending.Join();
        _receiving.Join();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void Send(int packets)
    {
        byte[] bytes = new byte[PayloadBytes];
        long due = _clock.MonotonicNs;
        for (int i = 0; i < packets && !_isOver; i++)
        {
            while (_clock.MonotonicNs < due)
            {
                Thread.Sleep(1);
            }
            due += IntervalNs;
            BitConverter.TryWriteBytes(bytes, i);
            _sentAt.Add(_clock.MonotonicNs);
            try
            {
                _sender.SendTo(bytes, _to);
            }
            catch (SocketException)
            {
                // The kernel says that the network said something: the packet counts as lost.
            }
        }
        _isSent = true;
    }

    private void Receive()
    {
        byte[] bytes = new byte[PayloadBytes];
        while (!_isOver)
        {
            try
            {
                if (_receiver.Receive(bytes) == PayloadBytes)
                {
                    _came.Add((BitConverter.ToInt32(bytes), _clock.MonotonicNs));
                }
            }
            catch (SocketException)
            {
                // Nothing for a while.
            }
        }
    }

    private FlowResult Judge()
    {
        HashSet<int> seen = [];
        List<long> delays = [];
        long gap = 0;
        long last = _came.Count > 0 ? _came[0].At : 0;
        foreach ((int number, long at) in _came.Where(c => c.Number < _sentAt.Count))
        {
            if (seen.Add(number))
            {
                gap = Math.Max(gap, at - last);
                last = at;
                delays.Add(at - _sentAt[number]);
            }
        }
        delays.Sort();
        int tail = Math.Max(0, _sentAt.Count - PerSecond);
        return new FlowResult(
            _sentAt.Count, seen.Count, _came.Count - seen.Count, gap,
            delays.Count == 0 ? 0 : delays[delays.Count / 2],
            Enumerable.Range(tail, _sentAt.Count - tail).All(seen.Contains));
    }
}
