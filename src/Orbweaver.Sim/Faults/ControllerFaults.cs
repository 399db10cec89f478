using System;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Controllers that are lost or slow when a plan is due. Split ones are part of the world.</summary>
internal static class ControllerFaults
{
    private static readonly Duration BeforeMost = Duration.FromSeconds(3);

    public static void Draw(FaultDraft draft)
    {
        int count = draft.Between(1, Math.Min(3, draft.PlanIssues.Count));
        for (int i = 0; i < count; i++)
        {
            PlanIssue issue = draft.One(draft.PlanIssues);
            Duration from = issue.At - new Duration(draft.Dice.NextBetween(0, BeforeMost.Nanoseconds));
            from = from < Duration.Zero ? Duration.Zero : from;
            Duration until = draft.Until(issue.At, Duration.FromSeconds(1), Duration.FromSeconds(20));
            bool isSlow = draft.Rolls(500_000);
            NodeHit hit = new(
                issue.Controller, isSlow ? NodeHitKind.ControllerSlow : NodeHitKind.ControllerLost,
                from, until);
            hit = isSlow
                ? hit with { SlowBy = draft.Length(Duration.FromMilliseconds(100), Duration.FromSeconds(15)) }
                : hit;
            if (until > issue.At)
            {
                string what = isSlow ? $"slow by {hit.SlowBy}" : "lost";
                draft.Hit($"{draft.Name(issue.Controller)}, {what}", from, until, hit);
            }
        }
    }
}
