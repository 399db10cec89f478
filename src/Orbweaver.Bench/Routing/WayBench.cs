using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Bench.Routing;

/// <summary>
/// Ways around losses: a +grid torus of satellites with 42 edges on two satellites each and three standby, of
/// which 15 % of the satellites are lost and the edges that lost one have raised another.
/// </summary>
internal static class WayBench
{
    private const int Edges = 42;
    private const int LostPercent = 15;

    public static readonly Benchmark[] All =
    [
        Ways("ways-480", 24, 20),
        Ways("ways-1584", 72, 22),
        Ways("ways-10000", 100, 100),
        Pairs("pairs-node-1584", Disjointness.Node),
        Pairs("pairs-plane-1584", Disjointness.Plane),
        Pairs("pairs-vendor-1584", Disjointness.Vendor),
        Pairs("pairs-gateway-1584", Disjointness.Gateway),
    ];

    private static Benchmark Ways(string name, int planes, int slots)
        => new(
            name,
            "what a shortest way costs at a satellite whose tree path is broken, 15 % lost",
            run =>
            {
                Case bench = new(planes, slots);
                run.Add(Figure.Time("a way", run.Race(new Contender(name, () => bench.FindWays))[0]));
            });

    private static Benchmark Pairs(string name, Disjointness rule)
        => new(
            name,
            "what a pair of ways between two edges costs, 15 % of 1,584 satellites lost",
            run =>
            {
                Case bench = new(72, 22);
                Contender pairs = new(name, () => () => bench.FindPairs(rule));
                run.Add(Figure.Time("a pair", run.Race(pairs)[0]));
                run.Note($"{bench.Found} pairs found, {bench.Unproven} of them not proven to be the least");
            });

    private sealed class Case
    {
        private readonly Plan _plan;
        private readonly LinkExceptions _exceptions = new();
        private readonly List<(RouteTree Bound, NodeId From)> _broken = [];
        private readonly WaySearch _search;
        private readonly DisjointPairs _pairs;
        private readonly HashSet<int> _lost = [];
        private readonly int _satellites;

        public Case(int planes, int slots)
        {
            Prng dice = new(11);
            _satellites = planes * slots;
            _plan = GridPlan(planes, slots, dice);
            _search = new WaySearch(_plan.Nodes);
            _pairs = new DisjointPairs(_plan.Nodes);
            while (_lost.Count < _satellites * LostPercent / 100)
            {
                _lost.Add((int)dice.NextBelow(_satellites));
            }
            Lose();
            RouteTable table = new(_plan);
            while (_broken.Count < 20_000)
            {
                NodeId from = new((int)dice.NextBelow(_satellites));
                NodeId to = new(_satellites + (int)dice.NextBelow(Edges));
                bool isBroken = !_lost.Contains(from.Value)
                    && !WaySearch.IsClean(_plan.Epochs[0], _exceptions, table.Tree(0, to), from);
                if (isBroken)
                {
                    _broken.Add((table.Bound(0, _exceptions, to), from));
                }
            }
        }

        /// <summary>Pairs of the last search.</summary>
        public int Found { get; private set; }

        /// <summary>Those of them that may not be the least.</summary>
        public int Unproven { get; private set; }

        public long FindWays()
        {
            foreach ((RouteTree bound, NodeId from) in _broken)
            {
                _search.TryFind(_plan.Epochs[0], _exceptions, bound, from, out _);
            }
            return _broken.Count;
        }

        public long FindPairs(Disjointness rule)
        {
            (Found, Unproven) = (0, 0);
            for (int a = 0; a < Edges; a++)
            {
                for (int b = 0; b < Edges; b++)
                {
                    if (a != b)
                    {
                        NodeId from = new(_satellites + a);
                        NodeId to = new(_satellites + b);
                        _pairs.TryFind(
                            _plan.Epochs[0], _exceptions, from, to, rule, out DisjointPair? pair);
                        Found += pair is null ? 0 : 1;
                        Unproven += pair?.IsLeast ?? true ? 0 : 1;
                    }
                }
            }
            return Edges * (Edges - 1);
        }

        private void Lose()
        {
            StandbyTable table = new(_plan);
            HashSet<NodeId> short1 = [];
            foreach (EpochLink link in _plan.Epochs[0].Links)
            {
                if (_lost.Contains(link.A.Value) || _lost.Contains(link.B.Value))
                {
                    _exceptions.SetDown(link.ContactIndex, isDown: true);
                    short1.Add(link.B);
                }
            }
            foreach (StandbyLink link in _plan.Epochs[0].Standby)
            {
                if (!_lost.Contains(link.Satellite.Value) && short1.Remove(link.Ground))
                {
                    _exceptions.Raise(new RaisedLink(
                        table.LinkOf(link), link.Satellite, link.Ground, link.DelayMiddleNs + 10_000));
                }
            }
        }

        private static Plan GridPlan(int planes, int slots, Prng dice)
        {
            int satellites = planes * slots;
            List<PlanNode> nodes = [];
            List<EpochLink> links = [];
            List<StandbyLink> standby = [];
            int inPlaneNs = 14_000_000 * 22 / slots;
            for (int s = 0; s < satellites; s++)
            {
                int plane = s / slots;
                nodes.Add(new PlanNode(
                    new NodeId(s), $"s{s}", NodeKind.Satellite, "", plane % 2 == 0 ? "ash" : "birch", plane,
                    s % slots));
                Join(s, (plane * slots) + ((s + 1) % slots), inPlaneNs);
                int across = (int)(dice.NextBetween(60, 100) * 1_800_000 / 100 * 72 / planes);
                Join(s, (s + slots) % satellites, across);
            }
            for (int e = 0; e < Edges; e++)
            {
                // Two satellites overhead on planes that run against each other, and their neighbours.
                NodeId edge = new(satellites + e);
                nodes.Add(new PlanNode(edge, $"e{e}", NodeKind.Edge, "", "", -1, -1));
                int up = (int)dice.NextBelow(satellites);
                int down = (up + (satellites / 3)) % satellites;
                Join(up, edge.Value, (int)dice.NextBetween(2_000_000, 5_000_000));
                Join(down, edge.Value, (int)dice.NextBetween(2_000_000, 5_000_000));
                int[] others = [up + slots, down + slots, up + 1];
                for (int rank = 0; rank < others.Length; rank++)
                {
                    int ns = (int)dice.NextBetween(3_000_000, 6_000_000);
                    NodeId satellite = new(others[rank] % satellites);
                    standby.Add(new StandbyLink(
                        edge, satellite, rank, ContactKind.Access, ns, ns, ns, default, default));
                }
            }
            Duration hop = Duration.FromMicroseconds(10);
            return new Plan
            {
                Version = 1,
                Start = Utc.FromCalendar(2026, 8, 11),
                EpochLength = Duration.FromSeconds(15),
                Drain = Duration.FromMilliseconds(100),
                HopDelay = hop,
                Nodes = nodes,
                Contacts = [],
                Epochs = [new PlanEpoch(0, nodes.Count, [.. links], standby, hop)],
            };

            void Join(int a, int b, int ns)
                => links.Add(new EpochLink(
                    links.Count, new NodeId(Math.Min(a, b)), new NodeId(Math.Max(a, b)), ns, ns, ns));
        }
    }
}
