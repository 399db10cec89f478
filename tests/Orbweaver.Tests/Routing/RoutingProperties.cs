using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Orbweaver.Model;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Routing;

public sealed class RoutingProperties
{
    [Fact]
    public void A_detour_is_the_shortest_way_in_the_graph_without_the_lost_node() => Check((graph, prng) =>
    {
        var search = new DetourSearch(graph.Nodes, expandedMax: 1000);
        int destination = (int)prng.NextBelow(graph.Nodes.Count);
        RouteTree tree = new TreeBuilder(graph.Nodes).Build(graph.Epoch, new NodeId(destination));
        for (int i = 0; i < 20; i++)
        {
            int lost = (int)prng.NextBelow(graph.SatelliteCount);
            int from = (int)prng.NextBelow(graph.Nodes.Count);
            if (lost == destination || from == lost)
            {
                continue;
            }
            int expected = graph.Distances(destination, lost)[from];
            DetourOutcome outcome = search.Find(
                graph.Epoch, tree, new NodeId(from), new NodeId(lost), int.MaxValue - 1, out int found);
            Assert.Equal(
                expected == RandomGraph.Infinite ? DetourOutcome.NoWay : DetourOutcome.Found, outcome);
            Assert.Equal(expected, found);
            if (expected is > 0 and < RandomGraph.Infinite)
            {
                Assert.Equal(DetourOutcome.Found, Bounded(search, graph, tree, from, lost, expected));
                Assert.Equal(DetourOutcome.NoWay, Bounded(search, graph, tree, from, lost, expected - 1));
            }
        }
    });

    [Fact]
    public void A_search_gives_up_after_its_budget_of_nodes() => Check((graph, prng) =>
    {
        int destination = graph.Nodes.Count - 1;
        var search = new DetourSearch(graph.Nodes, expandedMax: 2);
        RouteTree tree = new TreeBuilder(graph.Nodes).Build(graph.Epoch, new NodeId(destination));
        DetourOutcome outcome = search.Find(
            graph.Epoch, tree, new NodeId(destination - 1), new NodeId(0), int.MaxValue - 1, out int found);
        Assert.True(search.Expanded <= 3);
        Assert.Equal(outcome == DetourOutcome.Found, found != RouteTree.Unreachable);
    });

    [Fact]
    public void A_field_is_the_distance_to_the_nearest_source_over_satellites() => Check((graph, prng) =>
    {
        var offsets = new Dictionary<int, int>();
        for (int i = 0; i < 3; i++)
        {
            offsets[(int)prng.NextBelow(graph.SatelliteCount)] = (int)prng.NextBetween(0, 30_000_000);
        }
        int lost = (int)prng.NextBetween(-1, graph.SatelliteCount - 1);
        int[] expected = graph.Distances(-1, lost, offsets);
        int[] found = new int[graph.Nodes.Count];
        new DistanceField(graph.Nodes).Fill(
            graph.Epoch,
            [.. offsets.Select(o => new FieldSource(new NodeId(o.Key), o.Value))],
            lost < 0 ? null : new NodeId(lost),
            found);
        Assert.Equal(expected[..graph.SatelliteCount], found[..graph.SatelliteCount]);
        Assert.All(found[graph.SatelliteCount..], d => Assert.Equal(RouteTree.Unreachable, d));
    });

    [Fact]
    public void A_tree_holds_shortest_paths_and_ties_go_to_the_lowest_number() => Check((graph, prng) =>
    {
        int destination = (int)prng.NextBelow(graph.Nodes.Count);
        RouteTree tree = new TreeBuilder(graph.Nodes).Build(graph.Epoch, new NodeId(destination));
        int[] expected = graph.Distances(destination, -1);
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            var id = new NodeId(node);
            Assert.Equal(expected[node], tree.DistanceNs(id));
            if (node != destination && tree.Reaches(id))
            {
                Adjacent[] row = graph.Epoch.Neighbours(id).ToArray();
                int first = row.First(e => expected[e.Neighbour] != RandomGraph.Infinite
                    && expected[e.Neighbour] + e.MetricNs == expected[node]
                    && (e.Neighbour < graph.SatelliteCount || e.Neighbour == destination)).Neighbour;
                Assert.Equal(first, row[tree.NextSlot(id)].Neighbour);
            }
        }
    });

    private static DetourOutcome Bounded(
        DetourSearch search, RandomGraph graph, RouteTree tree, int from, int lost, int boundNs)
        => search.Find(graph.Epoch, tree, new NodeId(from), new NodeId(lost), boundNs, out _);

    private static void Check(System.Action<RandomGraph, Prng> property)
        => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            property(new RandomGraph((ulong)seed), new Prng((ulong)seed).Fork("property"));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));
}
