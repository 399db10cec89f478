using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// What is owed under faults: custody per hop, guaranteed delivery end to end, several subscribers. The twin
/// checks invariants I1 to I4 and I8 by itself, so a run that ends has kept them.
/// </summary>
public sealed class GuaranteeTests
{
    private static Duration Ms(int ms) => Duration.FromMilliseconds(ms);

    private static WorldBuilder NoisyChain(out NodeId[] nodes, int lossPpm)
    {
        WorldBuilder world = new();
        nodes = world.Chain(3);
        for (int link = 0; link < 4; link++)
        {
            world.Hit(link, LinkHitKind.Noisy, Ms(0), null, h => h with
            {
                Noise = new FrameNoise(lossPpm, 0, 50_000, 50_000, Ms(3)),
            });
        }
        return world;
    }

    [Fact]
    public void Deadline_traffic_is_repeated_per_hop_while_it_has_slack()
    {
        WorldBuilder world = NoisyChain(out NodeId[] nodes, lossPpm: 200_000);
        world.Offer(
            world.Contracts.Add(nodes[0], nodes[^1], "5-i-d", c => c with { Budget = Ms(1_000) }), Ms(5));
        world.Offer(
            world.Contracts.Add(nodes[0], nodes[^1], "5-i-c", c => c with { Budget = Ms(1_000) }), Ms(5));
        RunResult result = world.Run();

        ContractResult kept = result.Contracts[0];
        Assert.Empty(kept.Lost);
        Assert.Equal((0, 0), (kept.Late, kept.Expired));
        // Of the others four fifths pass each of four links.
        ContractResult unkept = result.Contracts[1];
        Assert.InRange(unkept.OnTime, unkept.Offered * 0.35, unkept.Offered * 0.47);
    }

    [Theory]
    [InlineData("5-i-g")]
    [InlineData("5-f-g")]
    [InlineData("5-r-g")]
    public void Guaranteed_traffic_comes_through_noise_and_the_loss_of_every_node_between(string qos)
    {
        WorldBuilder world = NoisyChain(out NodeId[] nodes, lossPpm: 100_000);
        world.Length = Duration.FromSeconds(20);
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[^1], qos, c => c with { Budget = Ms(1_000) });
        // Small and in pieces; the last ones early enough to be through by the end.
        world.Offer(contract, Ms(50), change: t => t with
        {
            Sources = 3,
            Size = SizeLaw.Uniform(new DataSize(1), new DataSize(5_000)),
        });
        for (int i = 1; i <= 3; i++)
        {
            world.Hit(NodeHitKind.Lost, Ms(2_000 * i), Ms((2_000 * i) + 700), nodes[i]);
        }
        ContractResult result = world.Run().Contracts[0];

