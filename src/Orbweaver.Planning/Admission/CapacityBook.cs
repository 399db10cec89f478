using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Reservations of one epoch. Contracts come by priority, then by index; each takes its rate on every link of
/// its paths, once where the ways to several subscribers share one. Contracts that are late or without a way
/// in the epoch, and elastic ones, take nothing.
/// </summary>
internal sealed class CapacityBook
{
    /// <summary>How much of a link may be promised; the rest is for bursts, repair and control.</summary>
    public const int ReservablePercent = 80;

    private readonly IReadOnlyList<Contract> _contracts;
    private readonly Plan _plan;
    private readonly AdmissionPairs _pairs;
    private readonly int[] _order;
    private readonly List<(int Direction, long LimitBps)>[] _pathOf;
    private readonly List<(int Direction, long LimitBps)> _wanted = [];
    private long[] _reservedBps = [];
    private int[] _wantedBy = [];
    private PlanEpoch? _epoch;

    public CapacityBook(IReadOnlyList<Contract> contracts, Plan plan, AdmissionPairs pairs)
    {
        _contracts = contracts;
        _plan = plan;
        _pairs = pairs;
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
            _wantedBy = new int[directions];
        }
        Array.Clear(_reservedBps);
        Array.Clear(_wantedBy);
    }

    /// <summary>The links of a pair's planned path in this epoch.</summary>
    public void SetPath(int pair, List<PathStep> path)
    {
        Check.That(_epoch is not null);
        _pathOf[pair].Clear();
        foreach (PathStep step in path)
        {
            EpochLink link = _epoch.Links[step.LinkIndex];
            int direction = (step.LinkIndex * 2) + (step.From == link.A ? 0 : 1);
            long rateBps = _plan.Contacts[link.ContactIndex].RateFrom(step.From).BitsPerSecond;
            _pathOf[pair].Add((direction, rateBps / 100 * ReservablePercent));
        }
    }

    /// <summary>Serves all contracts in order.</summary>
    public void Reserve(EpochFindings findings)
    {
        foreach (int c in _order)
        {
            if (!_contracts[c].IsElastic && Holds(c, findings))
            {
                findings.IsWithoutCapacity[c] = !TryReserve(c);
            }
        }
    }

    private bool Holds(int contract, EpochFindings findings)
    {
        int boundNs = AdmissionPairs.BoundNs(_contracts[contract]);
        foreach (int pair in _pairs.OfContract[contract])
        {
            if (findings.BestNs[pair] > boundNs)
            {
                return false;
            }
        }
        return true;
    }

    private bool TryReserve(int contract)
    {
        long rateBps = _contracts[contract].Rate.BitsPerSecond;
        _wanted.Clear();
        foreach (int pair in _pairs.OfContract[contract])
        {
            foreach ((int Direction, long LimitBps) step in _pathOf[pair])
            {
                if (_wantedBy[step.Direction] == contract + 1)
                {
                    continue;
                }
                _wantedBy[step.Direction] = contract + 1;
                if (_reservedBps[step.Direction] + rateBps > step.LimitBps)
                {
                    return false;
                }
                _wanted.Add(step);
            }
        }
        foreach ((int direction, _) in _wanted)
        {
            _reservedBps[direction] += rateBps;
        }
        return true;
    }
}
