using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// What a ground node may raise by itself when it loses a satellite: the visible ones it does not use and
/// that have a beam left in this epoch, by the same score as the links in force.
/// </summary>
internal sealed class StandbyRanking(
    PlanRequest request, AccessScores scores, AccessLinks links, BeamTable beams)
{
    /// <summary>Standby links of a ground node in an epoch.</summary>
    public const int RankCount = 4;

    private readonly List<(long ScoreNs, VisibleSatellite Visible)> _ranked = [];

    /// <summary>Adds the standby links of a node, best first.</summary>
    public void Add(AccessView view, int ground, GroundTerminals terminals, List<StandbyLink> standby)
    {
        _ranked.Clear();
        foreach (VisibleSatellite visible in view.Now[ground])
        {
            if (!terminals.IsHeldByOther(visible.Satellite, GroundTerminals.None)
                && beams.HasFree(visible.Satellite, request.Grounds[ground].Kind))
            {
                _ranked.Add((scores.ScoreNs(ground, visible), visible));
            }
        }
        _ranked.Sort(static (a, b) => a.ScoreNs != b.ScoreNs
            ? a.ScoreNs.CompareTo(b.ScoreNs)
            : a.Visible.Satellite.CompareTo(b.Visible.Satellite));
        for (int rank = 0; rank < _ranked.Count && rank < RankCount; rank++)
        {
            standby.Add(links.Standby(ground, _ranked[rank].Visible, rank));
        }
    }
}
