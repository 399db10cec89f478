using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;
using Orbweaver.Tests.Routing;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Trees against Bellman and Ford's slow way: relax every link until nothing changes.</summary>
public sealed class RouteTests
{
    [Fact]
    public void Distances_next_hops_and_paths_agree_with_relaxing_every_link()
        => Seeds.Hold(dice =>
        {
            Plan plan = RandomPlan(dice);
            PlanEpoch epoch = plan.Epochs[0];
            TreeBuilder builder = new(plan.Nodes);
            for (int d = 0; d < plan.Nodes.Count; d++)
            {
                NodeId destination = new(d);
                RouteTree tree = builder.Build(epoch, destination);
                long[] distance = Relax(plan, d);
                Assert.Equal(destination, tree.Destination);
                for (int n = 0; n < plan.Nodes.Count; n++)
                {
                    AssertNode(plan, tree, distance, new NodeId(n));
                }
            }
        });

    [Fact]
    public void Of_equal_ways_the_neighbour_with_the_lowest_number_is_next()
    {
        // A square: two ways from 0 to 3, equally long.
        PlanBuilder builder = new();
        NodeId[] n = [builder.Satellite(), builder.Satellite(), builder.Satellite(), builder.Satellite()];
        builder.Link(n[0], n[2]);
        builder.Link(n[0], n[1]);
        builder.Link(n[2], n[3]);
        builder.Link(n[1], n[3]);
        Plan plan = builder.Build();

        RouteTree tree = new TreeBuilder(plan.Nodes).Build(plan.Epochs[0], n[3]);

        Assert.Equal(1, plan.Epochs[0].Neighbours(n[0])[tree.NextSlot(n[0])].Neighbour);
        Assert.Equal(10_020_000, tree.DistanceNs(n[0]));
    }

    [Fact]
    public void A_way_that_is_too_long_for_this_network_is_none()
    {
        // Three links of 0.9 s: beyond the 2.1 s that a distance holds.
        PlanBuilder builder = new();
        NodeId[] n = [builder.Satellite(), builder.Satellite(), builder.Satellite(), builder.Satellite()];
        for (int i = 0; i < 3; i++)
        {
            builder.Link(n[i], n[i + 1], new() { Delay = Duration.FromMilliseconds(900) });
        }
        Plan plan = builder.Build();

        RouteTree tree = new TreeBuilder(plan.Nodes).Build(plan.Epochs[0], n[3]);

        Assert.True(tree.Reaches(n[1]));
        Assert.False(tree.Reaches(n[0]));
        Assert.Equal(RouteTree.NoSlot, tree.NextSlot(n[0]));
    }

    [Fact]
    public void A_table_forgets_old_epochs_and_builds_the_same_trees_again()
    {
        Prng dice = new(5);
        Plan plan = RandomPlan(dice, epochs: 9);
        RouteTable table = new(plan);
        List<int> first = Read(table);

        Assert.Equal(9 * plan.Nodes.Count, table.TreesBuilt);
        // The last four epochs are kept; asking for them again builds nothing.
        Assert.Same(table.Tree(8, new NodeId(0)), table.Tree(8, new NodeId(0)));
        Assert.Same(table.Tree(5, new NodeId(0)), table.Tree(5, new NodeId(0)));
        Assert.Equal(9 * plan.Nodes.Count, table.TreesBuilt);
        Assert.Equal(first, Read(table));
        Assert.Equal(first, Read(new RouteTable(plan)));
    }

    private static List<int> Read(RouteTable table)
    {
        List<int> read = [];
        for (int epoch = 0; epoch < table.Plan.Epochs.Count; epoch++)
        {
            for (int d = 0; d < table.Plan.Nodes.Count; d++)
            {
                RouteTree tree = table.Tree(epoch, new NodeId(d));
                for (int n = 0; n < table.Plan.Nodes.Count; n++)
                {
                    read.Add(tree.DistanceNs(new NodeId(n)));
                    read.Add(tree.NextSlot(new NodeId(n)));
                }
            }
        }
        return read;
    }

