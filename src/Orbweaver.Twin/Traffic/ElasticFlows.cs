using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

/// <summary>
/// Elastic contracts as fluids: in every epoch they share what the committed rates of all other contracts
/// leave of the links on their ways, max-min fairly; guaranteed ones, which can wait, share what the others
/// leave. Integers only; a handful of flows, so plain progressive
/// filling.
/// </summary>
internal sealed class ElasticFlows
{
    private Plan _plan;
    private RouteTable _routes;
    private readonly DisjointPairs _pairs;
    private readonly LinkExceptions _asPlanned = new();
    private readonly List<Contract> _committed = [];
    private readonly List<Flow> _flows = [];

    /// <summary>The flows of all admitted contracts of a run.</summary>
    public ElasticFlows(TwinConfig config, RouteTable routes, DisjointPairs pairs)
    {
        _plan = config.Plan;
        _routes = routes;
        _pairs = pairs;
        foreach (Contract contract in config.Contracts)
        {
            if (!config.Admitted[contract.Index])
            {
                continue;
            }
            if (contract.IsElastic)
            {
                _flows.Add(new Flow(contract));
            }
            else
            {
                _committed.Add(contract);
            }
        }
    }

    /// <summary>Whether there is anything to share.</summary>
    public bool IsEmpty => _flows.Count == 0;

    /// <summary>From the next epoch on another plan counts.</summary>
    public void Follow(Plan plan, RouteTable routes)
    {
        _plan = plan;
        _routes = routes;
    }

    /// <summary>Shares out one epoch; past the horizon the last one.</summary>
    public void Share(int epoch)
    {
        epoch = Math.Min(epoch, _plan.Epochs.Count - 1);
        SortedDictionary<int, long> leftBps = [];
        foreach (Flow flow in _flows)
        {
            flow.RateBps = 0;
            flow.Pipes = [.. PipesOf(flow.Contract, epoch)];
            foreach (int pipe in flow.Pipes)
            {
                leftBps[pipe] = CapacityBps(pipe);
            }
        }
        foreach (Contract contract in _committed)
        {
            foreach (int pipe in PipesOf(contract, epoch))
            {
                if (leftBps.TryGetValue(pipe, out long left))
                {
                    leftBps[pipe] = Math.Max(0, left - contract.Rate.BitsPerSecond);
                }
            }
        }
        Fill(leftBps, _flows.FindAll(f => f.Contract.Qos.Assurance != Assurance.Guaranteed));
        Fill(leftBps, _flows.FindAll(f => f.Contract.Qos.Assurance == Assurance.Guaranteed));
        foreach (Flow flow in _flows)
        {
            flow.Note();
        }
    }

    /// <summary>What each flow carried, over the epochs shared out.</summary>
    public IReadOnlyList<ElasticResult> Results()
    {
        List<ElasticResult> results = [];
        foreach (Flow flow in _flows)
        {
            results.Add(flow.Result());
        }
        return results;
    }

    // The tightest link fixes the rate of all flows on it; then the next, until every flow has met its
    // bottleneck.
    private static void Fill(SortedDictionary<int, long> leftBps, List<Flow> flows)
    {
        List<Flow> open = flows.FindAll(f => f.Pipes.Count > 0);
        while (open.Count > 0)
        {
            int tightest = -1;
            long shareBps = long.MaxValue;
            foreach ((int pipe, long left) in leftBps)
            {
                int users = open.FindAll(f => f.Pipes.Contains(pipe)).Count;
                if (users > 0 && left / users < shareBps)
                {
                    shareBps = left / users;
                    tightest = pipe;
                }
            }
            foreach (Flow flow in open.FindAll(f => f.Pipes.Contains(tightest)))
            {
                flow.RateBps = shareBps;
                open.Remove(flow);
                foreach (int pipe in flow.Pipes)
                {
                    leftBps[pipe] -= shareBps;
                }
            }
        }
    }

    private long CapacityBps(int pipe)
    {
        Contact contact = _plan.Contacts[pipe / 2];
        return (pipe % 2 == 0 ? contact.RateAToB : contact.RateBToA).BitsPerSecond;
    }

    // A pipe is a direction of a contact: twice its index, plus one from B to A. What several subscribers
    // share is carried once; a replicated contract takes both of its ways to each.
    private SortedSet<int> PipesOf(Contract contract, int epochIndex)
    {
        SortedSet<int> pipes = [];
        foreach (NodeId subscriber in contract.Subscribers)
        {
            if (contract.Protection == Protection.Replicate && _pairs.TryFind(
                _plan.Epochs[epochIndex], _asPlanned, contract.Publisher, subscriber,
                contract.Disjointness, out DisjointPair? pair))
            {
                AddPipes(pair.Short, pipes);
                AddPipes(pair.Long, pipes);
            }
            else
            {
                AddPipes(contract.Publisher, subscriber, epochIndex, pipes);
            }
        }
        return pipes;
    }

    private void AddPipes(PairWay way, SortedSet<int> pipes)
    {
        for (int i = 0; i < way.Links.Count; i++)
        {
            int contact = way.Links[i];
            pipes.Add((2 * contact) + (_plan.Contacts[contact].A.Node == way.Nodes[i] ? 0 : 1));
        }
    }

    private void AddPipes(NodeId from, NodeId to, int epochIndex, SortedSet<int> pipes)
    {
        RouteTree tree = _routes.Tree(epochIndex, to);
        PlanEpoch epoch = _plan.Epochs[epochIndex];
        NodeId node = from;
        for (int slot = tree.NextSlot(node); slot != RouteTree.NoSlot; slot = tree.NextSlot(node))
        {
            Adjacent next = epoch.Neighbours(node)[slot];
            EpochLink link = epoch.Links[next.LinkIndex];
            pipes.Add((2 * link.ContactIndex) + (link.A == node ? 0 : 1));
            node = new NodeId(next.Neighbour);
        }
    }

    private sealed class Flow(Contract contract)
    {
        private long _leastBps = long.MaxValue;
        private long _greatestBps;
        private long _sumBps;
        private long _epochs;

        public Contract Contract { get; } = contract;

        public List<int> Pipes { get; set; } = [];

        public long RateBps { get; set; }

        public void Note()
        {
            _leastBps = Math.Min(_leastBps, RateBps);
            _greatestBps = Math.Max(_greatestBps, RateBps);
            _sumBps += RateBps;
            _epochs++;
        }

        public ElasticResult Result()
            => _epochs == 0
                ? new ElasticResult(Contract.Index, Contract.Subscribers[0], default, default, default)
                : new ElasticResult(
                    Contract.Index,
                    Contract.Subscribers[0],
                    new DataRate(_leastBps),
                    new DataRate(_sumBps / _epochs),
                    new DataRate(_greatestBps));
    }
}
