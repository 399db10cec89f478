using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Plans that change while the network runs.</summary>
public sealed class PlanVersionTests
{
    private static readonly NodeId West = new(0);
    private static readonly NodeId East = new(10);

    [Fact]
    public void A_new_plan_is_everywhere_at_once_and_in_force_at_its_boundary()
    {
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(500));
        PlanDocument second = torus.Issue(West, S(65));
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(At(torus, S(66)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(second.Id, n.NewestDocument.Id));
        Assert.All(Nodes(torus, world), n => Assert.Equal(1, n.PlanInForce.Version));
        // Made at 1 min 5 s, frozen until 11 min 5 s, so from the boundary at 12 min.
        Assert.Equal(12, second.ActiveFrom);
        world.AdvanceTo(At(torus, S(719)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(1, n.PlanInForce.Version));
        world.AdvanceTo(At(torus, S(721)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(second.Id, n.PlanInForce));
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.Empty(Lost(result));
        Assert.True(result.Plans.Issued[0].IsIssued);
        Assert.Equal(torus.First.Nodes.Count, result.Plans.Issued[0].Holders);
        Assert.Empty(result.Plans.Behind);
    }

    [Fact]
    public void A_node_that_was_away_fetches_what_it_missed()
    {
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(500));
        torus.Issue(West, S(65));
        NodeId away = new(5);
        torus.World.Hit(NodeHitKind.Lost, S(50), S(760), away);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(At(torus, S(762)));
        Assert.Equal(2, world.NodeOf(away).PlanInForce.Version);
        world.AdvanceTo(At(torus, S(764)));
        Assert.Equal(0, world.NodeOf(new NodeId(6)).Exceptions.DownCount);
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.All(result.Contracts, c => Assert.DoesNotContain(c.Lost, l => l.Reason == "HopLimit"));
        Assert.Empty(result.Plans.Behind);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    public void Half_of_the_nodes_stale_does_no_harm(ulong seed)
    {
        // Cut apart while the plan is flooded and comes into force; then all meet, on two plans. The plan is
        // so large that it takes half a minute to fetch, so data flows all that time on both.
        TorusWorld torus = new(variety: seed);
        torus.OfferMesh(Duration.FromMilliseconds(50));
        PlanDocument second =
            torus.Issue(West, S(1), variety: seed + 50, heldBack: S(590), bytes: 40_000_000);
        HashSet<int> stale = Some(seed, TorusWorld.Satellites.Where(n => n != West));
        int loops = torus.LoopsWhenMixed(second.Plan, 1, stale);
        Assert.NotEqual(0, loops);
        torus.Cut(stale, Duration.FromMilliseconds(500), S(70));
        torus.World.Length = S(180);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(At(torus, S(69)));
        Assert.InRange(Nodes(torus, world).Count(n => n.PlanInForce.Version == 2), 5, 15);
        world.AdvanceTo(At(torus, S(75)));
        Assert.InRange(Nodes(torus, world).Count(n => n.PlanInForce.Version == 2), 5, 15);
        world.AdvanceTo(At(torus, S(150)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(2, n.PlanInForce.Version));
        Assert.All(Nodes(torus, world), n => Assert.Equal(0, n.Exceptions.DownCount));
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.DoesNotContain(Lost(result), l => l.Reason is "HopLimit" or "ContactNotInForce");
        TestContext.Current.SendDiagnosticMessage($"loops {loops}, " + string.Join(", ", Lost(result)
            .GroupBy(l => l.Reason).Select(g => $"{g.Key} {g.Sum(l => l.Messages)}")));
    }

    [Fact]
    public void Of_two_controllers_that_cannot_hear_each_other_the_lower_one_wins()
    {
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(100));
        PlanDocument first = PlanDocument.First(torus.First);
        PlanDocument west = torus.Issue(West, S(1), variety: 7, after: first, heldBack: S(590));
        PlanDocument east = torus.Issue(East, S(2), variety: 8, after: first, heldBack: S(590));
        HashSet<int> apart = [.. Enumerable.Range(8, 8), TorusWorld.EastEdge.Value];
        torus.Cut(apart, Duration.FromMilliseconds(500), S(100));
        torus.World.Length = S(160);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(At(torus, S(90)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(
            apart.Contains(n.Id.Value) ? east.Id : west.Id, n.PlanInForce));
        world.AdvanceTo(At(torus, S(103)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(west.Id, n.PlanInForce));
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.Empty(result.Plans.Behind);
        Assert.DoesNotContain(Lost(result), l => l.Reason is "HopLimit");
    }

    [Fact]
    public void A_large_plan_crosses_slow_links_beside_data()
    {
        WorldBuilder builder = new() { Plan = new PlanBuilder { Epochs = 45, EpochLength = S(60) } };
        TestLink slow = new() { Rate = DataRate.FromMegabits(200) };
        NodeId[] chain = builder.Chain(2, slow);
        builder.Offer(builder.Contracts.Add(chain[0], chain[3], "9-i-c"), Duration.FromMilliseconds(10));
        builder.Length = S(120);
        Plan plan = builder.Plan.Build();
        PlanDocument large = PlanLineage.Extend(
            PlanDocument.First(plan), plan, new PlanId(2, chain[1]), plan.Start + S(1),
            new ContactNumbers(plan));
        large = TorusWorld.Sized(large, 10_000_000);
        builder.Issues.Add(new PlanIssue(chain[1], S(1), large));
        // Frames are lost on the way to the last one.
        builder.Hit(2, LinkHitKind.Noisy, S(0), null, h => h with
        {
            Noise = new FrameNoise(100_000, 0, 0, 0, Duration.Zero),
        });
        TwinWorld world = builder.Build();
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.Equal(plan.Nodes.Count, result.Plans.Issued[0].Holders);
        // Two hops with a part of a plan before it on each, and no more.
        Assert.True(result.Contracts[0].Latency.Greatest < Duration.FromMilliseconds(15 + 9));
    }

    [Fact]
    public void Past_the_horizon_the_last_links_go_on_and_the_report_says_so()
    {
        TorusWorld torus = new(epochs: 3);
        torus.OfferMesh(Duration.FromMilliseconds(500));
        torus.World.Length = S(300);
        RunResult result = torus.World.Run();
        Assert.Empty(Lost(result));
        Assert.Equal(torus.First.Nodes.Count, result.Plans.PastHorizon);
        Assert.Equal(S(-120), result.Plans.AutonomyLeft);
    }

    [Fact]
    public void A_plan_that_comes_past_the_horizon_is_taken_up_at_once()
    {
        TorusWorld torus = new(epochs: 3);
        torus.OfferMesh(Duration.FromMilliseconds(500));
        PlanDocument late = torus.Issue(West, S(250));
        torus.World.Length = S(400);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(At(torus, S(252)));
        Assert.All(Nodes(torus, world), n => Assert.Equal(late.Id, n.PlanInForce));
        Assert.All(Nodes(torus, world), n => Assert.Equal(4, n.Epoch));
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.Equal(0, result.Plans.PastHorizon);
    }

    [Theory]
    [InlineData(NodeHitKind.ControllerLost)]
    [InlineData(NodeHitKind.ControllerSlow)]
    public void A_controller_that_is_lost_or_slow_leaves_the_network_as_it_is(NodeHitKind kind)
    {
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(500));
        torus.Issue(West, S(65));
        torus.World.Hit(kind, S(30), S(100), West);
        torus.World.Length = S(1_080);
        RunResult result = torus.World.Run();
        Assert.True(result.Faults[0].HasBitten);
        Assert.Equal(1, result.Faults[0].PlansWithheld);
        Assert.Equal(kind == NodeHitKind.ControllerSlow, result.Plans.Issued[0].IsIssued);
        // A plan that comes late is taken up at the next boundary by all at once: nothing is lost for it.
        Assert.Empty(result.Plans.Behind);
        Assert.Empty(Lost(result));
    }

    [Fact]
    public void A_day_without_any_controller_loses_nothing()
    {
        TorusWorld torus = new(epochs: 1_440);
        torus.OfferMesh(S(60));
        Duration hour = Duration.FromMinutes(60);
        for (int i = 1; i <= 23; i++)
        {
            torus.Issue(i % 2 == 0 ? West : East, hour * i, epochs: 1_440);
        }
        torus.World.Hit(NodeHitKind.ControllerLost, S(120), null, West, East);
        torus.World.Length = S(86_390);
        RunResult result = torus.World.Run();
        Assert.Empty(Lost(result));
        Assert.Equal(23, result.Faults[0].PlansWithheld);
        Assert.All(result.Plans.Issued, p => Assert.False(p.IsIssued));
        Assert.Equal(S(10), result.Plans.AutonomyLeft);
        Assert.True(result.Contracts.Sum(c => c.OnTime) > 100_000);
    }

    private static HashSet<int> Some(ulong seed, IEnumerable<NodeId> of)
    {
        Prng dice = new(seed);
        return [.. of.Where(_ => dice.Below(2) == 0).Select(n => n.Value)];
    }

    private static List<LostCount> Lost(RunResult result) => [.. result.Contracts.SelectMany(c => c.Lost)];

    private static IEnumerable<MeshNode> Nodes(TorusWorld torus, TwinWorld world)
        => torus.First.Nodes.Select(n => world.NodeOf(n.Id));

    private static Instant At(TorusWorld torus, Duration offset) => torus.First.Start + offset;

    private static Duration S(long seconds) => Duration.FromSeconds(seconds);
}
