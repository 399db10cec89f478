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
        var each = new SubscriberAdmission[contract.Subscribers.Count];
        for (int i = 0; i < each.Length; i++)
        {
            each[i] = JudgeOne(contract, i);
        }
        return each.Length == 1
            ? new ContractAdmission(
                contract.Index, each[0].Verdict, each[0].Reason, each[0].Floor, each[0].Best,
                each[0].EpochsWithoutWay, each)
            : Together(contract, each);
    }

    /// <summary>Whether the contract took capacity in any epoch.</summary>
    public bool HasReserved(Contract contract)
    {
        int boundNs = AdmissionPairs.BoundNs(contract);
        int[] ofContract = pairs.OfContract[contract.Index];
        foreach (EpochFindings epoch in findings)
        {
            for (int i = 0; i < ofContract.Length; i++)
            {
                bool isHeld = !epoch.IsWithoutCapacity[pairs.FirstSlot[contract.Index] + i];
                if (isHeld && epoch.BestNs[ofContract[i]] <= boundNs)
                {
                    return !contract.IsElastic;
                }
            }
        }
        return false;
    }

    // The worst of the subscribers counts: a promise is made to all of them.
    private ContractAdmission Together(Contract contract, SubscriberAdmission[] each)
    {
        _bestNs.Clear();
        int noWayCount = 0;
        foreach (EpochFindings epoch in findings)
        {
            int worstNs = 0;
            foreach (int pair in pairs.OfContract[contract.Index])
            {
                worstNs = Math.Max(worstNs, epoch.BestNs[pair]);
            }
            if (worstNs == RouteTree.Unreachable)
            {
                noWayCount++;
            }
            else
            {
                _bestNs.Add(worstNs);
            }
        }
        _bestNs.Sort();
        SubscriberAdmission worst = each[0];
        Duration floor = Duration.Zero;
        foreach (SubscriberAdmission one in each)
        {
            worst = one.Verdict > worst.Verdict ? one : worst;
            floor = one.Floor > floor ? one.Floor : floor;
        }
        return new ContractAdmission(
            contract.Index, worst.Verdict, Reason(worst, each), floor, Spread(), noWayCount, each);
    }

    private string Reason(SubscriberAdmission worst, SubscriberAdmission[] each)
    {
        if (worst.Verdict == AdmissionVerdict.Feasible)
        {
            return "";
        }
        int more = -1;
        foreach (SubscriberAdmission one in each)
        {
            more += one.Verdict == worst.Verdict ? 1 : 0;
        }
        string word = worst.Verdict == AdmissionVerdict.Impossible ? "impossible" : "at risk";
        string others = more > 0 ? $"; {more} more of {each.Length} subscribers {word}" : "";
        return $"{plan.Nodes[worst.Subscriber.Value].Name}: {worst.Reason}{others}";
    }

    private SubscriberAdmission JudgeOne(Contract contract, int place)
    {
        NodeId subscriber = contract.Subscribers[place];
        Collect(contract, place);
        Duration floor =
            Orbits.Geometry.Floor(Ground(contract.Publisher).Position, Ground(subscriber).Position);
        string? impossible = WhyImpossible(contract, floor);
        string reason = impossible ?? WhyAtRisk(contract, subscriber);
        AdmissionVerdict verdict = impossible is not null ? AdmissionVerdict.Impossible
            : reason.Length > 0 ? AdmissionVerdict.AtRisk
            : AdmissionVerdict.Feasible;
        return new SubscriberAdmission(subscriber, verdict, reason, floor, Spread(), _noWayCount);
    }

    private void Collect(Contract contract, int place)
    {
        _losses.Clear();
        _bestNs.Clear();
        (_noWayCount, _lateCount, _fullCount, _pairlessCount) = (0, 0, 0, 0);
        int boundNs = AdmissionPairs.BoundNs(contract);
        int pair = pairs.OfContract[contract.Index][place];
        int slot = pairs.FirstSlot[contract.Index] + place;
        bool sharesNoNode = contract is
        {
            Protection: Protection.Replicate,
            Disjointness: Disjointness.Node or Disjointness.Plane or Disjointness.Vendor,
        };
        foreach (EpochFindings epoch in findings)
        {
            int bestNs = epoch.BestNs[pair];
            if (bestNs == RouteTree.Unreachable)
            {
                _noWayCount++;
                continue;
            }
            // Two ways that share no node survive the loss of any one.
            bool isDoubled = sharesNoNode && !epoch.IsWithoutPair[slot];
            if (!contract.IsElastic && bestNs <= boundNs && !isDoubled)
            {
                _losses.Add(epoch.Losses[pair], boundNs);
            }
            _bestNs.Add(bestNs);
            _lateCount += bestNs > boundNs && !contract.IsElastic ? 1 : 0;
            _fullCount += epoch.IsWithoutCapacity[slot] ? 1 : 0;
            _pairlessCount += epoch.IsWithoutPair[slot] ? 1 : 0;
        }
        _bestNs.Sort();
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

    private string WhyAtRisk(Contract contract, NodeId subscriber)
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
                : $"loss of {name} leaves a way only by standby access ({Acquisition(contract, subscriber)}) "
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

    // The slower of the two ends.
    private Duration Acquisition(Contract contract, NodeId subscriber)
    {
        Duration one = Ground(contract.Publisher).Acquisition;
        Duration other = Ground(subscriber).Acquisition;
        return one > other ? one : other;
    }

    private GroundSpec Ground(NodeId id) => request.Grounds[id.Value - request.Satellites.Count];
}
