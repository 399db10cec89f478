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

    /// <summary>What the trees of one block of epochs may take.</summary>
    public const long PreparedBytesMax = 128L << 20;

    private readonly PlanRequest _request;
    private readonly PlanNode[] _nodes;
    private readonly ContractPeers _peers;
    private readonly IWorkers _workers;
    private readonly NodeId[] _peerIds;
    private readonly List<TreeBlock> _prepared = [];

    // One for each range of epochs that a worker takes: a range is known by its first.
    private readonly List<TreeBatch?> _batches = [];
    private int _firstEpoch;

    // Of the epoch entered: the trees to all peers.
    private TreeBlock _trees = new();

    public AccessScores(PlanRequest request, PlanNode[] nodes, IWorkers workers)
    {
        _request = request;
        _nodes = nodes;
        _workers = workers;
        _peers = new ContractPeers(request);
        _peerIds = Array.ConvertAll(_peers.All, g => new NodeId(request.Satellites.Count + g));
    }

    /// <summary>Epochs that can be prepared at once within <see cref="PreparedBytesMax"/>.</summary>
    public int BlockEpochsMax => (int)Math.Clamp(
        PreparedBytesMax / Math.Max(1L, (_peers.All.Length + 16L) * _nodes.Length * TreeBlock.BytesEach),
        1, 1024);

    /// <summary>Looks at epochs: for each the distances of all satellites from every peer.</summary>
    public void Prepare(IReadOnlyList<AccessView> views)
    {
        _firstEpoch = views[0].Epoch;
        while (_prepared.Count < views.Count)
        {
            _prepared.Add(new TreeBlock());
            _batches.Add(null);
        }
        _workers.For(views.Count, (first, end) =>
        {
            TreeBatch batch = _batches[first] ??= new TreeBatch(_nodes);
            for (int i = first; i < end; i++)
            {
                batch.Build(Widened(views[i]), _peerIds, _prepared[i]);
            }
        });
    }

    /// <summary>Turns to one of the epochs that were prepared.</summary>
    public void Enter(AccessView view) => _trees = _prepared[view.Epoch - _firstEpoch];

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

    // The lasers, and every satellite that a peer sees as a link of it. Ground nodes do not transit, so no
    // way leads through another peer.
    private PlanEpoch Widened(AccessView view)
    {
        var links = new List<EpochLink>();
        links.AddRange(view.Lasers.Links);
        for (int p = 0; p < _peerIds.Length; p++)
        {
            foreach (VisibleSatellite visible in view.Now[_peers.All[p]])
            {
                LinkDelays delays = visible.Delays;
                links.Add(new EpochLink(
                    links.Count, new NodeId(visible.Satellite), _peerIds[p],
                    delays.StartNs, delays.MiddleNs, delays.EndNs));
            }
        }
        return new PlanEpoch(view.Epoch, _nodes.Length, [.. links], [], _request.HopDelay);
    }

    private long ViaNs(int peer, VisibleSatellite visible)
        => visible.Delays.MiddleNs + Math.Min(
            _trees.DistanceNs(peer, new NodeId(visible.Satellite)), UnreachablePeer.Nanoseconds);
}
