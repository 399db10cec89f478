using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// Two ways at once, for contracts that are replicated: the pair whose delays have the least sum. The sum is
/// what has an exact and fast answer (making the longer way as short as possible is NP-hard), and every copy
/// that takes the longer way also loads the network for longer. A pair is not the shortest way and what is
/// left without it: on a trap topology the shortest way cuts all others although two disjoint ones exist.
/// <para>
/// The pair is the least there is under every rule: by Suurballe's algorithm for links and nodes, by branch
/// and bound over that (<see cref="Disjointness.Gateway"/>) or over single ways (planes and vendors, which
/// are shared risk groups and NP-hard in general). A search by branches has a budget; where it gives up, the
/// pair is the best of some that were tried, <see cref="DisjointPair.IsLeast"/> is false, and there may be
/// one where none was found. A pair never breaks its rule.
/// </para>
/// <para>
/// Ground nodes are only ends, so an edge with a single access link has no pair. Of equal pairs it takes one
/// that depends on nothing but the view. One search a worker: it keeps scratch.
/// </para>
/// </summary>
public sealed class DisjointPairs
{
    /// <summary>First ways tried for plane and vendor disjointness.</summary>
    public const int AttemptsMax = 24;

    /// <summary>
    /// How often the ways of one attempt are searched again, each with what the other leaves.
    /// </summary>
    private const int RefinementsMax = 4;

    private readonly bool[] _isTransit;
    private readonly int[] _planeOf;
    private readonly int[] _vendorOf;
    private readonly PairSearch _search;
    private readonly GroupPairs _groups;
    private readonly GatewayPairs _gateways;
    private readonly HashSet<int> _seen = [];
    private List<WayStep> _shortWay = [];
    private List<WayStep> _longWay = [];
    private bool _isLeast;

