using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>What a swarm draws can be carried out, keeps the last quarter free, and varies.</summary>
public sealed class FaultSwarmTests
{
    private static readonly Duration Length = Duration.FromSeconds(60);

    [Fact]
    public void Every_draw_fits_its_plan_and_every_class_is_drawn()
    {
        SortedSet<FaultClass> seen = [];
        int calm = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            Plan plan = SmallWorld.Of(seed).Plan;
            DrawnFaults drawn = FaultSwarm.Draw(seed, plan, Length);
            drawn.Plan.Validate(plan);
            seen.UnionWith(drawn.Enabled);
            calm += drawn.IsCalm ? 1 : 0;
            foreach (Fault fault in drawn.Plan.Faults)
            {
                Assert.Contains(drawn.Enabled, c => FaultClasses.NameOf(c) == fault.Kind);
                Assert.True(fault.Nodes.Count + fault.Links.Count > 0);
                if (drawn.IsCalm)
                {
                    AssertEndsEarly(fault);
                }
            }
        }
        Assert.Equal(FaultClasses.Drawn.Order(), seen);
        Assert.InRange(calm, 100, 200);
    }

    [Fact]
    public void Equal_seeds_draw_equally_and_others_differently()
    {
        Plan plan = SmallWorld.Of(1).Plan;
        static string[] Texts(Plan plan, ulong seed)
            => [.. FaultSwarm.Draw(seed, plan, Length).Plan.Faults.Select(
                f => $"{f.Kind} {f.What} {f.From}")];

        Assert.Equal(Texts(plan, 7), Texts(plan, 7));
        Assert.NotEqual(Texts(plan, 7), Texts(plan, 8));
    }

    [Fact]
    public void A_plan_without_ground_or_planes_is_drawn_for_too()
    {
        PlanBuilder builder = new();
        NodeId[] nodes = [.. Enumerable.Range(0, 4).Select(_ => builder.Satellite())];
        for (int i = 0; i < nodes.Length; i++)
        {
            builder.Link(nodes[i], nodes[(i + 1) % nodes.Length]);
        }
        Plan plan = builder.Build();
        for (ulong seed = 0; seed < 100; seed++)
        {
            FaultSwarm.Draw(seed, plan, Length).Plan.Validate(plan);
        }
    }

    [Fact]
    public void Every_class_has_a_name_of_its_own()
    {
        string[] names = [.. System.Enum.GetValues<FaultClass>().Select(FaultClasses.NameOf)];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    // New faults begin before three quarters; what is not for good has ended by then.
    private static void AssertEndsEarly(Fault fault)
    {
        Duration quarter = Duration.FromSeconds(45);
        foreach ((Duration from, Duration until) in fault.Nodes.Select(n => (n.From, n.Until))
            .Concat(fault.Links.Select(l => (l.From, l.Until))))
        {
            Assert.True(from >= Duration.Zero && from < quarter);
            Assert.True(until == Duration.Max || until <= quarter, $"{fault.Kind} until {until}");
        }
    }
}
