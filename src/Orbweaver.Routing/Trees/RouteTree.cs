using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// Shortest paths of one epoch from every node to one destination. Immutable once built and shared by all
/// nodes. Distances are 31-bit nanoseconds: half the cache lines of 64, and a path of 2.1 s is not a path of
/// this network.
/// </summary>
public sealed class RouteTree
{
    /// <summary>Distance of a node that has no way.</summary>
    public const int Unreachable = int.MaxValue;

    /// <summary>Next slot of a node that has no way, and of the destination itself.</summary>
    public const short NoSlot = -1;

    private readonly int[] _distanceNs;
    private readonly short[] _nextSlot;

    internal RouteTree(NodeId destination, int[] distanceNs, short[] nextSlot)
    {
        Destination = destination;
        _distanceNs = distanceNs;
        _nextSlot = nextSlot;
    }

    /// <summary>Where all paths of the tree end.</summary>
    public NodeId Destination { get; }

    /// <summary>
    /// Sum of the routing metric from a node to the destination, or <see cref="Unreachable"/>.
    /// </summary>
    public int DistanceNs(NodeId node) => _distanceNs[node.Value];

    /// <summary>
    /// The place in the node's row of the epoch's adjacency where the path goes on, or <see cref="NoSlot"/>.
    /// </summary>
    public int NextSlot(NodeId node) => _nextSlot[node.Value];

    /// <summary>Whether the node has a way to the destination.</summary>
    public bool Reaches(NodeId node) => _distanceNs[node.Value] != Unreachable;

    /// <summary>
    /// The links of the way from a node, in the epoch that the tree is of; none at the destination, and none
    /// where there is no way.
    /// </summary>
    public IEnumerable<Adjacent> Way(PlanEpoch epoch, NodeId from)
    {
        for (int slot = NextSlot(from); slot != NoSlot; slot = NextSlot(from))
        {
            Adjacent next = epoch.Neighbours(from)[slot];
            yield return next;
            from = new NodeId(next.Neighbour);
        }
    }
}
