using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Beams and terminals, assigned epoch by epoch and in node order. A terminal takes the satellite of the best
/// score among those visible for this epoch and the next that have a free beam; the second and later ones
/// take the best on another plane. Links are held until they set or something clearly better is there (<see
/// cref="Hysteresis"/>). Of the terminals of one node no two move at one boundary if it can be helped: while
/// one keeps its link the other's handover is make-before-break.
/// </summary>
internal sealed class AssignedAccess : IAccessPlanner
{
    // Two terminals are content after one round almost always; more only swap equals.
    private const int SettleRoundsMax = 2;

    private readonly PlanRequest _request;
    private readonly AccessScores _scores;
    private readonly AccessLinks _links;
    private readonly BeamTable _beams;
    private readonly StandbyRanking _standby;
    private readonly GroundTerminals[] _terminals;
    private readonly List<VisibleSatellite> _others = [];
    private int _handovers;

    public AssignedAccess(PlanRequest request, PlanNode[] nodes, IWorkers workers)
    {
        _request = request;
        _scores = new AccessScores(request, nodes, workers);
        _links = new AccessLinks(request);
        _beams = new BeamTable(request.Satellites);
        _standby = new StandbyRanking(request, _scores, _links, _beams);
        _terminals = new GroundTerminals[request.Grounds.Count];
        for (int g = 0; g < _terminals.Length; g++)
        {
            _terminals[g] = new GroundTerminals(request.Grounds[g].Terminals);
        }
    }

