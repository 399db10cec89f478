using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    private NodeHarness Egress(string qos, out Contract contract, int heldMax = 1_024)
    {
        Plan plan = Chain();
        contract = _contracts.Add(_nodes[0], _nodes[4], qos);
        return new NodeHarness(plan, new NodeConfig
        {
            Id = _nodes[4],
            Plan = plan,
            Contracts = _contracts.Table(),
            OrderHoldCountMax = heldMax,
        });
    }

    [Fact]
    public void A_copy_is_dropped()
    {
        NodeHarness egress = Egress("5-i-d", out Contract contract);

        Assert.Equal("deliver 0.7", egress.Arrive(Ms(1), 3, egress.Packet(contract, 7)));
        Assert.Equal("deliver 0.3", egress.Arrive(Ms(2), 3, egress.Packet(contract, 3)));
        Assert.Equal("drop 0.7 Duplicate", egress.Arrive(Ms(3), 3, egress.Packet(contract, 7)));
        Assert.Equal("drop 0.3 Duplicate", egress.Arrive(Ms(4), 3, egress.Packet(contract, 3)));
    }

    [Fact]
    public void Order_is_restored()
    {
        NodeHarness egress = Egress("5-f-d", out Contract contract);

        Assert.Equal("deliver 0.0", egress.Arrive(Ms(1), 3, egress.Packet(contract, 0)));
        Assert.Equal("", egress.Arrive(Ms(2), 3, egress.Packet(contract, 3)));
        Assert.Equal("", egress.Arrive(Ms(2), 3, egress.Packet(contract, 2)));
        Assert.Equal("drop 0.2 Duplicate", egress.Arrive(Ms(2), 3, egress.Packet(contract, 2)));
        Assert.Equal(2, egress.Node.PacketsHeld);
        Assert.Equal(
            "deliver 0.1, deliver 0.2, deliver 0.3", egress.Arrive(Ms(3), 3, egress.Packet(contract, 1)));
        Assert.Null(egress.Deadline);
        Assert.Equal("", egress.Step(Ms(500)));
    }

    [Fact]
    public void A_gap_in_the_order_is_given_up_when_the_slack_ends_and_what_comes_then_is_too_late()
    {
        NodeHarness egress = Egress("5-f-d", out Contract contract);

        Assert.Equal("", egress.Arrive(Ms(10), 3, egress.Packet(contract, 1)));
        Assert.Equal("", egress.Arrive(Ms(20), 3, egress.Packet(contract, 3)));
        // 100 ms of budget, of which the last link took 5.01.
        Assert.Equal("104.99 ms: deliver 0.1\n114.99 ms: deliver 0.3", egress.RunUntil(Ms(500)));
        Assert.Equal("drop 0.0 OutOfOrder", egress.Arrive(Ms(500), 3, egress.Packet(contract, 0)));
        Assert.Equal("drop 0.2 OutOfOrder", egress.Arrive(Ms(500), 3, egress.Packet(contract, 2)));
        Assert.Equal("deliver 0.4", egress.Arrive(Ms(500), 3, egress.Packet(contract, 4)));
    }

    [Fact]
    public void Without_a_budget_a_gap_is_given_up_after_100_ms_and_a_late_message_does_not_wait()
    {
        NodeHarness egress = Egress("5-f-d", out Contract contract);
        Packet patient = egress.Packet(contract, 1);
        patient.BudgetUs = 0;
        Packet late = egress.Packet(contract, 3);
        late.AgeUs = 200_000;

        Assert.Equal("", egress.Arrive(Ms(10), 3, patient));
        Assert.Equal("110 ms: deliver 0.1", egress.RunUntil(Ms(500)));
        Assert.Equal("deliver 0.3", egress.Arrive(Ms(500), 3, late));
    }

    [Fact]
    public void A_gap_is_given_up_when_too_many_wait_behind_it()
    {
        NodeHarness egress = Egress("5-f-d", out Contract contract, heldMax: 2);

        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Packet(contract, 1)));
        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Packet(contract, 4)));
        Assert.Equal("deliver 0.1, deliver 0.2", egress.Arrive(Ms(1), 3, egress.Packet(contract, 2)));
        Assert.Equal("deliver 0.3, deliver 0.4", egress.Arrive(Ms(2), 3, egress.Packet(contract, 3)));
    }

    [Fact]
    public void Pieces_come_in_any_order_and_leave_in_theirs()
    {
        NodeHarness egress = Egress("5-i-d", out Contract contract);

        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Fragment(contract, 0, 2, 3)));
        Assert.Equal("", egress.Arrive(Ms(2), 3, egress.Fragment(contract, 0, 0, 3)));
        Assert.Equal("drop 0.0/2 Duplicate", egress.Arrive(Ms(2), 3, egress.Fragment(contract, 0, 2, 3)));
        Assert.Equal("", egress.Arrive(Ms(2), 3, egress.Fragment(contract, 1, 0, 2)));
        Assert.Equal(
            "deliver 0.0/0 ..., deliver 0.0/1 ..., deliver 0.0/2",
            egress.Arrive(Ms(3), 3, egress.Fragment(contract, 0, 1, 3)));
        Assert.Equal("drop 0.0/1 Duplicate", egress.Arrive(Ms(4), 3, egress.Fragment(contract, 0, 1, 3)));
        Assert.Equal(1, egress.Node.PacketsHeld);
        Assert.Equal("30.002 s: drop 0.1/0 Incomplete", egress.RunUntil(Ms(60_000)));
    }

    [Fact]
    public void A_piece_beyond_its_message_is_dropped()
    {
        NodeHarness egress = Egress("5-i-d", out Contract contract);

        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Fragment(contract, 0, 1, 2)));
        Assert.Equal("drop 0.0/5 Duplicate", egress.Arrive(Ms(2), 3, egress.Fragment(contract, 0, 5, 6)));
        Assert.Equal(
            "deliver 0.0/0 ..., deliver 0.0/1", egress.Arrive(Ms(3), 3, egress.Fragment(contract, 0, 0, 2)));
    }

    [Fact]
    public void Messages_in_pieces_keep_their_order_too()
    {
        NodeHarness egress = Egress("5-f-d", out Contract contract);

        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Fragment(contract, 1, 0, 2)));
        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Fragment(contract, 1, 1, 2)));
        Assert.Equal(2, egress.Node.PacketsHeld);
        Assert.Equal(
            "deliver 0.0, deliver 0.1/0 ..., deliver 0.1/1",
            egress.Arrive(Ms(2), 3, egress.Packet(contract, 0)));
        Assert.Equal(0, egress.Node.PacketsHeld);
        Assert.Equal("", egress.Step(Ms(31_000)));
    }

    [Fact]
    public void Only_the_newest_of_a_key_is_delivered()
    {
        NodeHarness egress = Egress("5-r-d", out Contract contract);

        Assert.Equal("deliver 0.5", egress.Arrive(Ms(1), 3, egress.Packet(contract, 5, key: 1)));
        Assert.Equal("drop 0.4 Superseded", egress.Arrive(Ms(2), 3, egress.Packet(contract, 4, key: 1)));
        Assert.Equal("deliver 0.3", egress.Arrive(Ms(3), 3, egress.Packet(contract, 3, key: 2)));
        Assert.Equal("deliver 0.6", egress.Arrive(Ms(4), 3, egress.Packet(contract, 6, key: 1)));
        Assert.Equal("drop 0.4 Duplicate", egress.Arrive(Ms(5), 3, egress.Packet(contract, 4, key: 1)));
    }
}
