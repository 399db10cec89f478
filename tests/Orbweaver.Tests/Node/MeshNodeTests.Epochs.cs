using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    // Satellite 0 reaches satellite 3 over 1 in epoch 0 and over 2 in epoch 1; contact 4 comes from satellite
    // 4.
    private Plan Diamond(int epochs = 2)
    {
        PlanBuilder builder = new() { Epochs = epochs };
        for (int i = 0; i < 5; i++)
        {
            _nodes[i] = builder.Satellite();
        }
        TestLink before = new() { Last = 0, Rate = BytePerMicrosecond };
        TestLink after = new() { First = 1, Rate = BytePerMicrosecond };
        builder.Link(_nodes[0], _nodes[1], before);
        builder.Link(_nodes[1], _nodes[3], before);
        builder.Link(_nodes[0], _nodes[2], after);
        builder.Link(_nodes[2], _nodes[3], after);
        builder.Link(_nodes[4], _nodes[0], new TestLink { Rate = BytePerMicrosecond });
        return builder.Build();
    }

    [Fact]
    public void At_a_switch_what_is_queued_goes_the_new_way_in_its_order()
    {
        Plan plan = Diamond();
        Contract low = _contracts.Add(_nodes[4], _nodes[3], "3-i-d");
        Contract high = _contracts.Add(_nodes[4], _nodes[3], "8-i-d");
        NodeHarness node = new(plan, _nodes[0], _contracts);
        Duration soon = Us(14_999_900);

        Assert.Equal("send 0.0 on 0", node.Arrive(soon, 4, node.Packet(low, 0)));
        node.Arrive(soon, 4, node.Packet(low, 1));
        node.Arrive(soon, 4, node.Packet(low, 2));
        node.Arrive(soon, 4, node.Packet(high, 0));
        Assert.Equal(Ms(15_000), node.Deadline);
        Assert.Equal("send 1.0 on 2", node.Step(Ms(15_000)));
        Assert.Equal(1, node.LastPackets[0]!.Epoch);
        Assert.Equal("15 s: send 0.1 on 2\n15 s: send 0.2 on 2", node.RunUntil(Ms(16_000)));
    }

    [Fact]
    public void What_is_in_flight_on_a_contact_that_ended_arrives_within_its_drain()
    {
        Plan plan = Diamond();
        Contract contract = _contracts.Add(_nodes[0], _nodes[3], "3-i-d");
        NodeHarness awake = new(plan, _nodes[3], _contracts);
        NodeHarness asleep = new(plan, _nodes[3], _contracts);

        // One node saw the switch, the other slept since long before it.
        Assert.Equal("deliver 0.0", awake.Arrive(Ms(14_990), 1, awake.Packet(contract, 0)));
        Assert.Equal("", awake.Step(Ms(15_000)));
        Assert.Equal("deliver 0.1", awake.Arrive(Ms(15_004), 1, awake.Packet(contract, 1)));
        Assert.Equal("deliver 0.1", asleep.Arrive(Ms(15_004), 1, asleep.Packet(contract, 1)));
        Assert.Equal(5_010u, asleep.LastPackets[0]!.AgeUs);
        // Beyond the drain neither knows the contact any more.
        Assert.Equal(
            "drop 0.2 ContactNotInForce", awake.Arrive(Ms(15_100), 1, awake.Packet(contract, 2)));
        Assert.Equal(
            "drop 0.2 ContactNotInForce", asleep.Arrive(Ms(15_100), 1, asleep.Packet(contract, 2)));
    }

    [Fact]
    public void A_node_that_slept_through_many_switches_catches_up_at_once()
    {
        Plan plan = Diamond(epochs: 40);
        Contract contract = _contracts.Add(_nodes[4], _nodes[3], "3-i-d");
        NodeHarness node = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 0.0 on 0", node.Arrive(Ms(1), 4, node.Packet(contract, 0)));
        Assert.Null(node.Deadline);
        Packet late = node.Packet(contract, 1);
        late.Epoch = 30;
        Assert.Equal("send 0.1 on 2", node.Arrive(Ms((30 * 15_000) + 1), 4, late));
        Assert.Equal(30, node.Node.Epoch);
    }

    [Fact]
    public void A_frame_under_way_holds_its_port_over_a_switch()
    {
        Plan plan = Chain(epochs: 2);
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 0.0 on 0", edge.Submit(Us(14_999_500), contract, 920));
        Assert.Equal("", edge.Submit(Us(14_999_600), contract, 20));
        Assert.Equal("", edge.Step(Ms(15_000)));
        Assert.Equal(Us(15_000_500), edge.Deadline);
        Assert.Equal("send 0.1 on 0", edge.Step(Us(15_000_500)));
    }

    [Fact]
    public void A_packet_of_the_next_epoch_shortly_before_our_switch_takes_us_along()
    {
        Plan plan = Diamond();
        Contract contract = _contracts.Add(_nodes[4], _nodes[3], "3-i-d");
        NodeHarness node = new(plan, _nodes[0], _contracts);
        node.Arrive(Us(14_949_900), 4, node.Packet(contract, 0));
        Assert.Equal("", node.Arrive(Us(14_949_900), 4, node.Packet(contract, 1)));
        Packet ahead = node.Packet(contract, 2);
        ahead.Epoch = 1;

        // Contact 2 opens at 15 s: what is bound for it is queued until then, our own earlier packet too.
        Assert.Equal("", node.Arrive(Ms(14_950), 4, ahead));
        Assert.Equal(1, node.Node.Epoch);
        Assert.Equal("15 s: send 0.1 on 2\n15 s: send 0.2 on 2", node.RunUntil(Ms(16_000)));
    }

    [Fact]
    public void A_packet_of_an_epoch_that_is_too_far_ahead_is_refused()
    {
        Plan plan = Diamond(epochs: 3);
        Contract contract = _contracts.Add(_nodes[4], _nodes[3], "3-i-g");
        NodeHarness node = new(plan, _nodes[0], _contracts);

        Assert.Equal("drop 0.0 EpochRefused", node.Arrive(Ms(14_899), 4, Ahead(0, 1)));
        Assert.Equal("drop 0.1 EpochRefused", node.Arrive(Ms(14_950), 4, Ahead(1, 2)));
        Assert.Equal(0, node.Node.Epoch);
        Assert.Equal("drop 0.2 EpochRefused", node.Arrive(Ms(44_950), 4, Ahead(2, 3)));
        Assert.Equal("send 0.3 on 2", node.Arrive(Ms(44_951), 4, Ahead(3, 1)));

        Packet Ahead(uint sequence, int epoch)
        {
            Packet packet = node.Packet(contract, sequence);
            packet.Epoch = epoch;
            return packet;
        }
    }

    [Fact]
    public void Past_the_horizon_the_last_epoch_goes_on()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "5-i-d");
        NodeHarness edge = new(plan, _nodes[0], _contracts);

        Assert.Equal("send 0.0 on 0", edge.Submit(Duration.FromMinutes(300), contract));
        Assert.Null(edge.Deadline);
    }
}
