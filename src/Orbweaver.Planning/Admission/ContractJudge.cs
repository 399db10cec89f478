using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>Turns the findings of all epochs into the answer to one contract.</summary>
internal sealed class ContractJudge(
    PlanRequest request, Plan plan, AdmissionPairs pairs, EpochFindings[] findings)
{
    private readonly LossTally _losses = new(plan.Nodes.Count);
    private readonly List<int> _bestNs = [];
    private int _noWayCount;
    private int _lateCount;
    private int _fullCount;
    private int _pairlessCount;

    /// <summary>The answer.</summary>
    public ContractAdmission Judge(Contract contract)
    {
        Collect(contract);
        Duration floor = Floor(contract);
        string? impossible = WhyImpossible(contract, floor);
        string reason = impossible ?? WhyAtRisk(contract);
        AdmissionVerdict verdict = impossible is not null ? AdmissionVerdict.Impossible
            : reason.Length > 0 ? AdmissionVerdict.AtRisk
            : AdmissionVerdict.Feasible;
        return new ContractAdmission(contract.Index, verdict, reason, floor, Spread(), _noWayCount);
    }

    private void Collect(Contract contract)
    {
        _losses.Clear();
        _bestNs.Clear();
        (_noWayCount, _lateCount, _fullCount, _pairlessCount) = (0, 0, 0, 0);
        int boundNs = AdmissionPairs.BoundNs(contract);
        foreach (EpochFindings epoch in findings)
        {
            int worstNs = 0;
            foreach (int pair in pairs.OfContract[contract.Index])
            {
                worstNs = Math.Max(worstNs, epoch.BestNs[pair]);
                if (!contract.IsElastic && epoch.BestNs[pair] <= boundNs)
                {
                    _losses.Add(epoch.Losses[pair], boundNs);
                }
            }
            _losses.EndEpoch();
            if (worstNs == RouteTree.Unreachable)
            {
                _noWayCount++;
                continue;
            }
            _bestNs.Add(worstNs);
            _lateCount += worstNs > boundNs && !contract.IsElastic ? 1 : 0;
            _fullCount += epoch.IsWithoutCapacity[contract.Index] ? 1 : 0;
            _pairlessCount += epoch.IsWithoutPair[contract.Index] ? 1 : 0;
        }
        _bestNs.Sort();
    }

    private Duration Floor(Contract contract)
    {
        Duration floor = Duration.Zero;
        foreach (NodeId subscriber in contract.Subscribers)
        {
            Duration one =
                Orbits.Geometry.Floor(Ground(contract.Publisher).Position, Ground(subscriber).Position);
            floor = one > floor ? one : floor;
        }
        return floor;
    }

    private string? WhyImpossible(Contract contract, Duration floor)
    {
        int total = findings.Length;
        if (!contract.IsElastic && contract.Budget is { } budget)
        {
            if (floor > budget)
            {
                return Figures.Exceeds("floor", floor, budget);
            }
            if (_lateCount > 0 && _lateCount == _bestNs.Count)
            {
                string where = _noWayCount == 0 ? "in all epochs" : "in all epochs with a way";
                return $"{Figures.Exceeds("best", new Duration(_bestNs[0]), budget)} {where}";
            }
        }
        if (_noWayCount == total)
        {
            return "no way in any epoch";
        }
        if (_fullCount == total)
        {
            return $"no capacity for {contract.Rate} in any epoch";
        }
        return _noWayCount + _lateCount + _fullCount == total
            ? $"holds in no epoch: {string.Join("; ", EpochFailures(contract))}"
            : null;
    }

    private string WhyAtRisk(Contract contract)
    {
        List<string> reasons = EpochFailures(contract);
        if (_pairlessCount > 0)
        {
            string within = contract.Budget is { } limit ? $" within {Figures.Of(limit)}" : "";
            string rule = contract.Disjointness.ToString().ToLowerInvariant();
            reasons.Add(
                $"no two ways{within} disjoint by {rule} {Figures.Epochs(_pairlessCount, findings.Length)}");
        }
        if (_losses.Worst() is { } worst)
        {
            string within = contract.Budget is { } budget ? $" within {Figures.Of(budget)}" : "";
            string name = plan.Nodes[worst.Node.Value].Name;
            reasons.Add(worst.NoWayEpochs > 0
                ? $"loss of {name} leaves no way{within} {Figures.Epochs(worst.NoWayEpochs, findings.Length)}"
                : $"loss of {name} leaves a way only by standby access ({Acquisition(contract)}) "
                    + Figures.Epochs(worst.StandbyEpochs, findings.Length));
        }
        return string.Join("; ", reasons);
    }

    private List<string> EpochFailures(Contract contract)
    {
        int total = findings.Length;
        var reasons = new List<string>();
        if (_noWayCount > 0)
        {
            reasons.Add($"no way {Figures.Epochs(_noWayCount, total)}");
        }
        if (_lateCount > 0 && contract.Budget is { } budget)
        {
            string late = Figures.Exceeds("best up to", new Duration(_bestNs[^1]), budget);
            reasons.Add($"{late} {Figures.Epochs(_lateCount, total)}");
        }
        if (_fullCount > 0)
        {
            reasons.Add($"no capacity for {contract.Rate} {Figures.Epochs(_fullCount, total)}");
        }
        return reasons;
    }

    private DelaySpread? Spread() => _bestNs.Count == 0 ? null : new DelaySpread(
        new Duration(_bestNs[0]), new Duration(_bestNs[(_bestNs.Count - 1) / 2]), new Duration(_bestNs[^1]));

    // The slowest of the contract's ends.
    private Duration Acquisition(Contract contract)
    {
        Duration slowest = Ground(contract.Publisher).Acquisition;
        foreach (NodeId subscriber in contract.Subscribers)
        {
            Duration one = Ground(subscriber).Acquisition;
            slowest = one > slowest ? one : slowest;
        }
        return slowest;
    }

    private GroundSpec Ground(NodeId id) => request.Grounds[id.Value - request.Satellites.Count];
}
