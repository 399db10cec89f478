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

    /// <summary>What the fields of distances of one block of epochs may take.</summary>
    public const long PreparedBytesMax = 256L << 20;

    private readonly PlanRequest _request;
    private readonly PlanNode[] _nodes;
    private readonly ContractPeers _peers;
    private readonly IWorkers _workers;
    private readonly List<int[][]> _prepared = [];
    private int _firstEpoch;

    // Of the epoch entered: for every peer the distances from all nodes.
    private int[][] _distanceNs = [];

    public AccessScores(PlanRequest request, PlanNode[] nodes, IWorkers workers)
    {
        _request = request;
        _nodes = nodes;
        _workers = workers;
        _peers = new ContractPeers(request);
    }

    /// <summary>Epochs that can be prepared at once within <see cref="PreparedBytesMax"/>.</summary>
    public int BlockEpochsMax => (int)Math.Clamp(
        PreparedBytesMax / Math.Max(1L, (long)_peers.All.Length * _nodes.Length * sizeof(int)), 1, 1024);

    /// <summary>Looks at epochs, and for each makes one field of distances for every peer.</summary>
    public void Prepare(IReadOnlyList<AccessView> views)
    {
        int peers = _peers.All.Length;
        _firstEpoch = views[0].Epoch;
        while (_prepared.Count < views.Count)
        {
            var distanceNs = new int[peers][];
            for (int i = 0; i < peers; i++)
            {
                distanceNs[i] = new int[_nodes.Length];
            }
            _prepared.Add(distanceNs);
        }
        _workers.For(views.Count * peers, (first, end) =>
        {
            var field = new DistanceField(_nodes);
            for (int i = first; i < end; i++)
            {
                Fill(field, views[i / peers], i % peers, _prepared[i / peers][i % peers]);
            }
        });
    }

    /// <summary>Turns to one of the epochs that were prepared.</summary>
    public void Enter(AccessView view) => _distanceNs = _prepared[view.Epoch - _firstEpoch];

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

    private void Fill(DistanceField field, AccessView view, int peer, int[] distanceNs)
    {
        int hopNs = (int)_request.HopDelay.Nanoseconds;
        VisibleSatellite[] visible = view.Now[_peers.All[peer]];
        var sources = new FieldSource[visible.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = new FieldSource(
                new NodeId(visible[i].Satellite), visible[i].Delays.MiddleNs + hopNs);
        }
        field.Fill(view.Lasers, sources, lost: null, distanceNs);
    }

    private long ViaNs(int peer, VisibleSatellite visible)
        => visible.Delays.MiddleNs + Math.Min(
            _distanceNs[peer][visible.Satellite], UnreachablePeer.Nanoseconds);
}
