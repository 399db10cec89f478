using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>One step of a way over a link of a view.</summary>
internal readonly record struct WayStep(int From, int To, int Link, int MetricNs)
{
    /// <summary>What a way comes to.</summary>
    public static long Sum(List<WayStep> way)
    {
        long sumNs = 0;
        foreach (WayStep step in way)
        {
            sumNs += step.MetricNs;
        }
        return sumNs;
    }
}

/// <summary>
/// The exact searches under disjoint pairs: the shortest way over the nodes that are open, and the two ways
/// of least total that share no link and none of the nodes that are single (Suurballe 1974, with the reduced
/// costs of Suurballe and Tarjan 1984).
/// <para>
/// The second search may run back along the first way, giving up what it took there; a single node on the
/// first way is two states, as one may arrive at it from elsewhere only to go back along the first way, and
/// leave it elsewhere only after having come back along it. One search a worker: it keeps scratch.
/// </para>
/// </summary>
internal sealed class PairSearch
{
    // Link of a step back along the first way, and of no step at all.
    private const int Back = int.MinValue;

    // States of a node: as left, which is the only one of most nodes, and as entered.
    private readonly int _nodeCount;
    private readonly Reached[] _reached;
    private readonly int[] _potentialNs;
    private readonly int[] _placeOnFirst;
    private readonly SearchQueue _queue = new();
    private readonly List<WayStep> _first = [];
    private readonly List<WayStep> _arcs = [];
    private int _round;

    public PairSearch(int nodeCount)
    {
        _nodeCount = nodeCount;
        _reached = new Reached[2 * nodeCount];
        _potentialNs = new int[nodeCount];
        _placeOnFirst = new int[nodeCount];
        IsOpen = new bool[nodeCount];
        IsSingle = new bool[nodeCount];
    }

    /// <summary>Nodes that ways may pass through; the ends need not be among them.</summary>
    public bool[] IsOpen { get; }

    /// <summary>Nodes that only one way of a pair may pass through.</summary>
    public bool[] IsSingle { get; }

    /// <summary>Satellites that may not serve an end.</summary>
    public HashSet<AccessPlace> Closed { get; } = [];

    /// <summary>The shortest way; without the direct link <paramref name="closedLink"/> if given.</summary>
    public bool TryFindWay(in PairView view, int? closedLink, List<WayStep> way)
    {
        way.Clear();
        Begin(view.From);
        while (_queue.TryDequeue(out int node, out ulong key))
        {
            if (key != Key(_reached[node].DistanceNs, node))
            {
                continue;
            }
            if (node == view.To)
            {
                ReadBack(view.From, view.To, way);
                return true;
            }
            Edges edges = new(view, node);
            while (edges.TryNext(out WayStep step))
            {
                long viaNs = (long)_reached[node].DistanceNs + step.MetricNs;
                if (IsPassable(view, step.To) && IsBetter(step.To, viaNs)
                    && step.Link != closedLink && view.IsUp(step.Link) && !IsClosed(view, step))
                {
                    Reach(step.To, node, viaNs, step);
                }
            }
        }
        return false;
    }

    /// <summary>
    /// The two ways of least total, both empty if there are none. The first holds the shorter stretch between
    /// any two nodes that both pass.
    /// </summary>
    public bool TryFindPair(in PairView view, List<WayStep> shortWay, List<WayStep> longWay)
    {
        shortWay.Clear();
        longWay.Clear();
        if (!TryFindWay(view, closedLink: null, _first))
        {
            return false;
        }
        SetPotentials(view);
        bool isFound = TryFindSecond(view);
        if (isFound)
        {
            Combine(view);
            Take(view, shortWay);
            Take(view, longWay);
            Check.That(_arcs.Count == 0);
            SwapStretches(shortWay, longWay);
        }
        foreach (WayStep step in _first)
        {
            _placeOnFirst[step.To] = 0;
        }
        return isFound;
    }

