using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Hosts of one network in virtual time, joined by a transport that copies frames as a codec would, and may
/// lose, double and delay them. What comes out is held against what was handed in, byte by byte.
/// </summary>
internal sealed class HostNetwork : IDeliveries
{
    private const int MarkBytes = 4;

    private readonly List<Instant> _lateBy = [];
    private readonly List<PriorityQueue<Carried, (Instant, long)>> _carried = [];
    private readonly PacketPool _copies = new();
    private readonly List<Offered> _offers = [];
    private readonly Plan _plan;
    private readonly ContractTable _contracts;
    private readonly Func<PartitionConfig, PartitionConfig> _change;
    private readonly Prng _dice;
    private int _nextOffer;
    private long _sequence;

    public HostNetwork(
        Plan plan, ContractTable contracts, int hosts, ulong seed = 1,
        Func<PartitionConfig, PartitionConfig>? change = null)
    {
        _plan = plan;
        _contracts = contracts;
        _change = change ?? (config => config);
        _dice = new Prng(seed);
        Now = plan.Start;
        for (int host = 0; host < hosts; host++)
        {
            _carried.Add(new PriorityQueue<Carried, (Instant, long)>());
            _lateBy.Add(default);
            Hosts.Add(NewHost(host, hosts, incarnation: 1));
        }
    }

    private sealed record Offered(Instant At, Contract Contract, byte[] Payload, uint Key)
    {
        public DropReason? Answer { get; set; }

        public Instant SubmittedAt { get; set; }
    }

    /// <summary>A frame as it travels: nothing of it belongs to its sender.</summary>
    private sealed record Carried(LinkFrameKind Kind, int Link, NodeId From, NodeId To)
    {
        public Packet? Packet { get; init; }

        public byte[] Payload { get; init; } = [];

        public byte Protocol { get; init; }

        public ControlFrame? Control { get; init; }

        public ulong Raise { get; init; }
    }

    /// <summary>A message that came out: the number of the offer, and where, when and how old.</summary>
    public readonly record struct Received(int Offer, NodeId At, Instant Now, Duration Age);

    private sealed class Wire(HostNetwork network) : ILinkTransport
    {
        public void Send(in LinkFrame frame) => network.Carry(frame);
    }

    public List<Partition> Hosts { get; } = [];

    public List<Received> Deliveries { get; } = [];

    public Instant Now { get; private set; }

    /// <summary>What the transport does to frames.</summary>
    public FrameNoise Noise { get; set; }

    /// <summary>How many of the next frames of a kind the transport loses, whatever else it does.</summary>
    public Dictionary<LinkFrameKind, int> Loses { get; } = [];

    /// <summary>How much later than it should a host wakes up, from dice; never when null.</summary>
    public Func<Prng, Duration>? Lateness { get; set; }

    /// <summary>Frames that the transport has lost.</summary>
    public long FramesLost { get; private set; }

    public IReadOnlyList<(Contract Contract, DropReason? Answer)> Offers
        => [.. _offers.Select(o => (o.Contract, o.Answer))];

    /// <summary>Offers a message of so many bytes, from a time on that is not before the last one.</summary>
    public void Offer(Instant at, Contract contract, int bytes, uint key = 0)
    {
        Check.That(_offers.Count == 0 || _offers[^1].At <= at);
        byte[] payload = new byte[Math.Max(bytes, MarkBytes)];
        for (int i = MarkBytes; i < payload.Length; i++)
        {
            payload[i] = (byte)_dice.NextBits();
        }
        BitConverter.TryWriteBytes(payload, _offers.Count);
        _offers.Add(new Offered(at, contract, payload, key));
    }