    /// <inheritdoc/>
    public int BlockEpochsMax => _scores.BlockEpochsMax;

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<AccessView> views) => _scores.Prepare(views);

    /// <inheritdoc/>
    public AccessChoice Choose(AccessView view)
    {
        _scores.Enter(view);
        _handovers = 0;
        for (int g = 0; g < _terminals.Length; g++)
        {
            DropSet(view, g);
        }
        for (int g = 0; g < _terminals.Length; g++)
        {
            Serve(view, g);
        }
        var links = new List<PlannedLink>();
        var standby = new List<StandbyLink>();
        for (int g = 0; g < _terminals.Length; g++)
        {
            AddLinks(view, g, links);
            _standby.Add(view, g, _terminals[g], standby);
        }
        return new AccessChoice(links, standby) { Handovers = _handovers };
    }

    /// <summary>Finds a satellite in an ascending list of visible ones.</summary>
    public static bool TryFind(VisibleSatellite[] visible, int satellite, out VisibleSatellite found)
    {
        int low = 0;
        int high = visible.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            found = visible[middle];
            if (found.Satellite == satellite)
            {
                return true;
            }
            (low, high) = found.Satellite < satellite ? (middle + 1, high) : (low, middle - 1);
        }
        found = default;
        return false;
    }

    // Whatever has set is released first, for all nodes: its beams are free for everybody.
    private void DropSet(AccessView view, int ground)
    {
        GroundTerminals terminals = _terminals[ground];
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            terminals.IsMovedNow[t] = false;
            int satellite = terminals.Satellite[t];
            if (satellite != GroundTerminals.None && !TryFind(view.Now[ground], satellite, out _))
            {
                Release(ground, t);
            }
        }
    }

    // 1. Terminals without a link take the best. 2. If all links set with this epoch, one moves early, so
    // that another boundary need not find the node with nothing to hold on to. 3. Else one may move to
    // something clearly better.
    private void Serve(AccessView view, int ground)
    {
        GroundTerminals terminals = _terminals[ground];
        int count = terminals.Satellite.Length;
        for (int t = 0; t < count; t++)
        {
            if (terminals.Satellite[t] == GroundTerminals.None)
            {
                TakeBest(view, ground, t);
            }
        }
        if (view.Epoch == 0)
        {
            Settle(view, ground);
            return;
        }
        // A terminal that just got its link is a move that others wait for.
        if (terminals.IsAnyMoved())
        {
            return;
        }
        int urgent = AllSet(view, ground) ? Worst(view, ground) : GroundTerminals.None;
        if (urgent != GroundTerminals.None)
        {
            Move(view, ground, urgent, isBetterOnly: false);
            return;
        }
        for (int t = 0; t < count && !terminals.IsAnyMoved(); t++)
        {
            Move(view, ground, t, isBetterOnly: true);
        }
    }

    // At the start moves cost nothing: each terminal looks again at what the others took, until all are
    // content.
    private void Settle(AccessView view, int ground)
    {
        int count = _terminals[ground].Satellite.Length;
        for (int round = 0; round < SettleRoundsMax; round++)
        {
            for (int t = 0; t < count; t++)
            {
                Move(view, ground, t, isBetterOnly: false);
            }
        }
    }

    private void Move(AccessView view, int ground, int terminal, bool isBetterOnly)
    {
        GroundTerminals terminals = _terminals[ground];
        int held = terminals.Satellite[terminal];
        if (held == GroundTerminals.None
            || !TryFind(view.Now[ground], held, out VisibleSatellite current)
            || Best(view, ground, terminal, isLastingOnly: true) is not { } best
            || best.Visible.Satellite == held
            || (isBetterOnly && !Hysteresis.IsWorthMoving(
                _scores.ScoreNs(ground, current, Others(view, ground, terminal)), best.ScoreNs)))
        {
            return;
        }
        Release(ground, terminal);
        Take(view, ground, terminal, best.Visible.Satellite);
    }

    // A satellite that is only there for this epoch is better than none.
    private void TakeBest(AccessView view, int ground, int terminal)
    {
        if ((Best(view, ground, terminal, isLastingOnly: true)
            ?? Best(view, ground, terminal, isLastingOnly: false)) is { } best)
        {
            Take(view, ground, terminal, best.Visible.Satellite);
        }
    }

    // The best that no other terminal of the node holds: on a plane of its own if there is one, else any.
    private (VisibleSatellite Visible, long ScoreNs)? Best(
        AccessView view, int ground, int terminal, bool isLastingOnly)
    {
        (VisibleSatellite Visible, long ScoreNs)? best = null;
        (bool IsShared, long ScoreNs, long AloneNs) bestRank = default;
        ReadOnlySpan<VisibleSatellite> others = Others(view, ground, terminal);
        GroundTerminals terminals = _terminals[ground];
        NodeKind kind = _request.Grounds[ground].Kind;
        foreach (VisibleSatellite visible in view.Now[ground])
        {
            int satellite = visible.Satellite;
            bool isMine = terminals.Satellite[terminal] == satellite;
            if (terminals.IsHeldByOther(satellite, terminal)
                || (!isMine && !_beams.HasFree(satellite, kind))
                || (isLastingOnly && !TryFind(view.Next[ground], satellite, out _)))
            {
                continue;
            }
            // Of equals the one that serves best alone, then the lowest number.
            long scoreNs = _scores.ScoreNs(ground, visible, others);
            (bool IsShared, long ScoreNs, long AloneNs) rank = (
                SharesPlane(terminals, terminal, satellite), scoreNs, _scores.ScoreNs(ground, visible));
            if (best is null || rank.CompareTo(bestRank) < 0)
            {
                best = (visible, scoreNs);
                bestRank = rank;
            }
        }
        return best;
    }

    // What the node's other terminals hold; valid until the next call.
    private ReadOnlySpan<VisibleSatellite> Others(AccessView view, int ground, int terminal)
    {
        _others.Clear();
        int[] held = _terminals[ground].Satellite;
        for (int t = 0; t < held.Length; t++)
        {
            if (t != terminal && TryFind(view.Now[ground], held[t], out VisibleSatellite visible))
            {
                _others.Add(visible);
            }
        }
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_others);
    }

    private bool SharesPlane(GroundTerminals terminals, int terminal, int satellite)
    {
        SatelliteSpec spec = _request.Satellites[satellite];
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            if (t == terminal || terminals.Satellite[t] == GroundTerminals.None)
            {
                continue;
            }
            SatelliteSpec other = _request.Satellites[terminals.Satellite[t]];
            if (spec.Plane >= 0
                && spec.Plane == other.Plane
                && string.Equals(spec.Constellation, other.Constellation, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private bool AllSet(AccessView view, int ground)
    {
        bool isAny = false;
        foreach (int satellite in _terminals[ground].Satellite)
        {
            if (satellite != GroundTerminals.None)
            {
                isAny = true;
                if (TryFind(view.Next[ground], satellite, out _))
                {
                    return false;
                }
            }
        }
        // With one terminal there is nothing to take turns with: it holds on to the end.
        return isAny && _terminals[ground].Satellite.Length > 1;
    }

    private int Worst(AccessView view, int ground)
    {
        GroundTerminals terminals = _terminals[ground];
        int worst = GroundTerminals.None;
        long worstNs = -1;
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            if (terminals.Satellite[t] != GroundTerminals.None
                && TryFind(view.Now[ground], terminals.Satellite[t], out VisibleSatellite visible)
                && _scores.ScoreNs(ground, visible) > worstNs)
            {
                worstNs = _scores.ScoreNs(ground, visible);
                worst = t;
            }
        }
        return worst;
    }

    private void Take(AccessView view, int ground, int terminal, int satellite)
    {
        GroundTerminals terminals = _terminals[ground];
        GroundSpec spec = _request.Grounds[ground];
        terminals.Satellite[terminal] = satellite;
        terminals.Beam[terminal] = _beams.Take(satellite, spec.Kind);
        terminals.IsMovedNow[terminal] = true;
        _handovers += view.Epoch > 0 ? 1 : 0;
    }

    private void Release(int ground, int terminal)
    {
        GroundTerminals terminals = _terminals[ground];
        _beams.Release(
            terminals.Satellite[terminal], _request.Grounds[ground].Kind, terminals.Beam[terminal]);
        terminals.Satellite[terminal] = GroundTerminals.None;
    }

    // A new link opens at the boundary if another terminal carries the node over it, else after the handover
    // gap.
    private void AddLinks(AccessView view, int ground, List<PlannedLink> links)
    {
        GroundTerminals terminals = _terminals[ground];
        Instant boundary = _request.Start + (_request.EpochLength * view.Epoch);
        bool isSeamless = view.Epoch == 0 || terminals.IsAnyKept();
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            if (terminals.Satellite[t] == GroundTerminals.None)
            {
                continue;
            }
            if (terminals.IsMovedNow[t])
            {
                terminals.Opens[t] = isSeamless ? boundary : boundary + _request.Grounds[ground].HandoverGap;
            }
            bool isVisible = TryFind(view.Now[ground], terminals.Satellite[t], out VisibleSatellite visible);
            Check.That(isVisible);
            links.Add(_links.Link(ground, t, visible, terminals.Beam[t], terminals.Opens[t]));
        }
    }
}
