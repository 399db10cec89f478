using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Plans one request with several candidates and says what each does for the same contracts, with the same
/// access policy, over the same span. Replicated contracts count as one copy on the shortest way.
/// </summary>
public static class TopologyComparison
{
    /// <summary>
    /// The overload at which carried shares are compared: so many times the rate that the first topology's
    /// links have room for.
    /// </summary>
    public const double OverloadFactor = 2;

    /// <summary>
    /// Compares requests that differ in their constellations only. Each must be free of findings. Progress is
    /// that of the plans.
    /// </summary>
    public static ComparedTopology[] Of(
        IReadOnlyList<TopologyCandidate> candidates, IWorkers workers,
        IPlanProgress? progress = null)
    {
        var compared = new List<ComparedTopology>();
        double overload = 0;
        foreach ((string name, PlanRequest request) in candidates)
        {
            // Verdicts are not asked for, and the losses of nodes that they look at would take most of the
            // time.
            PlanRequest open = request with
            {
                Contracts = [.. OnOneWay(request.Contracts)],
            };
            PlannedNetwork planned = Planner.PlanLinks(open, workers, progress);
            var meter = new DemandMeter(open, planned.Plan, workers);
            TopologyFigures figures = meter.Measure(planned);
            overload = overload == 0 ? figures.Scale * OverloadFactor : overload;
            double carried = double.IsFinite(overload) ? meter.CarriedShare(overload) : 1;
            compared.Add(new ComparedTopology(name, figures with { CarriedShare = carried }, planned.Motifs));
        }
        return [.. compared];
    }

    /// <summary>
    /// The request with one policy for all constellations that have a design; others keep what they have.
    /// </summary>
    public static PlanRequest With(PlanRequest request, TopologyPolicy policy, MotifAim aim = MotifAim.Delay)
    {
        var constellations = new List<ConstellationSpec>();
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            bool isDesigned = constellation.Planes > 0 && constellation.SlotsPerPlane > 0;
            TopologyPolicy own = (policy, constellation.IsSeamOpen) switch
            {
                (TopologyPolicy.PlusGrid, true) => TopologyPolicy.PlusGridOpenSeam,
                (TopologyPolicy.Motif, true) => TopologyPolicy.MotifOpenSeam,
                _ => policy,
            };
            constellations.Add(isDesigned
                ? constellation with { Policy = own, Motif = [], MotifAim = aim }
                : constellation);
        }
        return request with { Constellations = constellations };
    }

    private static IEnumerable<Contract> OnOneWay(IReadOnlyList<Contract> contracts)
    {
        foreach (Contract contract in contracts)
        {
            yield return contract.Protection == Protection.Replicate
                ? contract with { Protection = Protection.Repair }
                : contract;
        }
    }
}
