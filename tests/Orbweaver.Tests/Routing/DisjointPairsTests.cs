using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Routing;

/// <summary>Pairs against all pairs of all ways, and where the naive second path fails.</summary>
public sealed class DisjointPairsTests
{
    private static readonly Disjointness[] Rules = Enum.GetValues<Disjointness>();

    [Fact]
    public void Link_and_node_pairs_have_the_least_total_and_exist_when_any_does()
        => Seeds.Hold(
            dice => OverSmallViews(dice, isDense: dice.Below(3) == 0, (view, from, to, ways, search) =>
            {
                foreach (Disjointness rule in (Disjointness[])[Disjointness.Link, Disjointness.Node])
                {
                    bool isFound = Find(search, view, from, to, rule, out DisjointPair? pair);
                    Assert.Equal(Least(view, ways, rule), isFound ? pair!.TotalNs : null);
                }
            }),
            runs: 200);

    [Fact]
    public void Plane_vendor_and_gateway_pairs_have_the_least_total_and_exist_when_any_does()
    {
        int[] harder = new int[Rules.Length];
        for (ulong seed = 0; seed < 500; seed++)
        {
            OverSmallViews(new Prng(seed), isDense: true, (view, from, to, ways, search) =>
            {
                foreach (Disjointness rule in Rules.Where(r => r >= Disjointness.Plane))
                {
                    bool isFound = Find(search, view, from, to, rule, out DisjointPair? pair);
                    long? leastNs = Least(view, ways, rule);
                    Assert.Equal(leastNs, isFound ? pair!.TotalNs : null);
                    Assert.True(pair?.IsLeast ?? true);
                    Disjointness weaker =
                        rule == Disjointness.Gateway ? Disjointness.Link : Disjointness.Node;
                    bool isHarder = leastNs is not null
                        && Find(search, view, from, to, weaker, out DisjointPair? weak)
                        && weak.TotalNs < leastNs;
                    harder[(int)rule] += isHarder ? 1 : 0;
                }
            });
        }
        // The dice are the same each time: how often the pair of the weaker rule was not the answer.
        Assert.Equal(57, harder[(int)Disjointness.Plane]);
        Assert.Equal(58, harder[(int)Disjointness.Vendor]);
        Assert.Equal(32, harder[(int)Disjointness.Gateway]);
    }

    [Fact]
    public void A_search_that_gives_up_says_so_and_still_obeys()
    {
        // Twelve layers of three satellites, two of one plane and a dearer one of another, all joined to the
        // next: in each layer it is open which way takes the dearer one, and the bound learns of it late.
        const int layers = 12;
        int last = 1 + (3 * layers);
        int[] planes =
            [98, .. Enumerable.Range(0, last).Select(i => (2 * (i / 3)) + (i % 3 / 2))];
        planes[last] = 99;
        Mesh mesh = new(last + 1, planes: planes);
        for (int i = 0; i < 3 * layers; i++)
        {
            int[] before = i < 3 ? [0] : [(i / 3 * 3) - 2, (i / 3 * 3) - 1, i / 3 * 3];
            foreach (int from in before)
            {
                mesh.Link(from, i + 1, i % 3 == 2 ? 2 : 1);
            }
        }
        for (int i = last - 3; i < last; i++)
        {
            mesh.Link(i, last, 1);
        }
        Assert.True(mesh.TryFind(0, last, Disjointness.Node, out DisjointPair? pair));
        Assert.True(pair.IsLeast);
        Assert.True(mesh.TryFind(0, last, Disjointness.Plane, out pair));
        Assert.False(pair.IsLeast);
        int hops = 2 * (layers + 1);
        Assert.Equal((((3 * layers) + 2) * 1_000_000) + (hops * 10_000), pair.TotalNs);
    }

