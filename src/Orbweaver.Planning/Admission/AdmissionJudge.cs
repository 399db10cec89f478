using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Admission of all contracts over a whole plan, and the coverage of the ground.</summary>
public static class AdmissionJudge
{
    /// <summary>Judges the request's contracts over a plan that was made from it.</summary>
    public static AdmissionReport Judge(
        PlanRequest request, Plan plan, IWorkers workers, IPlanProgress? progress = null)
    {
        var pairs = new AdmissionPairs(request.Contracts);
        var coverage = new CoverageCount(request, plan);
        (List<ContractAdmission> admissions, IReadOnlySet<int> wasted) =
            JudgeAll(request, plan, pairs, new HashSet<int>(), workers, coverage, progress);
        if (wasted.Count > 0)
        {
            // Contracts that are refused for one subscriber have reserved for the others. Nothing of them
            // will be carried, so the rest is judged once more without them.
            (List<ContractAdmission> again, _) =
                JudgeAll(request, plan, pairs, wasted, workers, coverage: null, progress);
            for (int c = 0; c < again.Count; c++)
            {
                admissions[c] = wasted.Contains(c) ? admissions[c] : again[c];
            }
        }
        return new AdmissionReport(admissions, coverage.Result());
    }

    // Those in barred reserve nothing. With the answers come those that are refused and have reserved.
    private static (List<ContractAdmission> Admissions, IReadOnlySet<int> Wasted) JudgeAll(
        PlanRequest request, Plan plan, AdmissionPairs pairs, IReadOnlySet<int> barred, IWorkers workers,
        CoverageCount? coverage, IPlanProgress? progress)
    {
        var findings = new EpochFindings[plan.Epochs.Count];
        // Auditors have much scratch: one for each range that a worker takes, known by its first place.
        var auditors = new EpochAuditor?[PackedEpochs.BlockEpochs];
        for (int done = 0; done < findings.Length;)
        {
            int batchStart = done;
            int batchCount = Math.Min(PackedEpochs.BlockEpochs, findings.Length - done);
            // Unpacks the block once, before all workers want it.
            _ = plan.Epochs[batchStart];
            workers.For(batchCount, (first, end) =>
            {
                EpochAuditor auditor = auditors[first] ??= new EpochAuditor(request, plan, pairs, barred);
                for (int i = first; i < end; i++)
                {
                    PlanEpoch epoch = plan.Epochs[batchStart + i];
                    coverage?.Add(epoch);
                    findings[batchStart + i] = auditor.Audit(epoch);
                }
            });
            done += batchCount;
            progress?.Report(Planner.AdmissionStage, done, findings.Length);
        }
        var admissions = new List<ContractAdmission>(request.Contracts.Count);
        var wasted = new HashSet<int>();
        var judge = new ContractJudge(request, plan, pairs, findings);
        foreach (Contract contract in request.Contracts)
        {
            ContractAdmission admission = judge.Judge(contract);
            admissions.Add(admission);
            if (admission.Verdict == AdmissionVerdict.Impossible && judge.HasReserved(contract))
            {
                wasted.Add(contract.Index);
            }
        }
        return (admissions, wasted);
    }
}
