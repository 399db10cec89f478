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
