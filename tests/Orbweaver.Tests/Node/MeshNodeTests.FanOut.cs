using System.Numerics;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    // Edge 4 - satellite 0 - satellite 1, from where edges 5 (2 ms) and 6 (over satellite 2, 40 ms) are
    // reached; satellite 3 reaches edge 7. Contacts 0: 0-1, 1: 1-2, 2: 0-3, 3: 0-4, 4: 1-5, 5: 2-6, 6: 3-7.
    private Plan Tree(string qos, out Contract contract, int budgetMs = 1_000)
    {
        PlanBuilder plan = new();
        NodeId[] satellites = [plan.Satellite(), plan.Satellite(), plan.Satellite(), plan.Satellite()];
        NodeId[] edges = [plan.Edge(), plan.Edge(), plan.Edge(), plan.Edge()];
        plan.Link(satellites[0], satellites[1]);
        plan.Link(satellites[1], satellites[2], new TestLink { Delay = Ms(38) });
        plan.Link(satellites[0], satellites[3]);
        plan.Link(satellites[0], edges[0]);
        plan.Link(satellites[1], edges[1], new TestLink { Delay = Ms(2) });
        plan.Link(satellites[2], edges[2], new TestLink { Delay = Ms(2) });
        plan.Link(satellites[3], edges[3], new TestLink { Delay = Ms(2) });
        contract = _contracts.Add(edges[0], edges[1], qos, c => c with
        {
            Subscribers = [edges[1], edges[2], edges[3]],
            Budget = Ms(budgetMs),
        });
        return plan.Build();
    }

    private static Packet ForAll(NodeHarness node, Contract contract, uint sequence = 0, ulong targets = 7)
    {
        Packet packet = node.Packet(contract, sequence);
        packet.Targets = targets;
        packet.Destination = packet.IsForSeveral
            ? NodeId.None : contract.Subscribers[BitOperations.TrailingZeroCount(targets)];
        return packet;
    }

    [Fact]
    public void A_packet_travels_once_as_far_as_its_ways_agree()
    {
        Plan plan = Tree("5-i-c", out Contract contract);
        NodeHarness edge = new(plan, new NodeId(4), _contracts);
        Assert.Equal("send 0.0 on 3", edge.Submit(Ms(1), contract));
        Assert.Equal(7ul, edge.LastPackets[0]!.Targets);

        NodeHarness first = new(plan, new NodeId(0), _contracts);
        Assert.Equal(
            "split 0.0, send 0.0 on 2, send 0.0 on 0", first.Arrive(Ms(6), 3, ForAll(first, contract)));
        Assert.Equal((4ul, 7), (first.LastPackets[1]!.Targets, first.LastPackets[1]!.Destination.Value));
        Assert.Equal((3ul, NodeId.None), (first.LastPackets[2]!.Targets, first.LastPackets[2]!.Destination));

        NodeHarness second = new(plan, new NodeId(1), _contracts);
        Packet both = ForAll(second, contract, targets: 3);
        Assert.Equal("split 0.0, send 0.0 on 1, send 0.0 on 4", second.Arrive(Ms(11), 0, both));
        Assert.Equal((1ul, 5), (both.Targets, both.Destination.Value));
    }

    [Fact]
    public void A_subscriber_takes_its_own_part()
    {
        Plan plan = Tree("5-i-c", out Contract contract);
        NodeHarness edge = new(plan, new NodeId(5), _contracts);
        Assert.Equal("deliver 0.0", edge.Arrive(Ms(11), 4, ForAll(edge, contract, targets: 1)));
    }

    [Fact]
    public void Who_cannot_be_reached_in_time_does_not_keep_the_others_from_it()
    {
        // Of 60 ms of budget 20 are used at the second satellite: 2 ms are enough for one, 40 not for the
        // other; nor for the third when 59 are used.
        Plan plan = Tree("5-i-d", out Contract contract, budgetMs: 60);
        NodeHarness first = new(plan, new NodeId(0), _contracts);
        Packet packet = ForAll(first, contract);
        packet.AgeUs = 10_000;
        Assert.Equal(
            "split 0.0, send 0.0 on 2, split 0.0, drop 0.0 Expired, send 0.0 on 0",
            first.Arrive(Ms(20), 3, packet));
        Assert.Equal((1ul, 5), (packet.Targets, packet.Destination.Value));
        Packet old = ForAll(first, contract, 1);
        old.AgeUs = 58_000;
        Assert.Equal("split 0.1, drop 0.1 Expired, drop 0.1 Expired", first.Arrive(Ms(30), 3, old));
    }

    [Fact]
    public void Where_some_have_no_way_the_others_get_it_and_the_rest_waits()
    {
        Plan plan = Tree("5-i-d", out Contract contract);
        NodeHarness first = new(plan, new NodeId(0), _contracts);
        first.Lose(Ms(1), 2);
        Assert.Equal(
            "split 0.0, park 0.0, send 0.0 on 0", first.Arrive(Ms(6), 3, ForAll(first, contract)));
        Assert.Equal(1, first.Node.PacketsHeld);
    }

    [Fact]
    public void A_newer_message_replaces_a_queued_one_only_if_it_reaches_all_whom_that_would()
    {
        Plan plan = Tree("5-r-c", out Contract contract);
        NodeHarness second = new(plan, new NodeId(0), _contracts);
        Assert.Equal("send 0.0 on 0", second.Arrive(Ms(6), 3, ForAll(second, contract, 0, targets: 3)));
        Assert.Equal("", second.Arrive(Ms(6), 3, ForAll(second, contract, 1, targets: 3)));
        Assert.Equal("", second.Arrive(Ms(6), 3, ForAll(second, contract, 2, targets: 2)));
        // The egress does the rest.
        Assert.Equal(
            "drop 0.2 Superseded", second.Arrive(Ms(6), 3, ForAll(second, contract, 3, targets: 3)));
    }
}
