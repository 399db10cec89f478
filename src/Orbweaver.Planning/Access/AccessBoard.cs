using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// What the terminals of all ground nodes hold, with the beams that takes, and what they may take.
/// </summary>
internal sealed class AccessBoard
{
    private readonly PlanRequest _request;
    private readonly AccessCandidates _candidates;
    private readonly AccessLinks _links;

    public AccessBoard(PlanRequest request, AccessCandidates candidates, AccessLinks links)
    {
        _request = request;
        _candidates = candidates;
        _links = links;
        Beams = new BeamTable(request.Satellites);
        Terminals = new GroundTerminals[request.Grounds.Count];
        Chosen = new int[request.Grounds.Count][];
        for (int g = 0; g < Terminals.Length; g++)
        {
            Terminals[g] = new GroundTerminals(request.Grounds[g].Terminals);
            Chosen[g] = new int[request.Grounds[g].Terminals];
        }
    }

    /// <summary>Beams taken.</summary>
    public BeamTable Beams { get; }

    /// <summary>Satellites held, over epochs.</summary>
    public GroundTerminals[] Terminals { get; }

    /// <summary>
    /// The candidate that every terminal holds in the epoch at hand, or <see cref="AccessLosses.None"/>.
    /// </summary>
    public int[][] Chosen { get; }

    /// <summary>Terminals that gave a link up or had lost it, and took another, at this boundary.</summary>
    public int Handovers { get; private set; }

    /// <summary>
    /// Begins an epoch. Whatever has set is released first, for all nodes: its beams are free for everybody.
    /// </summary>
    public void Begin(AccessView view)
    {
        Handovers = 0;
        for (int g = 0; g < Terminals.Length; g++)
        {
            DropSet(view, g);
        }
    }

    /// <summary>Puts what a node holds among its candidates of the epoch.</summary>
    public void LookUp(AccessView view, int ground)
    {
        int[] chosen = Chosen[ground];
        for (int t = 0; t < chosen.Length; t++)
        {
            int held = Terminals[ground].Satellite[t];
            chosen[t] = held == GroundTerminals.None
                ? AccessLosses.None : _candidates.PlaceOf(view, ground, held);
        }
    }

    /// <summary>Whether a terminal may have a candidate: no other terminal of its node does, and there is a
    /// beam.</summary>
    public bool CanTake(int ground, int terminal, int place)
    {
        int satellite = _candidates.Of(ground)[place].Visible.Satellite;
        GroundTerminals terminals = Terminals[ground];
        return !terminals.IsHeldByOther(satellite, terminal)
            && (terminals.Satellite[terminal] == satellite
                || Beams.HasFree(satellite, _request.Grounds[ground].Kind));
    }

    /// <summary>Whether another terminal of the node holds a satellite of the candidate's plane.</summary>
    public bool SharesPlane(int ground, int terminal, int place)
    {
        GroundTerminals terminals = Terminals[ground];
        SatelliteSpec spec = _request.Satellites[_candidates.Of(ground)[place].Visible.Satellite];
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

    /// <summary>
    /// Whether all links of a node set with this epoch. With one terminal there is nothing to take turns
    /// with: it holds on to the end, and the answer is no.
    /// </summary>
    public bool IsAllSetting(int ground)
    {
        bool isAny = false;
        foreach (int place in Chosen[ground])
        {
            if (place != AccessLosses.None)
            {
                isAny = true;
                if (_candidates.Of(ground)[place].IsLasting)
                {
                    return false;
                }
            }
        }
        return isAny && Chosen[ground].Length > 1;
    }

    /// <summary>Gives an empty terminal a link.</summary>
    public void Fill(AccessView view, int ground, int terminal, int place)
    {
        Take(ground, terminal, place);
        Handovers += view.Epoch > 0 ? 1 : 0;
    }

    /// <summary>The move of a terminal to a candidate that it can take.</summary>
    public AccessMove MoveOf(int ground, int terminal, int place)
    {
        int satellite = _candidates.Of(ground)[place].Visible.Satellite;
        bool isLast = Beams.IsLastFree(satellite, _request.Grounds[ground].Kind);
        return new AccessMove(
            terminal, place, !Terminals[ground].IsMovedNow[terminal], isLast ? satellite : AccessLosses.None);
    }

    /// <summary>Makes a move.</summary>
    public void Make(int ground, AccessMove move)
    {
        if (!move.IsStay)
        {
            Release(ground, move.Terminal);
            Take(ground, move.Terminal, move.Place);
            Handovers += move.IsHandover ? 1 : 0;
        }
    }

    /// <summary>
    /// Adds a node's links. A new one opens at the boundary if another terminal carries the node over it,
    /// else after the handover gap.
    /// </summary>
    public void AddLinks(AccessView view, int ground, List<PlannedLink> links)
    {
        GroundTerminals terminals = Terminals[ground];
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
            VisibleSatellite visible = _candidates.Of(ground)[Chosen[ground][t]].Visible;
            links.Add(_links.Link(ground, t, visible, terminals.Beam[t], terminals.Opens[t]));
        }
    }

    private void DropSet(AccessView view, int ground)
    {
        GroundTerminals terminals = Terminals[ground];
        for (int t = 0; t < terminals.Satellite.Length; t++)
        {
            terminals.IsMovedNow[t] = false;
            int satellite = terminals.Satellite[t];
            if (satellite != GroundTerminals.None
                && !AssignedAccess.TryFind(view.Now[ground], satellite, out _))
            {
                Release(ground, t);
            }
        }
    }

    private void Take(int ground, int terminal, int place)
    {
        GroundTerminals terminals = Terminals[ground];
        int satellite = _candidates.Of(ground)[place].Visible.Satellite;
        Chosen[ground][terminal] = place;
        terminals.Satellite[terminal] = satellite;
        terminals.Beam[terminal] = Beams.Take(satellite, _request.Grounds[ground].Kind);
        terminals.IsMovedNow[terminal] = true;
    }

    private void Release(int ground, int terminal)
    {
        GroundTerminals terminals = Terminals[ground];
        Beams.Release(
            terminals.Satellite[terminal], _request.Grounds[ground].Kind, terminals.Beam[terminal]);
        terminals.Satellite[terminal] = GroundTerminals.None;
    }
}
