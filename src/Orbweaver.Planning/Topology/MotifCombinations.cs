using System;
using System.Collections.Generic;

namespace Orbweaver.Planning;

/// <summary>
/// The motifs of so many lines: whole steps ascending, then, with an odd number of terminals, a half step,
/// whose lines are numbered behind the whole ones.
/// </summary>
internal sealed class MotifCombinations(int stepCount, int lineCount, bool isLastHalf)
{
    private readonly int _wholeCount = isLastHalf ? lineCount - 1 : lineCount;

    /// <summary>Starts of a descent: +grid, and spread over the steps.</summary>
    public const int StartCount = 6;

    /// <summary>How many motifs there are.</summary>
    public double Count
    {
        get
        {
            double count = isLastHalf ? stepCount : 1;
            for (int i = 0; i < _wholeCount; i++)
            {
                count *= (stepCount - i) / (i + 1.0);
            }
            return count;
        }
    }

    /// <summary>All of them, in order.</summary>
    public List<int[]> All()
    {
        List<int[]> motifs = [];
        Extend([], motifs);
        return motifs;
    }

    /// <summary>A motif with every other line at one place of another, itself among them.</summary>
    public List<int[]> Near(int[] motif, int at)
    {
        List<int[]> near = [motif];
        bool isHalf = at >= _wholeCount;
        for (int step = 0; step < stepCount; step++)
        {
            int line = isHalf ? step + stepCount : step;
            if (Array.IndexOf(motif, line) < 0)
            {
                int[] other = [.. motif];
                other[at] = line;
                near.Add(Ordered(other));
            }
        }
        return near;
    }

    /// <summary>A motif with too few lines, filled up with steps that it does not have.</summary>
    public int[] Filled(int[] motif)
    {
        List<int> lines = [.. motif];
        for (int step = 0; lines.Count < _wholeCount; step++)
        {
            if (!lines.Contains(step))
            {
                lines.Add(step);
            }
        }
        if (lines.Count < lineCount)
        {
            lines.Add(stepCount);
        }
        return Ordered([.. lines]);
    }

    /// <summary>
    /// A start of a descent: steps as far apart as there are lines, begun elsewhere each time.
    /// </summary>
    public int[] Start(int number)
    {
        List<int> lines = [];
        for (int i = 0; i < _wholeCount; i++)
        {
            int step = (int)(((((double)number / StartCount) + i) * stepCount / lineCount) % stepCount);
            if (!lines.Contains(step))
            {
                lines.Add(step);
            }
        }
        return Filled([.. lines]);
    }

    private int[] Ordered(int[] lines)
    {
        Array.Sort(lines, 0, _wholeCount);
        return lines;
    }

    private void Extend(List<int> lines, List<int[]> motifs)
    {
        if (lines.Count == lineCount)
        {
            motifs.Add([.. lines]);
            return;
        }
        bool isHalf = lines.Count == _wholeCount;
        for (int step = isHalf || lines.Count == 0 ? 0 : lines[^1] + 1; step < stepCount; step++)
        {
            lines.Add(isHalf ? step + stepCount : step);
            Extend(lines, motifs);
            lines.RemoveAt(lines.Count - 1);
        }
    }
}
