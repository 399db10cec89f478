using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>What a link of an epoch costs from now on.</summary>
/// <param name="LinkIndex">Its place in <see cref="PlanEpoch.Links"/>.</param>
/// <param name="MetricNs">
/// The metric, above zero; <see cref="RouteTree.Unreachable"/> if the link failed.
/// </param>
public readonly record struct LinkChange(int LinkIndex, int MetricNs);

/// <summary>
/// One tree that is kept while links fail, return and change what they cost, and carried from epoch to epoch.
/// After every change it is the tree that a full computation gives: the same distances, and of equal next
/// hops the first of the row. What a change costs goes by the nodes whose distance it changes, after
/// Ramalingam and Reps (1996): a lost link outside the tree costs next to nothing. Rows stay those of the
/// epoch; a failed link keeps its slot and is not used. One tree a worker: it keeps scratch.
/// </summary>
public sealed partial class LiveTree
{
    private readonly bool[] _isTransit;
    private readonly int[] _distanceNs;
    private readonly short[] _nextSlot;
    private readonly NodeMarks _lost;
    private readonly NodeMarks _moved;
    private readonly NodeMarks _stale;
    private readonly List<int> _hanging = [];
    private readonly BucketQueue _queue = new();
    private int[] _metricNs = [];
    private PlanEpoch _epoch;
    private int _destination;

