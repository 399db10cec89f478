using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>
/// Looks at one epoch of a plan with all contracts: planned paths, what a lost node does to them, and who
/// finds capacity. Epochs do not depend on each other. One auditor a worker: it keeps scratch.
/// </summary>
internal sealed class EpochAuditor
{
    private readonly AdmissionPairs _pairs;
    private readonly CapacityBook _capacity;
    private readonly LossSearch _losses;
    private readonly DisjointPairs _disjoint;
    private readonly LinkExceptions _asPlanned = new();
    private readonly IReadOnlyList<Contract> _contracts;
    private readonly TreeBatch _trees;
    private readonly TreeBlock _block = new();
    private readonly NodeId[] _subscribers;
    private readonly RouteTree?[] _treeOf;
    private readonly List<PathStep> _path = [];
    private readonly Dictionary<(int Pair, Disjointness Rule), DisjointPair?> _known = [];

    public EpochAuditor(PlanRequest request, Plan plan, AdmissionPairs pairs, IReadOnlySet<int> barred)
    {
        _pairs = pairs;
        _capacity = new CapacityBook(request.Contracts, plan, pairs, barred);
        _losses = new LossSearch(plan);
        _disjoint = new DisjointPairs(plan.Nodes);
        _contracts = request.Contracts;
        _trees = new TreeBatch(plan.Nodes);
        _subscribers = [.. pairs.All.Select(p => p.Subscriber).Distinct()];
        _treeOf = new RouteTree?[plan.Nodes.Count];
    }

    /// <summary>The findings of an epoch.</summary>
    public EpochFindings Audit(PlanEpoch epoch)
    {
        var findings = new EpochFindings(_pairs.All.Count, _pairs.SlotCount);
        _trees.Build(epoch, _subscribers, _block);
        for (int i = 0; i < _subscribers.Length; i++)
        {
            _treeOf[_subscribers[i].Value] = _block.Tree(i);
        }
        _capacity.Enter(epoch);
        for (int p = 0; p < _pairs.All.Count; p++)
        {
            AdmissionPair pair = _pairs.All[p];
            RouteTree tree = _treeOf[pair.Subscriber.Value]!;
            findings.BestNs[p] = tree.DistanceNs(pair.Publisher);
            PathStep.Walk(epoch, tree, pair.Publisher, _path);
            _capacity.SetPath(p, _path);
            findings.Losses[p] = pair.BudgetMaxNs < 0 ? [] : _losses.Find(epoch, tree, pair, _path);
        }
        FindPairs(epoch, findings);
        _capacity.Reserve(findings);
        return findings;
    }

    private void FindPairs(PlanEpoch epoch, EpochFindings findings)
    {
        _known.Clear();
        foreach (Contract contract in _contracts)
        {
            if (contract.Protection != Protection.Replicate)
            {
                continue;
            }
            int boundNs = AdmissionPairs.BoundNs(contract);
            int[] pairs = _pairs.OfContract[contract.Index];
            for (int i = 0; i < pairs.Length; i++)
            {
                DisjointPair? ways = Ways(epoch, pairs[i], contract.Disjointness);
                findings.IsWithoutPair[_pairs.FirstSlot[contract.Index] + i] =
                    ways is null || ways.Long.DistanceNs > boundNs;
            }
        }
    }

    // Many contracts ask for the same two ways; they are searched once an epoch.
    private DisjointPair? Ways(PlanEpoch epoch, int pair, Disjointness rule)
    {
        if (!_known.TryGetValue((pair, rule), out DisjointPair? ways))
        {
            AdmissionPair ends = _pairs.All[pair];
            ways = _disjoint.TryFind(
                epoch, _asPlanned, ends.Publisher, ends.Subscriber, rule, out DisjointPair? found)
                ? found : null;
            _known[(pair, rule)] = ways;
            if (ways is not null)
            {
                _capacity.SetWays(pair, rule, ways);
            }
        }
        return ways;
    }
}
