using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// The plans of a run: with controllers, the first one reaches as far as their horizon, and at every interval
/// the first controller that is able to makes the next. All are cut from the one that was planned for the
/// whole run and a horizon beyond, so what they say of an epoch never differs.
/// </summary>
/// <param name="First">What all nodes start with.</param>
/// <param name="Issues">What controllers make later.</param>
internal sealed record PlanSchedule(Plan First, IReadOnlyList<PlanIssue> Issues)
{
    /// <summary>
    /// The plan that reaches farthest: every contact and standby pair has its number in it.
    /// </summary>
    public Plan Whole => Issues.Count > 0 ? Issues[^1].Document.Plan : First;

    /// <summary>The schedule of a scenario. Only its faults of nodes are looked at.</summary>
    public static PlanSchedule Of(Scenario scenario, Plan planned, FaultPlan faults)
    {
        if (scenario.Controllers is not { } controllers || controllers.At.Count == 0)
        {
            return new PlanSchedule(planned, []);
        }
        Plan first = Cut(planned, EpochsUntil(planned, controllers.Horizon));
        ContactNumbers numbers = new(first);
        List<PlanIssue> issues = [];
        PlanDocument last = PlanDocument.First(first);
        NodeId[] nodes = [.. controllers.At.Select(n => NodeOf(planned, n.Name)).Distinct()];
        Array.Sort(nodes);
        bool isMissing = false;
        for (Duration at = controllers.Every; at < scenario.Length; at += controllers.Every)
        {
            int epochs = EpochsUntil(planned, at + controllers.Horizon);
            Instant madeAt = planned.Start + at;
            if (epochs <= PlanLineage.FirstChange(last.Plan, madeAt))
            {
                // It would say nothing of the rest of the run.
                break;
            }
            NodeId? able = FirstAble(nodes, faults, at);
            if (able is null && isMissing)
            {
                // What nobody is there to make is told once, until somebody is.
                continue;
            }
            isMissing = able is null;
            PlanDocument document = PlanLineage.Extend(
                last, Cut(planned, epochs), new PlanId(last.Id.Version + 1, able ?? nodes[0]), madeAt,
                numbers);
            issues.Add(new PlanIssue(able ?? nodes[0], at, document));
            // The next one follows what was made, not what nobody was there to make.
            last = able is null ? last : document;
        }
        return new PlanSchedule(first, issues);
    }

    private static NodeId? FirstAble(NodeId[] nodes, FaultPlan faults, Duration at)
    {
        foreach (NodeId node in nodes)
        {
            bool isHit = faults.Faults.SelectMany(f => f.Nodes).Any(h => h.Node == node
                && h.Kind is NodeHitKind.Lost or NodeHitKind.Hung or NodeHitKind.ControllerLost
                && h.From <= at && at < h.Until);
            if (!isHit)
            {
                return node;
            }
        }
        return null;
    }

    private static NodeId NodeOf(Plan plan, string name)
    {
        Check.That(plan.TryFindNode(name, out NodeId id));
        return id;
    }

    private static int EpochsUntil(Plan plan, Duration offset)
        => (int)Math.Clamp(
            ((offset.Nanoseconds - 1) / plan.EpochLength.Nanoseconds) + 1, 1, plan.Epochs.Count);

    // Contacts are numbered in the order of their first epochs, so those that are left keep their numbers.
    private static Plan Cut(Plan plan, int epochs)
        => epochs == plan.Epochs.Count
            ? plan
            : new Plan
            {
                Version = plan.Version,
                Start = plan.Start,
                EpochLength = plan.EpochLength,
                Drain = plan.Drain,
                HopDelay = plan.HopDelay,
                Nodes = plan.Nodes,
                Contacts =
                [
                    .. plan.Contacts.TakeWhile(c => c.FirstEpoch < epochs)
                        .Select(c => c with { LastEpoch = Math.Min(c.LastEpoch, epochs - 1) }),
                ],
                Epochs = PackedEpochs.Like(plan, plan.Epochs.Take(epochs)),
            };
}
