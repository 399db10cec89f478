using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Tests.Routing;

/// <summary>
/// Random meshes of satellites with ground nodes hanging on them, and the plainest shortest paths.
/// </summary>
internal sealed class RandomGraph
{
    public const int Infinite = int.MaxValue;

    public RandomGraph(ulong seed)
    {
        var prng = new Prng(seed);
        int satellites = (int)prng.NextBetween(3, 30);
        int grounds = (int)prng.NextBetween(2, 6);
        for (int i = 0; i < satellites + grounds; i++)
        {
            NodeKind kind = i < satellites ? NodeKind.Satellite : NodeKind.Edge;
            Nodes.Add(new PlanNode(new NodeId(i), $"n{i}", kind, "", "", -1, -1));
        }
        var links = new List<EpochLink>();
        int wanted = (int)prng.NextBetween(satellites, satellites * 3);
        for (int i = 0; i < wanted; i++)
        {
            AddLink(links, (int)prng.NextBelow(satellites), (int)prng.NextBelow(satellites), prng);
        }
        for (int g = satellites; g < Nodes.Count; g++)
        {
            for (int i = 0; i < 3; i++)
            {
                AddLink(links, (int)prng.NextBelow(satellites), g, prng);
            }
        }
        Epoch = new PlanEpoch(0, Nodes.Count, [.. links], [], Duration.FromMicroseconds(10));
        SatelliteCount = satellites;
    }

    public List<PlanNode> Nodes { get; } = [];

    public PlanEpoch Epoch { get; }

    public int SatelliteCount { get; }

    /// <summary>
    /// Bellman and Ford: relax everything until nothing changes. Ground nodes do not transit.
    /// </summary>
    public int[] Distances(int destination, int lost, IReadOnlyDictionary<int, int>? offsets = null)
    {
        int[] distance = [.. Enumerable.Repeat(Infinite, Nodes.Count)];
        if (offsets is null)
        {
            distance[destination] = 0;
        }
        foreach ((int node, int offset) in offsets ?? new Dictionary<int, int>())
        {
            distance[node] = node == lost ? Infinite : Math.Min(distance[node], offset);
        }
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach (EpochLink link in Epoch.Links)
            {
                isChanged |= Relax(link.A.Value, link.B.Value, link.DelayMiddleNs + 10_000);
                isChanged |= Relax(link.B.Value, link.A.Value, link.DelayMiddleNs + 10_000);
            }
        }
        return distance;

        bool Relax(int from, int to, int ns)
        {
            bool isOpen = from != lost && to != lost && distance[from] != Infinite
                && (from < SatelliteCount || from == destination);
            if (!isOpen || distance[from] + ns >= distance[to])
            {
                return false;
            }
            distance[to] = distance[from] + ns;
            return true;
        }
    }

    private static void AddLink(List<EpochLink> links, int a, int b, Prng prng)
    {
        if (a != b)
        {
            int ns = (int)prng.NextBetween(1, 20_000_000);
            links.Add(new EpochLink(
                links.Count, new NodeId(Math.Min(a, b)), new NodeId(Math.Max(a, b)), ns, ns, ns));
        }
    }
}
