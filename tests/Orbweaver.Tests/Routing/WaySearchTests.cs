using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Routing;

/// <summary>Ways in a view against relaxing every link that is left.</summary>
public sealed class WaySearchTests
{
    [Fact]
    public void A_way_is_the_shortest_of_the_view_and_ties_go_to_the_lowest_first_hop()
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            RouteTable table = new(view.Plan);
            WaySearch search = new(view.Nodes);
            for (int to = 0; to < view.Nodes.Count; to++)
            {
                int[] distance = view.Distances(to);
                RouteTree bound = table.Bound(0, view.Exceptions, new NodeId(to));
                for (int from = 0; from < view.Nodes.Count; from++)
                {
                    if (from != to)
                    {
                        bool isFound = search.TryFind(
                            view.Epoch, view.Exceptions, bound, new NodeId(from), out Way way);
                        Assert.Equal(distance[from] != int.MaxValue, isFound);
                        if (isFound)
                        {
                            AssertStep(view, distance, from, to, way);
                        }
                    }
                }
            }
        });

    [Fact]
    public void The_wider_bound_gives_the_same_ways()
        => OverPairs((view, table, search, from, to) =>
        {
            bool isFound = search.TryFind(
                view.Epoch, view.Exceptions, table.Bound(0, view.Exceptions, to), from, out Way way);
            Assert.Equal(isFound, search.TryFind(
                view.Epoch, view.Exceptions, table.BoundTree(0, to), from, out Way other));
            Assert.Equal(way, other);
        });

    [Fact]
    public void Nodes_of_equal_views_pass_on_until_arrival_and_the_distance_falls()
        => OverPairs((view, table, search, from, to) =>
        {
            RouteTree bound = table.Bound(0, view.Exceptions, to);
            int leftNs = int.MaxValue;
            for (NodeId at = from; at != to;)
            {
                if (!search.TryFind(view.Epoch, view.Exceptions, bound, at, out Way way))
                {
                    Assert.Equal(from, at);
                    return;
                }
                Assert.True(way.DistanceNs < leftNs);
                Assert.True(at == from || view.Nodes[at.Value].IsTransit);
                leftNs = way.DistanceNs;
                at = way.Next;
            }
        });

    [Fact]
    public void The_order_of_exceptions_and_of_searches_leaves_no_trace()
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            LinkExceptions shuffled = view.Shuffled(dice);
            Assert.Equal(view.Exceptions.Raised, shuffled.Raised);
            RouteTable table = new(view.Plan);
            WaySearch worn = new(view.Nodes);
            for (int i = 0; i < 30; i++)
            {
                (NodeId from, NodeId to) = Ends(view, dice);
                RouteTree bound = table.Bound(0, view.Exceptions, to);
                WaySearch fresh = new(view.Nodes);
                bool isFound = worn.TryFind(view.Epoch, view.Exceptions, bound, from, out Way way);
                Assert.Equal(isFound, fresh.TryFind(view.Epoch, shuffled, bound, from, out Way other));
                Assert.Equal(way, other);
            }
        });

    [Fact]
    public void A_clean_path_of_the_tree_is_the_way()
    {
        int clean = 0;
        OverPairs((view, table, search, from, to) =>
        {
            RouteTree tree = table.Tree(0, to);
            if (WaySearch.IsClean(view.Epoch, view.Exceptions, tree, from))
            {
                clean++;
                Assert.True(search.TryFind(
                    view.Epoch, view.Exceptions, table.Bound(0, view.Exceptions, to), from, out Way way));
                Assert.Equal(tree.DistanceNs(from), way.DistanceNs);
                Assert.Equal(tree.NextSlot(from), way.NextSlot);
            }
        });
        Assert.True(clean > 100);
    }

    [Fact]
    public void A_path_of_the_tree_is_clean_until_one_of_its_links_is_down_or_its_end_has_another()
    {
        PlanBuilder builder = new();
        NodeId[] n = [builder.Satellite(), builder.Satellite(), builder.Edge(), builder.Edge()];
        int[] on = [builder.Link(n[2], n[0]), builder.Link(n[0], n[1]), builder.Link(n[1], n[3])];
        int beside = builder.Link(n[0], n[1], new() { Delay = Duration.FromMilliseconds(6) });
        Plan plan = builder.Build();
        RouteTree tree = new TreeBuilder(plan.Nodes).Build(plan.Epochs[0], n[3]);
        LinkExceptions exceptions = new();

        Assert.True(IsClean());
        exceptions.SetDown(beside, isDown: true);
        Assert.True(IsClean());
        foreach (int link in on)
        {
            exceptions.SetDown(link, isDown: true);
            Assert.False(IsClean());
            exceptions.SetDown(link, isDown: false);
        }
        exceptions.Raise(new RaisedLink(~0, n[0], n[3], 1_000_000));
        Assert.False(IsClean());

        bool IsClean() => WaySearch.IsClean(plan.Epochs[0], exceptions, tree, n[2]);
    }

    [Fact]
    public void Of_two_links_to_the_next_node_the_one_that_is_left_is_taken()
    {
        PlanBuilder builder = new();
        NodeId[] n = [builder.Satellite(), builder.Satellite()];
        int first = builder.Link(n[0], n[1]);
        int second = builder.Link(n[0], n[1]);
        Plan plan = builder.Build();
        WaySearch search = new(plan.Nodes);
        RouteTree tree = new TreeBuilder(plan.Nodes).Build(plan.Epochs[0], n[1]);
        LinkExceptions exceptions = new();

        Assert.True(search.TryFind(plan.Epochs[0], exceptions, tree, n[0], out Way way));
        Assert.Equal(new Way(0, first, n[1], 5_010_000), way);
        exceptions.SetDown(first, isDown: true);
        Assert.True(search.TryFind(plan.Epochs[0], exceptions, tree, n[0], out way));
        Assert.Equal(new Way(1, second, n[1], 5_010_000), way);
        exceptions.SetDown(second, isDown: true);
        Assert.False(search.TryFind(plan.Epochs[0], exceptions, tree, n[0], out _));
    }

    [Fact]
    public void The_bound_tree_is_below_every_view_and_met_when_all_is_up()
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            RouteTable table = new(view.Plan);
            StandbyTable standby = new(view.Plan);
            LinkExceptions all = new();
            foreach (StandbyLink link in view.Epoch.Standby)
            {
                all.Raise(new RaisedLink(
                    standby.LinkOf(link), link.Satellite, link.Ground, link.DelayMiddleNs + 10_000));
            }
            WaySearch search = new(view.Nodes);
            for (int to = 0; to < view.Nodes.Count; to++)
            {
                RouteTree bound = table.BoundTree(0, new NodeId(to));
                int[] distance = view.Distances(to);
                for (int from = 0; from < view.Nodes.Count; from++)
                {
                    Assert.True(bound.DistanceNs(new NodeId(from)) <= distance[from]);
                    Assert.Equal(RouteTree.NoSlot, bound.NextSlot(new NodeId(from)));
                    bool isFound =
                        from != to && search.TryFind(view.Epoch, all, bound, new NodeId(from), out Way way)
                        && way.DistanceNs == bound.DistanceNs(new NodeId(from));
                    Assert.Equal(from != to && bound.Reaches(new NodeId(from)), isFound);
                }
            }
        });

    [Fact]
    public void A_table_keeps_bound_trees_like_trees()
    {
        RandomView view = new(new Prng(3));
        RouteTable table = new(view.Plan);
        NodeId to = new(view.Nodes.Count - 1);

        Assert.Same(table.BoundTree(0, to), table.BoundTree(0, to));
        Assert.Same(table.Tree(0, to), table.Tree(0, to));
        Assert.Equal(2, table.TreesBuilt);
    }

    private static void AssertStep(RandomView view, int[] distance, int from, int to, Way way)
    {
        Assert.Equal(distance[from], way.DistanceNs);
        RandomView.Arc best = view.Arcs
            .Where(a => a.From == from && (a.To == to || view.Nodes[a.To].IsTransit)
                && distance[a.To] != int.MaxValue && distance[a.To] + a.MetricNs == distance[from])
            .OrderBy(a => a.To).ThenBy(a => a.Link).First();
        Assert.Equal((best.To, best.Link), (way.Next.Value, way.NextLink));
        if (best.Link < 0)
        {
            Assert.Equal(-1, way.NextSlot);
            return;
        }
        Adjacent edge = view.Epoch.Neighbours(new NodeId(from))[way.NextSlot];
        Assert.Equal(best.To, edge.Neighbour);
        Assert.Equal(best.Link, view.Epoch.Links[edge.LinkIndex].ContactIndex);
    }

    private static (NodeId From, NodeId To) Ends(RandomView view, Prng dice)
    {
        int from = dice.Below(view.Nodes.Count);
        int to = (from + 1 + dice.Below(view.Nodes.Count - 1)) % view.Nodes.Count;
        return (new NodeId(from), new NodeId(to));
    }

    private static void OverPairs(System.Action<RandomView, RouteTable, WaySearch, NodeId, NodeId> check)
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            RouteTable table = new(view.Plan);
            WaySearch search = new(view.Nodes);
            for (int i = 0; i < 30; i++)
            {
                (NodeId from, NodeId to) = Ends(view, dice);
                check(view, table, search, from, to);
            }
        });
}
