using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Whom every ground node talks to: the other ends of its contracts, each once.</summary>
internal sealed class ContractPeers
{
    /// <summary>Reads the contracts of a request.</summary>
    public ContractPeers(PlanRequest request)
    {
        int first = request.Satellites.Count;
        var peers = new SortedSet<int>[request.Grounds.Count];
        for (int g = 0; g < peers.Length; g++)
        {
            peers[g] = [];
        }
        var all = new SortedSet<int>();
        foreach (Contract contract in request.Contracts)
        {
            int publisher = contract.Publisher.Value - first;
            foreach (NodeId id in contract.Subscribers)
            {
                int subscriber = id.Value - first;
                if (publisher != subscriber)
                {
                    peers[publisher].Add(subscriber);
                    peers[subscriber].Add(publisher);
                    all.Add(publisher);
                    all.Add(subscriber);
                }
            }
        }
        All = [.. all];
        var placeOf = new Dictionary<int, int>();
        for (int i = 0; i < All.Length; i++)
        {
            placeOf[All[i]] = i;
        }
        Of = new int[peers.Length][];
        for (int g = 0; g < peers.Length; g++)
        {
            var places = new List<int>();
            foreach (int peer in peers[g])
            {
                places.Add(placeOf[peer]);
            }
            Of[g] = [.. places];
        }
        IsCover = Cover();
    }

    /// <summary>Ground nodes that are a peer of another, ascending.</summary>
    public int[] All { get; }

    /// <summary>For every ground node the places of its peers in <see cref="All"/>.</summary>
    public int[][] Of { get; }

    /// <summary>
    /// Ground nodes of which every pair of peers has at least one, those with many peers first: distances
    /// from their satellites serve both ends.
    /// </summary>
    public bool[] IsCover { get; }

    private bool[] Cover()
    {
        bool[] isCover = new bool[Of.Length];
        int[] byPeers = new int[Of.Length];
        for (int g = 0; g < byPeers.Length; g++)
        {
            byPeers[g] = g;
        }
        Array.Sort(byPeers, (a, b) => Of[a].Length != Of[b].Length
            ? Of[b].Length.CompareTo(Of[a].Length) : a.CompareTo(b));
        foreach (int g in byPeers)
        {
            isCover[g] = Array.Exists(Of[g], peer => !isCover[All[peer]]);
        }
        return isCover;
    }
}
