using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>A satellite that a ground node considers.</summary>
/// <param name="Visible">The satellite and the delay up to it.</param>
/// <param name="IsLasting">Whether it is also visible through the next epoch.</param>
internal readonly record struct Candidate(VisibleSatellite Visible, bool IsLasting);

/// <summary>
/// The satellites worth considering for every ground node in one epoch, and how far apart they are over the
/// lasers: what a choice for both ends of a contract needs to know. A candidate is a place in its node's row.
/// Distances are worked out from one end of each pair (<see cref="ContractPeers.IsCover"/>), and only from
/// what is held until somebody wants to choose.
/// </summary>
internal sealed class AccessCandidates
{
    /// <summary>
    /// Satellites that a node considers besides those it holds: with twelve instead the 99th percentile over
    /// the best is the same to a thousandth.
    /// </summary>
    public const int RankedMax = 8;

    private const int None = -1;

    private readonly PlanRequest _request;
    private readonly AccessScores _scores;
    private readonly List<Candidate>[] _rows;

    // Satellites of all candidates, the places of satellites among them, and the distances from those that
    // were asked for.
    private readonly List<int> _satellites = [];
    private readonly int[] _placeOf;
    private readonly List<int[]?> _distanceNs = [];
    private readonly List<int> _wanted = [];
    private readonly List<NodeId> _wantedIds = [];
    private readonly TreeBatch _batch;
    private readonly TreeBlock _block = new();
    private PlanEpoch? _lasers;

    public AccessCandidates(PlanRequest request, PlanNode[] nodes, AccessScores scores)
    {
        _request = request;
        _scores = scores;
        _batch = new TreeBatch(nodes);
        _rows = new List<Candidate>[request.Grounds.Count];
        for (int g = 0; g < _rows.Length; g++)
        {
            _rows[g] = [];
        }
        _placeOf = new int[nodes.Length];
        _placeOf.AsSpan().Fill(None);
    }

    /// <summary>
    /// Looks at an epoch: what the nodes hold, and for each peer in turn the satellites that serve it best.
    /// </summary>
    public void Enter(AccessView view, GroundTerminals[] terminals)
    {
        _lasers = view.Lasers;
        foreach (int satellite in _satellites)
        {
            _placeOf[satellite] = None;
        }
        _satellites.Clear();
        _distanceNs.Clear();
        for (int g = 0; g < _rows.Length; g++)
        {
            _rows[g].Clear();
            foreach (int held in terminals[g].Satellite)
            {
                if (held != GroundTerminals.None)
                {
                    PlaceOf(view, g, held);
                }
            }
            foreach (int satellite in _scores.Ranked(g, view, RankedMax))
            {
                PlaceOf(view, g, satellite);
            }
        }
    }

    /// <summary>The candidates of a node.</summary>
    public ReadOnlySpan<Candidate> Of(int ground) => CollectionsMarshal.AsSpan(_rows[ground]);

    /// <summary>
    /// The place of a visible satellite in the node's row, where it is put if it is not there.
    /// </summary>
    public int PlaceOf(AccessView view, int ground, int satellite)
    {
        List<Candidate> row = _rows[ground];
        int place = row.FindIndex(c => c.Visible.Satellite == satellite);
        if (place >= 0)
        {
            return place;
        }
        bool isVisible = AssignedAccess.TryFind(view.Now[ground], satellite, out VisibleSatellite visible);
        Check.That(isVisible);
        row.Add(new Candidate(visible, AssignedAccess.TryFind(view.Next[ground], satellite, out _)));
        if (_placeOf[satellite] == None)
        {
            _placeOf[satellite] = _satellites.Count;
            _satellites.Add(satellite);
            _distanceNs.Add(null);
        }
        return row.Count - 1;
    }

    /// <summary>Asks for the distances from a candidate, if it serves its node's pairs.</summary>
    public void Want(int ground, int place)
    {
        int satellite = _placeOf[_rows[ground][place].Visible.Satellite];
        if (_scores.IsCover(ground) && _distanceNs[satellite] is null && !_wanted.Contains(satellite))
        {
            _wanted.Add(satellite);
        }
    }

    /// <summary>Asks for the distances from all candidates of a node.</summary>
    public void WantAll(int ground)
    {
        for (int place = 0; place < _rows[ground].Count; place++)
        {
            Want(ground, place);
        }
    }

    /// <summary>Works out the distances that were asked for, as many at a time as vectors hold.</summary>
    public void Measure()
    {
        _wantedIds.Clear();
        foreach (int place in _wanted)
        {
            _distanceNs[place] = new int[_satellites.Count];
            _wantedIds.Add(new NodeId(_satellites[place]));
        }
        int lanes = _batch.Lanes;
        for (int first = 0; first < _wanted.Count; first += lanes)
        {
            int count = Math.Min(lanes, _wanted.Count - first);
            _batch.Build(_lasers!, CollectionsMarshal.AsSpan(_wantedIds).Slice(first, count), _block);
            for (int i = 0; i < count; i++)
            {
                int[] row = _distanceNs[_wanted[first + i]]!;
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] = _block.DistanceNs(i, new NodeId(_satellites[j]));
                }
            }
        }
        _wanted.Clear();
    }

    /// <summary>
    /// The way between two ground nodes by one candidate of each, ground to ground, or what a peer without a
    /// way counts. A way that was not worked out counts as if the other end were free to choose: that happens
    /// to satellites which only come into question when the beams of all better ones are taken.
    /// </summary>
    public long WayNs(in Candidate a, in Candidate b, int peerOfA)
    {
        int from = _placeOf[a.Visible.Satellite];
        int to = _placeOf[b.Visible.Satellite];
        int? lasersNs = DistanceNs(from, to) ?? DistanceNs(to, from);
        return lasersNs switch
        {
            null => _scores.ViaNs(peerOfA, a.Visible),
            RouteTree.Unreachable => AccessScores.UnreachablePeer.Nanoseconds,
            int ns => a.Visible.Delays.MiddleNs + ns + b.Visible.Delays.MiddleNs
                + (2 * _request.HopDelay.Nanoseconds),
        };
    }

    private int? DistanceNs(int from, int to)
        => _distanceNs[from] is { } row && to < row.Length ? row[to] : null;
}
