using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>How a search for a detour ended.</summary>
public enum DetourOutcome
{
    /// <summary>There is a way within the bound; its length is the shortest there is.</summary>
    Found,

    /// <summary>There is none within the bound.</summary>
    NoWay,

    /// <summary>The search gave up after its budget of nodes: nothing is known.</summary>
    GaveUp,
}

/// <summary>
/// The shortest way around one lost node: A* with the whole network's tree as the heuristic, which never
/// promises too much because taking a node away makes nothing shorter. Most detours rejoin the tree after a
/// few hops, so it looks at tens of nodes where Dijkstra looks at all. One search a worker: it keeps scratch.
/// </summary>
public sealed class DetourSearch
{
    private readonly bool[] _isTransit;
    private readonly int[] _distanceNs;
    private readonly int[] _round;
    private readonly SearchQueue _queue = new();
    private int _currentRound;

    /// <summary>
    /// A search over these nodes that looks at no more than <paramref name="expandedMax"/> of them.
    /// </summary>
    public DetourSearch(IReadOnlyList<PlanNode> nodes, int expandedMax)
    {
        ExpandedMax = expandedMax;
        _isTransit = new bool[nodes.Count];
        _distanceNs = new int[nodes.Count];
        _round = new int[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
        }
    }

    /// <summary>Nodes it may look at before it gives up.</summary>
    public int ExpandedMax { get; }

    /// <summary>Nodes looked at by the last search.</summary>
    public int Expanded { get; private set; }

    /// <summary>
    /// Finds the length of the shortest way from <paramref name="from"/> to the tree's destination that
    /// avoids <paramref name="lost"/> and is not longer than <paramref name="boundNs"/>. The tree must be of
    /// this epoch.
    /// </summary>
    public DetourOutcome Find(
        PlanEpoch epoch, RouteTree tree, NodeId from, NodeId lost, int boundNs, out int distanceNs)
    {
        Check.That(from != lost && tree.Destination != lost);
        distanceNs = RouteTree.Unreachable;
        _currentRound++;
        _queue.Clear();
        Expanded = 0;
        Reach(from.Value, 0, tree, boundNs);
        while (_queue.TryDequeue(out int node, out ulong key))
        {
            int baseNs = _distanceNs[node];
            if (key != Key(baseNs + tree.DistanceNs(new NodeId(node)), node))
            {
                continue;
            }
            if (node == tree.Destination.Value)
            {
                distanceNs = baseNs;
                return DetourOutcome.Found;
            }
            if (++Expanded > ExpandedMax)
            {
                return DetourOutcome.GaveUp;
            }
            foreach (Adjacent edge in epoch.Neighbours(new NodeId(node)))
            {
                bool isOpen = edge.Neighbour != lost.Value
                    && (_isTransit[edge.Neighbour] || edge.Neighbour == tree.Destination.Value);
                if (isOpen)
                {
                    Reach(edge.Neighbour, checked(baseNs + edge.MetricNs), tree, boundNs);
                }
            }
        }
        return DetourOutcome.NoWay;
    }

    private void Reach(int node, int viaNs, RouteTree tree, int boundNs)
    {
        int restNs = tree.DistanceNs(new NodeId(node));
        bool isBetter = _round[node] != _currentRound || viaNs < _distanceNs[node];
        if (!isBetter || restNs > boundNs - viaNs)
        {
            return;
        }
        _round[node] = _currentRound;
        _distanceNs[node] = viaNs;
        _queue.Enqueue(node, Key(viaNs + restNs, node));
    }

    private static ulong Key(int totalNs, int node) => ((ulong)totalNs << 32) | (uint)node;
}