    [Fact]
    public void Trees_that_a_table_builds_along_with_others_are_the_same_trees()
    {
        Plan plan = TreeBatchTests.Torus(new Prng(3), epochs: 6);
        TreeBuilder builder = new(plan.Nodes);
        RouteTable table = new(plan);
        Prng dice = new(4);
        for (int i = 0; i < 600; i++)
        {
            int epoch = i / 100;
            // Some are asked for in one epoch and not in the next.
            NodeId destination = new(dice.Below(5 + dice.Below(plan.Nodes.Count - 5)));
            RouteTree tree = table.Tree(epoch, destination);
            RouteTree expected = builder.Build(plan.Epochs[epoch], destination);
            Assert.Equal(destination, tree.Destination);
            foreach (PlanNode node in plan.Nodes)
            {
                Assert.Equal(expected.DistanceNs(node.Id), tree.DistanceNs(node.Id));
                Assert.Equal(expected.NextSlot(node.Id), tree.NextSlot(node.Id));
            }
        }
    }

    // Few different delays, so that ties are common; sometimes two links between the same nodes.
    internal static Plan RandomPlan(Prng dice, int epochs = 1)
    {
        PlanBuilder builder = new() { Epochs = epochs };
        List<NodeId> nodes = [];
        int count = dice.Between(2, 14);
        for (int i = 0; i < count; i++)
        {
            nodes.Add(dice.Below(3) == 0 ? builder.Edge() : builder.Satellite());
        }
        for (int i = dice.Below(3 * count); i >= 0; i--)
        {
            int a = dice.Below(count);
            int b = dice.Below(count);
            if (a != b)
            {
                int first = dice.Below(epochs);
                builder.Link(nodes[a], nodes[b], new()
                {
                    Delay = Duration.FromMilliseconds(dice.Between(1, 4)),
                    First = first,
                    Last = dice.Between(first, epochs - 1),
                });
            }
        }
        return builder.Build();
    }

    private static void AssertNode(Plan plan, RouteTree tree, long[] distance, NodeId node)
    {
        PlanEpoch epoch = plan.Epochs[0];
        Assert.Equal(distance[node.Value] != long.MaxValue, tree.Reaches(node));
        if (!tree.Reaches(node) || node == tree.Destination)
        {
            Assert.Equal(RouteTree.NoSlot, tree.NextSlot(node));
            return;
        }
        Assert.Equal(distance[node.Value], tree.DistanceNs(node));
        // The first of the row that continues a shortest path is the one with the lowest number, then
        // contact.
        int best = -1;
        System.ReadOnlySpan<Adjacent> row = epoch.Neighbours(node);
        for (int slot = row.Length - 1; slot >= 0; slot--)
        {
            int via = row[slot].Neighbour;
            bool mayPass = plan.Nodes[via].IsTransit || via == tree.Destination.Value;
            if (mayPass && distance[via] != long.MaxValue
                && distance[via] + row[slot].MetricNs == distance[node.Value]
                && (best < 0 || via <= row[best].Neighbour))
            {
                best = slot;
            }
        }
        Assert.Equal(best, tree.NextSlot(node));
        long sum = 0;
        NodeId at = node;
        for (int hops = 0; at != tree.Destination; hops++)
        {
            Assert.True(hops < plan.Nodes.Count);
            Assert.True(hops == 0 || plan.Nodes[at.Value].IsTransit);
            Adjacent next = epoch.Neighbours(at)[tree.NextSlot(at)];
            sum += next.MetricNs;
            at = new NodeId(next.Neighbour);
        }
        Assert.Equal(distance[node.Value], sum);
    }

    private static long[] Relax(Plan plan, int destination)
    {
        long[] distance = new long[plan.Nodes.Count];
        System.Array.Fill(distance, long.MaxValue);
        distance[destination] = 0;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (EpochLink link in plan.Epochs[0].Links)
            {
                long metric = link.DelayMiddleNs + plan.HopDelay.Nanoseconds;
                changed |= Improve(link.A.Value, link.B.Value, metric)
                    | Improve(link.B.Value, link.A.Value, metric);
            }
        }
        return distance;

        bool Improve(int node, int via, long metric)
        {
            bool mayPass = via == destination || plan.Nodes[via].IsTransit;
            if (!mayPass || distance[via] == long.MaxValue || distance[via] + metric >= distance[node])
            {
                return false;
            }
            distance[node] = distance[via] + metric;
            return true;
        }
    }
}
