using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>One link of a path, in its direction.</summary>
/// <param name="From">Where it leaves.</param>
/// <param name="To">Where it arrives.</param>
/// <param name="LinkIndex">Place in the epoch's links.</param>
/// <param name="BeforeNs">Length of the path up to <paramref name="From"/>.</param>
internal readonly record struct PathStep(NodeId From, NodeId To, int LinkIndex, int BeforeNs)
{
    /// <summary>Fills <paramref name="path"/> with the planned path; empty when there is none.</summary>
    public static void Walk(PlanEpoch epoch, RouteTree tree, NodeId from, List<PathStep> path)
    {
        path.Clear();
        int totalNs = tree.DistanceNs(from);
        for (NodeId node = from; tree.NextSlot(node) != RouteTree.NoSlot;)
        {
            Adjacent next = epoch.Neighbours(node)[tree.NextSlot(node)];
            var to = new NodeId(next.Neighbour);
            path.Add(new PathStep(node, to, next.LinkIndex, totalNs - tree.DistanceNs(node)));
            node = to;
        }
    }
}
