using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>The first step of a shortest way. The default value is not a way.</summary>
/// <param name="NextSlot">
/// Its place in the node's row of the epoch, or -1 when the step goes over a raised standby link.
/// </param>
/// <param name="NextLink">The link's number: a contact's index, or below zero a standby link.</param>
/// <param name="Next">The node that is next.</param>
/// <param name="DistanceNs">The whole way from here.</param>
public readonly record struct Way(int NextSlot, int NextLink, NodeId Next, int DistanceNs);

/// <summary>
/// The exact shortest way in a view: the epoch without the contacts that are down and with the standby links
/// that are raised. A* whose heuristic is a tree of distances that no view of the epoch can beat. One search
/// a worker: it keeps scratch; once that has grown it allocates nothing.
/// <para>
/// Of equal ways it takes the one whose first neighbour has the lowest number, and of two links to it the one
/// with the lower number; so does <see cref="TreeBuilder"/>, and the answer is a function of the view alone.
/// Nodes leave the queue by estimate, then by distance: all that lie on shortest ways leave it before the
/// destination, each after those that come before it, so the least first step is carried along like the
/// distance. Any first step would do against loops, as distances to the destination strictly fall.
/// </para>
/// </summary>
public sealed class WaySearch
{
    private readonly bool[] _isTransit;
    private readonly Reached[] _reached;
    private readonly SearchQueue _queue = new();
    private int _round;

    /// <summary>A search over these nodes.</summary>
    public WaySearch(IReadOnlyList<PlanNode> nodes)
    {
        _isTransit = new bool[nodes.Count];
        _reached = new Reached[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
        }
    }

    /// <summary>Nodes looked at by the last search: work done, for reports.</summary>
    public int Expanded { get; private set; }

    /// <summary>
    /// Whether the path from a node in its base tree is the way in this view, so that no search is needed: no
    /// link on it is down, and no standby link is raised at either end. Those raised elsewhere cannot matter,
    /// as ground nodes do not transit. False also where the tree has no path.
    /// </summary>
    public static bool IsClean(PlanEpoch epoch, LinkExceptions exceptions, RouteTree tree, NodeId from)
    {
        if (!exceptions.RaisedAt(from).IsEmpty || !exceptions.RaisedAt(tree.Destination).IsEmpty)
        {
            return false;
        }
        if (exceptions.DownCount == 0)
        {
            return tree.Reaches(from);
        }
        for (NodeId node = from; node != tree.Destination;)
        {
            int slot = tree.NextSlot(node);
            if (slot == RouteTree.NoSlot)
            {
                return false;
            }
            Adjacent edge = epoch.Neighbours(node)[slot];
            if (exceptions.IsDown(epoch.Links[edge.LinkIndex].ContactIndex))
            {
                return false;
            }
            node = new NodeId(edge.Neighbour);
        }
        return true;
    }

    /// <summary>
    /// Finds the shortest way from <paramref name="from"/> to the destination of <paramref name="bound"/>,
    /// which is a tree of this epoch such as <see cref="RouteTable.Bound"/> gives: shorter than or as long as
    /// any way in the view, except that what is raised at <paramref name="from"/> need not be in it.
    /// </summary>
    public bool TryFind(
        PlanEpoch epoch, LinkExceptions exceptions, RouteTree bound, NodeId from, out Way way)
    {
        Check.That(from != bound.Destination);
        Begin(from.Value);
        ReadOnlySpan<RaisedLink> raised = exceptions.RaisedAt(bound.Destination);
        while (_queue.TryDequeue(out int node, out ulong key))
        {
            Reached at = _reached[node];
            if ((int)(uint)key != at.DistanceNs)
            {
                continue;
            }
            if (node == bound.Destination.Value)
            {
                way = FirstStep(epoch, from, at);
                return true;
            }
            Expanded++;
            Expand(epoch, exceptions, bound, node, at);
            foreach (RaisedLink link in raised)
            {
                if (link.Satellite.Value == node)
                {
                    Reach(bound, at, link.Ground.Value, link.Link, link.MetricNs);
                }
            }
            if (node == from.Value)
            {
                foreach (RaisedLink link in exceptions.RaisedAt(from))
                {
                    Reach(bound, at, link.Satellite.Value, link.Link, link.MetricNs);
                }
            }
        }
        way = default;
        return false;
    }

    private static Way FirstStep(PlanEpoch epoch, NodeId from, in Reached destination)
    {
        (int next, int link) = destination.First;
        ReadOnlySpan<Adjacent> row = epoch.Neighbours(from);
        int slot = row.Length - 1;
        while (slot >= 0
            && (row[slot].Neighbour != next || epoch.Links[row[slot].LinkIndex].ContactIndex != link))
        {
            slot--;
        }
        Check.That(slot >= 0 || StandbyTable.IsStandby(link));
        return new Way(slot, link, new NodeId(next), destination.DistanceNs);
    }

    private void Begin(int from)
    {
        if (++_round == int.MaxValue)
        {
            Array.Clear(_reached);
            _round = 1;
        }
        Expanded = 0;
        _queue.Clear();
        _reached[from] = new Reached(_round, 0, FirstHop.None);
        _queue.Enqueue(from, 0);
    }

    // What costs a look elsewhere comes last: most links lead back, or to a ground node.
    private void Expand(
        PlanEpoch epoch, LinkExceptions exceptions, RouteTree bound, int node, in Reached at)
    {
        bool hasDown = exceptions.DownCount > 0;
        ReadOnlySpan<EpochLink> links = epoch.Links;
        foreach (Adjacent edge in epoch.Neighbours(new NodeId(node)))
        {
            if (!_isTransit[edge.Neighbour] && edge.Neighbour != bound.Destination.Value)
            {
                continue;
            }
            ref Reached there = ref _reached[edge.Neighbour];
            long viaNs = (long)at.DistanceNs + edge.MetricNs;
            if (there.Round == _round && there.DistanceNs < viaNs)
            {
                continue;
            }
            int link = links[edge.LinkIndex].ContactIndex;
            if (!hasDown || !exceptions.IsDown(link))
            {
                Reach(bound, at, edge.Neighbour, link, edge.MetricNs);
            }
        }
    }

    private void Reach(RouteTree bound, in Reached at, int node, int link, int metricNs)
    {
        // Longer than a distance can be is as good as no way; that also covers a node without a way.
        long viaNs = (long)at.DistanceNs + metricNs;
        long totalNs = viaNs + bound.DistanceNs(new NodeId(node));
        if (totalNs >= RouteTree.Unreachable)
        {
            return;
        }
        FirstHop first = at.First.IsNone ? new FirstHop(node, link) : at.First;
        ref Reached there = ref _reached[node];
        if (there.Round != _round || viaNs < there.DistanceNs)
        {
            there = new Reached(_round, (int)viaNs, first);
            _queue.Enqueue(node, ((ulong)totalNs << 32) | (uint)viaNs);
        }
        else if (viaNs == there.DistanceNs && first.IsBefore(there.First))
        {
            there = there with { First = first };
        }
    }

    private readonly record struct FirstHop(int Node, int Link)
    {
        public static FirstHop None => new(-1, 0);

        public bool IsNone => Node < 0;

        public bool IsBefore(FirstHop other)
            => Node < other.Node || (Node == other.Node && Link < other.Link);
    }

    private readonly record struct Reached(int Round, int DistanceNs, FirstHop First);
}
