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
            SimWorld world = SmallWorld.Of(seed);
            DrawnFaults drawn = FaultSwarm.Draw(seed, world);
            drawn.Plan.Validate(world.Plan);
            seen.UnionWith(drawn.Enabled);
            calm += drawn.IsCalm ? 1 : 0;
            foreach (Fault fault in drawn.Plan.Faults)
            {
                Assert.Contains(drawn.Enabled, c => FaultClasses.NameOf(c) == fault.Kind);
                Assert.True(fault.Nodes.Count + fault.Links.Count + fault.Overloads.Count > 0);
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
        SimWorld world = SmallWorld.Of(1);
        static string[] Texts(SimWorld world, ulong seed)
            => [.. FaultSwarm.Draw(seed, world).Plan.Faults.Select(f => $"{f.Kind} {f.What} {f.From}")];

        Assert.Equal(Texts(world, 7), Texts(world, 7));
        Assert.NotEqual(Texts(world, 7), Texts(world, 8));
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
        SimWorld bare = new()
        {
            Name = "bare",
            Plan = plan,
            Contracts = [],
            Admitted = [],
            Traffic = [],
            Length = Length,
        };
        for (ulong seed = 0; seed < 100; seed++)
        {
            DrawnFaults drawn = FaultSwarm.Draw(seed, bare);
            drawn.Plan.Validate(plan);
            // Nobody makes plans or offers anything there.
            Assert.DoesNotContain(FaultClass.Controller, drawn.Enabled);
            Assert.DoesNotContain(FaultClass.Overload, drawn.Enabled);
        }
    }

    [Fact]
    public void Clocks_that_err_are_no_majority_of_anybodys_neighbours()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            SimWorld world = SmallWorld.Of(seed);
            HashSet<int> wrong = [.. FaultSwarm.Draw(seed, world).Plan.Faults.SelectMany(f => f.Nodes)
                .Where(h => h.Kind == NodeHitKind.Clock).Select(h => h.Node.Value)];
            Assert.InRange(wrong.Count, 0, world.Plan.Nodes.Count / 3);
            foreach (PlanEpoch epoch in world.Plan.Epochs)
            {
                foreach (PlanNode node in world.Plan.Nodes)
                {
                    int[] around = [.. epoch.Neighbours(node.Id).ToArray().Select(a => a.Neighbour)];
                    Assert.True(2 * around.Count(wrong.Contains) <= around.Length, $"{seed} {node.Name}");
                }
            }
        }
    }

    [Fact]
    public void Late_links_are_ones_that_open_while_they_cannot_be_acquired()
    {
        int seen = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            SimWorld world = SmallWorld.Of(seed);
            string kind = FaultClasses.NameOf(FaultClass.FailedAcquisition);
            foreach (Fault fault in FaultSwarm.Draw(seed, world).Plan.Faults.Where(f => f.Kind == kind))
            {
                seen++;
                Assert.Contains(fault.Links, l => l.Kind == LinkHitKind.Dark && l.Link >= 0
                    && world.Plan.Contacts[l.Link].Opens - world.Plan.Start == l.From
                    && l.From > Duration.Zero);
            }
        }
        Assert.InRange(seen, 10, 50);
    }

    [Fact]
    public void Small_worlds_have_plans_to_come_where_controllers_may_fail()
    {
        int plans = 0;
        int split = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            SimWorld world = SmallWorld.Of(seed);
            Assert.Equal(FaultSwarm.Enables(seed, FaultClass.Controller), world.PlanIssues.Count > 0);
            plans += world.PlanIssues.Count;
            split += world.PlanIssues.GroupBy(i => i.Document.Id.Version).Count(g => g.Count() > 1);
            foreach (PlanIssue issue in world.PlanIssues)
            {
                Assert.Empty(PlanLineage.Findings(PlanDocument.First(world.Plan), issue.Document));
                Assert.True(world.Plan.EpochStart(issue.Document.ActiveFrom) > world.Plan.Start + issue.At);
            }
        }
        Assert.InRange(plans, 30, 200);
        Assert.InRange(split, 5, 60);
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
