using System;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// The trees of one epoch to several destinations, as <see cref="TreeBatch"/> makes them: the distances and
/// next hops of one node to the destinations of a group lie side by side, group after group. It may be filled
/// again and then allocates only what it lacks.
/// </summary>
public sealed class TreeBlock
{
    /// <summary>Bytes that a node takes in a tree.</summary>
    public const int BytesEach = sizeof(int) + sizeof(short);

    private NodeId[] _destinations = [];
    private int[] _distanceNs = [];
    private short[] _nextSlot = [];
    private int _lanes = 1;

    /// <summary>Where the paths of each tree end.</summary>
    public ReadOnlySpan<NodeId> Destinations => _destinations;

    /// <summary>Nodes of each tree.</summary>
    public int NodeCount { get; private set; }

    /// <summary>Distance from a node in a tree, as <see cref="RouteTree.DistanceNs"/>.</summary>
    public int DistanceNs(int tree, NodeId node) => _distanceNs[Place(tree, node.Value)];

    /// <summary>Next slot of a node in a tree, as <see cref="RouteTree.NextSlot"/>.</summary>
    public int NextSlot(int tree, NodeId node) => _nextSlot[Place(tree, node.Value)];

    /// <summary>One tree by itself: a copy.</summary>
    public RouteTree Tree(int tree)
    {
        int[] distanceNs = new int[NodeCount];
        short[] nextSlot = new short[NodeCount];
        int place = Place(tree, 0);
        for (int node = 0; node < distanceNs.Length; node++, place += _lanes)
        {
            distanceNs[node] = _distanceNs[place];
            nextSlot[node] = _nextSlot[place];
        }
        return new RouteTree(_destinations[tree], distanceNs, nextSlot);
    }

    internal void Enter(ReadOnlySpan<NodeId> destinations, int nodeCount, int lanes)
    {
        int size = (destinations.Length + lanes - 1) / lanes * lanes * nodeCount;
        if (_distanceNs.Length < size)
        {
            _distanceNs = new int[size];
            _nextSlot = new short[size];
        }
        if (!destinations.SequenceEqual(_destinations))
        {
            _destinations = destinations.ToArray();
        }
        NodeCount = nodeCount;
        _lanes = lanes;
    }

    internal Span<int> DistancesOf(int group)
        => _distanceNs.AsSpan(group * NodeCount * _lanes, NodeCount * _lanes);

    internal Span<short> SlotsOf(int group)
        => _nextSlot.AsSpan(group * NodeCount * _lanes, NodeCount * _lanes);

    private int Place(int tree, int node)
        => (((tree / _lanes * NodeCount) + node) * _lanes) + (tree % _lanes);
}
