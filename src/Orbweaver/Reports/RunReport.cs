using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>What the run cost, as measured by the program.</summary>
internal sealed record RunCost(double PlanSeconds, double WallSeconds, long PeakMemoryBytes);

/// <summary>Everything a report is made of: what was asked, planned, promised and delivered.</summary>
internal sealed record RunReport
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The plan it ran on.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What the planner promised.</summary>
    public required AdmissionReport Admission { get; init; }

    /// <summary>All contracts, by index.</summary>
    public required IReadOnlyList<Contract> Contracts { get; init; }

    /// <summary>What the twin counted.</summary>
    public required RunResult Result { get; init; }

    /// <summary>What it cost.</summary>
    public required RunCost Cost { get; init; }

    /// <summary>Whether the run was stopped before its end.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>What the oracle says; null when it was not asked.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>One line a contract and subscriber, in the order of the result.</summary>
    public IEnumerable<ContractLine> Lines() => Result.Contracts.Select(r => new ContractLine(
        Contracts[r.ContractIndex],
        Scenario.Contracts[r.ContractIndex].Row,
        Admission.Contracts[r.ContractIndex],
        Admission.Contracts[r.ContractIndex].To(r.Subscriber),
        r));

    /// <summary>The name of a node.</summary>
    public string NameOf(NodeId node) => Plan.Nodes[node.Value].Name;

    /// <summary>Whether any promise that was given was broken.</summary>
    public bool IsAnyBroken => Lines().Any(l => l.Verdict == Verdict.Broken);

    /// <summary>
    /// Adds up every ledger again, one for each contract and subscriber. The twin has checkers of its own; a
    /// report that does not add up or leaves a promise out must never be printed, whoever is to blame.
    /// </summary>
    public void CheckConservation()
    {
        foreach (ContractResult r in Result.Contracts)
        {
            long sum = r.OnTime + r.Late + r.Expired + r.Superseded + r.Lost.Sum(l => l.Messages)
                + r.InFlight;
            if (sum != r.Offered)
            {
                throw new InvariantException(
                    $"The ledger of {Contracts[r.ContractIndex].Name} does not add up: {r.Offered} messages"
                    + $" were offered, {sum} are accounted for.");
            }
        }
        CheckSubscribers();
    }

    private void CheckSubscribers()
    {
        HashSet<(int, NodeId)> ledgers = [.. Result.Contracts.Select(r => (r.ContractIndex, r.Subscriber))];
        foreach (Contract contract in Contracts)
        {
            foreach (NodeId subscriber in contract.Subscribers)
            {
                if (!ledgers.Contains((contract.Index, subscriber)))
                {
                    throw new InvariantException(
                        $"There is no ledger of {contract.Name} for {NameOf(subscriber)}.");
                }
            }
        }
    }
}

/// <summary>
/// One contract and subscriber, with what was promised and what came of it. A promise is made to each
/// subscriber; a contract is admitted or refused for all of them.
/// </summary>
internal sealed record ContractLine(
    Contract Contract, string Row, ContractAdmission Admission, SubscriberAdmission Subscriber,
    ContractResult Result)
{
    /// <summary>Whether the contract has other subscribers too.</summary>
    public bool IsOneOfSeveral => Contract.Subscribers.Count > 1;

    /// <summary>Whether the contract was refused: then nothing was promised.</summary>
    public bool IsRefused => Admission.Verdict == AdmissionVerdict.Impossible;

    /// <summary>The twin's verdict; none for what was refused.</summary>
    public Verdict Verdict => IsRefused ? Verdict.None : Result.Verdict;

    /// <summary>Messages lost, over all reasons.</summary>
    public long Lost => Result.Lost.Sum(l => l.Messages);

    /// <summary>On time of those judged; null when none was.</summary>
    public double? OnTimeRatio => Result.Judged == 0 ? null : (double)Result.JudgedOnTime / Result.Judged;

    /// <summary>The group of the table: the row of the preset, or the contract itself.</summary>
    public string Group => Row.Length > 0 ? Row : Contract.Name;
}
