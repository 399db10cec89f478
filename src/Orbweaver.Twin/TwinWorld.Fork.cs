using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

// What another world needs to begin where this one is. Only looked at: a world that is forked goes on as if
// nobody had asked.
public sealed partial class TwinWorld
{
    private readonly OutsideMeter _outside;
    private long _detours;

    // Of all contracts together: cheap to copy, where those of contracts are many.
    private readonly LogHistogram _latency = new();

    /// <summary>
    /// Hops so far that were not on the base tree: packets on their way around something.
    /// </summary>
    public long Detours => _detours;

    /// <summary>Source to delivery, of all messages so far.</summary>
    public LogHistogram CopyLatency() => _latency.Copy();

    /// <summary>
    /// What is needed to run on from here elsewhere. Takes as long as there are hits of faults that are
    /// active or to come; the plan is shared, not copied.
    /// </summary>
    public TwinSnapshot Snapshot()
    {
        Duration at = _now - _plan.Start;
        List<SnapshotHit> hits = [];
        SortedDictionary<int, Fault> faults = [];
        foreach (ActiveHit hit in _hits)
        {
            if (hit == ActiveHit.Over || (hit.Node?.Until ?? hit.Link!.Value.Until) <= at)
            {
                continue;
            }
            // A crash between effects that has struck is a node that is gone, like any other.
            bool hasCrashed = hit is { IsOn: true, Node.AfterEffects: not null }
                && !_armedCrashes.Contains(hit);
            NodeHit? node = hasCrashed ? hit.Node!.Value with { AfterEffects = null } : hit.Node;
            hits.Add(new SnapshotHit(hit.Fault, node, hit.Link));
            faults.TryAdd(hit.Fault, _tally.Of(hit.Fault));
        }
        foreach ((_, Fault fault) in _overloads)
        {
            if (fault.Until > at)
            {
                faults.TryAdd(fault.Number, fault);
            }
        }
        return new TwinSnapshot(_config, [.. faults.Values], hits)
        {
            Now = _now,
            Start = _plan.Start,
            Plan = _official.Plan,
            Whole = _plan,
            Standby = _standby.Copy(),
            Outside = _outside.Rates(_now),
        };
    }
}
