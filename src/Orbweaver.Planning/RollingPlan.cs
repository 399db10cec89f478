using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A plan that can be planned on: what comes later follows from what is held, so the epochs of a plan made in
/// pieces are those of one made at once, and the earlier ones never change.
/// </summary>
public sealed class RollingPlan
{
    private readonly PlanRun _run;
    private readonly IReadOnlyList<MotifChoice> _motifs;
    private int _done;

    internal RollingPlan(PlanRequest request, IWorkers workers, IPlanProgress? progress)
    {
        IReadOnlyList<string> findings = PlanRequestRules.Findings(request);
        Check.That(findings.Count == 0, findings.Count == 0 ? "" : findings[0]);
        (request, _motifs) = MotifSearch.Resolve(request, workers, progress);
        _run = new PlanRun(request, workers);
        EpochsAsked = request.EpochCount();
    }

    /// <summary>Epochs up to the horizon of the request.</summary>
    public int EpochsAsked { get; }

    /// <summary>
    /// Plans on until there are so many epochs in all, and gives the whole plan; without admission, whose
    /// report is empty.
    /// </summary>
    public PlannedNetwork PlanUntil(int epochCount, IPlanProgress? progress = null)
        => PlanUntil(epochCount, PackedEpochs.BlockEpochs, progress);

    internal PlannedNetwork PlanUntil(int epochCount, int blockEpochsMax, IPlanProgress? progress)
    {
        while (_done < epochCount)
        {
            int count = Math.Min(Math.Min(blockEpochsMax, _run.BlockEpochsMax), epochCount - _done);
            _run.PlanBlock(
                _done, count, epoch => progress?.Report(Planner.TopologyStage, epoch, epochCount));
            _done += count;
            progress?.Report(Planner.TopologyStage, _done, epochCount);
        }
        return new PlannedNetwork(
            _run.Finish(), new AdmissionReport([], []), _run.Statistics(), _run.Acquisitions())
        {
            Motifs = _motifs,
        };
    }
}
