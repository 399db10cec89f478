using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Turns orbits, terminals and sites into a plan: for every epoch the exact set of links with delay and
/// capacity, and an answer to every contract. The same request gives the same plan for every <see
/// cref="IWorkers"/>.
/// </summary>
public static class Planner
{
    /// <summary>
    /// Stage of <see cref="IPlanProgress"/>: geometry, lasers and access, one step an epoch.
    /// </summary>
    public const string TopologyStage = "topology";

    /// <summary>Stage of <see cref="IPlanProgress"/>: admission of contracts.</summary>
    public const string AdmissionStage = "admission";

    /// <summary>Stage of <see cref="IPlanProgress"/>: writing, one step an epoch.</summary>
    public const string ExportStage = "writing";

    /// <summary>
    /// Plans a network. The request must be free of findings (<see cref="PlanRequestRules.Findings"/>): a
    /// request that is not is a defect of the caller.
    /// </summary>
    public static PlannedNetwork Plan(PlanRequest request, IWorkers workers, IPlanProgress? progress = null)
        => Plan(request, workers, PackedEpochs.BlockEpochs, progress);

    internal static PlannedNetwork Plan(
        PlanRequest request, IWorkers workers, int blockEpochsMax, IPlanProgress? progress)
    {
        PlannedNetwork links = PlanLinks(request, workers, blockEpochsMax, progress);
        AdmissionReport admission = AdmissionJudge.Judge(request, links.Plan, workers, progress);
        return links with { Admission = admission };
    }

    /// <summary>
    /// Plans a network, and keeps what it takes to plan on beyond the horizon of the request.
    /// </summary>
    public static (PlannedNetwork Planned, RollingPlan Rolling) Begin(
        PlanRequest request, IWorkers workers, IPlanProgress? progress = null)
    {
        var rolling = new RollingPlan(request, workers, progress);
        PlannedNetwork links = rolling.PlanUntil(rolling.EpochsAsked, PackedEpochs.BlockEpochs, progress);
        AdmissionReport admission = AdmissionJudge.Judge(request, links.Plan, workers, progress);
        return (links with { Admission = admission }, rolling);
    }

    /// <summary>The same without admission, whose report is empty.</summary>
    internal static PlannedNetwork PlanLinks(
        PlanRequest request, IWorkers workers, int blockEpochsMax, IPlanProgress? progress)
    {
        var rolling = new RollingPlan(request, workers, progress);
        return rolling.PlanUntil(rolling.EpochsAsked, blockEpochsMax, progress);
    }
}
