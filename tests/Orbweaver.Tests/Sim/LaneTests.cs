using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>How seeds fail, how they are made small, and the lane of single failures.</summary>
public sealed class LaneTests
{
    private static readonly SimWorld World = SmallWorld.Of(1) with { Length = Duration.FromSeconds(16) };

    private static DrawnFaults Drawn(params NodeId[] nodes) => new(
        new FaultPlan
        {
            Faults =
            [
                .. nodes.Select((n, i) => new Fault
                {
                    Number = i, Kind = "node-loss", What = $"{n}", From = Duration.FromSeconds(2),
                    Until = Duration.Max,
                    Nodes = [new NodeHit(n, NodeHitKind.Lost, Duration.FromSeconds(2), Duration.Max)],
                }),
            ],
        },
        [FaultClass.NodeLoss],
        IsCalm: false);

    [Fact]
    public void A_broken_invariant_is_a_failure_of_its_seed()
    {
        // There is no node 99: the world refuses the plan.
        SeedReport report = SeedRun.Of(World, 1, Drawn(new NodeId(3), new NodeId(99)));
        Assert.Equal(FailureKind.Invariant, report.Failure!.Kind);
        Assert.Equal(Duration.Zero, report.Simulated);
    }

    [Fact]
    public void What_breaks_off_is_a_crash()
    {
        // A contract that has no traffic to find it by.
        SimWorld broken = World with { Admitted = [] };
        Assert.Equal(FailureKind.Crash, SeedRun.Of(broken, 1, Drawn()).Failure!.Kind);
    }

    [Fact]
    public void Shrinking_leaves_the_one_fault_that_matters()
    {
        DrawnFaults drawn = Drawn(new NodeId(1), new NodeId(2), new NodeId(99), new NodeId(4));
        List<string> told = [];
        Shrunk shrunk = Shrinker.Shrink(World, 1, drawn, told.Add)!;
        Assert.Equal(2, Assert.Single(shrunk.Faults).Number);
        Assert.True(shrunk.Length < World.Length);
        Assert.NotEmpty(told);
        Assert.Null(Shrinker.Shrink(World, 1, Drawn(new NodeId(1)), told.Add));
    }

    [Fact]
    public void The_gravest_failure_counts()
    {
        SimTotals totals = new();
        Assert.Null(totals.Worst);
        totals.Add(SeedRun.Of(World, 1, Drawn(new NodeId(99))));
        Assert.Equal(FailureKind.Invariant, totals.Worst);
        totals.Add(SeedRun.Of(World with { Admitted = [] }, 1, Drawn()));
        Assert.Equal(FailureKind.Crash, totals.Worst);
        Assert.Equal(2, totals.Failed.Count);
    }

    // Every ninth of all single failures: two copies on disjoint ways lose nothing, whatever fails.
    [Fact]
    public void A_single_failure_takes_nothing_of_a_replicated_flow()
    {
        List<Contract> contracts = [];
        ContractBuilder builder = new();
        foreach (Protection protection in new[] { Protection.Repair, Protection.Replicate })
        {
            contracts.Add(builder.Add(
                SmallWorld.Edge(0), SmallWorld.Edge(3), "7-i-c",
                c => c with { Protection = protection, Budget = Duration.FromMilliseconds(500) }));
        }
        ExhaustiveLane lane = new(World with { Contracts = contracts, Admitted = [true, true] });
        SingleOutcome[] outcomes =
            [.. lane.Failures.Where((_, i) => i % 9 == 0).Select(lane.Run)];

        Assert.Equal(
            ExhaustiveLane.Phases
                * (World.Plan.Epochs[0].Links.Length + (2 * (World.Plan.Nodes.Count - 2))),
            lane.Failures.Count);
        Assert.All(outcomes, o => Assert.Equal(0, o.LostByContract[1]));
        // A radio link is missed after 15 ms, a laser after one; the rest was in flight or in the node.
        Assert.InRange(outcomes.Where(o => !o.Failure.IsHang).Max(o => o.LostByContract[0]), 1, 40);
        // A hung node's lights stay on: 100 ms more.
        Assert.InRange(outcomes.Where(o => o.Failure.IsHang).Max(o => o.LostByContract[0]), 80, 140);
        Assert.NotEmpty(outcomes.SelectMany(o => o.Repairs));
        Assert.All(
            outcomes.SelectMany(o => o.Repairs),
            r => Assert.InRange(r.FromWord.TotalMilliseconds, 0, 10));
    }
}
