using System;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Counts of non-negative values in logarithmic buckets: 128 an octave, so a percentile is right to 0.4 %.
/// Bounded in memory however long the run, unlike a list; exact in its greatest value.
/// </summary>
public sealed class LogHistogram
{
    private const int Bits = 7;

    private long[] _buckets = new long[1024];

    /// <summary>Values counted.</summary>
    public long Count { get; private set; }

    /// <summary>The greatest value.</summary>
    public long Greatest { get; private set; }

    /// <summary>Counts a value.</summary>
    public void Add(long value)
    {
        Check.That(value >= 0);
        int bucket = BucketOf(value);
        if (bucket >= _buckets.Length)
        {
            Array.Resize(ref _buckets, Math.Max(bucket + 1, _buckets.Length * 2));
        }
        _buckets[bucket]++;
        Count++;
        Greatest = Math.Max(Greatest, value);
    }

    /// <summary>
    /// The middle of the bucket in which the given share (in thousandths) of all values is reached.
    /// </summary>
    public long Percentile(int permille)
    {
        long rank = ((Count * permille) + 999) / 1000;
        long seen = 0;
        for (int bucket = 0; bucket < _buckets.Length; bucket++)
        {
            seen += _buckets[bucket];
            if (seen >= rank && seen > 0)
            {
                return Math.Min((LowestOf(bucket) + LowestOf(bucket + 1)) / 2, Greatest);
            }
        }
        return Greatest;
    }

    /// <summary>The same counts, for who looks at them while these go on.</summary>
    public LogHistogram Copy() => new() { _buckets = [.. _buckets], Count = Count, Greatest = Greatest };

    /// <summary>
    /// What was counted since an earlier copy. The greatest value is that of all, where it is new, and else
    /// the top of the highest bucket.
    /// </summary>
    public LogHistogram Since(LogHistogram earlier)
    {
        LogHistogram since = Copy();
        int highest = -1;
        for (int bucket = 0; bucket < since._buckets.Length; bucket++)
        {
            since._buckets[bucket] -= bucket < earlier._buckets.Length ? earlier._buckets[bucket] : 0;
            highest = since._buckets[bucket] > 0 ? bucket : highest;
        }
        since.Count -= earlier.Count;
        since.Greatest = highest < 0 ? 0
            : Greatest > earlier.Greatest ? Greatest
            : Math.Min(Greatest, LowestOf(highest + 1));
        return since;
    }

    /// <summary>
    /// The same in coarser pieces: how many values lie from each bound up to the next, those below the first
    /// and above the last included. Values of a bucket that a bound cuts go where its middle is.
    /// </summary>
    public long[] Within(ReadOnlySpan<long> bounds)
    {
        long[] counts = new long[bounds.Length];
        int piece = 0;
        for (int bucket = 0; bucket < _buckets.Length; bucket++)
        {
            long middle = (LowestOf(bucket) + LowestOf(bucket + 1)) / 2;
            while (piece + 1 < bounds.Length && bounds[piece + 1] <= middle)
            {
                piece++;
            }
            counts[piece] += _buckets[bucket];
        }
        return counts;
    }

    /// <summary>Median, 99th percentile and greatest as durations.</summary>
    public DurationSummary Summary()
        => new(Count, new Duration(Percentile(500)), new Duration(Percentile(990)), new Duration(Greatest));

    private static int BucketOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }

    private static long LowestOf(int bucket)
    {
        int shift = Math.Max(0, (bucket >> Bits) - 1);
        return (bucket - ((long)shift << Bits)) << shift;
    }
}
