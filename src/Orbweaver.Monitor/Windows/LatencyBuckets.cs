using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// Buckets of latencies, sixteen an octave, each with the sum of what it counts: a percentile is the mean of
/// its bucket, at most 4.4 % from the truth and exact where latencies stay close together. Four of them are
/// one of the buckets that frames have.
/// </summary>
internal static class LatencyBuckets
{
    internal const int Count = 320;
    private const int PerOctave = 16;
    private const int BelowOneMs = 6 * PerOctave;
    private const int PerCoarse = 4;

    internal static int Of(double ms)
        => ms <= 0 ? 0
            : Math.Clamp((int)Math.Floor(Math.Log2(ms) * PerOctave) + BelowOneMs, 0, Count - 1);

    internal static int CoarseOf(int bucket)
        => Math.Clamp((bucket - BelowOneMs) / PerCoarse, 0, StreamEntry.Buckets - 1);

    /// <summary>The mean of the bucket in which a share of all is reached; NaN of none.</summary>
    internal static double Percentile(BucketSums sums, long total, int permille)
    {
        long rank = ((total * permille) + 999) / 1000;
        long seen = 0;
        for (int bucket = 0; bucket < Count; bucket++)
        {
            seen += sums.Counts[bucket];
            if (seen >= rank && seen > 0)
            {
                return sums.Sums[bucket] / sums.Counts[bucket];
            }
        }
        return double.NaN;
    }
}

/// <summary>How many fell into each bucket, and the sum of them.</summary>
internal sealed class BucketSums
{
    internal uint[] Counts { get; } = new uint[LatencyBuckets.Count];

    internal double[] Sums { get; } = new double[LatencyBuckets.Count];

    internal void Add(int bucket, double ms)
    {
        Counts[bucket]++;
        Sums[bucket] += ms;
    }
}

/// <summary>A few buckets of many, kept in order.</summary>
internal sealed class SparseCounts
{
    private readonly List<ushort> _buckets = [];
    private readonly List<(uint Count, double Sum)> _values = [];

    internal void Add(int bucket, double ms)
    {
        int at = _buckets.BinarySearch((ushort)bucket);
        if (at >= 0)
        {
            (uint count, double sum) = _values[at];
            _values[at] = (count + 1, sum + ms);
            return;
        }
        _buckets.Insert(~at, (ushort)bucket);
        _values.Insert(~at, (1, ms));
    }

    internal void TakeFrom(BucketSums sums)
    {
        for (int i = 0; i < _buckets.Count; i++)
        {
            int bucket = _buckets[i];
            sums.Counts[bucket] -= _values[i].Count;
            // What is left of nothing is nothing, and not a hair of rounding.
            sums.Sums[bucket] = sums.Counts[bucket] == 0 ? 0 : sums.Sums[bucket] - _values[i].Sum;
        }
        _buckets.Clear();
        _values.Clear();
    }
}
