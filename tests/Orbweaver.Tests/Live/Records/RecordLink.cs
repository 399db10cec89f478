using System;
using System.Collections.Generic;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Two hosts and the two directions of a link between them, in virtual time: datagrams are delayed, lost,
/// doubled and so overtake each other, and every one that was ever sent can be sent again.
/// </summary>
internal sealed class RecordLink : IDisposable
{
    public const long Ms = 1_000_000;
    public const long Second = 1_000 * Ms;

    private static readonly NetworkKey Key = new("an orbweaver test's network key.."u8[..32]);

    private readonly PriorityQueue<(int To, byte[] Datagram), (long, long)> _flying = new();
    private readonly RecordOutbox _outbox = new();
    private readonly Prng _dice;
    private long _sent;

    public RecordLink(Prng dice)
    {
        _dice = dice;
        Ends = [new End(this, "alpha", "beta"), new End(this, "beta", "alpha")];
    }

    public End[] Ends { get; }

    public long NowNs { get; set; } = 1_000 * Second;

    public KeyLimits Limits { get; init; } = KeyLimits.Rekey;

    public int LossPercent { get; set; }

    public int DoublePercent { get; set; }

    public long DelayMostNs { get; set; } = 20 * Ms;

    /// <summary>Everything that was sent: to whom, and what.</summary>
    public List<(int To, byte[] Datagram)>? Recorded { get; set; }

    public void Start(int end) => Ends[end].Start();

    /// <summary>Lets the time pass with all timers and arrivals in it.</summary>
    public void Run(long ns)
    {
        long until = NowNs + ns;
        while (true)
        {
            long due = _flying.TryPeek(out _, out (long At, long) first) ? first.At : long.MaxValue;
            foreach (End end in Ends)
            {
                due = long.Min(due, end.Association?.NextDeadlineNs ?? long.MaxValue);
            }
            if (due > until)
            {
                NowNs = until;
                return;
            }
            NowNs = long.Max(NowNs, due);
            StepBoth();
            while (_flying.TryPeek(out (int To, byte[] Datagram) next, out first) && first.At <= NowNs)
            {
                _flying.Dequeue();
                Hand(next.To, next.Datagram);
            }
        }
    }

    public RecordArrival Hand(int to, byte[] datagram)
    {
        End end = Ends[to];
        if (end.Association is null)
        {
            return default;
        }
        byte[] copy = [.. datagram];
        RecordArrival arrival = end.Association.Arrive(NowNs, copy, _outbox);
        if (arrival.PlainBytes > 0)
        {
            end.Got(copy.AsSpan(RecordHeader.Bytes, arrival.PlainBytes));
        }
        Flush(to);
        return arrival;
    }

    public void Send(int to, byte[] datagram)
    {
        Recorded?.Add((to, datagram));
        int copies = _dice.Below(100) < LossPercent ? 0 : _dice.Below(100) < DoublePercent ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            _flying.Enqueue((to, datagram), (NowNs + Ms + _dice.NextBelow(DelayMostNs), _sent++));
        }
    }

    public void Dispose()
    {
        foreach (End end in Ends)
        {
            end.Association?.Dispose();
        }
    }

    private void StepBoth()
    {
        for (int i = 0; i < Ends.Length; i++)
        {
            Ends[i].Association?.Step(NowNs, _outbox);
            Flush(i);
        }
    }

    private void Flush(int from)
    {
        for (int i = 0; i < _outbox.Count; i++)
        {
            Send(1 - from, _outbox[i].ToArray());
        }
        _outbox.Clear();
    }

    internal sealed class End(RecordLink link, string name, string peer)
    {
        private long _sealed;
        private int _lives;

        public Association? Association { get; private set; }

        /// <summary>Number of life and of message, of what came out here, in order.</summary>
        public List<(int Life, long Number)> Received { get; } = [];

        public bool IsReady => Association?.IsReady(link.NowNs) == true;

        public void Start(bool isCaller = true, NetworkKey? key = null, string network = "net")
        {
            Association?.Dispose();
            PeerName self = new(network, name);
            PeerName other = new(network, peer);
            AssociationSetup setup = new()
            {
                Self = self,
                Peer = other,
                Secret = PairSecret.FromNetworkKey(key ?? Key, self, other),
                Aeads = AeadChoice.Make().Provider,
                Entropy = new Dice(link._dice.Fork($"{name} {_lives++}")),
                Limits = link.Limits,
                IsCaller = isCaller,
            };
            Association = new Association(setup, slot: 3, new HandshakeQuota(), link.NowNs);
            _sealed = 0;
        }

        /// <summary>Seals the next message and sends it; false if there is no key for it.</summary>
        public bool Say(int of = 0)
        {
            byte[] record = new byte[RecordHeader.OverheadBytes + 12];
            BitConverter.TryWriteBytes(record.AsSpan(RecordHeader.Bytes), _lives);
            BitConverter.TryWriteBytes(record.AsSpan(RecordHeader.Bytes + 4), _sealed);
            if (!Association!.TrySeal(link.NowNs, of, record))
            {
                return false;
            }
            _sealed++;
            link.Send(name == "alpha" ? 1 : 0, record);
            return true;
        }

        public void Got(ReadOnlySpan<byte> plain)
        {
            Assert.Equal(12, plain.Length);
            Received.Add((BitConverter.ToInt32(plain), BitConverter.ToInt64(plain[4..])));
        }
    }

    internal sealed class Dice(Prng dice) : IEntropy
    {
        public void Fill(Span<byte> bytes)
        {
            foreach (ref byte b in bytes)
            {
                b = (byte)(dice.NextBits() >> 32);
            }
        }
    }
}
