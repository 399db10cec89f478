using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>Where a field starts, and what it costs to get from there to the goal.</summary>
public readonly record struct FieldSource(NodeId Node, int OffsetNs);

/// <summary>
/// Distances from every transit node to a goal that hangs on several of them, such as a ground node on all
/// the satellites it sees. No next hops: it answers "how far", many times over. Buckets of equal width take
/// the place of a heap; a node improved within its own bucket is simply looked at again, so any width is
/// right. One field a worker: it keeps scratch.
/// </summary>
public sealed class DistanceField
{
    // 2^17 ns = 131 us, less than most laser links, so that few nodes are looked at twice.
    private const int BucketShift = 17;
    private const int None = -1;

    private readonly bool[] _isTransit;
    private readonly List<int> _bucketHead = [];
    private readonly List<(int Node, int Next)> _entries = [];

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
        _bucketHead.Clear();
        _entries.Clear();
        int lostNode = lost?.Value ?? None;
        foreach (FieldSource source in sources)
        {
            Improve(source.Node.Value, source.OffsetNs, lostNode, distanceNs);
        }
        for (int bucket = 0; bucket < _bucketHead.Count; bucket++)
        {
            for (int entry = _bucketHead[bucket]; entry != None; entry = _bucketHead[bucket])
            {
                (int node, _bucketHead[bucket]) = _entries[entry];
                int baseNs = distanceNs[node];
                if (baseNs >> BucketShift != bucket)
                {
                    continue;
                }
                foreach (Adjacent edge in epoch.Neighbours(new NodeId(node)))
                {
                    Improve(edge.Neighbour, checked(baseNs + edge.MetricNs), lostNode, distanceNs);
                }
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
        int bucket = viaNs >> BucketShift;
        while (_bucketHead.Count <= bucket)
        {
            _bucketHead.Add(None);
        }
        _entries.Add((node, _bucketHead[bucket]));
        _bucketHead[bucket] = _entries.Count - 1;
    }
}
