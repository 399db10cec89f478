using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

// Times at which a link that works carries nothing, because its ends say so.
internal sealed partial class Truth
{
    // Time notes come every 250 ms; a node that starts with a wrong clock is set right within a second.
    private const long ClockSetNs = 1_000_000_000;

    private List<(long From, PlanId Plan)>[]? _planOf;

    /// <summary>Whether frames have got through both ways since a moment.</summary>
    public bool IsInTouch(int link, long since, long until)
        => (_outagesOf[_links.PlaceOf(link)] ?? [])
            .TrueForAll(o => o.IsWord || o.Until < since || o.From > until);

    // What the protocol may notice: everything from the timer less two intervals and a flight on.
    private Duration LeastTimerOf(bool isOptical, Duration flight)
    {
        Duration interval = _detection.IntervalOf(isOptical);
        Duration least = _detection.TimerOf(isOptical) - interval - interval - flight;
        return least < Duration.Zero ? Duration.Zero : least;
    }

    // A node believes the clock that it starts with until its neighbours have spoken.
    private void NoteWrongClocks(FaultPlan faults, RunRecord record)
    {
        SortedDictionary<int, List<NodeHit>> wrong = [];
        foreach (Fault fault in faults.Faults)
        {
            foreach (NodeHit hit in fault.Nodes)
            {
                if (hit.Kind == NodeHitKind.Clock)
                {
                    wrong.TryAdd(hit.Node.Value, []);
                    wrong[hit.Node.Value].Add(hit);
                }
            }
        }
        foreach ((int node, List<NodeHit> hits) in wrong)
        {
            foreach ((_, long until) in _nodeOut[node]?.ToArray() ?? [])
            {
                bool isWrong = hits.Exists(h => h.From.Nanoseconds <= until && until < h.Until.Nanoseconds);
                if (isWrong && until < ForEver)
                {
                    Disagree(new NodeId(node), until, until + ClockSetNs);
                }
            }
        }
    }

    // Between different plans no data passes, and both ends say so.
    private void NotePlans(RunRecord record)
    {
        if (record.Plans.Count == 0)
        {
            return;
        }
        _planOf = new List<(long, PlanId)>[_plan.Nodes.Count];
        foreach ((NodeId node, PlanId plan, Instant at) in record.Plans)
        {
            (_planOf[node.Value] ??= []).Add(((at - _plan.Start).Nanoseconds, plan));
        }
        foreach (PlannedLink link in _links.All)
        {
            SortedSet<long> turns = [];
            foreach (NodeId end in (ReadOnlySpan<NodeId>)[link.A, link.B])
            {
                foreach ((long from, _) in _planOf[end.Value] ?? [])
                {
                    _ = turns.Add(from);
                }
            }
            long? since = null;
            foreach (long turn in turns)
            {
                bool isOneOnly = PlanAt(link.A, turn) != PlanAt(link.B, turn);
                if (!isOneOnly && since is long began)
                {
                    Disagree(link, began, turn);
                }
                since = isOneOnly ? since ?? turn : null;
            }
            if (since is long still)
            {
                Disagree(link, still, ForEver);
            }
        }
    }

    // Null: the one that all start with.
    private PlanId? PlanAt(NodeId node, long at)
    {
        PlanId? plan = null;
        foreach ((long from, PlanId next) in _planOf![node.Value] ?? [])
        {
            plan = from <= at && next.Version > 1 ? next : plan;
        }
        return plan;
    }

    // Loss is taken for silence now and then; without loss it must not be.
    private void NoteFalseAlarms(FaultPlan faults, RunRecord record)
    {
        foreach ((_, int link, Instant at) in record.Silences)
        {
            long ns = (at - _plan.Start).Nanoseconds;
            foreach (Fault fault in faults.Faults)
            {
                foreach (LinkHit hit in fault.Links)
                {
                    PlannedLink planned = _links.All[_links.PlaceOf(link)];
                    if (hit.Link == link && hit.Kind == LinkHitKind.Noisy && hit.From.Nanoseconds <= ns
                        && ns < hit.Until.Nanoseconds + ClockSetNs)
                    {
                        Disagree(planned, ns, ns + _detection.TimerOf(planned.IsOptical).Nanoseconds);
                    }
                }
            }
        }
    }

    private void Disagree(NodeId node, long from, long until)
    {
        foreach (PlannedLink link in _links.All)
        {
            if (link.IsAt(node))
            {
                Disagree(link, from, until);
            }
        }
    }

    private void Disagree(in PlannedLink link, long from, long until)
    {
        Duration flight = new(FlightNs(link));
        Duration back = _detection.IntervalOf(link.IsOptical) + flight + flight;
        (_outagesOf[_links.PlaceOf(link.Link)] ??= []).Add(new Outage(from, until, Duration.Zero, back)
        {
            IsWord = true,
        });
    }
}
