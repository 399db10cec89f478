using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>
/// What faults would take from the plan: which links of an epoch go, and how long the best ways are with and
/// without them. It looks at the plan only: queues, what nodes know and standby links are not in it.
/// </summary>
internal sealed class DrillForecast
{
    private const long None = long.MaxValue;

    private readonly Plan _plan;
    private readonly PlanEpoch _epoch;
    private readonly Instant _at;
    private readonly bool[] _isNodeHit;
    private readonly HashSet<int> _contactsHit = [];
    private readonly Dictionary<int, (long[] Delays, int[] Before)> _planned = [];
    private readonly Dictionary<int, long[]> _left = [];

    /// <summary>The forecast for an epoch.</summary>
    public DrillForecast(Plan plan, PlanEpoch epoch, Instant at, IReadOnlyList<Fault> faults)
    {
        (_plan, _epoch, _at) = (plan, epoch, at);
        _isNodeHit = new bool[plan.Nodes.Count];
        foreach (Fault fault in faults)
        {
            foreach (NodeHit hit in fault.Nodes)
            {
                _isNodeHit[hit.Node.Value] |= hit.Kind is NodeHitKind.Lost or NodeHitKind.Hung;
            }
            foreach (LinkHit hit in fault.Links)
            {
                if (hit.Kind != LinkHitKind.Noisy)
                {
                    _contactsHit.Add(hit.Link);
                }
            }
        }
        foreach (EpochLink link in epoch.Links)
        {
            LinksTaken += IsHit(link) ? 1 : 0;
        }
    }

    /// <summary>Links in force that go.</summary>
    public int LinksTaken { get; }

    /// <summary>Trees that were made: each went over all links.</summary>
    public int TreeCount => _planned.Count + _left.Count;

    /// <summary>
    /// The best way by the plan and what is left of it, in nanoseconds without serialisation; null for none.
    /// <c>IsHit</c> is whether the planned way leads over what goes.
    /// </summary>
    public (long? PlannedNs, long? LeftNs, bool IsHit) Way(NodeId from, NodeId to)
    {
        long? planned = Planned(from, to);
        bool isHit = planned is not null && LeadsOverHit(_planned[from.Value].Before, from.Value, to.Value);
        return (planned, Left(from, to), isHit);
    }

    /// <summary>Whether a way in time is no more so: what was not before does not count.</summary>
    public bool IsLate(NodeId from, NodeId to, long budgetNs)
        => !(Left(from, to) <= budgetNs) && Planned(from, to) <= budgetNs;

    private long? Planned(NodeId from, NodeId to)
    {
        if (!_planned.TryGetValue(from.Value, out (long[] Delays, int[] Before) tree))
        {
            int[] before = new int[_plan.Nodes.Count];
            tree = (Tree(from.Value, isWhole: true, before), before);
            _planned.Add(from.Value, tree);
        }
        return tree.Delays[to.Value] is var delay and not None ? delay : null;
    }

    private long? Left(NodeId from, NodeId to)
    {
        if (!_left.TryGetValue(from.Value, out long[]? delays))
        {
            delays = Tree(from.Value, isWhole: false, null);
            _left.Add(from.Value, delays);
        }
        return delays[to.Value] is var delay and not None ? delay : null;
    }

    private bool LeadsOverHit(int[] before, int from, int to)
    {
        for (int at = to; ;)
        {
            if (_isNodeHit[at])
            {
                return true;
            }
            if (at == from)
            {
                return false;
            }
            EpochLink link = _epoch.Links[before[at]];
            if (IsHit(link))
            {
                return true;
            }
            at = link.A.Value == at ? link.B.Value : link.A.Value;
        }
    }

    private bool IsHit(in EpochLink link)
        => _isNodeHit[link.A.Value] || _isNodeHit[link.B.Value] || _contactsHit.Contains(link.ContactIndex);

    // Best ways from a node; what leads to a node is noted as the link of the epoch that does.
    private long[] Tree(int from, bool isWhole, int[]? before)
    {
        long[] delays = new long[_plan.Nodes.Count];
        Array.Fill(delays, None);
        PriorityQueue<int, long> open = new();
        if (isWhole || !_isNodeHit[from])
        {
            delays[from] = 0;
            open.Enqueue(from, 0);
        }
        while (open.TryDequeue(out int at, out long delay))
        {
            bool isEnd = at != from && !_plan.Nodes[at].IsTransit;
            if (delay > delays[at] || isEnd)
            {
                continue;
            }
            foreach (Adjacent edge in _epoch.Neighbours(new NodeId(at)))
            {
                EpochLink link = _epoch.Links[edge.LinkIndex];
                if (!isWhole && IsHit(link))
                {
                    continue;
                }
                long next = delay + _plan.DelayAt(link, _epoch.Index, _at).Nanoseconds
                    + _plan.HopDelay.Nanoseconds;
                if (next < delays[edge.Neighbour])
                {
                    delays[edge.Neighbour] = next;
                    open.Enqueue(edge.Neighbour, next);
                    if (before is not null)
                    {
                        before[edge.Neighbour] = edge.LinkIndex;
                    }
                }
            }
        }
        return delays;
    }
}