    /// <summary>Starts with a tree of an epoch, all links as the epoch has them.</summary>
    public LiveTree(IReadOnlyList<PlanNode> nodes, PlanEpoch epoch, RouteTree tree)
    {
        _isTransit = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
        }
        _distanceNs = new int[nodes.Count];
        _nextSlot = new short[nodes.Count];
        _lost = new NodeMarks(nodes.Count);
        _moved = new NodeMarks(nodes.Count);
        _stale = new NodeMarks(nodes.Count);
        _epoch = epoch;
        Start(epoch, tree);
    }

    /// <summary>Where all paths end.</summary>
    public NodeId Destination => new(_destination);

    /// <summary>Nodes whose distance the last change moved, some of them back: work done.</summary>
    public int Moved => _moved.Count;

    /// <summary>Distance of a node, as <see cref="RouteTree.DistanceNs"/>.</summary>
    public int DistanceNs(NodeId node) => _distanceNs[node.Value];

    /// <summary>Next slot of a node, as <see cref="RouteTree.NextSlot"/>.</summary>
    public int NextSlot(NodeId node) => _nextSlot[node.Value];

    /// <summary>A copy that stays as it is.</summary>
    public RouteTree ToTree() => new(Destination, [.. _distanceNs], [.. _nextSlot]);

    /// <summary>Starts again with another tree.</summary>
    public void Start(PlanEpoch epoch, RouteTree tree)
    {
        Check.That(epoch.NodeCount == _isTransit.Length);
        _destination = tree.Destination.Value;
        for (int node = 0; node < _distanceNs.Length; node++)
        {
            _distanceNs[node] = tree.DistanceNs(new NodeId(node));
            _nextSlot[node] = (short)tree.NextSlot(new NodeId(node));
        }
        Enter(epoch);
        _moved.Clear();
    }

    /// <summary>Applies changes of links, all at once.</summary>
    // 1. A node whose next hop costs more, or is lost, and that has no other way as short, is lost.
    // 2. Lost nodes start from the neighbours that are left, ends of changed links from each other, and the
    //    gain spreads as in a full computation.
    // 3. Next hops are read again where a distance, a neighbour's or a link has changed.
    public void Apply(ReadOnlySpan<LinkChange> changes)
    {
        _lost.Clear();
        _moved.Clear();
        _stale.Clear();
        foreach (LinkChange change in changes)
        {
            Check.That(change.MetricNs > 0);
            _metricNs[change.LinkIndex] = change.MetricNs;
            EpochLink link = _epoch.Links[change.LinkIndex];
            LookAgain(link.A.Value, change.LinkIndex);
            LookAgain(link.B.Value, change.LinkIndex);
        }
        Lose();
        foreach (int node in _lost.All)
        {
            _distanceNs[node] = RouteTree.Unreachable;
            _moved.Add(node);
        }
        foreach (int node in _lost.All)
        {
            Rejoin(node);
        }
        foreach (LinkChange change in changes)
        {
            EpochLink link = _epoch.Links[change.LinkIndex];
            int metricNs = _metricNs[change.LinkIndex];
            Offer(link.A.Value, link.B.Value, metricNs);
            Offer(link.B.Value, link.A.Value, metricNs);
        }
        Spread();
        foreach (int node in _moved.All)
        {
            _stale.Add(node);
            foreach (Adjacent edge in Row(node))
            {
                _stale.Add(edge.Neighbour);
            }
        }
        foreach (int node in _stale.All)
        {
            ReadSlot(node);
        }
    }

    private void Enter(PlanEpoch epoch)
    {
        _epoch = epoch;
        if (_metricNs.Length < epoch.Links.Length)
        {
            _metricNs = new int[epoch.Links.Length];
        }
        for (int node = 0; node < epoch.NodeCount; node++)
        {
            foreach (Adjacent edge in Row(node))
            {
                _metricNs[edge.LinkIndex] = edge.MetricNs;
            }
        }
    }

    private ReadOnlySpan<Adjacent> Row(int node) => _epoch.Neighbours(new NodeId(node));

    private bool IsPassable(int node) => _isTransit[node] || node == _destination;

    private void LookAgain(int node, int link)
    {
        _stale.Add(node);
        int slot = _nextSlot[node];
        if (slot != RouteTree.NoSlot && Row(node)[slot].LinkIndex == link)
        {
            _hanging.Add(node);
        }
    }

    // In any order: a node that is kept takes a next hop that is nearer than itself, and hangs again if that
    // is lost later.
    private void Lose()
    {
        while (_hanging.Count > 0)
        {
            int node = _hanging[^1];
            _hanging.RemoveAt(_hanging.Count - 1);
            if (_lost.Contains(node) || FindsKept(node))
            {
                continue;
            }
            _lost.Add(node);
            foreach (Adjacent edge in Row(node))
            {
                int slot = _nextSlot[edge.Neighbour];
                if (slot != RouteTree.NoSlot && Row(edge.Neighbour)[slot].Neighbour == node)
                {
                    _hanging.Add(edge.Neighbour);
                }
            }
        }
    }

    private bool FindsKept(int node)
    {
        ReadOnlySpan<Adjacent> row = Row(node);
        for (int slot = 0; slot < row.Length; slot++)
        {
            int via = row[slot].Neighbour;
            if (IsPassable(via) && !_lost.Contains(via)
                && (long)_distanceNs[via] + _metricNs[row[slot].LinkIndex] <= _distanceNs[node])
            {
                _nextSlot[node] = (short)slot;
                _stale.Add(node);
                return true;
            }
        }
        return false;
    }

    private void Rejoin(int node)
    {
        foreach (Adjacent edge in Row(node))
        {
            if (!_lost.Contains(edge.Neighbour))
            {
                Offer(edge.Neighbour, node, _metricNs[edge.LinkIndex]);
            }
        }
    }

    private void Offer(int from, int to, int metricNs)
    {
        long viaNs = (long)_distanceNs[from] + metricNs;
        if (viaNs < _distanceNs[to] && IsPassable(from))
        {
            _distanceNs[to] = (int)viaNs;
            _moved.Add(to);
            _queue.Enqueue(to, (int)viaNs);
        }
    }

    private void Spread()
    {
        while (_queue.TryDequeue(out int node, out int bucket))
        {
            if (BucketQueue.BucketOf(_distanceNs[node]) == bucket)
            {
                foreach (Adjacent edge in Row(node))
                {
                    Offer(node, edge.Neighbour, _metricNs[edge.LinkIndex]);
                }
            }
        }
    }

    private void ReadSlot(int node)
    {
        _nextSlot[node] = RouteTree.NoSlot;
        int distanceNs = _distanceNs[node];
        if (node == _destination || distanceNs == RouteTree.Unreachable)
        {
            return;
        }
        ReadOnlySpan<Adjacent> row = Row(node);
        for (int slot = 0; slot < row.Length; slot++)
        {
            int via = row[slot].Neighbour;
            if ((long)_distanceNs[via] + _metricNs[row[slot].LinkIndex] == distanceNs && IsPassable(via))
            {
                _nextSlot[node] = checked((short)slot);
                break;
            }
        }
        Check.That(_nextSlot[node] != RouteTree.NoSlot);
    }
}
