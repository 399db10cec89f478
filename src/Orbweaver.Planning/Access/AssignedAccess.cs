using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Beams and terminals, assigned epoch by epoch: what gives the contracts the least delay, both ends at once
/// (<see cref="AccessLosses"/>). A terminal keeps its link until it sets or a move is worth it (<see
/// cref="Hysteresis"/>). Of the terminals of one node no two move at one boundary if it can be helped: while
/// one keeps its link the other's handover is make-before-break.
/// </summary>
internal sealed class AssignedAccess : IAccessPlanner
{
    private readonly AccessScores _scores;
    private readonly AccessCandidates _candidates;
    private readonly AccessBoard _board;
    private readonly AccessLosses _losses;
    private readonly AccessImprover _improver;
    private readonly StandbyRanking _standby;

    public AssignedAccess(PlanRequest request, PlanNode[] nodes, IWorkers workers)
    {
        var links = new AccessLinks(request);
        _scores = new AccessScores(request, nodes, workers);
        _candidates = new AccessCandidates(request, nodes, _scores);
        _board = new AccessBoard(request, _candidates, links);
        _losses = new AccessLosses(_scores, _candidates, _board.Chosen);
        _improver = new AccessImprover(_board, _candidates, _scores);
        _standby = new StandbyRanking(request, _scores, links, _board.Beams);
    }

    /// <inheritdoc/>
    public int BlockEpochsMax => _scores.BlockEpochsMax;

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<AccessView> views) => _scores.Prepare(views);

    /// <inheritdoc/>
    public AccessChoice Choose(AccessView view)
    {
        _scores.Enter(view);
        _board.Begin(view);
        _candidates.Enter(view, _board.Terminals);
        int grounds = _board.Terminals.Length;
        for (int g = 0; g < grounds; g++)
        {
            LookUp(view, g);
        }
        _candidates.Measure();
        for (int g = 0; g < grounds; g++)
        {
            Serve(view, g);
        }
        _improver.Improve();
        var links = new List<PlannedLink>();
        var standby = new List<StandbyLink>();
        for (int g = 0; g < grounds; g++)
        {
            _board.AddLinks(view, g, links);
            _standby.Add(view, g, _board.Terminals[g], standby);
        }
        return new AccessChoice(links, standby) { Handovers = _board.Handovers };
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

    // Who must choose needs to know more than what it holds.
    private void LookUp(AccessView view, int ground)
    {
        _board.LookUp(view, ground);
        int[] chosen = _board.Chosen[ground];
        foreach (int place in chosen)
        {
            if (place != AccessLosses.None)
            {
                _candidates.Want(ground, place);
            }
        }
        if (chosen.AsSpan().Contains(AccessLosses.None) || _board.IsAllSetting(ground))
        {
            _candidates.WantAll(ground);
        }
    }

    // 1. Terminals without a link take the best. 2. If all links set with this epoch, one moves early, so
    // that another boundary need not find the node with nothing to hold on to.
    private void Serve(AccessView view, int ground)
    {
        GroundTerminals terminals = _board.Terminals[ground];
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            if (terminals.Satellite[t] == GroundTerminals.None)
            {
                TakeBest(view, ground, t);
            }
        }
        if (view.Epoch > 0 && !terminals.IsAnyMoved() && _board.IsAllSetting(ground))
        {
            int worst = Worst(ground);
            if (Best(ground, worst, isLastingOnly: true) is { } best)
            {
                _board.Make(ground, _board.MoveOf(ground, worst, best));
            }
        }
    }

    // A satellite that is only there for this epoch is better than none, and so is one that was not worth
    // considering while others had beams.
    private void TakeBest(AccessView view, int ground, int terminal)
    {
        int? best = Best(ground, terminal);
        if (best is null)
        {
            foreach (VisibleSatellite visible in view.Now[ground])
            {
                _candidates.PlaceOf(view, ground, visible.Satellite);
            }
            best = Best(ground, terminal);
        }
        if (best is { } place)
        {
            _board.Fill(view, ground, terminal, place);
        }
    }

    private int? Best(int ground, int terminal)
        => Best(ground, terminal, isLastingOnly: true) ?? Best(ground, terminal, isLastingOnly: false);

    // The best that no other terminal of the node holds: on a plane of its own if there is one, else any. Of
    // equals the one that serves best alone, then the lowest number.
    private int? Best(int ground, int terminal, bool isLastingOnly)
    {
        int? best = null;
        (bool IsShared, long Loss, long AloneNs, int Satellite) bestRank = default;
        ReadOnlySpan<Candidate> row = _candidates.Of(ground);
        Span<int> own = stackalloc int[_board.Chosen[ground].Length];
        _board.Chosen[ground].CopyTo(own);
        for (int place = 0; place < row.Length; place++)
        {
            if (!_board.CanTake(ground, terminal, place) || (isLastingOnly && !row[place].IsLasting))
            {
                continue;
            }
            own[terminal] = place;
            VisibleSatellite visible = row[place].Visible;
            (bool, long, long, int) rank = (
                _board.SharesPlane(ground, terminal, place), _losses.Of(ground, own),
                _scores.ScoreNs(ground, visible), visible.Satellite);
            if (best is null || rank.CompareTo(bestRank) < 0)
            {
                best = place;
                bestRank = rank;
            }
        }
        return best;
    }

    private int Worst(int ground)
    {
        int worst = GroundTerminals.None;
        long worstNs = -1;
        for (int t = 0; t < _board.Chosen[ground].Length; t++)
        {
            if (_board.Chosen[ground][t] != AccessLosses.None)
            {
                Candidate held = _candidates.Of(ground)[_board.Chosen[ground][t]];
                long scoreNs = _scores.ScoreNs(ground, held.Visible);
                (worst, worstNs) = scoreNs > worstNs ? (t, scoreNs) : (worst, worstNs);
            }
        }
        return worst;
    }
}
