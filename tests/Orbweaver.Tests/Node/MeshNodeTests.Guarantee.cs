using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed partial class MeshNodeTests
{
    private static Packet ReceiptFor(
        NodeHarness ingress, Contract contract, NodeId egress, params uint[] numbers)
    {
        Packet packet = ingress.Packet(contract, 0);
        packet.ContractIndex = -1;
        packet.HostTag = -1;
        packet.Destination = ingress.Node.Id;
        packet.Receipt = new Receipt(egress, [.. numbers.Select(n => new ReceiptItem(contract.Index, n))]);
        return packet;
    }

    [Fact]
    public void A_guaranteed_message_is_stored_until_its_subscriber_has_acknowledged_it()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "8-i-g");
        NodeHarness ingress = new(plan, _nodes[0], _contracts);
        Assert.Equal("copy 0.0, send 0.0 on 0", ingress.Submit(Ms(1), contract));
        Assert.Equal("copy 0.1, send 0.1 on 0", ingress.Submit(Ms(2), contract));
        Assert.Equal(0u, ingress.LastPackets[1]!.Base);
        Assert.Equal(2, ingress.Node.PacketsHeld);

        Assert.Equal(
            "release 0.0, release -1.0",
            ingress.Arrive(Ms(50), 0, ReceiptFor(ingress, contract, _nodes[4], 0)));
        // Twice 20.04 ms of way, 5 ms until it is told, 100 ms of margin, on a grid of 10 ms.
        Assert.Equal("150 ms: copy 0.1, send 0.1 on 0", ingress.RunUntil(Ms(200)));
        Assert.Equal(1u, ingress.LastPackets[1]!.Base);
        Assert.Equal(
            "release 0.1, release -1.0",
            ingress.Arrive(Ms(200), 0, ReceiptFor(ingress, contract, _nodes[4], 0, 1, 2)));
        Assert.Equal("", ingress.RunUntil(Ms(60_000)));
    }

    [Fact]
    public void Attempts_become_rarer_and_end_with_the_hold_time()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(
            _nodes[0], _nodes[4], "8-i-g", c => c with { HoldTime = Duration.FromSeconds(40) });
        NodeHarness ingress = new(plan, _nodes[0], _contracts);
        ingress.Submit(Ms(0), contract);
        string[] lines = ingress.RunUntil(Ms(100_000)).Split('\n');
        Assert.InRange(lines.Length, 9, 12);
        Assert.Equal("40 s: drop 0.0 HoldEnded", lines[^1]);
        Assert.Equal(0, ingress.Node.PacketsHeld);
    }

    [Fact]
    public void Without_a_way_it_stays_in_the_store_and_goes_when_there_is_one()
    {
        Plan plan = Chain(epochs: 2, i => new TestLink { First = i == 1 ? 1 : 0 });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "8-i-g");
        NodeHarness ingress = new(plan, _nodes[0], _contracts);
        Assert.Equal("copy 0.0, park 0.0, release 0.0", ingress.Submit(Ms(1), contract));
        string lines = ingress.RunUntil(Ms(15_000));
        Assert.EndsWith("15 s: copy 0.0, send 0.0 on 0", lines, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Of_r_only_the_newest_of_each_key_is_stored()
    {
        Plan plan = Chain(epochs: 2, i => new TestLink { First = i == 1 ? 1 : 0 });
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "8-r-g");
        NodeHarness ingress = new(plan, _nodes[0], _contracts);
        ingress.Submit(Ms(1), contract, key: 1);
        ingress.Submit(Ms(2), contract, key: 2);
        Assert.Equal(
            "drop 0.0 Superseded, copy 0.2, park 0.2, release 0.2",
            ingress.Submit(Ms(3), contract, key: 1));
        Assert.Equal(2, ingress.Node.PacketsHeld);
    }

    [Fact]
    public void A_full_store_refuses()
    {
        Plan plan = Chain();
        Contract contract = _contracts.Add(_nodes[0], _nodes[4], "8-i-g");
        Contract other = _contracts.Add(_nodes[0], _nodes[2], "8-i-g");
        NodeHarness ingress = new(plan, new NodeConfig
        {
            Id = _nodes[0],
            Plan = plan,
            Contracts = _contracts.Table(),
            StoreMax = new DataSize(500),
            StorePerSubscriberMax = new DataSize(400),
        });
        Assert.Equal("copy 0.0, send 0.0 on 0", ingress.Submit(Ms(1), contract));
        Assert.Equal("copy 0.1, send 0.1 on 0", ingress.Submit(Ms(2), contract));
        Assert.Equal("refuse IngressStoreFull", ingress.Submit(Ms(3), contract));
        Assert.Equal("refuse IngressStoreFull", ingress.Submit(Ms(3), other));
        ingress.Arrive(Ms(50), 0, ReceiptFor(ingress, contract, _nodes[4], 1));
        Assert.Equal("copy 1.0, send 1.0 on 0", ingress.Submit(Ms(60), other));
    }

    [Fact]
    public void One_subscriber_of_several_has_it_and_the_others_get_it_again()
    {
        Plan plan = Tree("8-i-g", out Contract contract);
        NodeHarness ingress = new(plan, new NodeId(4), _contracts);
        ingress.Submit(Ms(1), contract);
        Assert.Equal(
            "split 0.0, release 0.0, release -1.0",
            ingress.Arrive(Ms(50), 3, ReceiptFor(ingress, contract, new NodeId(6), 0)));
        ingress.RunUntil(Ms(250));
        Assert.Equal(5ul, ingress.LastPackets[1]!.Targets);
        ingress.Arrive(Ms(260), 3, ReceiptFor(ingress, contract, new NodeId(5), 0));
        Assert.Equal(
            "release 0.0, release -1.0",
            ingress.Arrive(Ms(270), 3, ReceiptFor(ingress, contract, new NodeId(7), 0)));
        Assert.Equal(0, ingress.Node.PacketsHeld);
    }

    [Fact]
    public void An_egress_acknowledges_what_it_delivers_and_what_comes_again()
    {
        NodeHarness egress = Egress("8-i-g", out Contract contract);
        Assert.Equal("deliver 0.0", egress.Arrive(Ms(1), 3, egress.Packet(contract, 0)));
        Assert.Equal("deliver 0.1", egress.Arrive(Ms(2), 3, egress.Packet(contract, 1)));
        Assert.Equal("6 ms: originate -1.0, send -1.0 on 3", egress.RunUntil(Ms(100)));
        Packet packet = egress.LastPackets[1]!;
        Assert.Equal(_nodes[0], packet.Destination);
        Assert.Equal(
            [new ReceiptItem(0, 0), new ReceiptItem(0, 1)], packet.Receipt!.Items);
        Assert.Equal("drop 0.1 Duplicate", egress.Arrive(Ms(200), 3, egress.Packet(contract, 1)));
        Assert.Equal("205 ms: originate -1.1, send -1.1 on 3", egress.RunUntil(Ms(300)));
    }

    [Fact]
    public void A_guaranteed_order_waits_as_long_as_it_takes()
    {
        NodeHarness egress = Egress("8-f-g", out Contract contract, heldMax: 2);
        Assert.Equal("deliver 0.0", egress.Arrive(Ms(1), 3, egress.Packet(contract, 0)));
        Assert.Equal("", egress.Arrive(Ms(2), 3, egress.Packet(contract, 2)));
        Assert.Equal("", egress.Arrive(Ms(3), 3, egress.Packet(contract, 3)));
        // No room: it is not acknowledged, and comes again.
        Assert.Equal("drop 0.4 OrderFull", egress.Arrive(Ms(4), 3, egress.Packet(contract, 4)));
        Assert.Equal("6 ms: originate -1.0, send -1.0 on 3", egress.RunUntil(Ms(60_000)));
        Assert.Equal("drop 0.2 Duplicate", egress.Arrive(Ms(60_001), 3, egress.Packet(contract, 2)));
        Assert.Equal("", egress.RunUntil(Ms(70_000)));
        Assert.Equal(
            "deliver 0.1, deliver 0.2, deliver 0.3",
            egress.Arrive(Ms(70_000), 3, egress.Packet(contract, 1)));
        Assert.Equal("deliver 0.4", egress.Arrive(Ms(70_001), 3, egress.Packet(contract, 4)));
        egress.RunUntil(Ms(70_100));
        Assert.Equal([1u, 2u, 3u, 4u], egress.LastPackets[1]!.Receipt!.Items.Select(i => i.Sequence));
    }

    [Fact]
    public void What_its_ingress_has_settled_is_not_waited_for()
    {
        NodeHarness egress = Egress("8-f-g", out Contract contract);
        Assert.Equal("", egress.Arrive(Ms(1), 3, egress.Packet(contract, 6)));
        Packet next = egress.Packet(contract, 7);
        next.Base = 5;
        Assert.Equal("", egress.Arrive(Ms(2), 3, next));
        Packet five = egress.Packet(contract, 5);
        Assert.Equal("deliver 0.5, deliver 0.6, deliver 0.7", egress.Arrive(Ms(3), 3, five));
        Packet much = egress.Packet(contract, 1u << 24);
        much.Base = 1u << 24;
        Assert.Equal($"deliver 0.{1u << 24}", egress.Arrive(Ms(4), 3, much));
    }
}
