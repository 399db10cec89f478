using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Routing;
using Orbweaver.Tests.Planning;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>15 % of 480 satellites go at one instant: how soon all others know, and what it costs.</summary>
public sealed class FloodTests
{
    private static readonly Duration LossAt = Duration.FromSeconds(1);

    [Fact]
    public void All_who_are_connected_know_within_the_light_time_across_the_network()
    {
        PlanRequest request = Scenes.Reference480(2, Scenes.Grounds(12, 30));
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        HashSet<int> lost = Draw(new Prng(15), count: 72, of: 480);
        TwinWorld world = new(new TwinConfig
        {
            Plan = plan,
            Contracts = [],
            Admitted = [],
            Traffic = [],
            Length = Duration.FromSeconds(5),
            Seed = 1,
            Faults = Loss(lost),
        });
        Duration limit = new Duration(Across(plan, lost).Nanoseconds * 12 / 10) + Duration.FromMilliseconds(
            10);
        world.AdvanceTo(plan.Start + LossAt + limit);

        // Some survivors may be cut off from the rest: the largest part must agree, and it is nearly
        // everybody.
        int[] known = [
            .. Enumerable.Range(0, 480).Where(n => !lost.Contains(n)).Select(n => Known(world, n))];
        int most = known.Max();
        Assert.True(
            known.Count(k => k == most) >= 404, $"{known.Count(k => k == most)} of 408 know all {most}");
        ControlTotals control = world.Result().Control;
        TestContext.Current.SendDiagnosticMessage(
            $"{most} contacts down, known by {known.Count(k => k == most)} of 408 within {limit}; {control}");
    }

    private static int Known(TwinWorld world, int node)
        => world.NodeOf(new NodeId(node)).Exceptions.DownCount;

    private static FaultPlan Loss(HashSet<int> lost) => new()
    {
        Faults =
        [
            new Fault
            {
                Number = 0,
                Kind = "random",
                What = "72 satellites",
                From = LossAt,
                Until = Duration.Max,
                Nodes =
                [
                    .. lost.Order().Select(
                        n => new NodeHit(new NodeId(n), NodeHitKind.Lost, LossAt, Duration.Max)),
                ],
            },
        ],
    };

    // The longest of all shortest ways between survivors.
    private static Duration Across(Plan plan, HashSet<int> lost)
    {
        LinkExceptions exceptions = new();
        foreach (EpochLink link in plan.Epochs[0].Links)
        {
            if (lost.Contains(link.A.Value) || lost.Contains(link.B.Value))
            {
                exceptions.SetDown(link.ContactIndex, isDown: true);
            }
        }
        EpochLink[] left =
            [.. plan.Epochs[0].Links.ToArray().Where(l => !exceptions.IsDown(l.ContactIndex))];
        PlanEpoch epoch = new(0, plan.Nodes.Count, left, [], plan.HopDelay);
        TreeBuilder trees = new(plan.Nodes);
        int farthestNs = 0;
        for (int to = 0; to < 480; to++)
        {
            RouteTree tree = trees.Build(epoch, new NodeId(to));
            for (int from = 0; from < 480; from++)
            {
                int ns = tree.DistanceNs(new NodeId(from));
                farthestNs = ns == RouteTree.Unreachable ? farthestNs : Math.Max(farthestNs, ns);
            }
        }
        return new Duration(farthestNs);
    }

    private static HashSet<int> Draw(Prng dice, int count, int of)
    {
        HashSet<int> drawn = [];
        while (drawn.Count < count)
        {
            drawn.Add(dice.Below(of));
        }
        return drawn;
    }
}