    private void Begin(int from)
    {
        if (++_round == int.MaxValue)
        {
            Array.Clear(_reached);
            _round = 1;
        }
        _queue.Clear();
        _reached[from] = new Reached(_round, 0, -1, default);
        _queue.Enqueue(from, Key(0, from));
    }

    private bool IsPassable(in PairView view, int node)
        => node == view.To || (IsOpen[node] && node != view.From);

    private bool IsClosed(in PairView view, in WayStep step)
        => Closed.Count > 0
            && ((step.From == view.From && Closed.Contains(new AccessPlace(step.To, step.From)))
                || (step.To == view.To && Closed.Contains(new AccessPlace(step.From, step.To))));

    private bool IsBetter(int state, long viaNs)
        => viaNs < (_reached[state].Round == _round ? _reached[state].DistanceNs : RouteTree.Unreachable);

    private void Reach(int state, int parent, long viaNs, in WayStep step)
    {
        _reached[state] = new Reached(_round, (int)viaNs, parent, step);
        _queue.Enqueue(state, Key((int)viaNs, state));
    }

    private void ReadBack(int from, int to, List<WayStep> way)
    {
        for (int node = to; node != from; node = _reached[node].Parent)
        {
            way.Add(_reached[node].Step);
        }
        way.Reverse();
    }

    // Distances from the start, cut off at the destination's: the search went no further, and links still
    // cost nothing below zero.
    private void SetPotentials(in PairView view)
    {
        int mostNs = _reached[view.To].DistanceNs;
        for (int node = 0; node < _nodeCount; node++)
        {
            Reached at = _reached[node];
            _potentialNs[node] = at.Round == _round ? Math.Min(at.DistanceNs, mostNs) : mostNs;
        }
        for (int i = 0; i < _first.Count; i++)
        {
            _placeOnFirst[_first[i].To] = i + 1;
        }
    }

    // A state below the number of nodes is a node as left; the others are single nodes as entered.
    private bool TryFindSecond(in PairView view)
    {
        Begin(view.From);
        while (_queue.TryDequeue(out int state, out ulong key))
        {
            int baseNs = _reached[state].DistanceNs;
            if (key != Key(baseNs, state))
            {
                continue;
            }
            if (state == view.To)
            {
                return true;
            }
            int node = state % _nodeCount;
            int place = _placeOnFirst[node];
            if (place > 1 && IsBetter(_first[place - 1].From, baseNs))
            {
                // Reduced, a step back costs nothing. One back to the start would lead nowhere new.
                int before = _first[place - 1].From;
                Reach(before, state, baseNs, new WayStep(node, before, Back, place - 1));
            }
            if (state < _nodeCount)
            {
                LeaveFrom(view, node, baseNs);
            }
        }
        return false;
    }

    private void LeaveFrom(in PairView view, int node, int baseNs)
    {
        int place = _placeOnFirst[node];
        int inLink = place > 0 ? _first[place - 1].Link : Back;
        bool isOnFirst = place > 0 || node == view.From;
        int outLink = isOnFirst ? _first[place].Link : Back;
        Edges edges = new(view, node);
        while (edges.TryNext(out WayStep step))
        {
            if (!IsPassable(view, step.To) || step.Link == inLink || step.Link == outLink)
            {
                continue;
            }
            bool isEntered = IsSingle[step.To] && _placeOnFirst[step.To] > 0 && step.To != view.To;
            int state = isEntered ? step.To + _nodeCount : step.To;
            long viaNs = (long)baseNs + step.MetricNs + _potentialNs[node] - _potentialNs[step.To];
            if (IsBetter(state, viaNs) && view.IsUp(step.Link) && !IsClosed(view, step))
            {
                Reach(state, node, viaNs, step);
            }
        }
    }