    /// <summary>A search over these nodes.</summary>
    public DisjointPairs(IReadOnlyList<PlanNode> nodes)
    {
        _isTransit = new bool[nodes.Count];
        _planeOf = new int[nodes.Count];
        _vendorOf = new int[nodes.Count];
        Dictionary<string, int> vendors = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
            _planeOf[i] = nodes[i].Plane;
            vendors.TryAdd(nodes[i].Vendor, vendors.Count);
            _vendorOf[i] = vendors[nodes[i].Vendor];
        }
        _search = new PairSearch(nodes.Count);
        _groups = new GroupPairs(_isTransit, _search);
        _gateways = new GatewayPairs(_isTransit, _search);
    }

    /// <summary>
    /// Finds the pair between two different nodes under a rule, if there is one to be found.
    /// </summary>
    public bool TryFind(
        PlanEpoch epoch,
        LinkExceptions exceptions,
        NodeId from,
        NodeId to,
        Disjointness rule,
        [NotNullWhen(true)] out DisjointPair? pair)
    {
        Check.That(from != to);
        PairView view = new(epoch, exceptions, from.Value, to.Value);
        _isLeast = true;
        _isTransit.CopyTo(_search.IsOpen, 0);
        bool isFound = rule switch
        {
            Disjointness.Link => TryLinks(view),
            Disjointness.Node => TryNodes(view),
            Disjointness.Plane => TryGroups(view, _planeOf),
            Disjointness.Vendor => TryGroups(view, _vendorOf),
            Disjointness.Gateway => TryGateways(view),
            _ => throw new InvariantException("no such rule"),
        };
        // Longer than a distance can be is as good as no way.
        pair = isFound && WayStep.Sum(_longWay) < RouteTree.Unreachable
            ? new DisjointPair(Read(_shortWay), Read(_longWay)) { IsLeast = _isLeast }
            : null;
        return pair is not null;
    }

    private bool TryLinks(in PairView view)
    {
        Array.Clear(_search.IsSingle);
        return _search.TryFindPair(view, _shortWay, _longWay);
    }

    private bool TryNodes(in PairView view)
    {
        Array.Fill(_search.IsSingle, true);
        return _search.TryFindPair(view, _shortWay, _longWay);
    }

    // Where the search gives up: the least link-disjoint pair in which no satellite that could serve an end
    // is on both ways, which leaves out pairs that both pass one of them on the way.
    private bool TryGateways(in PairView view)
    {
        switch (_gateways.Find(view))
        {
            case PairOutcome.Found:
                Take(_gateways.Ways);
                return true;
            case PairOutcome.NoPair:
                return false;
            default:
                _isLeast = false;
                MakeAccessSingle(view, view.From);
                MakeAccessSingle(view, view.To);
                return _search.TryFindPair(view, _shortWay, _longWay);
        }
    }

    private void Take((List<WayStep> First, List<WayStep> Second) ways)
        => (_shortWay, _longWay) = WayStep.Sum(ways.First) <= WayStep.Sum(ways.Second)
            ? ways : (ways.Second, ways.First);

    private void MakeAccessSingle(in PairView view, int end)
    {
        if (_isTransit[end])
        {
            return;
        }
        foreach (Adjacent edge in view.Epoch.Neighbours(new NodeId(end)))
        {
            _search.IsSingle[edge.Neighbour] = true;
        }
        foreach (RaisedLink link in view.Exceptions.RaisedAt(new NodeId(end)))
        {
            _search.IsSingle[link.Satellite.Value] = true;
        }
    }

    // 1. The node-disjoint pair: none, then there is none here; obedient, then it is the least.
    // 2. By branches; where that gives up:
    // 3. First ways: its two, the shortest of all, and the shortest around each group that these use.
    // 4. The least pair of any of them.
    private bool TryGroups(in PairView view, int[] groupOf)
    {
        if (!TryNodes(view))
        {
            return false;
        }
        if (!SharesGroup(groupOf))
        {
            return true;
        }
        List<List<WayStep>> starts = [_shortWay, _longWay];
        switch (_groups.Find(view, groupOf))
        {
            case PairOutcome.Found:
                Take(_groups.Ways);
                return true;
            case PairOutcome.NoPair:
                return false;
            default:
                _isLeast = false;
                break;
        }
        AddWayAvoiding(view, groupOf, [], starts);
        SortedSet<int> groups = [];
        foreach (List<WayStep> start in starts)
        {
            AddGroups(start, groupOf, groups);
        }
        foreach (int group in groups)
        {
            if (starts.Count < AttemptsMax)
            {
                AddWayAvoiding(view, groupOf, [group], starts);
            }
        }
        long leastNs = long.MaxValue;
        foreach (List<WayStep> start in starts)
        {
            Attempt(view, groupOf, start, ref leastNs);
        }
        return leastNs != long.MaxValue;
    }

    private bool SharesGroup(int[] groupOf)
    {
        _seen.Clear();
        AddGroups(_shortWay, groupOf, _seen);
        foreach (WayStep step in _longWay.GetRange(1, _longWay.Count - 1))
        {
            if (_seen.Contains(groupOf[step.From]))
            {
                return true;
            }
        }
        return false;
    }

    private static void AddGroups(List<WayStep> way, int[] groupOf, ISet<int> groups)
    {
        for (int i = 1; i < way.Count; i++)
        {
            groups.Add(groupOf[way[i].From]);
        }
    }

    private void AddWayAvoiding(
        in PairView view, int[] groupOf, ReadOnlySpan<int> avoided, List<List<WayStep>> ways)
    {
        _seen.Clear();
        foreach (int group in avoided)
        {
            _seen.Add(group);
        }
        List<WayStep> way = [];
        if (TryFindAvoidingSeen(view, groupOf, closedLink: null, way))
        {
            ways.Add(way);
        }
    }

    // The other way with what this one leaves, then this one again with what the other leaves, as long as the
    // sum falls.
    private void Attempt(in PairView view, int[] groupOf, List<WayStep> start, ref long leastNs)
    {
        List<WayStep> way = start;
        long wayNs = WayStep.Sum(way);
        long sumNs = long.MaxValue;
        for (int i = 0; i < RefinementsMax; i++)
        {
            List<WayStep> other = [];
            _seen.Clear();
            AddGroups(way, groupOf, _seen);
            int? closedLink = way.Count == 1 ? way[0].Link : null;
            if (!TryFindAvoidingSeen(view, groupOf, closedLink, other))
            {
                return;
            }
            long otherNs = WayStep.Sum(other);
            if (wayNs + otherNs >= sumNs)
            {
                return;
            }
            sumNs = wayNs + otherNs;
            if (sumNs < leastNs)
            {
                leastNs = sumNs;
                (_shortWay, _longWay) = wayNs <= otherNs ? (way, other) : (other, way);
            }
            (way, wayNs) = (other, otherNs);
        }
    }

    private bool TryFindAvoidingSeen(in PairView view, int[] groupOf, int? closedLink, List<WayStep> way)
    {
        for (int node = 0; node < _isTransit.Length; node++)
        {
            _search.IsOpen[node] = _isTransit[node] && !_seen.Contains(groupOf[node]);
        }
        return _search.TryFindWay(view, closedLink, way);
    }

    private static PairWay Read(List<WayStep> way)
    {
        List<NodeId> nodes = [new NodeId(way[0].From)];
        List<int> links = [];
        foreach (WayStep step in way)
        {
            nodes.Add(new NodeId(step.To));
            links.Add(step.Link);
        }
        return new PairWay(nodes, links, (int)WayStep.Sum(way));
    }
}
