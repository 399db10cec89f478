using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    // A square: edge 4 - satellite 0 - satellites 1 (2 ms) and 2 (3 ms) - satellite 3 - edge 5. Contacts 0:
    // 0-1, 1: 0-2, 2: 1-3, 3: 2-3, 4: 0-4, 5: 3-5.
    private static Plan Square(int epochs = 1)
    {
        PlanBuilder plan = new() { Epochs = epochs };
        NodeId[] satellites = [plan.Satellite(), plan.Satellite(), plan.Satellite(), plan.Satellite()];
        NodeId west = plan.Edge();
        NodeId east = plan.Edge();
        plan.Link(satellites[0], satellites[1], new TestLink { Delay = Ms(2) });
        plan.Link(satellites[0], satellites[2], new TestLink { Delay = Ms(3) });
        plan.Link(satellites[1], satellites[3], new TestLink { Delay = Ms(2) });
        plan.Link(satellites[2], satellites[3], new TestLink { Delay = Ms(3) });
        plan.Link(satellites[0], west, new TestLink { Delay = Ms(2) });
        plan.Link(satellites[3], east, new TestLink { Delay = Ms(2) });
        return plan.Build();
    }

    private NodeHarness SquareNode(Plan plan, int id, out Contract contract)
    {
        contract = _contracts.Add(
            new NodeId(4), new NodeId(5), "5-i-d", c => c with { Budget = Duration.FromSeconds(2) });
        return new NodeHarness(plan, new NodeId(id), _contracts);
    }

    private static ControlFrame News(long position, params Announcement[] entries) => new()
    {
        Incarnation = 1,
        Entries = entries,
        Position = position,
        PeerIncarnation = 1,
        PeerPosition = 0,
    };

    private static Announcement Down(int link, bool isFromA = true, uint sequence = 1)
        => new(link, isFromA, sequence, IsDown: true);

    [Fact]
    public void News_of_a_loss_leaves_on_every_adjacency_before_the_packet_that_goes_another_way()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        Assert.Equal("send 0.0 on 0", node.Arrive(Ms(5), 4, node.Packet(contract, 0)));

        Assert.Equal("tell [0A1 down] on 1, tell [0A1 down] on 4", node.Lose(Ms(6), 0));
        Packet next = node.Packet(contract, 1);
        Assert.Equal("send 0.1 on 1", node.Arrive(Ms(7), 4, next));
        Assert.Equal(1, next.Mark);
    }

    [Fact]
    public void A_packet_behind_the_news_in_time_waits_for_it_on_the_port()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        node.Lose(Ms(6), 0);

        // The frame with the news occupies the port for half a microsecond.
        Assert.Equal("", node.Arrive(Ms(6), 4, node.Packet(contract, 0)));
        Assert.Equal("6.001 ms: send 0.0 on 1", node.RunUntil(Ms(7)));
    }

    [Fact]
    public void A_lost_links_queue_goes_another_way_at_once()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        node.Arrive(Ms(5), 4, node.Packet(contract, 0));
        Assert.Equal("", node.Arrive(Ms(5), 4, node.Packet(contract, 1)));

        Assert.Equal("tell [0A1 down] on 1, tell [0A1 down] on 4", node.Lose(Ms(5), 0));
        Assert.Equal("5.001 ms: send 0.1 on 1", node.RunUntil(Ms(6)));
    }

    [Fact]
    public void A_packet_is_held_until_all_that_its_sender_knew_is_known()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        Packet packet = node.Packet(contract, 0);
        packet.Incarnation = 1;
        packet.Mark = 2;

        Assert.Equal("tell nothing and ask on 4", node.Arrive(Ms(5), 4, packet));
        Assert.Equal(0, node.LastControls[0].PeerPosition);
        Assert.Equal(
            "tell [3B1 down] on 0, tell [3B1 down] on 1",
            node.Hear(Ms(9), 4, News(1, Down(3, isFromA: false))));
        string after = node.Hear(Ms(14), 4, News(2, Down(2)));
        Assert.Contains("park 0.0", after + node.RunUntil(Ms(20)));
    }

    [Fact]
    public void A_gap_is_asked_for_again_when_nothing_comes()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        Packet packet = node.Packet(contract, 0);
        packet.Incarnation = 1;
        packet.Mark = 1;
        node.Arrive(Ms(5), 4, packet);

        // A round trip of 4 ms, two hop constants and 5 ms later.
        Assert.StartsWith("14.02", node.RunUntil(Ms(15)));
        Assert.True(node.LastControls[0].IsGapRequest);
    }

    [Fact]
    public void News_that_is_not_acknowledged_is_sent_again()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        node.Lose(Ms(6), 0);
        Assert.Contains("tell [0A1 down] on 4", node.RunUntil(Ms(16)));

        // Both neighbours say that they have it.
        foreach (int link in new[] { 1, 4 })
        {
            ControlFrame ack = new() { Incarnation = 1, Position = 0, PeerIncarnation = 1, PeerPosition = 1 };
            Assert.Equal("", node.Hear(Ms(17), link, ack));
        }
        Assert.Equal("", node.RunUntil(Ms(5_000)));
    }

    [Fact]
    public void News_from_a_neighbour_goes_on_to_the_others_and_only_an_acknowledgement_back()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        string lines = node.Hear(Ms(5), 1, News(1, Down(3)));
        Assert.Equal("tell [3A1 down] on 0, tell [3A1 down] on 4", lines);
        // The answer waits a little for more to answer.
        Assert.Equal("7 ms: tell nothing on 1", node.RunUntil(Ms(8)));
        Assert.Equal(1, node.LastControls[0].PeerPosition);
        Assert.True(node.LastControls[0].IsSnapshot);
        Assert.Equal(1, node.LastControls[0].Position);
    }

    [Fact]
    public void Data_never_overtakes_an_answer()
    {
        Plan plan = Square();
        NodeHarness node = SquareNode(plan, 0, out Contract contract);
        node.Hear(Ms(5), 4, News(1, Down(3)));
        Packet back = node.Packet(contract, 0);
        back.Destination = new NodeId(4);
        back.Incarnation = 1;
        Assert.Equal("tell nothing on 4", node.Arrive(Ms(6), 0, back));
        Assert.Equal("6 ms: send 0.0 on 4", node.RunUntil(Ms(7)));
    }

    [Fact]
    public void Old_news_and_news_of_unknown_links_change_nothing()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        node.Hear(Ms(5), 1, News(1, Down(3, sequence: 5)));
        long version = node.Node.Exceptions.Version;
        node.Hear(Ms(6), 1, News(5, Down(3, sequence: 4), Down(99), Down(-7), Down(2_000_000)));
        Assert.Equal(version, node.Node.Exceptions.Version);
        // A contact may be of a newer plan that is still to come: its news is passed on.
        Assert.Equal([3, 99], node.Node.Learned.Select(a => a.Link));
    }

    [Fact]
    public void A_returned_link_counts_after_its_hold_down_and_longer_each_time()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        Duration back = Ms(100);
        foreach (int holdS in new[] { 1, 2, 4, 8 })
        {
            node.Lose(back, 0);
            node.RunUntil(back + Ms(1));
            node.Return(back + Ms(10), 0);
            Assert.True(node.Node.Exceptions.IsDown(0));
            Duration up = back + Ms(10) + Duration.FromSeconds(holdS);
            node.RunUntil(up - Us(1));
            Assert.True(node.Node.Exceptions.IsDown(0));
            node.RunUntil(up);
            Assert.False(node.Node.Exceptions.IsDown(0));
            back = up + Ms(100);
        }
    }

    [Fact]
    public void A_link_is_down_while_either_end_says_so()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        node.Hear(Ms(5), 1, News(1, Down(2)));
        node.Hear(Ms(6), 1, News(2, Down(2, isFromA: false)));
        node.Hear(Ms(7), 1, News(3, new Announcement(2, IsFromA: true, 2, IsDown: false)));
        Assert.True(node.Node.Exceptions.IsDown(2));
        node.Hear(Ms(8), 1, News(4, new Announcement(2, IsFromA: false, 2, IsDown: false)));
        Assert.False(node.Node.Exceptions.IsDown(2));
    }

    [Fact]
    public void A_restarted_node_outbids_its_older_self()
    {
        NodeHarness node = SquareNode(Square(), 0, out _);
        string lines = node.Hear(Ms(5), 1, News(1, Down(0, sequence: 7)));
        Assert.Contains("0A8 up", lines);
        Assert.False(node.Node.Exceptions.IsDown(0));
    }

    [Fact]
    public void A_neighbour_that_started_anew_gets_all_news_again_and_its_old_frames_are_void()
    {
        NodeHarness node = SquareNode(Square(), 0, out Contract contract);
        node.Lose(Ms(6), 0);
        node.Hear(
            Ms(8), 1,
                new ControlFrame { Incarnation = 1, Position = 0, PeerIncarnation = 1, PeerPosition = 1 });

        ControlFrame anew = new() { Incarnation = 2, Position = 0, PeerIncarnation = 0, PeerPosition = 0 };
        Assert.Equal("tell [0A1 down] on 1", node.Hear(Ms(9), 1, anew));
        Assert.True(node.LastControls[0].IsSnapshot);
        Packet stale = node.Packet(contract, 0);
        stale.Incarnation = 1;
        Assert.Equal("drop 0.0 StaleIncarnation", node.Arrive(Ms(10), 1, stale));
    }

    [Fact]
    public void What_is_held_has_a_limit_and_goes_when_the_link_does()
    {
        Plan plan = Square();
        Contract contract = _contracts.Add(new NodeId(4), new NodeId(5), "5-i-d");
        NodeHarness node = new(plan, new NodeConfig
        {
            Id = new NodeId(0),
            Plan = plan,
            Contracts = _contracts.Table(),
            HeldMax = new DataSize(200),
        });
        List<string> lines = [];
        for (uint i = 0; i < 2; i++)
        {
            Packet packet = node.Packet(contract, i);
            packet.Incarnation = 1;
            packet.Mark = 1;
            lines.Add(node.Arrive(Ms(5), 4, packet));
        }
        Assert.Equal(["tell nothing and ask on 4", "drop 0.1 HeldFull"], lines);
        Assert.StartsWith("drop 0.0 HeldUnreachable", node.Lose(Ms(6), 4));
    }

    [Fact]
    public void Without_any_way_left_deadline_traffic_waits_and_goes_when_a_link_is_back()
    {
        NodeHarness node = SquareNode(Square(), 0, out Contract contract);
        node.Lose(Ms(4), 0);
        node.Lose(Ms(5), 1);
        Assert.Equal("park 0.0", node.Arrive(Ms(6), 4, node.Packet(contract, 0)));
        node.Return(Ms(10), 1);
        // The contract's budget outlasts the hold-down of a second.
        Assert.Contains("send 0.0 on 1", node.RunUntil(Ms(1_020)));
    }

    [Fact]
    public void Knowledge_of_a_contact_goes_with_the_contact()
    {
        PlanBuilder builder = new() { Epochs = 4 };
        NodeId a = builder.Satellite();
        NodeId b = builder.Satellite();
        NodeId c = builder.Satellite();
        builder.Link(a, b);
        builder.Link(b, c, new TestLink { Last = 0 });
        Plan plan = builder.Build();
        NodeHarness node = new(plan, a, _contracts);
        node.Hear(Ms(5), 0, News(1, Down(1)));
        Assert.Equal(1, node.Node.Exceptions.DownCount);
        node.RunUntil(Ms(15_000));
        Assert.Equal(1, node.Node.Exceptions.DownCount);
        node.RunUntil(Ms(30_000));
        Assert.Equal(0, node.Node.Exceptions.DownCount);
    }
}
