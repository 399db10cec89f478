using System.Linq;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    // Edge 4 has terminals to satellites 0 and 1, edge 5 to 2 and 3; 0-2 and 1-3 are the two sides, 0-1 and
    // 2-3 the rungs. Contacts 0: 0-2, 1: 1-3, 2: 0-1, 3: 2-3, 4: 0-4, 5: 1-4, 6: 2-5, 7: 3-5.
    private Plan Ladder(out Contract contract)
    {
        PlanBuilder plan = new();
        NodeId[] satellites = [plan.Satellite(), plan.Satellite(), plan.Satellite(), plan.Satellite()];
        NodeId west = plan.Edge();
        NodeId east = plan.Edge();
        plan.Link(satellites[0], satellites[2], new TestLink { Delay = Ms(5) });
        plan.Link(satellites[1], satellites[3], new TestLink { Delay = Ms(6) });
        plan.Link(satellites[0], satellites[1], new TestLink { Delay = Ms(1) });
        plan.Link(satellites[2], satellites[3], new TestLink { Delay = Ms(1) });
        plan.Link(satellites[0], west, new TestLink { Delay = Ms(2) });
        plan.Link(satellites[1], west, new TestLink { Delay = Ms(2) });
        plan.Link(satellites[2], east, new TestLink { Delay = Ms(2) });
        plan.Link(satellites[3], east, new TestLink { Delay = Ms(2) });
        contract = _contracts.Add(
            west, east, "9-i-d", c
                => c with { Protection = Protection.Replicate, Disjointness = Disjointness.Node });
        return plan.Build();
    }

    [Fact]
    public void A_replicated_message_leaves_on_two_disjoint_ways_under_one_number()
    {
        Plan plan = Ladder(out Contract contract);
        NodeHarness west = new(plan, new NodeId(4), _contracts);
        Assert.Equal("copy 0.0, send 0.0 on 4, send 0.0 on 5", west.Submit(Ms(1), contract));
        Assert.Equal([4, 0, 2, 5], west.LastPackets[1]!.Way!.Select(n => n.Value));
        Assert.Equal([4, 1, 3, 5], west.LastPackets[2]!.Way!.Select(n => n.Value));
    }

    [Fact]
    public void A_copy_follows_its_way_and_not_the_tree()
    {
        Plan plan = Ladder(out Contract contract);
        NodeHarness node = new(plan, new NodeId(1), _contracts);
        Packet copy = node.Packet(contract, 0);
        copy.Way = [new NodeId(4), new NodeId(1), new NodeId(0), new NodeId(2), new NodeId(5)];
        copy.WayIndex = 1;
        Assert.Equal("send 0.0 on 2", node.Arrive(Ms(5), 5, copy));
        Assert.Equal(2, copy.WayIndex);
    }

    [Fact]
    public void A_copy_whose_way_is_broken_goes_on_as_an_ordinary_packet()
    {
        Plan plan = Ladder(out Contract contract);
        NodeHarness node = new(plan, new NodeId(1), _contracts);
        node.Lose(Ms(2), 1);
        Packet copy = node.Packet(contract, 0);
        copy.Way = [new NodeId(4), new NodeId(1), new NodeId(3), new NodeId(5)];
        copy.WayIndex = 1;
        Assert.Equal("send 0.0 on 2", node.Arrive(Ms(5), 5, copy));
        Assert.Null(copy.Way);
    }

    [Fact]
    public void A_new_pair_is_taken_as_soon_as_the_view_changes()
    {
        Plan plan = Ladder(out Contract contract);
        NodeHarness west = new(plan, new NodeId(4), _contracts);
        west.Submit(Ms(1), contract);
        west.Lose(Ms(2), 4);
        // With one terminal left there is no pair, but there is one from its satellite on.
        Assert.Equal("unpaired 0.1, copy 0.1, send 0.1 on 5", west.Submit(Ms(3), contract));
        Assert.Equal([4, 1, 3, 5], west.LastPackets[2]!.Way!.Select(n => n.Value));
        Assert.Equal([4, 1, 0, 2, 5], west.LastPackets[1]!.Way!.Select(n => n.Value));
    }

    [Fact]
    public void The_second_copy_ends_at_the_egress()
    {
        Plan plan = Ladder(out Contract contract);
        NodeHarness east = new(plan, new NodeId(5), _contracts);
        Assert.Equal("deliver 0.0", east.Arrive(Ms(10), 6, east.Packet(contract, 0)));
        Assert.Equal("drop 0.0 Duplicate", east.Arrive(Ms(11), 7, east.Packet(contract, 0)));
    }
}
