using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Routing;

/// <summary>A tree that is repaired against one that is computed from nothing, change after change.</summary>
public sealed class LiveTreeTests
{
    [Fact]
    public void After_every_failure_and_return_it_is_the_full_computation()
        => Seeds.Hold(dice => Follow(RouteTests.RandomPlan(dice), dice));

    [Fact]
    public void Views_with_parallel_links_are_repaired_too()
        => Seeds.Hold(dice => Follow(new RandomView(dice).Plan, dice));

    [Fact]
    public void A_torus_with_many_ties_is_repaired_too()
        => Seeds.Hold(dice => Follow(TreeBatchTests.Torus(dice), dice), runs: 50);

    [Fact]
    public void A_link_outside_the_tree_moves_nothing()
    {
        PlanBuilder builder = new();
        NodeId[] n = [builder.Satellite(), builder.Satellite(), builder.Satellite()];
        builder.Link(n[0], n[1]);
        builder.Link(n[1], n[2]);
        builder.Link(n[0], n[2]);
        Plan plan = builder.Build();
        LiveTree tree = Start(plan, plan.Epochs[0], n[0]);

        tree.Apply([new LinkChange(1, RouteTree.Unreachable)]);
        Assert.Equal(0, tree.Moved);
        tree.Apply([new LinkChange(0, RouteTree.Unreachable)]);
        Assert.Equal(1, tree.Moved);
        Assert.Equal(RouteTree.Unreachable, tree.DistanceNs(n[1]));
        Assert.Equal(RouteTree.NoSlot, tree.NextSlot(n[1]));
    }

    [Fact]
    public void In_the_next_epoch_it_is_that_epochs_tree_whatever_changed()
        => Seeds.Hold(dice =>
        {
            Plan plan = RouteTests.RandomPlan(dice, epochs: 6);
            TreeBuilder builder = new(plan.Nodes);
            LiveTree tree = Start(plan, plan.Epochs[0], new NodeId(dice.Below(plan.Nodes.Count)));
            foreach (PlanEpoch epoch in plan.Epochs)
            {
                tree.Continue(epoch);
                RouteTree expected = builder.Build(epoch, tree.Destination);
                foreach (PlanNode node in plan.Nodes)
                {
                    Assert.Equal(expected.DistanceNs(node.Id), tree.DistanceNs(node.Id));
                    Assert.Equal(expected.NextSlot(node.Id), tree.NextSlot(node.Id));
                }
                Break(epoch, tree, dice);
            }
        });

    private static void Break(PlanEpoch epoch, LiveTree tree, Prng dice)
    {
        if (epoch.Links.Length > 0)
        {
            tree.Apply([new LinkChange(dice.Below(epoch.Links.Length), RouteTree.Unreachable)]);
        }
    }

    private static LiveTree Start(Plan plan, PlanEpoch epoch, NodeId destination)
        => new(plan.Nodes, epoch, new TreeBuilder(plan.Nodes).Build(epoch, destination));

    // Failures and returns one by one and in bunches, and links that cost more or less than before.
    private static void Follow(Plan plan, Prng dice)
    {
        PlanEpoch epoch = plan.Epochs[0];
        if (epoch.Links.IsEmpty)
        {
            return;
        }
        LiveTree tree = Start(plan, epoch, new NodeId(dice.Below(plan.Nodes.Count)));
        int[] planned = [.. epoch.Links.ToArray().Select(l => l.DelayMiddleNs + 10_000)];
        int[] metricNs = [.. planned];
        for (int step = 0; step < 25; step++)
        {
            List<LinkChange> changes = [];
            for (int i = dice.Below(3) == 0 ? dice.Between(2, 6) : 1; i > 0; i--)
            {
                int link = dice.Below(metricNs.Length);
                metricNs[link] = dice.Below(4) switch
                {
                    0 => dice.Between(1, 4) * 1_000_000,
                    1 => planned[link],
                    _ => metricNs[link] == RouteTree.Unreachable ? planned[link] : RouteTree.Unreachable,
                };
                changes.Add(new LinkChange(link, metricNs[link]));
            }
            tree.Apply(changes.ToArray());
            AssertTree(plan, epoch, tree, metricNs);
            AssertTree(plan, epoch, tree.ToTree(), metricNs);
        }
    }

    private static void AssertTree(Plan plan, PlanEpoch epoch, LiveTree tree, int[] metricNs)
        => AssertTree(plan, epoch, tree.Destination, tree.DistanceNs, tree.NextSlot, metricNs);

    private static void AssertTree(Plan plan, PlanEpoch epoch, RouteTree tree, int[] metricNs)
        => AssertTree(plan, epoch, tree.Destination, tree.DistanceNs, tree.NextSlot, metricNs);

    private static void AssertTree(
        Plan plan,
        PlanEpoch epoch,
        NodeId destination,
        Func<NodeId, int> distanceNs,
        Func<NodeId, int> nextSlot,
        int[] metricNs)
    {
        int[] expected = Relax(plan, epoch, destination, metricNs);
        foreach (PlanNode node in plan.Nodes)
        {
            Assert.Equal(expected[node.Id.Value], distanceNs(node.Id));
            int slot = RouteTree.NoSlot;
            ReadOnlySpan<Adjacent> row = epoch.Neighbours(node.Id);
            for (int s = row.Length - 1; s >= 0 && node.Id != destination; s--)
            {
                long viaNs = (long)expected[row[s].Neighbour] + metricNs[row[s].LinkIndex];
                bool isNext = viaNs == expected[node.Id.Value] && viaNs < RouteTree.Unreachable
                    && MayPass(plan, row[s].Neighbour, destination);
                slot = isNext ? s : slot;
            }
            Assert.Equal(slot, nextSlot(node.Id));
        }
    }

    private static int[] Relax(Plan plan, PlanEpoch epoch, NodeId destination, int[] metricNs)
    {
        int[] distance = new int[plan.Nodes.Count];
        Array.Fill(distance, RouteTree.Unreachable);
        distance[destination.Value] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < metricNs.Length; i++)
            {
                EpochLink link = epoch.Links[i];
                changed |= Improve(link.A.Value, link.B.Value, metricNs[i])
                    | Improve(link.B.Value, link.A.Value, metricNs[i]);
            }
        }
        return distance;

        bool Improve(int node, int via, int ns)
        {
            if (!MayPass(plan, via, destination) || (long)distance[via] + ns >= distance[node])
            {
                return false;
            }
            distance[node] = distance[via] + ns;
            return true;
        }
    }

    private static bool MayPass(Plan plan, int node, NodeId destination)
        => node == destination.Value || plan.Nodes[node].IsTransit;
}
