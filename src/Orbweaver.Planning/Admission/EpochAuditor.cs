using System.Collections.Generic;
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
    private readonly TreeBuilder _trees;
    private readonly RouteTree?[] _treeOf;
    private readonly List<PathStep> _path = [];

    public EpochAuditor(PlanRequest request, Plan plan, AdmissionPairs pairs)
    {
        _pairs = pairs;
        _capacity = new CapacityBook(request.Contracts, plan, pairs);
        _losses = new LossSearch(plan);
        _disjoint = new DisjointPairs(plan.Nodes);
        _contracts = request.Contracts;
        _trees = new TreeBuilder(plan.Nodes);
        _treeOf = new RouteTree?[plan.Nodes.Count];
    }

    /// <summary>The findings of an epoch.</summary>
    public EpochFindings Audit(PlanEpoch epoch)
    {
        var findings = new EpochFindings(_pairs.All.Count, _pairs.OfContract.Length);
        System.Array.Clear(_treeOf);
        _capacity.Enter(epoch);
        for (int p = 0; p < _pairs.All.Count; p++)
        {
            AdmissionPair pair = _pairs.All[p];
            RouteTree tree = _treeOf[pair.Subscriber.Value] ??= _trees.Build(epoch, pair.Subscriber);
            findings.BestNs[p] = tree.DistanceNs(pair.Publisher);
            PathStep.Walk(epoch, tree, pair.Publisher, _path);
            _capacity.SetPath(p, _path);
            findings.Losses[p] = pair.BudgetMaxNs < 0 ? [] : _losses.Find(epoch, tree, pair, _path);
        }
        _capacity.Reserve(findings);
        FindPairs(epoch, findings);
        return findings;
    }

    private void FindPairs(PlanEpoch epoch, EpochFindings findings)
    {
        foreach (Contract contract in _contracts)
        {
            if (contract.Protection != Protection.Replicate)
            {
                continue;
            }
            foreach (NodeId subscriber in contract.Subscribers)
            {
                bool isFound = _disjoint.TryFind(
                    epoch, _asPlanned, contract.Publisher, subscriber, contract.Disjointness,
                        out DisjointPair? pair);
                findings.IsWithoutPair[contract.Index] |=
                    !isFound || pair!.Long.DistanceNs > AdmissionPairs.BoundNs(contract);
            }
        }
    }
}
