using System;
using Orbweaver.Bench.Twin;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Bench.Routing;

/// <summary>Shortest-path trees over a 1,584-node torus with random delays.</summary>
internal static class TreeBench
{
    private const int Trees = 1_000;

    public static readonly Benchmark Benchmark = new(
        "trees",
        "what a base tree of 1,584 nodes costs",
        run => run.Add(Figure.Time("a tree", run.Race(new Contender("trees", Prepare))[0])));

    private static Func<long> Prepare()
    {
        Plan plan = TorusBench.TorusPlan(new Prng(7));
        TreeBuilder builder = new(plan.Nodes);
        return () =>
        {
            for (int i = 0; i < Trees; i++)
            {
                builder.Build(plan.Epochs[0], new NodeId(i));
            }
            return Trees;
        };
    }
}
