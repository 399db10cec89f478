using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// Buckets of latencies, sixteen an octave: a percentile is known to 2.2 %. Four of them are one of the
/// buckets that frames have.
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

    internal static double MiddleOf(int bucket) => Math.Pow(2, (bucket - BelowOneMs + 0.5) / PerOctave);

    /// <summary>The middle of the bucket in which a share of all is reached; NaN of none.</summary>
    internal static double Percentile(ReadOnlySpan<uint> counts, long total, int permille)
    {
        long rank = ((total * permille) + 999) / 1000;
        long seen = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank && seen > 0)
            {
                return MiddleOf(bucket);
            }
        }
        return double.NaN;
    }
}

/// <summary>A few buckets of many, kept in order.</summary>
internal sealed class SparseCounts
{
    private readonly List<ushort> _buckets = [];
    private readonly List<uint> _counts = [];

    internal void Add(int bucket)
    {
        int at = _buckets.BinarySearch((ushort)bucket);
        if (at >= 0)
        {
            _counts[at]++;
            return;
        }
        _buckets.Insert(~at, (ushort)bucket);
        _counts.Insert(~at, 1);
    }

    internal void TakeFrom(uint[] sums)
    {
        for (int i = 0; i < _buckets.Count; i++)
        {
            sums[_buckets[i]] -= _counts[i];
        }
        _buckets.Clear();
        _counts.Clear();
    }
}