    // What the second search ran back over is in neither way.
    private void Combine(in PairView view)
    {
        _arcs.Clear();
        for (int state = view.To; state != view.From; state = _reached[state].Parent)
        {
            WayStep step = _reached[state].Step;
            if (step.Link == Back)
            {
                _first[step.MetricNs] = _first[step.MetricNs] with { Link = Back };
            }
            else
            {
                _arcs.Add(step);
            }
        }
        foreach (WayStep step in _first)
        {
            if (step.Link != Back)
            {
                _arcs.Add(step);
            }
        }
        _arcs.Sort(static (a, b) =>
            a.From != b.From ? a.From.CompareTo(b.From)
            : a.To != b.To ? a.To.CompareTo(b.To)
            : a.Link.CompareTo(b.Link));
    }

    // Steps that cost something form no circle, or the total would not be least: this ends.
    private void Take(in PairView view, List<WayStep> way)
    {
        for (int node = view.From; node != view.To; node = way[^1].To)
        {
            int next = _arcs.FindIndex(a => a.From == node);
            way.Add(_arcs[next]);
            _arcs.RemoveAt(next);
        }
    }

    // Both ways pass the nodes they share in the same order, as all steps together form no circle.
    private static void SwapStretches(List<WayStep> shortWay, List<WayStep> longWay)
    {
        List<WayStep> a = [.. shortWay];
        List<WayStep> b = [.. longWay];
        shortWay.Clear();
        longWay.Clear();
        for (int i = 0, j = 0; i < a.Count;)
        {
            (int iEnd, int jEnd) = NextShared(a, b, i, j);
            bool isSwapped = Sum(b, j, jEnd) < Sum(a, i, iEnd);
            (isSwapped ? longWay : shortWay).AddRange(a[i..iEnd]);
            (isSwapped ? shortWay : longWay).AddRange(b[j..jEnd]);
            (i, j) = (iEnd, jEnd);
        }
    }

    private static (int I, int J) NextShared(List<WayStep> a, List<WayStep> b, int i, int j)
    {
        while (true)
        {
            int to = a[i++].To;
            int place = b.FindIndex(j, s => s.To == to);
            if (place >= 0)
            {
                return (i, place + 1);
            }
        }
    }

    private static long Sum(List<WayStep> way, int first, int end)
    {
        long sumNs = 0;
        for (int i = first; i < end; i++)
        {
            sumNs += way[i].MetricNs;
        }
        return sumNs;
    }

    private static ulong Key(int distanceNs, int state) => ((ulong)distanceNs << 32) | (uint)state;

    private readonly record struct Reached(int Round, int DistanceNs, int Parent, WayStep Step);

    /// <summary>The links away from a node: those of the epoch, then the raised ones of the ends.</summary>
    private ref struct Edges
    {
        private readonly int _node;
        private readonly ReadOnlySpan<Adjacent> _row;
        private readonly ReadOnlySpan<EpochLink> _links;
        private readonly ReadOnlySpan<RaisedLink> _raisedAtFrom;
        private readonly ReadOnlySpan<RaisedLink> _raisedAtTo;
        private int _next;

        public Edges(in PairView view, int node)
        {
            _node = node;
            _row = view.Epoch.Neighbours(new NodeId(node));
            _links = view.Epoch.Links;
            _raisedAtFrom = node == view.From ? view.Exceptions.RaisedAt(new NodeId(node)) : [];
            _raisedAtTo = view.Exceptions.RaisedAt(new NodeId(view.To));
        }

        public bool TryNext(out WayStep step)
        {
            int i = _next++;
            if (i < _row.Length)
            {
                Adjacent edge = _row[i];
                step = new(_node, edge.Neighbour, _links[edge.LinkIndex].ContactIndex, edge.MetricNs);
                return true;
            }
            i -= _row.Length;
            if (i < _raisedAtFrom.Length)
            {
                RaisedLink link = _raisedAtFrom[i];
                step = new(_node, link.Satellite.Value, link.Link, link.MetricNs);
                return true;
            }
            for (i -= _raisedAtFrom.Length; i < _raisedAtTo.Length; i++, _next++)
            {
                RaisedLink link = _raisedAtTo[i];
                if (link.Satellite.Value == _node)
                {
                    step = new(_node, link.Ground.Value, link.Link, link.MetricNs);
                    return true;
                }
            }
            step = default;
            return false;
        }
    }
}
