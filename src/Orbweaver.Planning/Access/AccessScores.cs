using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>
/// What a satellite is worth to a ground node while its contract peers are still free to choose: the delay
/// up to it, plus that from it to a peer over the lasers of the epoch and whatever access the peer could
/// have. No choice of both ends can do better, so this bounds them (<see cref="BestNs"/>), picks those worth
/// considering, and ranks standby; the choice itself is by <see cref="AccessLosses"/>.
/// </summary>
internal sealed class AccessScores
{
    /// <summary>
    /// What a peer counts that has no way: more than any path, less than what an int cannot hold.
    /// </summary>
    public static readonly Duration UnreachablePeer = Duration.FromSeconds(1);

    /// <summary>What the trees of one block of epochs may take.</summary>
    public const long PreparedBytesMax = 128L << 20;

    private const int NoPeer = -1;

    private readonly PlanRequest _request;
    private readonly PlanNode[] _nodes;
    private readonly ContractPeers _peers;
    private readonly IWorkers _workers;
    private readonly NodeId[] _peerIds;
    private readonly List<TreeBlock> _prepared = [];

    // One for each range of epochs that a worker takes: a range is known by its first.
    private readonly List<TreeBatch?> _batches = [];
    private readonly long[][] _bestNs;
    private readonly List<int> _ranked = [];
    private readonly List<VisibleSatellite> _usable = [];
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
        _bestNs = new long[request.Grounds.Count][];
        for (int g = 0; g < _bestNs.Length; g++)
        {
            _bestNs[g] = new long[_peers.Of[g].Length];
        }
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

    /// <summary>The peers of a ground node, to be named in the other calls.</summary>
    public ReadOnlySpan<int> PeersOf(int ground) => _peers.Of[ground];

    /// <summary>Whether distances from a node's satellites serve it and its peers.</summary>
    public bool IsCover(int ground) => _peers.IsCover[ground];

    /// <summary>The ground node that a peer is.</summary>
    public int GroundOf(int peer) => _peers.All[peer];

    /// <summary>The least delay between a ground node and a peer of it by any visible satellites.</summary>
    public long BestNs(int ground, int peer)
    {
        int place = _peers.Of[ground].AsSpan().IndexOf(peer);
        return _bestNs[ground][place];
    }

    /// <summary>Turns to one of the epochs that were prepared.</summary>
    public void Enter(AccessView view)
    {
        _trees = _prepared[view.Epoch - _firstEpoch];
        for (int g = 0; g < _bestNs.Length; g++)
        {
            FindBest(view, g);
        }
    }

    /// <summary>
    /// The score of a satellite that a ground node sees, in nanoseconds; less is better: the mean over the
    /// node's peers, or the delay up to it for a node without peers.
    /// </summary>
    public long ScoreNs(int ground, VisibleSatellite visible)
    {
        int[] peers = _peers.Of[ground];
        if (peers.Length == 0)
        {
            return visible.Delays.MiddleNs;
        }
        long sumNs = 0;
        foreach (int peer in peers)
        {
            sumNs += ViaNs(peer, visible);
        }
        return sumNs / peers.Length;
    }

    /// <summary>
    /// The delay to a peer by a satellite, whatever access the peer has; a peer without a way counts <see
    /// cref="UnreachablePeer"/>.
    /// </summary>
    public long ViaNs(int peer, VisibleSatellite visible)
        => visible.Delays.MiddleNs + _request.HopDelay.Nanoseconds + Math.Min(
            _trees.DistanceNs(peer, new NodeId(visible.Satellite)), UnreachablePeer.Nanoseconds);

    /// <summary>
    /// Up to <paramref name="max"/> satellites that a node sees now and next (or only now, where there are no
    /// others), the best of each peer in turn; valid until the next call.
    /// </summary>
    public List<int> Ranked(int ground, AccessView view, int max)
    {
        _ranked.Clear();
        _usable.Clear();
        foreach (VisibleSatellite visible in view.Now[ground])
        {
            if (AssignedAccess.TryFind(view.Next[ground], visible.Satellite, out _))
            {
                _usable.Add(visible);
            }
        }
        if (_usable.Count < _request.Grounds[ground].Terminals)
        {
            _usable.Clear();
            _usable.AddRange(view.Now[ground]);
        }
        int[] peers = _peers.Of[ground];
        int count = Math.Min(max, _usable.Count);
        for (int turn = 0; _ranked.Count < count; turn++)
        {
            int peer = peers.Length == 0 ? NoPeer : peers[turn % peers.Length];
            TakeNearest(peer);
        }
        return _ranked;
    }

    private void TakeNearest(int peer)
    {
        int best = 0;
        long bestNs = long.MaxValue;
        for (int i = 0; i < _usable.Count; i++)
        {
            long ns = peer == NoPeer ? _usable[i].Delays.MiddleNs : ViaNs(peer, _usable[i]);
            if (ns < bestNs)
            {
                (best, bestNs) = (i, ns);
            }
        }
        _ranked.Add(_usable[best].Satellite);
        _usable.RemoveAt(best);
    }

    private void FindBest(AccessView view, int ground)
    {
        int[] peers = _peers.Of[ground];
        for (int p = 0; p < peers.Length; p++)
        {
            long leastNs = UnreachablePeer.Nanoseconds;
            foreach (VisibleSatellite visible in view.Now[ground])
            {
                leastNs = Math.Min(leastNs, ViaNs(peers[p], visible));
            }
            _bestNs[ground][p] = leastNs;
        }
    }

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
}
