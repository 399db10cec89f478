using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    [Fact]
    public void A_packet_goes_on_along_the_tree_with_its_age()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        Packet packet = satellite.Packet(contract, 0, bytes: 20);
        packet.AgeUs = 1_000;

        Assert.Equal("send 0.0 on 1", satellite.Arrive(Ms(7), 0, packet));

        // 5 ms of light, 10 us for the hop, and 100 us on the transmitter.
        Assert.Equal(1_000u + 5_010 + 100, packet.AgeUs);
        Assert.Equal(254, packet.HopLimit);
        Assert.Null(satellite.Deadline);
    }

    [Fact]
    public void On_a_moving_link_a_packet_ages_by_the_delay_of_its_transmission()
    {
        // 8 km/s: sent at 7.5 s, when the delay was 9.4 ms; half a microsecond more on arrival.
        Plan plan = Chain(link: _ => new TestLink { Delays = _ => (Us(9_000), Us(9_400), Us(9_800)) });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);

        satellite.Arrive(Ms(7_500) + Us(9_410), 0, satellite.Packet(contract, 0, bytes: 20));
        Assert.Equal(9_410u + 100, satellite.LastPackets[0]!.AgeUs);
    }

    [Fact]
    public void Of_what_waited_for_a_way_the_most_urgent_goes_first()
    {
        Plan plan = Chain(epochs: 2, i => new TestLink { First = i == 1 ? 1 : 0 });
        Contract low = _contracts.Add(_nodes[0], _nodes[4], "3-i-g");
        Contract high = _contracts.Add(_nodes[0], _nodes[4], "8-i-g");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        satellite.Arrive(Ms(1), 0, satellite.Packet(low, 0));
        satellite.Arrive(Ms(2), 0, satellite.Packet(high, 0));

        Assert.Equal("15 s: send 1.0 on 1\n15 s: send 0.0 on 1", satellite.RunUntil(Ms(16_000)));
    }

    [Fact]
    public void A_busy_port_sends_the_next_frame_exactly_when_it_is_free()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        Packet second = satellite.Packet(contract, 1, bytes: 20);

        Assert.Equal("send 0.0 on 1", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 0, bytes: 420)));
        Assert.Equal("", satellite.Arrive(Us(1_200), 0, second));
        Assert.Equal(Us(1_500), satellite.Deadline);
        Assert.Equal("", satellite.Step(Us(1_499)));
        Assert.Equal("send 0.1 on 1", satellite.Step(Us(1_500)));
        // 5 ms and 10 us on the link, 300 us in the queue, 100 us on the transmitter.
        Assert.Equal(5_010u + 300 + 100, second.AgeUs);
        Assert.Null(satellite.Deadline);
        // The port is busy until 1.6 ms: what comes at that very moment need not wait.
        Assert.Equal("send 0.2 on 1", satellite.Arrive(Us(1_600), 0, satellite.Packet(contract, 2)));
    }

    [Fact]
    public void The_wire_shows_priority_first_then_slack()
    {
        Plan plan = Chain();
        Contract low = _contracts.Add(_nodes[0], _nodes[4], "3-i-d");
        Contract high = _contracts.Add(_nodes[0], _nodes[4], "8-i-d");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        satellite.Arrive(Ms(1), 0, satellite.Packet(low, 0, bytes: 20));
        for (uint i = 1; i <= 3; i++)
        {
            // The later ones are the older ones: less slack.
            Packet packet = satellite.Packet(low, i, bytes: 20);
            packet.AgeUs = i * 1_000;
            satellite.Arrive(Ms(1), 0, packet);
        }
        satellite.Arrive(Ms(1), 0, satellite.Packet(high, 0, bytes: 20));

        Assert.Equal(
            "1.1 ms: send 1.0 on 1\n1.2 ms: send 0.3 on 1\n1.3 ms: send 0.2 on 1\n1.4 ms: send 0.1 on 1",
            satellite.RunUntil(Ms(10)));
    }

    [Fact]
    public void A_newer_message_replaces_an_older_one_that_is_queued()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-r-d");
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 0.0 on 0", edge.Submit(Ms(1), contract, 920, key: 4));
        Assert.Equal("", edge.Submit(Ms(1), contract, 20, key: 4));
        Assert.Equal("", edge.Submit(Ms(1), contract, 20, key: 5));
        Assert.Equal("drop 0.1 Superseded", edge.Submit(Ms(1), contract, 20, key: 4));
        // The newer one takes its own key, so 5 is first now.
        Assert.Equal("2 ms: send 0.2 on 0\n2.1 ms: send 0.3 on 0", edge.RunUntil(Ms(10)));
    }

    [Fact]
    public void Deadline_traffic_is_expired_rather_than_sent_late_and_congestion_traffic_is_sent()
    {
        Plan plan = Chain();
        Contract deadline = _contracts.Add(_nodes[0], _nodes[4], "5-i-d", Budget);
        Contract congestion = _contracts.Add(_nodes[0], _nodes[4], "5-i-c", Budget);
        Contract guaranteed = _contracts.Add(_nodes[0], _nodes[4], "5-i-g", Budget);
        NodeHarness satellite = new(plan, _nodes[1], _contracts);

        // Of 20.13 ms, 5.01 were for the first link, 15.03 are for the rest: 90 us are left, and a frame
        // takes 100.
        foreach ((Contract contract, string expected) in new[]
        {
            (deadline, "drop 0.0 Expired"), (congestion, "send 1.0 on 1"), (guaranteed, "send 2.0 on 1"),
        })
        {
            Packet packet = satellite.Packet(contract, 0, bytes: 20);
            Assert.Equal(expected, satellite.Arrive(Ms(contract.Index), 0, packet));
        }
        // 90 bytes just fit, if at once.
        Assert.Equal("send 0.1 on 1", satellite.Arrive(Ms(3), 0, satellite.Packet(deadline, 1, bytes: 10)));
        Assert.Equal("", satellite.Arrive(Ms(3), 0, satellite.Packet(deadline, 2, bytes: 10)));
        Assert.Equal("", satellite.Arrive(Ms(3), 0, satellite.Packet(congestion, 3, bytes: 10)));
        Assert.Equal("3.09 ms: drop 0.2 Expired, send 1.3 on 1", satellite.RunUntil(Ms(10)));

        static Contract Budget(Contract c) => c with { Budget = Us(20_130) };
    }

    [Fact]
    public void Deadline_traffic_is_expired_by_the_delay_of_its_own_link_now()
    {
        // The link is 1 ms longer now than in the middle of the epoch, by which trees are built.
        Plan plan = Chain(link: i => i == 3
            ? new TestLink { Delays = _ => (Ms(6), Ms(5), Ms(6)) } : new TestLink());
        Contract contract = _contracts.Add(
            _nodes[0], _nodes[4], "5-i-d", c => c with { Budget = Us(5_010 + 100 + 6_010) });
        NodeHarness satellite = new(plan, _nodes[3], _contracts);

        Assert.Equal("send 0.0 on 3", satellite.Arrive(Ms(0), 2, satellite.Packet(contract, 0, bytes: 20)));
        Assert.Equal(
            "drop 0.1 Expired", satellite.Arrive(Ms(1), 2, satellite.Packet(contract, 1, bytes: 60)));
    }

    [Fact]
    public void A_packet_that_has_used_up_its_hops_is_dropped()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-g");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        Packet last = satellite.Packet(contract, 0);
        last.HopLimit = 2;
        Packet over = satellite.Packet(contract, 1);
        over.HopLimit = 1;

        Assert.Equal("send 0.0 on 1", satellite.Arrive(Ms(1), 0, last));
        Assert.Equal("drop 0.1 HopLimit", satellite.Arrive(Ms(2), 0, over));
        // At its destination a packet needs no more hops.
        NodeHarness edge = new(plan, _nodes[4], _contracts);
        Packet there = edge.Packet(contract, 0);
        there.HopLimit = 1;
        Assert.Equal("deliver 0.0", edge.Arrive(Ms(1), 3, there));
    }

    [Fact]
    public void Without_a_way_deadline_traffic_waits_for_the_epoch_that_has_one()
    {
        Plan plan = Chain(epochs: 2, i => new TestLink { First = i == 1 ? 1 : 0 });
        Contract deadline = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        Contract patient = _contracts.Add(_nodes[0], _nodes[4], "6-i-d", c => c with { Budget = null });
        Contract congestion = _contracts.Add(_nodes[0], _nodes[4], "5-i-c");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);
        Duration soon = Ms(15_000) - Ms(50);

        Assert.Equal("park 1.0", satellite.Arrive(Ms(1), 0, satellite.Packet(patient, 0)));
        Assert.Equal(Ms(15_000), satellite.Deadline);
        Assert.Equal("park 0.0", satellite.Arrive(Ms(2), 0, satellite.Packet(deadline, 0)));
        // Its budget of 100 ms less the 5.01 ms that it has taken.
        Assert.Equal(Us(2_000 + 94_990), satellite.Deadline);
        Assert.Equal("drop 0.0 Expired", satellite.Step(Us(96_990)));
        Assert.Equal("drop 2.0 NoRoute", satellite.Arrive(Ms(100), 0, satellite.Packet(congestion, 0)));
        Assert.Equal("park 0.1", satellite.Arrive(soon, 0, satellite.Packet(deadline, 1)));
        Assert.Equal("15 s: send 1.0 on 1\n15 s: send 0.1 on 1", satellite.RunUntil(Ms(16_000)));
        Assert.Null(satellite.Deadline);
    }

    [Fact]
    public void Guaranteed_traffic_waits_for_a_way_beyond_its_budget()
    {
        Plan plan = Chain(epochs: 2, i => new TestLink { First = i == 1 ? 1 : 0 });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-g");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);

        Assert.Equal("park 0.0", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 0)));
        Assert.Equal("15 s: send 0.0 on 1", satellite.RunUntil(Ms(16_000)));
        Assert.Equal(14_999_000u + 5_010 + 180, satellite.LastPackets[0]!.AgeUs);
    }

    [Fact]
    public void The_store_of_what_waits_is_bounded()
    {
        Plan plan = Chain(link: i => new TestLink { Last = i == 1 ? -1 : 0 });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-g");
        NodeHarness satellite = new(plan, new NodeConfig
        {
            Id = _nodes[1],
            Plan = plan,
            Contracts = _contracts.Table(),
            WaitingMax = new DataSize(360),
        });

        Assert.Equal("park 0.0", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 0)));
        Assert.Equal("park 0.1", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 1)));
        Assert.Equal("drop 0.2 WaitingFull", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 2)));
        Assert.Equal(2, satellite.Node.PacketsHeld);
    }

    [Fact]
    public void A_contact_that_opens_late_holds_its_queue_until_then()
    {
        Plan plan = Chain(link: i => new TestLink { Gap = i == 1 ? Ms(40) : Ms(0) });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness satellite = new(plan, _nodes[1], _contracts);

        Assert.Equal("", satellite.Arrive(Ms(10), 0, satellite.Packet(contract, 0)));
        Assert.Equal("40 ms: send 0.0 on 1", satellite.RunUntil(Ms(100)));
    }

    [Fact]
    public void A_full_port_queue_drops_with_a_reason_and_stays_within_its_limit()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness satellite = new(plan, new NodeConfig
        {
            Id = _nodes[1],
            Plan = plan,
            Contracts = _contracts.Table(),
            PortQueueMax = new DataSize(360),
        });
        satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 0));
        satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 1));
        satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 2));

        Assert.Equal("drop 0.3 QueueFull", satellite.Arrive(Ms(1), 0, satellite.Packet(contract, 3)));
        Assert.Equal(360, satellite.Node.QueueBytesMax.Bytes);
    }
}
