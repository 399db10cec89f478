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
/// Exact for <see cref="Disjointness.Link"/> and <see cref="Disjointness.Node"/>. For the other rules the
/// pair of the next weaker rule is the answer if it happens to obey; then it is the least. Otherwise
/// <see cref="Disjointness.Gateway"/> lets no candidate for an access satellite serve twice, and misses only
/// pairs that both pass one of them on the way. Plane and vendor disjointness is NP-hard (shared risk
/// groups): up to <see cref="AttemptsMax"/> first ways are tried, each with the shortest way that avoids all
/// its groups. That may miss a pair or the best one; it never returns one that breaks its rule.
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
    private readonly HashSet<int> _seen = [];
    private List<WayStep> _shortWay = [];
    private List<WayStep> _longWay = [];

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
        pair = isFound && Length(_longWay) < RouteTree.Unreachable
            ? new DisjointPair(Read(_shortWay), Read(_longWay))
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

    private bool TryGateways(in PairView view)
    {
        if (!TryLinks(view))
        {
            return false;
        }
        if (!SharesAccess(view, _shortWay, _longWay) && !SharesAccess(view, _longWay, _shortWay))
        {
            return true;
        }
        Array.Clear(_search.IsSingle);
        MakeAccessSingle(view, view.From);
        MakeAccessSingle(view, view.To);
        return _search.TryFindPair(view, _shortWay, _longWay);
    }

    // Whether an access satellite of one way is on the other.
    private bool SharesAccess(in PairView view, List<WayStep> way, List<WayStep> other)
    {
        int first = _isTransit[view.From] || way.Count == 1 ? -1 : way[0].To;
        int last = _isTransit[view.To] || way.Count == 1 ? -1 : way[^1].From;
        int to = view.To;
        return other.Exists(s => s.To != to && (s.To == first || s.To == last));
    }

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
    // 2. First ways: its two, the shortest of all, and the shortest around each group that these use.
    // 3. The least pair of any of them.
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
        long wayNs = Length(way);
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
            long otherNs = Length(other);
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

    private static long Length(List<WayStep> way)
    {
        long sumNs = 0;
        foreach (WayStep step in way)
        {
            sumNs += step.MetricNs;
        }
        return sumNs;
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
        return new PairWay(nodes, links, (int)Length(way));
    }
}
