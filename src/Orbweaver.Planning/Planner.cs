using System;
using System.Collections.Generic;
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

    /// <summary>The same without admission, whose report is empty.</summary>
    internal static PlannedNetwork PlanLinks(
        PlanRequest request, IWorkers workers, IPlanProgress? progress)
        => PlanLinks(request, workers, PackedEpochs.BlockEpochs, progress);

    private static PlannedNetwork PlanLinks(
        PlanRequest request, IWorkers workers, int blockEpochsMax, IPlanProgress? progress)
    {
        IReadOnlyList<string> findings = PlanRequestRules.Findings(request);
        Check.That(findings.Count == 0, findings.Count == 0 ? "" : findings[0]);
        (request, IReadOnlyList<MotifChoice> motifs) = MotifSearch.Resolve(request, workers, progress);
        var run = new PlanRun(request, workers);
        int epochCount = request.EpochCount();
        for (int done = 0; done < epochCount;)
        {
            int count = Math.Min(Math.Min(blockEpochsMax, run.BlockEpochsMax), epochCount - done);
            run.PlanBlock(done, count, epoch => progress?.Report(TopologyStage, epoch, epochCount));
            done += count;
            progress?.Report(TopologyStage, done, epochCount);
        }
        return new PlannedNetwork(
            run.Finish(), new AdmissionReport([], []), run.Statistics(), run.Acquisitions())
        {
            Motifs = motifs,
        };
    }
}
