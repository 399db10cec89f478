using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>
/// What a satellite is worth to a ground node: the delay up to it, plus the mean of the delays from it to the
/// node's contract peers over the lasers of the epoch and whatever access the peer could have. The peer's own
/// choice is left open on purpose: both ends choosing by what the other chose would depend on who chose
/// first. Choosing by visibility alone costs 1.12 to 1.39 of the best delay at the median.
/// </summary>
internal sealed class AccessScores
{
    /// <summary>
    /// What a peer counts that has no way: more than any path, less than what an int cannot hold.
    /// </summary>
    public static readonly Duration UnreachablePeer = Duration.FromSeconds(1);

    private readonly PlanRequest _request;
    private readonly PlanNode[] _nodes;
    private readonly ContractPeers _peers;
    private readonly IWorkers _workers;
    private readonly int[][] _distanceNs;

    public AccessScores(PlanRequest request, PlanNode[] nodes, IWorkers workers)
    {
        _request = request;
        _nodes = nodes;
        _workers = workers;
        _peers = new ContractPeers(request);
        _distanceNs = new int[_peers.All.Length][];
        for (int i = 0; i < _distanceNs.Length; i++)
        {
            _distanceNs[i] = new int[nodes.Length];
        }
    }

    /// <summary>Looks at an epoch: one field of distances for every peer.</summary>
    public void Enter(AccessView view)
    {
        int hopNs = (int)_request.HopDelay.Nanoseconds;
        _workers.For(_peers.All.Length, (first, end) =>
        {
            var field = new DistanceField(_nodes);
            var sources = new List<FieldSource>();
            for (int i = first; i < end; i++)
            {
                sources.Clear();
                foreach (VisibleSatellite visible in view.Now[_peers.All[i]])
                {
                    sources.Add(new FieldSource(
                        new NodeId(visible.Satellite), visible.Delays.MiddleNs + hopNs));
                }
                field.Fill(
                    view.Lasers,
                    System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sources),
                    lost: null,
                    _distanceNs[i]);
            }
        });
    }

    /// <summary>
    /// The score of a satellite that a ground node sees, in nanoseconds; less is better. Where the node's
    /// other terminals already serve a peer better than this satellite would, what counts is how well the
    /// peer is served: a second terminal is for the peers that the first serves badly.
    /// </summary>
    public long ScoreNs(int ground, VisibleSatellite visible, ReadOnlySpan<VisibleSatellite> others)
    {
        int[] peers = _peers.Of[ground];
        if (peers.Length == 0)
        {
            return visible.Delays.MiddleNs;
        }
        long sumNs = 0;
        foreach (int peer in peers)
        {
            long leastNs = ViaNs(peer, visible);
            foreach (VisibleSatellite other in others)
            {
                leastNs = Math.Min(leastNs, ViaNs(peer, other));
            }
            sumNs += leastNs;
        }
        return sumNs / peers.Length;
    }

    /// <summary>The score of a satellite for a node that has no other.</summary>
    public long ScoreNs(int ground, VisibleSatellite visible) => ScoreNs(ground, visible, []);

    private long ViaNs(int peer, VisibleSatellite visible)
        => visible.Delays.MiddleNs + Math.Min(
            _distanceNs[peer][visible.Satellite], UnreachablePeer.Nanoseconds);
}
