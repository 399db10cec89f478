using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Bench.Routing;

/// <summary>One tree of 1,584 satellites and 100 sites: built, among many, repaired, carried on.</summary>
internal static class TreeBench
{
    private const int Losses = 2_000;

    private static readonly int[] Widths = [16, 8, 4];

    public static readonly Benchmark[] All =
    [
        new("trees", "what a tree of 1,684 nodes costs, alone and among many", MeasureTrees),
        new("repair", "what a lost link and its return cost in a tree, and the next epoch", MeasureRepair),
    ];

    private static void MeasureTrees(BenchRun run)
    {
        ForwardingShell shell = new(run);
        PlanEpoch epoch = shell.Epoch(shell.LinksAt(0));
        TreeBuilder builder = new(shell.Nodes);
        Contender[] contenders =
        [
            new("one by one", () => () =>
            {
                foreach (NodeId site in shell.SiteIds)
                {
                    builder.Build(epoch, site);
                }
                return shell.SiteIds.Length;
            }),
            .. Widths.Select(width => Batch(shell, epoch, width)),
        ];
        Timing[] timings = run.Race(contenders);
        run.Add(Figure.Time("a tree, one by one", timings[0]));
        foreach (Timing timing in timings.Skip(1))
        {
            run.Add(Figure.Time($"a tree, {timing.Name}", timing, Among(timings[0])));
        }
    }

    private static void MeasureRepair(BenchRun run)
    {
        ForwardingShell shell = new(run);
        EpochLink[] links = shell.LinksAt(0);
        PlanEpoch now = shell.Epoch(links);
        PlanEpoch soon = shell.Epoch(shell.LinksAt(1));
        PlanEpoch later = shell.Epoch(shell.LinksAt(15));
        TreeBuilder builder = new(shell.Nodes);
        LiveTree[] trees = [.. shell.SiteIds.Select(
            site => new LiveTree(shell.Nodes, now, builder.Build(now, site)))];
        Timing[] timings = run.Race(
            new Contender("full", () => () =>
            {
                foreach (NodeId site in shell.SiteIds)
                {
                    builder.Build(now, site);
                }
                return shell.SiteIds.Length;
            }),
            new Contender("repair", () => LoseAndReturn(trees, now, links)),
            Carry("1 s", trees, now, soon),
            Carry("15 s", trees, now, later));
        run.Add(Figure.Time("a lost link or its return", timings[1], Among(timings[0])));
        run.Add(Figure.Time("the tree 1 s later", timings[2], Among(timings[0])));
        run.Add(Figure.Time("the tree 15 s later", timings[3], Among(timings[0])));
    }

    private static Contender Batch(ForwardingShell shell, PlanEpoch epoch, int width)
    {
        TreeBatch batch = new(shell.Nodes, width);
        TreeBlock block = new();
        return new Contender($"{width} side by side", () => () =>
        {
            batch.Build(epoch, shell.SiteIds, block);
            return shell.SiteIds.Length;
        });
    }

    private static Func<long> LoseAndReturn(LiveTree[] trees, PlanEpoch epoch, EpochLink[] links)
    {
        Prng dice = new(5);
        for (int i = 0; i < trees.Length; i++)
        {
            trees[i].Continue(epoch);
        }
        return () =>
        {
            for (int i = 0; i < Losses; i++)
            {
                // Lasers only: they come first.
                int link = (int)dice.NextBelow(2 * 1_584);
                LiveTree tree = trees[i % trees.Length];
                tree.Apply([new LinkChange(link, RouteTree.Unreachable)]);
                tree.Apply([new LinkChange(link, links[link].DelayMiddleNs)]);
            }
            return 2 * Losses;
        };
    }

    // There and back, so that each repeat starts where the last did.
    private static Contender Carry(string name, LiveTree[] trees, PlanEpoch from, PlanEpoch to)
        => new(name, () => () =>
        {
            foreach (LiveTree tree in trees)
            {
                tree.Continue(to);
                tree.Continue(from);
            }
            return 2 * trees.Length;
        });

    private static Comparison[] Among(Timing full)
        => [new Comparison("one by one", full.SecondsEach, IsRecorded: false, Goal: null)];
}
