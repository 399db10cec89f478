using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    private NodeHarness Keeper(Plan plan, int id, out Contract contract, string qos = "5-i-d")
    {
        contract = _contracts.Add(
            new NodeId(4), new NodeId(5), qos, c => c with { Budget = Duration.FromSeconds(2) });
        return new NodeHarness(plan, new NodeId(id), _contracts, keeps: true);
    }

    private static ControlFrame Taken(uint through, ulong bits = 0, uint peer = 1) => new()
    {
        Incarnation = 1,
        Position = 0,
        PeerIncarnation = peer,
        PeerPosition = 0,
        TakenThrough = through,
        TakenBits = bits,
    };

    private static Packet Numbered(
        NodeHarness node, Contract contract, uint sequence, uint hop, uint settled = 1)
    {
        Packet packet = node.Packet(contract, sequence);
        packet.Incarnation = 1;
        packet.HopSequence = hop;
        packet.HopBase = settled;
        return packet;
    }

    [Fact]
    public void What_was_sent_is_kept_until_the_neighbour_has_taken_it()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract);
        Assert.Equal("copy 0.0, send 0.0 on 0", node.Arrive(Ms(1), 4, node.Packet(contract, 0)));
        Assert.Equal(1u, node.LastPackets[1]!.HopSequence);
        Assert.Equal("copy 0.1, send 0.1 on 0", node.Arrive(Ms(2), 4, node.Packet(contract, 1)));
        Assert.Equal("copy 0.2, send 0.2 on 0", node.Arrive(Ms(3), 4, node.Packet(contract, 2)));
        Assert.Equal(3u, node.LastPackets[1]!.HopSequence);
        Assert.Equal(1u, node.LastPackets[1]!.HopBase);

        // The first and the third; then the second, too.
        Assert.Equal("release 0.0, release 0.2", node.Hear(Ms(10), 0, Taken(1, bits: 1)));
        Assert.Equal("release 0.1", node.Hear(Ms(11), 0, Taken(3)));
        Assert.Equal("", node.Step(Ms(5_000)));
    }

    [Fact]
    public void Congestion_traffic_is_never_kept()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract, "5-i-c");
        Assert.Equal("send 0.0 on 0", node.Arrive(Ms(1), 4, node.Packet(contract, 0)));
        Assert.Equal(0u, node.LastPackets[0]!.HopSequence);
    }

    [Fact]
    public void What_is_not_taken_is_sent_again_under_its_number_until_its_slack_ends()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract);
        node.Arrive(Ms(1), 4, node.Packet(contract, 0));
        // Twice 2 ms of light and 10 us of hop, 20 ms until it is told, 5 ms of margin.
        Assert.Equal("30.021 ms: copy 0.0, send 0.0 on 0", node.RunUntil(Ms(50)));
        Packet again = node.LastPackets[1]!;
        Assert.Equal(1u, again.HopSequence);
        Assert.Equal(2_010u + 29_023, again.AgeUs);
        string rest = node.RunUntil(Ms(5_000));
        Assert.EndsWith("drop 0.0 Expired", rest, System.StringComparison.Ordinal);
        Assert.Equal(0, node.Node.PacketsHeld);
    }

    [Fact]
    public void What_a_lost_link_has_not_brought_over_goes_another_way()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract);
        node.Arrive(Ms(1), 4, node.Packet(contract, 0));
        node.Arrive(Ms(2), 4, node.Packet(contract, 1));
        node.Hear(Ms(8), 0, Taken(1));
        Assert.Equal("tell [0A1 down] on 1, tell [0A1 down] on 4", node.Lose(Ms(9), 0));
        Assert.Equal("9.001 ms: copy 0.1, send 0.1 on 1", node.RunUntil(Ms(10)));
    }

    [Fact]
    public void The_next_life_of_a_neighbour_gets_what_the_last_one_took_with_it()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract);
        node.Hear(Ms(0), 0, Taken(0));
        node.Arrive(Ms(1), 4, node.Packet(contract, 0));
        Assert.Equal(
            "copy 0.0, send 0.0 on 0", node.Hear(Ms(5), 0, Taken(0, peer: 0) with { Incarnation = 2 }));
        // A new number, and all below it is settled.
        Assert.Equal((2u, 2u), (node.LastPackets[1]!.HopSequence, node.LastPackets[1]!.HopBase));
    }

    [Fact]
    public void What_is_taken_is_told_before_long_and_taken_once()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract, "5-i-c");
        Assert.Equal("send 0.0 on 0", node.Arrive(Ms(1), 4, Numbered(node, contract, 0, hop: 1)));
        Assert.Equal("drop 0.0 Duplicate", node.Arrive(Ms(2), 4, Numbered(node, contract, 0, hop: 1)));
        Assert.Equal("send 0.3 on 0", node.Arrive(Ms(3), 4, Numbered(node, contract, 3, hop: 4)));
        Assert.Equal("21 ms: tell nothing on 4", node.RunUntil(Ms(100)));
        Assert.Equal((1u, 2ul), (node.LastControls[0].TakenThrough, node.LastControls[0].TakenBits));
        // Its sender has found 2 and 3 other ways.
        node.Arrive(Ms(200), 4, Numbered(node, contract, 5, hop: 5, settled: 5));
        Assert.Equal("drop 0.2 Duplicate", node.Arrive(Ms(201), 4, Numbered(node, contract, 2, hop: 2)));
        node.RunUntil(Ms(300));
        Assert.Equal((5u, 0ul), (node.LastControls[0].TakenThrough, node.LastControls[0].TakenBits));
    }

    [Fact]
    public void Many_are_told_at_once()
    {
        NodeHarness node = Keeper(Square(), 0, out Contract contract, "5-i-c");
        for (uint i = 1; i < 32; i++)
        {
            node.Arrive(Ms(1), 4, Numbered(node, contract, i, hop: i));
        }
        string last = node.Arrive(Ms(1), 4, Numbered(node, contract, 32, hop: 32));
        Assert.StartsWith("tell nothing on 4", last, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_drains_still_says_what_was_taken()
    {
        // The edge is linked to satellite 0 in the first epoch only.
        PlanBuilder plan = new() { Epochs = 2 };
        NodeId[] satellites = [plan.Satellite(), plan.Satellite()];
        NodeId west = plan.Edge();
        NodeId east = plan.Edge();
        plan.Link(satellites[0], satellites[1]);
        plan.Link(satellites[0], west, new TestLink { Last = 0 });
        plan.Link(satellites[1], west, new TestLink { First = 1 });
        plan.Link(satellites[1], east);
        Contract contract = _contracts.Add(west, east, "5-i-d", c => c with { Budget = Ms(500) });
        NodeHarness node = new(plan.Build(), satellites[0], _contracts, keeps: true);
        node.Step(Ms(14_999));

        Assert.Equal(
            "copy 0.0, send 0.0 on 0", node.Arrive(Ms(15_004), 1, Numbered(node, contract, 0, hop: 1)));
        Assert.StartsWith(
            "15.024 s: tell nothing on 1", node.RunUntil(Ms(15_025)), System.StringComparison.Ordinal);
        // Past the drain nobody can be told.
        string late = node.Arrive(Ms(15_101), 1, Numbered(node, contract, 1, hop: 2));
        Assert.StartsWith("drop 0.1 ContactNotInForce", late, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Without_room_a_packet_goes_unkept()
    {
        Plan plan = Square();
        Contract contract = _contracts.Add(new NodeId(4), new NodeId(5), "5-i-d");
        NodeConfig config = new()
        {
            Id = new NodeId(0),
            Plan = plan,
            Contracts = _contracts.Table(),
            KeptMax = new DataSize(200),
        };
        NodeHarness node = new(plan, config, keeps: true);
        Assert.Equal("copy 0.0, send 0.0 on 0", node.Arrive(Ms(1), 4, node.Packet(contract, 0)));
        Assert.Equal("send 0.1 on 0", node.Arrive(Ms(2), 4, node.Packet(contract, 1)));
        Assert.Equal(0u, node.LastPackets[0]!.HopSequence);
    }
}
