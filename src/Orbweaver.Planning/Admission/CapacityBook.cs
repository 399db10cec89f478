using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>
/// Reservations of one epoch. Contracts come by priority, then by index, their subscribers in order. A
/// packet for several subscribers travels once as far as their ways agree, so a contract takes its rate once
/// on every link of the union of its ways: shortest ways from one node that have parted never meet again. A
/// replicated contract sends two packets to each subscriber, and takes its rate on both ways of every one.
/// Subscribers that are late or without a way in the epoch, and elastic contracts, take nothing.
/// </summary>
internal sealed class CapacityBook
{
    /// <summary>How much of a link may be promised; the rest is for bursts, repair and control.</summary>
    public const int ReservablePercent = 80;

    private readonly IReadOnlyList<Contract> _contracts;
    private readonly Plan _plan;
    private readonly AdmissionPairs _pairs;
    private readonly IReadOnlySet<int> _barred;
    private readonly int[] _order;
    private readonly List<(int Direction, long LimitBps)>[] _pathOf;
    private readonly Dictionary<
        (int Pair, Disjointness Rule), List<(int Direction, long LimitBps)>> _waysOf = [];
    private long[] _reservedBps = [];
    private int[] _markOf = [];
    private int _mark;
    private PlanEpoch? _epoch;

    /// <summary>A book for these contracts; those in <paramref name="barred"/> reserve nothing.</summary>
    public CapacityBook(
        IReadOnlyList<Contract> contracts, Plan plan, AdmissionPairs pairs, IReadOnlySet<int> barred)
    {
        _contracts = contracts;
        _plan = plan;
        _pairs = pairs;
        _barred = barred;
        _order = new int[contracts.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
        Array.Sort(_order, (a, b) => contracts[a].Qos.Priority != contracts[b].Qos.Priority
            ? contracts[b].Qos.Priority.CompareTo(contracts[a].Qos.Priority)
            : a.CompareTo(b));
        _pathOf = new List<(int, long)>[pairs.All.Count];
        for (int i = 0; i < _pathOf.Length; i++)
        {
            _pathOf[i] = [];
        }
    }

    /// <summary>Begins an epoch with nothing reserved.</summary>
    public void Enter(PlanEpoch epoch)
    {
        _epoch = epoch;
        int directions = epoch.Links.Length * 2;
        if (_reservedBps.Length < directions)
        {
            _reservedBps = new long[directions];
            _markOf = new int[directions];
        }
        Array.Clear(_reservedBps);
        Array.Clear(_markOf);
        _mark = 0;
        _waysOf.Clear();
    }

    /// <summary>The links of a pair's planned path in this epoch.</summary>
    public void SetPath(int pair, List<PathStep> path)
    {
        _pathOf[pair].Clear();
        foreach (PathStep step in path)
        {
            _pathOf[pair].Add(Step(step.LinkIndex, step.From));
        }
    }

    /// <summary>The two ways of a pair under a rule in this epoch.</summary>
    public void SetWays(int pair, Disjointness rule, DisjointPair ways)
    {
        List<(int, long)> steps = [];
        foreach (PairWay way in new[] { ways.Short, ways.Long })
        {
            for (int i = 0; i < way.Links.Count; i++)
            {
                steps.Add(Step(LinkIndexOf(way.Links[i]), way.Nodes[i]));
            }
        }
        _waysOf[(pair, rule)] = steps;
    }

    /// <summary>Serves all contracts in order.</summary>
    public void Reserve(EpochFindings findings)
    {
        foreach (int c in _order)
        {
            if (!_contracts[c].IsElastic && !_barred.Contains(c))
            {
                ReserveFor(c, findings);
            }
        }
    }

    private void ReserveFor(int index, EpochFindings findings)
    {
        Contract contract = _contracts[index];
        int boundNs = AdmissionPairs.BoundNs(contract);
        bool isReplicated = contract.Protection == Protection.Replicate;
        int[] pairs = _pairs.OfContract[index];
        _mark++;
        for (int i = 0; i < pairs.Length; i++)
        {
            if (findings.BestNs[pairs[i]] > boundNs)
            {
                continue;
            }
            // A new mark: what this contract has taken for others is not shared.
            _mark += isReplicated ? 1 : 0;
            // Without a pair one copy goes the shortest way.
            List<(int, long)> way = isReplicated
                ? _waysOf.GetValueOrDefault((pairs[i], contract.Disjointness), _pathOf[pairs[i]])
                : _pathOf[pairs[i]];
            findings.IsWithoutCapacity[_pairs.FirstSlot[index] + i] =
                !TryReserve(way, contract.Rate.BitsPerSecond);
        }
    }

    private bool TryReserve(List<(int Direction, long LimitBps)> way, long rateBps)
    {
        foreach ((int direction, long limitBps) in way)
        {
            if (_markOf[direction] != _mark && _reservedBps[direction] + rateBps > limitBps)
            {
                return false;
            }
        }
        foreach ((int direction, _) in way)
        {
            if (_markOf[direction] != _mark)
            {
                _markOf[direction] = _mark;
                _reservedBps[direction] += rateBps;
            }
        }
        return true;
    }

    private (int Direction, long LimitBps) Step(int linkIndex, NodeId from)
    {
        Check.That(_epoch is not null);
        EpochLink link = _epoch.Links[linkIndex];
        int direction = (linkIndex * 2) + (from == link.A ? 0 : 1);
        long rateBps = _plan.Contacts[link.ContactIndex].RateFrom(from).BitsPerSecond;
        return (direction, rateBps / 100 * ReservablePercent);
    }

    // Links of an epoch ascend by contact.
    private int LinkIndexOf(int contact)
    {
        Check.That(_epoch is not null);
        int low = 0;
        int high = _epoch.Links.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = _epoch.Links[middle].ContactIndex < contact ? (middle + 1, high) : (low, middle);
        }
        Check.That(_epoch.Links[low].ContactIndex == contact);
        return low;
    }
}
