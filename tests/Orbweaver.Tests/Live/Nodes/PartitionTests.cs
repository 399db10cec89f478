using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Live.Nodes;

public sealed class PartitionTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration Ms = Duration.FromMilliseconds(1);
    private static readonly SimWorld Small = SmallWorld.Of(11);

    [Fact]
    public void Three_hosts_deliver_what_one_does_at_the_same_times()
    {
        HostNetwork one = Network(1);
        HostNetwork three = Network(3);
        foreach (HostNetwork network in new[] { one, three })
        {
            network.OfferAtRandom(Small.Contracts, Second * 6, messages: 600);
            network.RunUntil(Small.Plan.Start + (Second * 2));
            LoseAccess(network, SmallWorld.Edge(0));
            network.RunUntil(Small.Plan.Start + (Second * 16));
        }

        Assert.Equal(Sorted(one), Sorted(three));
        Assert.True(one.Deliveries.Count > 600);
        // Both ends of both standby links, wherever they live.
        Assert.Equal(4, one.Hosts.Sum(h => h.Counters.StandbyEnds));
        Assert.Equal(4, three.Hosts.Sum(h => h.Counters.StandbyEnds));
        Assert.Equal(0, three.Hosts.Sum(h => h.Counters.FramesRefused(FrameRefusal.Malformed)));
    }

    [Fact]
    public void A_message_takes_the_modelled_time()
    {
        PlanBuilder plan = new();
        NodeId[] nodes = [plan.Edge(), plan.Satellite(), plan.Edge()];
        plan.Link(nodes[0], nodes[1], new TestLink { Delay = Ms * 4, Rate = DataRate.FromMegabits(8) });
        plan.Link(nodes[1], nodes[2], new TestLink { Delay = Ms * 7, Rate = DataRate.FromMegabits(8) });
        ContractBuilder contracts = new();
        Contract contract = contracts.Add(nodes[0], nodes[2], "5-i-c");
        HostNetwork network = new(plan.Build(), contracts.Table(), hosts: 3);

        Instant at = PlanBuilder.Start + (Ms * 100);
        network.Offer(at, contract, bytes: 920);
        network.RunUntil(PlanBuilder.Start + Second);

        // Twice 1 ms for 1,000 bytes, the light, and 10 us a node. Another frame may be on the link before.
        HostNetwork.Received received = Assert.Single(network.Deliveries);
        Duration modelled = (Ms * (4 + 7 + 2)) + (plan.HopDelay * 2);
        Duration control = DataRate.FromMegabits(8).TimeFor(new DataSize(ControlFrame.BytesMin));
        AssertBetween(received.Now - at, modelled, modelled + (control * 2));
        AssertBetween(received.Age, received.Now - at, received.Now - at + Duration.FromMicroseconds(4));
    }

    [Theory]
    [InlineData(0, 0, 4, true)]
    [InlineData(7, 0, 4, true)]
    [InlineData(3, 4, 4, true)]
    // Satellites that wait and hear nothing let go; of three the ground finds the last.
    [InlineData(0, 6, 4, true)]
    [InlineData(0, 1_000, 3, false)]
    [InlineData(1_000, 0, 0, false)]
    public void A_standby_link_comes_up_although_hosts_do_not_hear_each_other(
        int asksLost, int answersLost, int ends, bool isUp)
    {
        HostNetwork network = Network(3);
        network.RunUntil(Small.Plan.Start + Second);
        network.Loses[LinkFrameKind.StandbyAsk] = asksLost;
        network.Loses[LinkFrameKind.StandbyAnswer] = answersLost;
        LoseAccess(network, SmallWorld.Edge(0));
        network.RunUntil(Small.Plan.Start + (Second * 9));

        Assert.Equal(ends, network.Hosts.Sum(h => h.Counters.StandbyEnds));
        Partition ground = network.Hosts.Single(h => h.Has(SmallWorld.Edge(0)));
        // The ground is end B of a standby link.
        bool saysUp = ground.NodeOf(SmallWorld.Edge(0)).Learned
            .Any(a => a is { Link: < 0, IsFromA: false, IsDown: false });
        Assert.Equal(isUp, saysUp);
    }

    [Fact]
    public void Through_a_bad_transport_guarantees_are_kept_and_slack_is_used()
    {
        HostNetwork network = Network(3);
        network.Noise = new FrameNoise(100_000, 0, 100_000, 100_000, Ms * 5);
        network.OfferAtRandom(Small.Contracts, Second * 5, messages: 500);
        RunDry(network, Second * 5);

        Assert.True(network.FramesLost > 2_000);
        int guaranteed = 0;
        foreach ((int number, Contract contract) in network.Accepted())
        {
            foreach (NodeId at in contract.Subscribers)
            {
                int times = network.TimesDelivered(number, at);
                bool isSure = contract.Qos.Assurance == Assurance.Guaranteed
                    || contract.Qos is { Assurance: Assurance.Deadline, Overtaking: Overtaking.Independent };
                Assert.InRange(times, isSure ? 1 : 0, 1);
                guaranteed += isSure ? 1 : 0;
            }
        }
        Assert.True(guaranteed > 100);
        Assert.Equal(0, network.BodiesInUse());
    }

    [Fact]
    public void All_payloads_are_given_back_whatever_happens()
        => Seeds.Hold(
            dice =>
            {
                HostNetwork network = new(
                    Small.Plan, Table(Small), dice.Between(1, 4), dice.NextBits())
                {
                    Noise = new FrameNoise(
                        dice.Below(150_000), 0, dice.Below(100_000), dice.Below(200_000), Ms * 8),
                };
                network.OfferAtRandom(Small.Contracts, Second * 2, messages: 300);
                network.RunUntil(Small.Plan.Start + Second);
                int link = dice.Below(Small.Plan.Contacts.Count);
                network.SetLight(link, hasLight: false);
                network.RunUntil(Small.Plan.Start + Second + (Ms * dice.Below(900)));
                network.SetLight(link, hasLight: true);
                RunDry(network, Second * 2);

                Assert.True(network.Deliveries.Count > 100);
                Assert.Equal(0, network.BodiesInUse());
                Assert.All(network.Hosts, h => Assert.Equal(0, h.Packets.InUse));
                Assert.All(network.Hosts, h => Assert.Equal(0, h.Bodies.BytesInUse));
            },
            runs: 8);

    [Fact]
    public void A_host_that_sleeps_takes_nobody_for_dead_and_lets_what_lay_there_age()
    {
        HostNetwork network = Network(1);
        network.OfferAtRandom(Small.Contracts, Second * 4, messages: 200);
        Instant sleeps = Small.Plan.Start + Second;
        network.Lateness = _ => network.Now >= sleeps && network.Now < sleeps + (Ms * 400)
            ? sleeps + (Ms * 400) - network.Now : Duration.Zero;
        network.RunUntil(Small.Plan.Start + (Second * 4));

        Assert.Equal(0, network.Hosts[0].Counters.Silences);
        Assert.True(network.Hosts[0].Counters.LateMost >= Ms * 380);
        Assert.True(network.Deliveries.Count > 150);
        // Ages are by the plan, rounded up at every node; the sleep is in those that it met.
        Duration least = Duration.FromMicroseconds(-5);
        foreach (HostNetwork.Received d in network.Deliveries)
        {
            AssertBetween(d.Age - (d.Now - network.SubmittedAt(d.Offer)), least, least * -10);
        }
        Assert.Contains(network.Deliveries, d => d.Age > Ms * 380);
    }

    [Fact]
    public void A_host_that_starts_anew_is_believed_and_goes_on()
    {
        HostNetwork network = Network(3);
        Contract[] calm = [.. Small.Contracts.Where(c => c.Qos.Assurance == Assurance.Guaranteed)];
        network.OfferAtRandom(calm, Second * 3, messages: 60);
        network.RunUntil(Small.Plan.Start + (Second * 4));
        network.Restart(1, incarnation: 2);
        network.RunUntil(Small.Plan.Start + (Second * 6));
        int before = network.Deliveries.Count;
        foreach (Contract contract in calm)
        {
            network.Offer(network.Now, contract, 500);
        }
        RunDry(network, Second * 8);

        Assert.True(network.Deliveries.Count - before >= calm.Length);
        Assert.All(
            network.Offers.TakeLast(calm.Length), offer => Assert.Equal(DropReason.None, offer.Answer));
    }

    [Fact]
    public void A_frame_that_cannot_be_is_refused_with_its_reason()
    {
        HostNetwork network = Network(2);
        network.RunUntil(Small.Plan.Start + (Ms * 100));
        Partition host = network.Hosts[0];
        Contact mine = Small.Plan.Contacts.First(
            c => host.Has(c.A.Node) && !host.Has(c.B.Node) && c.FirstEpoch == 0);
        Contact next = Small.Plan.Contacts.First(
            c => c.FirstEpoch > 0 && host.Has(c.A.Node) != host.Has(c.B.Node));
        (NodeId nextTo, NodeId nextFrom) = host.Has(next.A.Node)
            ? (next.A.Node, next.B.Node) : (next.B.Node, next.A.Node);

        Assert.Equal(FrameRefusal.UnknownLink, Hear(host, 999_999, mine.B.Node, mine.A.Node));
        Assert.Equal(FrameRefusal.UnknownLink, Hear(host, int.MinValue, mine.B.Node, mine.A.Node));
        Assert.Equal(FrameRefusal.UnknownLink, Hear(host, mine.Index, mine.A.Node, mine.B.Node));
        Assert.Equal(FrameRefusal.NotInForce, Hear(host, next.Index, nextFrom, nextTo));
        Assert.Equal(
            FrameRefusal.Malformed, Hear(host, mine.Index, mine.B.Node, mine.A.Node, peerPosition: 99));
        Assert.Equal(FrameRefusal.None, Hear(host, mine.Index, mine.B.Node, mine.A.Node));
        PlanId id = new(Small.Plan.Version, default);
        PlanNote later = new(1, 0, 0, id, id)
        {
            Piece = new PlanPiece(id, 1, 0, 1, PlanDocument.First(Small.Plan)),
        };
        Assert.Equal(
            FrameRefusal.LaterPlan, Hear(host, mine.Index, mine.B.Node, mine.A.Node, plans: later));
        host.LoseLink(host.Now, mine.Index);
        Assert.Equal(FrameRefusal.Dark, Hear(host, mine.Index, mine.B.Node, mine.A.Node));
        host.CheckNow();
    }

    [Fact]
    public void A_packet_that_cannot_be_is_refused_and_taken_back()
    {
        HostNetwork network = Network(2);
        network.RunUntil(Small.Plan.Start + (Ms * 100));
        Partition host = network.Hosts[0];
        Contact mine = Small.Plan.Contacts.First(
            c => host.Has(c.A.Node) && !host.Has(c.B.Node) && c.FirstEpoch == 0);
        Action<Packet>[] wrongs =
        [
            p => p.ContractIndex = 9_999,
            p => p.Targets = 0,
            p => p.Targets = 1ul << 40,
            p => p.Destination = new NodeId(0),
            p => p.Source = new NodeId(-5),
            p => p.FragmentIndex = 1,
            p => p.FragmentCount = ushort.MaxValue,
            p => p.SizeBytes++,
            p => p.Epoch = -1,
            p => p.HopLimit = 0,
            p => p.Incarnation = 0,
            p => p.Mark = -1,
            p => p.Priority = 10,
            p => p.Way = [mine.A.Node],
        ];

        foreach (Action<Packet> wrong in wrongs)
        {
            Packet packet = APacket(host, Small.Contracts[0]);
            wrong(packet);
            Assert.Equal(FrameRefusal.Malformed, HandIn(host, mine, packet));
        }
        Assert.Equal(0, host.Packets.InUse);
        Assert.Equal(FrameRefusal.None, HandIn(host, mine, APacket(host, Small.Contracts[0])));
        host.CheckNow();
    }

    [Fact]
    public void Payload_for_which_there_is_no_room_is_refused_with_its_reason()
    {
        HostNetwork network = Network(1, config => config with { PayloadMax = new DataSize(64_000) });
        Contract files = Small.Contracts.First(c => c.Name == "r11-files-0");
        for (int i = 0; i < 3; i++)
        {
            network.Offer(Small.Plan.Start, files, 30_000);
        }
        RunDry(network, Second);

        Assert.Equal(
            [DropReason.None, DropReason.PayloadStoreFull, DropReason.PayloadStoreFull],
            network.Offers.Select(o => o.Answer!.Value));
        Assert.Equal(2, network.Hosts[0].Counters.Refused(DropReason.PayloadStoreFull));
        Assert.Single(network.Deliveries);
        Assert.Equal(0, network.BodiesInUse());
    }

    [Fact]
    public void Where_the_transport_is_the_link_frames_leave_at_once()
    {
        PlanBuilder plan = new();
        NodeId[] nodes = [plan.Edge(), plan.Satellite(), plan.Edge()];
        plan.Link(nodes[0], nodes[1]);
        plan.Link(nodes[1], nodes[2]);
        ContractBuilder contracts = new();
        Contract contract = contracts.Add(nodes[0], nodes[2], "5-i-c");
        HostNetwork network = new(
            plan.Build(), contracts.Table(), hosts: 3, change: c => c with { ModelsDelay = false });

        Instant at = PlanBuilder.Start + (Ms * 100);
        network.Offer(at, contract, bytes: 100);
        network.RunUntil(PlanBuilder.Start + Second);

        // The transport takes no time here, whatever the plan says; a control frame may be before it.
        AssertBetween(
            Assert.Single(network.Deliveries).Now - at, Duration.Zero, Duration.FromMicroseconds(2));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_packet()
    {
        // The host wakes up every millisecond; more than that leaves every link.
        PlanBuilder plan = new();
        NodeId[] nodes = [plan.Edge(), plan.Satellite(), plan.Edge()];
        plan.Link(nodes[0], nodes[1]);
        plan.Link(nodes[1], nodes[2]);
        ContractBuilder contracts = new();
        Contract contract = contracts.Add(nodes[0], nodes[2], "5-i-d");
        Counting counting = new();
        PartitionConfig config = new()
        {
            Plan = plan.Build(),
            Contracts = contracts.Table(),
            Nodes = nodes,
            Incarnation = 1,
        };
        Partition partition = new(PlanBuilder.Start, config, counting, counting);
        Offer(partition, contract, PlanBuilder.Start, messages: 5_000);

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Offer(partition, contract, PlanBuilder.Start + (Second * 5), messages: 5_000);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

        Assert.InRange(counting.Messages, 9_980, 10_000);
        Assert.Equal(0, partition.Counters.AllDropped);
        Assert.Equal(0, bytes);
    }

    private static void Offer(Partition partition, Contract contract, Instant from, int messages)
    {
        Span<byte> payload = stackalloc byte[500];
        for (int i = 0; i < messages; i++)
        {
            partition.Submit(from + (Ms * i), contract.Publisher, new MessageOffer
            {
                Flow = contract.Match.Example(),
                Payload = payload,
            });
        }
    }

    private sealed class Counting : ILinkTransport, IDeliveries
    {
        public int Messages { get; private set; }

        public void Deliver(in Delivery delivery) => Messages++;

        public void Send(in LinkFrame frame) => throw new InvalidOperationException("All nodes live here.");
    }

    private static void AssertBetween(Duration value, Duration least, Duration most)
        => Assert.InRange(value.Nanoseconds, least.Nanoseconds, most.Nanoseconds);

    private static HostNetwork Network(int hosts, Func<PartitionConfig, PartitionConfig>? change = null)
        => new(Small.Plan, Table(Small), hosts, change: change);

    private static ContractTable Table(SimWorld world) => new(world.Contracts, world.Admitted);

    private static void LoseAccess(HostNetwork network, NodeId edge)
    {
        foreach (Contact contact in Small.Plan.Contacts.Where(c => c.B.Node == edge && c.FirstEpoch == 0))
        {
            network.SetLight(contact.Index, hasLight: false);
        }
    }

    // Until nothing is under way any more, within a time in which everything is given up or has arrived.
    private static void RunDry(HostNetwork network, Duration from)
    {
        for (Duration at = from; at < Second * 45 && (at == from || network.BodiesInUse() > 0); at += Second)
        {
            network.RunUntil(Small.Plan.Start + at);
        }
        // Receipts have no payload and take a little longer.
        network.RunUntil(network.Now + Second);
    }

    private static List<(Instant, NodeId, int)> Sorted(HostNetwork network)
        => [.. network.Deliveries.Select(d => (d.Now, d.At, d.Offer)).Order()];

    private static FrameRefusal Hear(
        Partition host, int link, NodeId from, NodeId to, long peerPosition = 0, PlanNote? plans = null)
        => host.Receive(host.Now, new LinkFrame
        {
            Kind = LinkFrameKind.Control,
            Link = link,
            From = from,
            To = to,
            Control = new ControlFrame
            {
                Incarnation = 1,
                Position = 0,
                PeerIncarnation = 1,
                PeerPosition = peerPosition,
                Plans = plans,
            },
        });

    private static FrameRefusal HandIn(Partition host, Contact contact, Packet packet)
        => host.Receive(host.Now, new LinkFrame
        {
            Kind = LinkFrameKind.Packet,
            Link = contact.Index,
            From = contact.B.Node,
            To = contact.A.Node,
            Packet = packet,
            Payload = new byte[100],
        });

    private static Packet APacket(Partition host, Contract contract)
    {
        Packet packet = host.Packets.Rent();
        packet.ContractIndex = contract.Index;
        packet.Sequence = 7;
        packet.Key = 0;
        packet.FragmentIndex = 0;
        packet.FragmentCount = 1;
        packet.SizeBytes = 100 + Packet.OverheadBytes;
        packet.Source = contract.Publisher;
        packet.Targets = 1;
        packet.Destination = contract.Subscribers[0];
        packet.PlanVersion = Small.Plan.Version;
        packet.PlanController = default;
        packet.Epoch = 0;
        packet.BudgetUs = 100_000;
        packet.Priority = contract.Qos.Priority;
        packet.Overtaking = contract.Qos.Overtaking;
        packet.Assurance = contract.Qos.Assurance;
        packet.Incarnation = 1;
        packet.Mark = 0;
        return packet;
    }
}
