using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Admission of all contracts over a whole plan, and the coverage of the ground.</summary>
public static class AdmissionJudge
{
    // Epochs looked at between two reports of progress: enough to share out among workers.
    private const int BatchEpochs = 32;

    /// <summary>Judges the request's contracts over a plan that was made from it.</summary>
    public static AdmissionReport Judge(
        PlanRequest request, Plan plan, IWorkers workers, IPlanProgress? progress = null)
    {
        var pairs = new AdmissionPairs(request.Contracts);
        (List<ContractAdmission> admissions, IReadOnlySet<int> wasted) =
            JudgeAll(request, plan, pairs, new HashSet<int>(), workers, progress);
        if (wasted.Count > 0)
        {
            // Contracts that are refused for one subscriber have reserved for the others. Nothing of them
            // will be carried, so the rest is judged once more without them.
            (List<ContractAdmission> again, _) = JudgeAll(request, plan, pairs, wasted, workers, progress);
            for (int c = 0; c < again.Count; c++)
            {
                admissions[c] = wasted.Contains(c) ? admissions[c] : again[c];
            }
        }
        return new AdmissionReport(admissions, Coverage(request, plan));
    }

    // Those in barred reserve nothing. With the answers come those that are refused and have reserved.
    private static (List<ContractAdmission> Admissions, IReadOnlySet<int> Wasted) JudgeAll(
        PlanRequest request, Plan plan, AdmissionPairs pairs, IReadOnlySet<int> barred, IWorkers workers,
        IPlanProgress? progress)
    {
        var findings = new EpochFindings[plan.Epochs.Count];
        for (int done = 0; done < findings.Length && request.Contracts.Count > 0; done += BatchEpochs)
        {
            int batchStart = done;
            int batchCount = Math.Min(BatchEpochs, findings.Length - done);
            workers.For(batchCount, (first, end) =>
            {
                var auditor = new EpochAuditor(request, plan, pairs, barred);
                for (int i = first; i < end; i++)
                {
                    findings[batchStart + i] = auditor.Audit(plan.Epochs[batchStart + i]);
                }
            });
            progress?.Report(Planner.AdmissionStage, done + batchCount, findings.Length);
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

    private static List<GroundCoverage> Coverage(PlanRequest request, Plan plan)
    {
        var coverage = new List<GroundCoverage>(request.Grounds.Count);
        double total = plan.Epochs.Count;
        for (int g = 0; g < request.Grounds.Count; g++)
        {
            var id = new NodeId(request.Satellites.Count + g);
            int[] counts = new int[3];
            foreach (PlanEpoch epoch in plan.Epochs)
            {
                counts[Math.Min(epoch.Neighbours(id).Length, 2)]++;
            }
            coverage.Add(new GroundCoverage(id, counts[0] / total, counts[1] / total, counts[2] / total));
        }
        return coverage;
    }
}