        Assert.Empty(result.Lost);
        Assert.Equal(0, result.Expired);
        Assert.InRange(result.InFlight, 0, 60);
        Assert.Equal(qos == "5-r-g", result.Superseded > 0);
        Assert.Equal(result.Offered, result.OnTime + result.Late + result.Superseded + result.InFlight);
    }

    [Fact]
    public void An_egress_that_starts_anew_gets_what_it_had_not_acknowledged_and_duplicates_are_flagged()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-f-g"), Ms(2));
        world.Hit(NodeHitKind.Lost, Ms(4_000), Ms(5_000), nodes[^1]);
        RunResult result = world.Run();

        ContractResult c = result.Contracts[0];
        Assert.Empty(c.Lost);
        Assert.InRange(c.InFlight, 0, 15);
        // What was delivered in the last moments and not yet acknowledged.
        Assert.InRange(result.Control.RestartDuplicates, 1, 20);
    }

    [Fact]
    public void What_a_lost_ingress_had_not_got_through_is_lost_with_it()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Dark, Ms(3_000), Ms(6_000));
        world.Hit(NodeHitKind.Lost, Ms(5_000), Ms(5_500), nodes[0]);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-g"), Ms(10));
        RunResult result = world.Run();

        ContractResult c = result.Contracts[0];
        // Two seconds of messages, and half a second that nobody accepted.
        Assert.Equal(200, Lost(c, DropReason.NodeLost), 5.0);
        Assert.Equal(50, Lost(c, DropReason.IngressDown), 2.0);
        Assert.Equal(c.Offered, c.OnTime + c.Late + c.InFlight + c.Lost.Sum(l => l.Messages));
    }

    [Fact]
    public void What_nobody_could_deliver_goes_back_when_its_hold_time_ends()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Dark, Ms(3_000), null);
        world.Offer(
            world.Contracts.Add(
                nodes[0], nodes[^1], "5-i-g", c => c with { HoldTime = Duration.FromSeconds(4) }),
            Ms(100));
        ContractResult c = world.Run().Contracts[0];

        Assert.Equal(30, Lost(c, DropReason.HoldEnded), 1.0);
        Assert.Equal(40, c.InFlight, 1.0);
        Assert.Equal(c.Offered, c.OnTime + 70, 2.0);
    }

    [Fact]
    public void Several_subscribers_are_served_over_what_they_share_once()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(3);
        NodeId[] more = [world.Plan.Edge(), world.Plan.Edge()];
        world.Plan.Link(nodes[3], more[0]);
        world.Plan.Link(nodes[2], more[1]);
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[^1], "5-i-c", c => c with { Subscribers = [nodes[^1], .. more] });
        world.Offer(contract, Ms(10));
        RunResult result = world.Run();

        Assert.Equal(3, result.Contracts.Count);
        Assert.Equal([nodes[^1], .. more], result.Contracts.Select(c => c.Subscriber));
        Assert.All(result.Contracts, c => Assert.Equal(c.Offered, c.OnTime + c.InFlight));
        // Three shared links, and one more for each subscriber, but for what is under way at the end.
        long offered = result.Contracts[0].Offered;
        Assert.InRange(result.PacketHops, (offered * 6) - 12, offered * 6);
    }

    [Fact]
    public void One_of_several_subscribers_may_be_away_without_harm_to_the_others()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(20) };
        NodeId[] nodes = world.Chain(2);
        NodeId second = world.Plan.Edge();
        world.Plan.Link(nodes[2], second);
        foreach (string qos in new[] { "5-f-g", "5-i-d" })
        {
            Contract contract = world.Contracts.Add(
                nodes[0], nodes[^1], qos, c => c with { Subscribers = [nodes[^1], second] });
            world.Offer(contract, Ms(20));
        }
        world.Hit(NodeHitKind.Hung, Ms(5_000), Ms(8_000), second);
        RunResult result = world.Run();

        Assert.All(
            result.Contracts.Where(c => c.Subscriber == nodes[^1]),
            c => Assert.Equal(c.Offered, c.OnTime + c.InFlight));
        ContractResult away = result.Contracts[1];
        Assert.Equal(away.Offered, away.OnTime + away.Late + away.InFlight);
        Assert.InRange(away.Late, 145, 260);
        // Three seconds, and one of hold-down.
        Assert.InRange(result.Contracts[3].Expired, 190, 205);
    }

    [Fact]
    public void Messages_for_which_there_is_no_second_way_are_counted()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        NodeId other = world.Plan.Satellite();
        world.Plan.Link(other, nodes[0]);
        world.Plan.Link(other, nodes[^1], new TestLink { Delay = Ms(9) });
        world.Offer(
            world.Contracts.Add(
                nodes[0], nodes[^1], "9-i-g", c => c with { Protection = Protection.Replicate }),
            Ms(10));
        world.Hit(1, LinkHitKind.Dark, Ms(5_000));
        ContractResult c = world.Run().Contracts[0];

        Assert.Equal(500, c.Unpaired, 3.0);
        Assert.Equal(c.Offered, c.OnTime + c.InFlight);
    }

    private static long Lost(ContractResult c, DropReason reason)
        => c.Lost.Where(l => l.Reason == reason.ToString()).Sum(l => l.Messages);
}
