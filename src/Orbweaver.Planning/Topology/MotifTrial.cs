using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Tries a motif as it would be planned, with the access policy of the request: an epoch at each of some
/// instants. Which satellite serves whom decides how far round a way goes, and where links are long that is
/// more than the free choice of the earlier rounds tells (ADR 0020).
/// </summary>
internal sealed class MotifTrial(
    PlanRequest request, ConstellationSpec constellation, Instant[] instants, IWorkers workers)
{
    private const double NoWayNs = 1e9;

    /// <summary>The score of a motif.</summary>
    public MotifScore Score(IReadOnlyList<MotifOffset> steps)
    {
        (double delayNs, double hops, double load) = (0, 0, 0);
        var constellations = new List<ConstellationSpec>();
        foreach (ConstellationSpec one in request.Constellations)
        {
            constellations.Add(string.Equals(one.Name, constellation.Name, System.StringComparison.Ordinal)
                ? constellation with { Motif = steps }
                : one.IsMotif && one.Motif.Count == 0 ? one with { Motif = MotifOffset.PlusGrid } : one);
        }
        foreach (Instant instant in instants)
        {
            PlanRequest epoch = request with
            {
                Start = instant,
                Horizon = request.EpochLength,
                Constellations = constellations,
            };
            PlannedNetwork planned = Planner.PlanLinks(epoch, workers, 1, progress: null);
            TopologyFigures figures = new DemandMeter(epoch, planned.Plan, workers).Measure(planned);
            delayNs += (figures.Mean.Nanoseconds * (1 - figures.NoWayShare)) + (NoWayNs * figures.NoWayShare);
            hops += figures.Hops;
            load += figures.Load;
        }
        return new MotifScore(delayNs / instants.Length, hops / instants.Length, load / instants.Length);
    }
}
