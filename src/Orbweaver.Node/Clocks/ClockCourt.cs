using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What the clocks around a node say of its own.</summary>
internal enum ClockRuling : byte
{
    /// <summary>Nobody is there to say anything.</summary>
    NoWitness,

    /// <summary>It agrees with most.</summary>
    Right,

    /// <summary>It is as good as any: some agree with it, and most do not agree with each other.</summary>
    Unclear,

    /// <summary>It is wrong, and most agree by how much.</summary>
    Wrong,

    /// <summary>Nobody agrees with it, and there is no majority.</summary>
    Alone,
}

/// <summary>One neighbour's clock, as far as it is ahead of ours.</summary>
internal readonly record struct ClockWitness(Duration Ahead, bool IsSure);

/// <summary>
/// The rule by which a clock is judged: the median of the neighbours, if most clocks, our own among them,
/// stand with it. Of two middle ones the nearer to our own counts. A node that doubts its own clock has no
/// vote. A single neighbour is believed if it is sure and we are not.
/// </summary>
internal static class ClockCourt
{
    /// <summary>Clocks that are nearer to each other than this agree.</summary>
    public static readonly Duration AgreeMax = Duration.FromMilliseconds(20);

    /// <summary>Judges; <paramref name="by"/> is how far our clock is behind when it is wrong.</summary>
    public static ClockRuling Judge(
        List<ClockWitness> witnesses, bool isDoubtful, bool isSure, out Duration by)
    {
        by = Duration.Zero;
        if (witnesses.Count == 0)
        {
            return ClockRuling.NoWitness;
        }
        witnesses.Sort(static (a, b) => a.Ahead.CompareTo(b.Ahead));
        Duration median = MedianOf(witnesses);
        int withMedian = CountNear(witnesses, median);
        int withUs = CountNear(witnesses, Duration.Zero);
        int votes = witnesses.Count + (isDoubtful ? 0 : 1);
        if (Agree(median, Duration.Zero))
        {
            return 2 * (withUs + 1) > witnesses.Count + 1 ? ClockRuling.Right : ClockRuling.Unclear;
        }
        by = median;
        if (witnesses.Count == 1)
        {
            bool isBelieved = isDoubtful || (witnesses[0].IsSure && !isSure);
            return isBelieved ? ClockRuling.Wrong : ClockRuling.Unclear;
        }
        return 2 * withMedian > votes ? ClockRuling.Wrong
            : withUs > 0 ? ClockRuling.Unclear
            : ClockRuling.Alone;
    }

    /// <summary>Whether two clocks agree.</summary>
    public static bool Agree(Duration a, Duration b) => Math.Abs(a.Nanoseconds - b.Nanoseconds)
        <= AgreeMax.Nanoseconds;

    private static Duration MedianOf(List<ClockWitness> sorted)
    {
        Duration high = sorted[sorted.Count / 2].Ahead;
        Duration low = sorted[(sorted.Count - 1) / 2].Ahead;
        return Math.Abs(low.Nanoseconds) <= Math.Abs(high.Nanoseconds) ? low : high;
    }

    private static int CountNear(List<ClockWitness> witnesses, Duration to)
    {
        int near = 0;
        foreach (ClockWitness witness in witnesses)
        {
            near += Agree(witness.Ahead, to) ? 1 : 0;
        }
        return near;
    }
}
