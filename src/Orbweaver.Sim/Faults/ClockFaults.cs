using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Clocks that jump by up to ten years, drift, step or stand still. Neighbours judge clocks by majority, so
/// at most a third of them errs, and at most half of anybody's neighbours: beyond that nothing is owed.
/// </summary>
internal static class ClockFaults
{
    private const int DriftMostPpm = 500;

    private static readonly Duration OffsetLeast = Duration.FromMilliseconds(1);
    private static readonly Duration OffsetMost = Duration.FromSeconds(315_576_000);

    public static void Draw(FaultDraft draft)
    {
        List<NodeId> left = draft.Nodes(_ => true);
        List<SortedSet<int>> neighbours = NeighboursOf(draft);
        var hit = new bool[draft.Plan.Nodes.Count];
        int most = Math.Max(1, left.Count / 3);
        int wanted = draft.Between(1, most);
        for (int taken = 0; taken < wanted && left.Count > 0;)
        {
            int place = (int)draft.Dice.NextBelow(left.Count);
            NodeId node = left[place];
            left.RemoveAt(place);
            if (IsMinority(node, neighbours, hit))
            {
                hit[node.Value] = true;
                taken++;
                DrawOne(draft, node);
            }
        }
    }

    private static void DrawOne(FaultDraft draft, NodeId node)
    {
        int kind = draft.Between(0, 3);
        if (kind == 3)
        {
            DrawSteps(draft, node);
            return;
        }
        ClockFault clock = kind switch
        {
            0 => new ClockFault(Offset(draft), draft.Rolls(300_000) ? Drift(draft) : 0, false),
            1 => new ClockFault(Duration.Zero, Drift(draft), false),
            _ => new ClockFault(Duration.Zero, 0, true),
        };
        Duration from = draft.Moment();
        Duration until = !draft.IsCalm && draft.Rolls(300_000)
            ? Duration.Max
            : draft.Until(from, Duration.FromSeconds(1), Duration.FromSeconds(50));
        Hit(draft, node, clock, from, until);
    }

    // It jumps, and jumps again from there.
    private static void DrawSteps(FaultDraft draft, NodeId node)
    {
        Duration at = draft.Moment();
        int steps = draft.Between(2, 5);
        for (int i = 0; i < steps && at < draft.Ends; i++)
        {
            Duration until = draft.Until(at, Duration.FromMilliseconds(300), Duration.FromSeconds(10));
            Hit(draft, node, new ClockFault(Offset(draft), 0, false), at, until);
            at = until;
        }
    }

    private static void Hit(FaultDraft draft, NodeId node, ClockFault clock, Duration from, Duration until)
        => draft.Hit(
            draft.Name(node), from, until,
            new NodeHit(node, NodeHitKind.Clock, from, until) { Clock = clock });

    private static Duration Offset(FaultDraft draft)
    {
        Duration offset = draft.Length(OffsetLeast, OffsetMost);
        return draft.Rolls(500_000) ? offset : Duration.Zero - offset;
    }

    private static int Drift(FaultDraft draft)
    {
        int ppm = draft.Between(1, DriftMostPpm);
        return draft.Rolls(500_000) ? ppm : -ppm;
    }

    // Whether nobody in any epoch would have more neighbours that err than ones that do not.
    private static bool IsMinority(NodeId node, List<SortedSet<int>> neighbours, bool[] hit)
    {
        foreach (SortedSet<int> around in neighbours)
        {
            int wrong = 0;
            foreach (int other in around)
            {
                wrong += hit[other] || other == node.Value ? 1 : 0;
            }
            if (around.Contains(node.Value) && 2 * wrong > around.Count)
            {
                return false;
            }
        }
        return true;
    }

    private static List<SortedSet<int>> NeighboursOf(FaultDraft draft)
    {
        List<SortedSet<int>> all = [];
        foreach (PlanEpoch epoch in draft.Plan.Epochs)
        {
            foreach (PlanNode node in draft.Plan.Nodes)
            {
                SortedSet<int> around = [];
                foreach (Adjacent adjacent in epoch.Neighbours(node.Id))
                {
                    _ = around.Add(adjacent.Neighbour);
                }
                all.Add(around);
            }
        }
        return all;
    }
}