    [Fact]
    public void A_pair_is_two_ways_of_the_view_that_share_nothing_the_rule_forbids()
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            DisjointPairs search = new(view.Nodes);
            for (int i = 0; i < 10; i++)
            {
                (int from, int to) = Ends(view, dice);
                foreach (Disjointness rule in Rules)
                {
                    if (Find(search, view, from, to, rule, out DisjointPair? pair))
                    {
                        List<RandomView.Arc> a = ArcsOf(view, from, to, pair.Short);
                        List<RandomView.Arc> b = ArcsOf(view, from, to, pair.Long);
                        Assert.True(Obeys(view, a, b, rule));
                        Assert.True(pair.Short.DistanceNs <= pair.Long.DistanceNs);
                    }
                }
            }
        });

    [Fact]
    public void The_order_of_exceptions_and_of_searches_leaves_no_trace()
        => Seeds.Hold(dice =>
        {
            RandomView view = new(dice);
            LinkExceptions shuffled = view.Shuffled(dice);
            DisjointPairs worn = new(view.Nodes);
            for (int i = 0; i < 4; i++)
            {
                (int from, int to) = Ends(view, dice);
                foreach (Disjointness rule in Rules)
                {
                    Find(worn, view, from, to, rule, out DisjointPair? pair);
                    DisjointPairs fresh = new(view.Nodes);
                    fresh.TryFind(
                        view.Epoch, shuffled, new NodeId(from), new NodeId(to), rule, out var other);
                    Assert.Equal(pair?.Short.Nodes, other?.Short.Nodes);
                    Assert.Equal(pair?.Short.Links, other?.Short.Links);
                    Assert.Equal(pair?.Long.Nodes, other?.Long.Nodes);
                    Assert.Equal(pair?.Long.Links, other?.Long.Links);
                }
            }
        });

    [Fact]
    public void On_a_trap_the_shortest_way_is_in_neither_of_the_two()
    {
        // s-a-b-t costs 3 and cuts both s-a-...-t and s-...-b-t; the pair crosses over.
        Mesh mesh = new(6);
        mesh.Link(0, 1, 1);
        mesh.Link(1, 2, 1);
        mesh.Link(2, 5, 1);
        mesh.Link(0, 3, 2);
        mesh.Link(3, 2, 2);
        mesh.Link(1, 4, 2);
        mesh.Link(4, 5, 2);
        foreach (Disjointness rule in (Disjointness[])[Disjointness.Link, Disjointness.Node])
        {
            Assert.True(mesh.TryFind(0, 5, rule, out DisjointPair? pair));
            Assert.Equal([0, 1, 4, 5], Numbers(pair.Short));
            Assert.Equal([0, 3, 2, 5], Numbers(pair.Long));
            Assert.Equal(10_060_000, pair.TotalNs);
        }
    }

    [Fact]
    public void A_way_back_through_several_nodes_of_the_first_is_undone()
    {
        // First 0-1-2-3-7; the others hang on so that the second must run back over 3-2-1.
        Mesh mesh = new(8);
        mesh.Link(0, 1, 1);
        mesh.Link(1, 2, 1);
        mesh.Link(2, 3, 1);
        mesh.Link(3, 7, 1);
        mesh.Link(0, 4, 3);
        mesh.Link(4, 3, 3);
        mesh.Link(1, 5, 3);
        mesh.Link(5, 7, 3);
        Assert.True(mesh.TryFind(0, 7, Disjointness.Node, out DisjointPair? pair));
        Assert.Equal([0, 1, 5, 7], Numbers(pair.Short));
        Assert.Equal([0, 4, 3, 7], Numbers(pair.Long));
    }

    [Fact]
    public void Two_ways_through_one_node_share_no_link_and_the_shorter_takes_the_shorter_stretches()
    {
        // Two diamonds in a row: 0-{1,2}-3-{4,5}-6.
        Mesh mesh = new(7);
        mesh.Link(0, 1, 2);
        mesh.Link(1, 3, 2);
        mesh.Link(0, 2, 1);
        mesh.Link(2, 3, 1);
        mesh.Link(3, 4, 1);
        mesh.Link(4, 6, 1);
        mesh.Link(3, 5, 2);
        mesh.Link(5, 6, 2);
        Assert.False(mesh.TryFind(0, 6, Disjointness.Node, out _));
        Assert.True(mesh.TryFind(0, 6, Disjointness.Link, out DisjointPair? pair));
        Assert.Equal([0, 2, 3, 4, 6], Numbers(pair.Short));
        Assert.Equal([0, 1, 3, 5, 6], Numbers(pair.Long));
    }

    [Fact]
    public void An_edge_with_one_access_link_has_no_pair_until_it_raises_another()
    {
        Mesh mesh = new(3, edges: 2);
        mesh.Link(0, 1, 1);
        mesh.Link(1, 2, 1);
        mesh.Link(0, 3, 1);
        mesh.Link(1, 4, 1);
        mesh.Link(2, 4, 1);
        foreach (Disjointness rule in Rules)
        {
            Assert.False(mesh.TryFind(3, 4, rule, out _));
        }
        mesh.Exceptions.Raise(new RaisedLink(~0, new NodeId(2), new NodeId(3), 4_010_000));
        Assert.True(mesh.TryFind(3, 4, Disjointness.Node, out DisjointPair? pair));
        Assert.Equal([3, 0, 1, 4], Numbers(pair.Short));
        Assert.Equal([3, 2, 4], Numbers(pair.Long));
        Assert.Equal([~0, 4], pair.Long.Links);
        mesh.Exceptions.SetDown(3, isDown: true);
        Assert.False(mesh.TryFind(3, 4, Disjointness.Node, out _));
    }

    [Fact]
    public void An_edge_between_two_halves_of_the_mesh_joins_no_pair()
    {
        Mesh mesh = new(4, edges: 1);
        mesh.Link(0, 1, 1);
        mesh.Link(1, 3, 1);
        mesh.Link(0, 2, 1);
        mesh.Link(2, 4, 1);
        mesh.Link(4, 3, 1);
        Assert.False(mesh.TryFind(0, 3, Disjointness.Link, out _));
    }

    [Fact]
    public void Planes_are_kept_apart_where_node_disjoint_ways_would_mix_them()
    {
        // 0-1-2-7 and 0-3-4-7 are least, but 2 and 3 are of one plane; 5-6 is longer and of a third.
        Mesh mesh = new(8, planes: [0, 1, 2, 2, 3, 4, 4, 0]);
        mesh.Link(0, 1, 1);
        mesh.Link(1, 2, 1);
        mesh.Link(2, 7, 1);
        mesh.Link(0, 3, 2);
        mesh.Link(3, 4, 2);
        mesh.Link(4, 7, 2);
        mesh.Link(0, 5, 3);
        mesh.Link(5, 6, 3);
        mesh.Link(6, 7, 3);
        Assert.True(mesh.TryFind(0, 7, Disjointness.Node, out DisjointPair? pair));
        Assert.Equal([0, 3, 4, 7], Numbers(pair.Long));
        Assert.True(mesh.TryFind(0, 7, Disjointness.Plane, out pair));
        Assert.Equal([0, 1, 2, 7], Numbers(pair.Short));
        Assert.Equal([0, 5, 6, 7], Numbers(pair.Long));
        // Nobody is told apart by a vendor that nobody named.
        Assert.False(mesh.TryFind(0, 7, Disjointness.Vendor, out _));
    }

    [Fact]
    public void An_access_satellite_of_one_way_is_not_on_the_other()
    {
        // Edge 5 on satellites 0 and 1, edge 6 on 3 and 4. All ways meet in 2, and the short ones in 0.
        Mesh mesh = new(5, edges: 2);
        mesh.Link(5, 0, 1);
        mesh.Link(5, 1, 1);
        mesh.Link(1, 0, 1);
        mesh.Link(0, 2, 1);
        mesh.Link(0, 2, 1);
        mesh.Link(1, 2, 9);
        mesh.Link(2, 3, 1);
        mesh.Link(2, 4, 1);
        mesh.Link(3, 6, 1);
        mesh.Link(4, 6, 1);
        Assert.True(mesh.TryFind(5, 6, Disjointness.Link, out DisjointPair? pair));
        Assert.Equal([5, 1, 0, 2], Numbers(pair.Long)[..4]);
        Assert.True(mesh.TryFind(5, 6, Disjointness.Gateway, out pair));
        Assert.Equal([5, 0, 2, 3, 6], Numbers(pair.Short));
        Assert.Equal([5, 1, 2, 4, 6], Numbers(pair.Long));
        Assert.False(mesh.TryFind(5, 6, Disjointness.Node, out _));
    }

    private static int[] Numbers(PairWay way) => [.. way.Nodes.Select(n => n.Value)];

    private static bool Find(
        DisjointPairs search,
        RandomView view,
        int from,
        int to,
        Disjointness rule,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DisjointPair? pair)
        => search.TryFind(view.Epoch, view.Exceptions, new NodeId(from), new NodeId(to), rule, out pair);

    // The ways ascend by length.
    private static long? Least(
        RandomView view, List<(long LengthNs, List<RandomView.Arc> Arcs)> ways, Disjointness rule)
    {
        long? least = null;
        for (int i = 0; i < ways.Count; i++)
        {
            for (int j = i + 1; j < ways.Count; j++)
            {
                long sum = ways[i].LengthNs + ways[j].LengthNs;
                if (sum >= least)
                {
                    break;
                }
                least = Obeys(view, ways[i].Arcs, ways[j].Arcs, rule) ? sum : least;
            }
        }
        return least;
    }

    private static bool Obeys(
        RandomView view, List<RandomView.Arc> a, List<RandomView.Arc> b, Disjointness rule)
    {
        PlanNode[] inA = [.. a.Skip(1).Select(x => view.Nodes[x.From])];
        PlanNode[] inB = [.. b.Skip(1).Select(x => view.Nodes[x.From])];
        bool isApart = rule switch
        {
            Disjointness.Link => true,
            Disjointness.Node => !inA.Intersect(inB).Any(),
            Disjointness.Plane => !inA.Select(n => n.Plane).Intersect(inB.Select(n => n.Plane)).Any(),
            Disjointness.Vendor => !inA.Select(n => n.Vendor).Intersect(inB.Select(n => n.Vendor)).Any(),
            _ => !Access(a, inA).Intersect(inB).Any() && !Access(b, inB).Intersect(inA).Any(),
        };
        return isApart && !a.Select(x => x.Link).Intersect(b.Select(x => x.Link)).Any();

        IEnumerable<PlanNode> Access(List<RandomView.Arc> way, PlanNode[] inside)
            => inside.Where((_, i) => (i == 0 && !view.Nodes[way[0].From].IsTransit)
                || (i == inside.Length - 1 && !view.Nodes[way[^1].To].IsTransit));
    }

    private static List<RandomView.Arc> ArcsOf(RandomView view, int from, int to, PairWay way)
    {
        int[] nodes = Numbers(way);
        Assert.Equal(from, nodes[0]);
        Assert.Equal(to, nodes[^1]);
        Assert.Equal(nodes.Length, nodes.Distinct().Count());
        Assert.All(nodes[1..^1], n => Assert.True(view.Nodes[n].IsTransit));
        Assert.Equal(nodes.Length - 1, way.Links.Count);
        List<RandomView.Arc> arcs =
        [
            .. way.Links.Select((link, i) => Assert.Single(
                view.Arcs, a => a.Link == link && a.From == nodes[i] && a.To == nodes[i + 1])),
        ];
        Assert.Equal(arcs.Sum(a => a.MetricNs), way.DistanceNs);
        return arcs;
    }

    private static (int From, int To) Ends(RandomView view, Prng dice)
    {
        int from = dice.Below(view.Nodes.Count);
        return (from, (from + 1 + dice.Below(view.Nodes.Count - 1)) % view.Nodes.Count);
    }

    private static void OverSmallViews(
        Prng dice,
        bool isDense,
        Action<RandomView, int, int, List<(long LengthNs, List<RandomView.Arc> Arcs)>, DisjointPairs> check)
    {
        RandomView view = new(dice, satellitesMax: 9, isDense);
        DisjointPairs search = new(view.Nodes);
        for (int i = 0; i < 4; i++)
        {
            (int from, int to) = Ends(view, dice);
            List<List<RandomView.Arc>> ways = view.Ways(from, to);
            if (ways.Count < 600)
            {
                IEnumerable<(long LengthNs, List<RandomView.Arc> Arcs)> measured =
                    ways.Select(w => (w.Sum(a => (long)a.MetricNs), w));
                check(view, from, to, [.. measured.OrderBy(w => w.LengthNs)], search);
            }
        }
    }

    /// <summary>A mesh by hand: satellites, then edges; delays in milliseconds.</summary>
    private sealed class Mesh(int satellites, int edges = 0, int[]? planes = null)
    {
        private readonly List<EpochLink> _links = [];

        public LinkExceptions Exceptions { get; } = new();

        public void Link(int a, int b, int ms)
        {
            int ns = ms * 1_000_000;
            NodeId low = new(Math.Min(a, b));
            _links.Add(new EpochLink(_links.Count, low, new NodeId(Math.Max(a, b)), ns, ns, ns));
        }

        public bool TryFind(
            int from,
            int to,
            Disjointness rule,
            [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DisjointPair? pair)
        {
            List<PlanNode> nodes = [];
            for (int i = 0; i < satellites + edges; i++)
            {
                NodeKind kind = i < satellites ? NodeKind.Satellite : NodeKind.Edge;
                nodes.Add(new PlanNode(new NodeId(i), $"n{i}", kind, "", "", planes?[i] ?? -1, -1));
            }
            PlanEpoch epoch = new(0, nodes.Count, [.. _links], [], Duration.FromMicroseconds(10));
            return new DisjointPairs(nodes).TryFind(
                epoch, Exceptions, new NodeId(from), new NodeId(to), rule, out pair);
        }
    }
}
