using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// The plans that two controllers of a small seed make in turns, at the first and at the fourth edge: one for
/// each epoch but the first, with delays of its own, so that two plans that are mixed have loops. Now and
/// then both make the same version at once, and differ.
/// </summary>
internal static class SmallPlans
{
    private const int SplitPpm = 400_000;
    private const int SkipPpm = 300_000;

    private static readonly Duration LateLeast = Duration.FromMilliseconds(50);
    private static readonly Duration LateMost = Duration.FromSeconds(14);

    /// <summary>The plans, in the order of time.</summary>
    public static IReadOnlyList<PlanIssue> Of(Plan first, Prng dice)
    {
        NodeId[] controllers = [SmallWorld.Edge(0), SmallWorld.Edge(SmallWorld.Edges / 2)];
        ContactNumbers numbers = new(first);
        PlanDocument last = PlanDocument.First(first);
        List<PlanIssue> issues = [];
        int turn = (int)dice.NextBelow(controllers.Length);
        for (int epoch = 1; epoch < first.Epochs.Count; epoch++)
        {
            bool isLast = epoch == first.Epochs.Count - 1;
            bool isSkipped = dice.NextBelow(1_000_000) < SkipPpm && !(isLast && issues.Count == 0);
            bool isSplit = dice.NextBelow(1_000_000) < SplitPpm;
            Duration early = new(dice.NextBetween(LateLeast.Nanoseconds, LateMost.Nanoseconds));
            if (isSkipped)
            {
                continue;
            }
            // The plan of the lower controller is the newer of two of one version, so it comes last here.
            PlanDocument made = last;
            for (int i = isSplit ? controllers.Length - 1 : turn; i >= (isSplit ? 0 : turn); i--)
            {
                Plan fresh = SmallWorld.PlanOf(dice.Fork($"{epoch}/{i}"));
                PlanId id = new(last.Id.Version + 1, controllers[i]);
                // Held back, or the frozen horizon would be longer than the run.
                Instant begins = first.EpochStart(epoch);
                made = PlanLineage.Extend(last, fresh, id, begins - PlanDocument.FrozenFor, numbers);
                issues.Add(new PlanIssue(controllers[i], begins - early - first.Start, made));
            }
            last = made;
            turn = 1 - turn;
        }
        return issues;
    }
}
