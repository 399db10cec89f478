using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>Where a field starts, and what it costs to get from there to the goal.</summary>
public readonly record struct FieldSource(NodeId Node, int OffsetNs);

/// <summary>
/// Distances from every transit node to a goal that hangs on several of them, such as a ground node on all
/// the satellites it sees. No next hops: it answers "how far", many times over. One field a worker: it keeps
/// scratch.
/// </summary>
public sealed class DistanceField
{
    private const int None = -1;

    private readonly bool[] _isTransit;
    private readonly BucketQueue _queue = new();

    /// <summary>A field over these nodes.</summary>
    public DistanceField(IReadOnlyList<PlanNode> nodes)
    {
        _isTransit = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
        }
    }

    /// <summary>
    /// Fills <paramref name="distanceNs"/> (one place a node) over the links of an epoch, without the node
    /// <paramref name="lost"/> if given. Nodes that do not transit, and those without a way, get
    /// <see cref="RouteTree.Unreachable"/>.
    /// </summary>
    public void Fill(PlanEpoch epoch, ReadOnlySpan<FieldSource> sources, NodeId? lost, Span<int> distanceNs)
    {
        distanceNs.Fill(RouteTree.Unreachable);
        _queue.Clear();
        int lostNode = lost?.Value ?? None;
        foreach (FieldSource source in sources)
        {
            Improve(source.Node.Value, source.OffsetNs, lostNode, distanceNs);
        }
        while (_queue.TryDequeue(out int node, out int bucket))
        {
            int baseNs = distanceNs[node];
            if (BucketQueue.BucketOf(baseNs) != bucket)
            {
                continue;
            }
            foreach (Adjacent edge in epoch.Neighbours(new NodeId(node)))
            {
                Improve(edge.Neighbour, checked(baseNs + edge.MetricNs), lostNode, distanceNs);
            }
        }
    }

    private void Improve(int node, int viaNs, int lostNode, Span<int> distanceNs)
    {
        if (viaNs >= distanceNs[node] || !_isTransit[node] || node == lostNode)
        {
            return;
        }
        distanceNs[node] = viaNs;
        _queue.Enqueue(node, viaNs);
    }
}