    /// <summary>Messages of all contracts, for a time, at random.</summary>
    public void OfferAtRandom(IReadOnlyList<Contract> contracts, Duration length, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            Contract contract = contracts[_dice.Below(contracts.Count)];
            int most = (int)Math.Min(contract.MessageSizeMax.Bytes, 30_000);
            Duration at = new(length.Nanoseconds / messages * i);
            Offer(_plan.Start + at, contract, _dice.Between(MarkBytes, most), (uint)_dice.Below(3));
        }
    }

    /// <summary>Runs all hosts until a time, each at the times at which it wakes up.</summary>
    public void RunUntil(Instant until)
    {
        while (true)
        {
            int next = 0;
            for (int host = 1; host < Hosts.Count; host++)
            {
                next = WakesAt(host) < WakesAt(next) ? host : next;
            }
            Instant at = WakesAt(next);
            if (at > until)
            {
                Now = until;
                return;
            }
            Now = at;
            Wake(next);
            _lateBy[next] = new Instant(0) + (Lateness?.Invoke(_dice) ?? Duration.Zero);
        }
    }

    /// <summary>A link is dark, or has light again, at all hosts.</summary>
    public void SetLight(int link, bool hasLight)
    {
        foreach (Partition host in Hosts)
        {
            Instant now = Now > host.Now ? Now : host.Now;
            if (hasLight)
            {
                host.ReturnLink(now, link);
            }
            else
            {
                host.LoseLink(now, link);
            }
        }
    }

    /// <summary>A host starts anew, with nothing but the next incarnation.</summary>
    public void Restart(int host, uint incarnation)
        => Hosts[host] = NewHost(host, Hosts.Count, incarnation);

    public void Deliver(in Delivery delivery)
    {
        int number = BitConverter.ToInt32(delivery.Payload);
        Offered offered = _offers[number];
        Assert.True(delivery.Payload.SequenceEqual(offered.Payload));
        Assert.Equal(offered.Contract.Index, delivery.ContractIndex);
        Assert.Equal(offered.Contract.Publisher, delivery.Source);
        Assert.Equal(offered.Key, delivery.Key);
        Assert.Equal(ProtocolOf(number), delivery.PayloadProtocol);
        Assert.Contains(delivery.At, offered.Contract.Subscribers);
        Deliveries.Add(new Received(number, delivery.At, delivery.Now, delivery.Age));
    }

    /// <summary>How often a message came out where.</summary>
    public int TimesDelivered(int offer, NodeId at)
        => Deliveries.Count(d => d.Offer == offer && d.At == at);

    /// <summary>When a message was really handed in.</summary>
    public Instant SubmittedAt(int offer) => _offers[offer].SubmittedAt;

    public MeshNode NodeOf(int node) => Hosts[HostOf(new NodeId(node))].NodeOf(new NodeId(node));

    /// <summary>Messages that were accepted, by number.</summary>
    public IEnumerable<(int Number, Contract Contract)> Accepted()
        => from o in _offers.Index()
           where o.Item.Answer == DropReason.None
           select (o.Index, o.Item.Contract);

    /// <summary>Books of packets and payloads add up everywhere; says how many payloads are held.</summary>
    public int BodiesInUse()
    {
        Hosts.ForEach(h => h.CheckNow());
        return Hosts.Sum(h => h.Bodies.InUse);
    }

    private static byte ProtocolOf(int offer) => (byte)(offer % 200);

    private Partition NewHost(int host, int hosts, uint incarnation)
        => new(
            Now,
            _change(new PartitionConfig
            {
                Plan = _plan,
                Contracts = _contracts,
                Nodes = [.. _plan.Nodes.Select(n => n.Id).Where(n => n.Value % hosts == host)],
                Incarnation = incarnation,
            }),
            new Wire(this),
            this);

    private int HostOf(NodeId node) => node.Value % Hosts.Count;

    private Instant WakesAt(int host)
    {
        Instant due = Hosts[host].NextDue ?? Instant.Max;
        if (_carried[host].TryPeek(out _, out (Instant At, long) first) && first.At < due)
        {
            due = first.At;
        }
        if (_nextOffer < _offers.Count && HostOf(_offers[_nextOffer].Contract.Publisher) == host
            && _offers[_nextOffer].At < due)
        {
            due = _offers[_nextOffer].At;
        }
        Instant last = Hosts[host].Now;
        due = due > last ? due : last;
        return due == Instant.Max ? due : due + (_lateBy[host] - new Instant(0));
    }

    private void Wake(int host)
    {
        Partition partition = Hosts[host];
        partition.Advance(Now);
        while (_carried[host].TryPeek(out Carried? carried, out (Instant At, long) first) && first.At <= Now)
        {
            _carried[host].Dequeue();
            HandIn(partition, carried, Now - first.At);
        }
        while (_nextOffer < _offers.Count && _offers[_nextOffer].At <= Now
            && HostOf(_offers[_nextOffer].Contract.Publisher) == host)
        {
            int number = _nextOffer++;
            Offered offer = _offers[number];
            offer.SubmittedAt = Now;
            offer.Answer = partition.Submit(Now, offer.Contract.Publisher, new MessageOffer
            {
                Flow = offer.Contract.Match.Example(),
                Payload = offer.Payload,
                PayloadProtocol = ProtocolOf(number),
                Key = offer.Key,
            });
        }
    }

    private void HandIn(Partition to, Carried carried, Duration late)
    {
        Packet? packet = null;
        if (carried.Packet is not null)
        {
            packet = to.Packets.RentCopy(carried.Packet);
            // What another process has noted means nothing here, and must do no harm.
            packet.HostTag = 1_000_000_007;
            packet.KeptFor = 3;
            packet.ViewStamp = long.MaxValue;
        }
        to.Receive(Now, new LinkFrame
        {
            Kind = carried.Kind,
            Link = carried.Link,
            From = carried.From,
            To = carried.To,
            Packet = packet,
            Payload = carried.Payload,
            PayloadProtocol = carried.Protocol,
            Control = carried.Control is null ? null : carried.Control with { },
            Raise = carried.Raise,
            Late = late,
        });
    }

    private void Carry(in LinkFrame frame)
    {
        Carried carried = new(frame.Kind, frame.Link, frame.From, frame.To)
        {
            Packet = frame.Packet is null ? null : _copies.RentCopy(frame.Packet),
            Payload = frame.Payload.ToArray(),
            Protocol = frame.PayloadProtocol,
            Control = frame.Control is null
                ? null : frame.Control with { Entries = [.. frame.Control.Entries] },
            Raise = frame.Raise,
        };
        int host = HostOf(frame.To);
        int losing = Loses.GetValueOrDefault(frame.Kind);
        Loses[frame.Kind] = Math.Max(0, losing - 1);
        if (losing > 0 || Happens(Noise.LossPpm))
        {
            FramesLost++;
            return;
        }
        _carried[host].Enqueue(carried, (Now + DelayOf(Noise.ReorderingPpm), _sequence++));
        if (Happens(Noise.DuplicationPpm))
        {
            _carried[host].Enqueue(carried, (Now + DelayOf(1_000_000), _sequence++));
        }
    }

    private bool Happens(int ppm) => ppm > 0 && _dice.NextBelow(1_000_000) < ppm;

    private Duration DelayOf(int ppm)
        => Happens(ppm) ? new Duration(_dice.NextBetween(0, Noise.Spread.Nanoseconds)) : Duration.Zero;
}
