using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// Builds shortest-path trees by Dijkstra's algorithm, with buckets, from the destination outwards. Links
/// have the same metric both ways, so a path out is a path in. Nodes that do not transit are reached but
/// never passed through. Of equal paths a node takes the neighbour with the lowest number, so every node
/// agrees. One builder a worker: it keeps scratch.
/// </summary>
public sealed class TreeBuilder
{
    private readonly bool[] _isTransit;
    private readonly short[] _noSlots;
    private readonly BucketQueue _queue = new();

    /// <summary>A builder for graphs over these nodes.</summary>
    public TreeBuilder(IReadOnlyList<PlanNode> nodes)
    {
        _isTransit = new bool[nodes.Count];
        _noSlots = new short[nodes.Count];
        _noSlots.AsSpan().Fill(RouteTree.NoSlot);
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
        }
    }

    /// <summary>The tree of one epoch and destination.</summary>
    public RouteTree Build(PlanEpoch epoch, NodeId destination)
    {
        int[] distanceNs = Distances(epoch, destination);
        return new RouteTree(destination, distanceNs, NextSlots(epoch, destination, distanceNs));
    }

    /// <summary>
    /// A tree without next hops, for an epoch that lists more links than are in force: its distances bound
    /// those of every view, and its slots would be those of other rows.
    /// </summary>
    public RouteTree BuildBound(PlanEpoch widened, NodeId destination)
        => new(destination, Distances(widened, destination), _noSlots);

    private int[] Distances(PlanEpoch epoch, NodeId destination)
    {
        int nodeCount = _isTransit.Length;
        int[] distanceNs = new int[nodeCount];
        distanceNs.AsSpan().Fill(RouteTree.Unreachable);
        distanceNs[destination.Value] = 0;
        _queue.Clear();
        _queue.Enqueue(destination.Value, 0);
        while (_queue.TryDequeue(out int node, out int bucket))
        {
            int baseNs = distanceNs[node];
            bool isStale = BucketQueue.BucketOf(baseNs) != bucket;
            if (isStale || (!_isTransit[node] && node != destination.Value))
            {
                continue;
            }
            foreach (Adjacent edge in epoch.Neighbours(new NodeId(node)))
            {
                // Longer than a distance can be is as good as no way.
                long viaNs = (long)baseNs + edge.MetricNs;
                if (viaNs < distanceNs[edge.Neighbour])
                {
                    distanceNs[edge.Neighbour] = (int)viaNs;
                    _queue.Enqueue(edge.Neighbour, (int)viaNs);
                }
            }
        }
        return distanceNs;
    }

    // Next hops follow from distances alone: whatever order the search took, the answer is one.
    private short[] NextSlots(PlanEpoch epoch, NodeId destination, int[] distanceNs)
    {
        short[] nextSlot = new short[distanceNs.Length];
        nextSlot.AsSpan().Fill(RouteTree.NoSlot);
        for (int node = 0; node < distanceNs.Length; node++)
        {
            if (node == destination.Value || distanceNs[node] == RouteTree.Unreachable)
            {
                continue;
            }
            ReadOnlySpan<Adjacent> row = epoch.Neighbours(new NodeId(node));
            for (int slot = 0; slot < row.Length; slot++)
            {
                int neighbour = row[slot].Neighbour;
                if (distanceNs[neighbour] != RouteTree.Unreachable
                    && distanceNs[neighbour] + row[slot].MetricNs == distanceNs[node]
                    && (_isTransit[neighbour] || neighbour == destination.Value))
                {
                    nextSlot[node] = checked((short)slot);
                    break;
                }
            }
            Check.That(nextSlot[node] != RouteTree.NoSlot);
        }
        return nextSlot;
    }
}
