using System;

namespace Orbweaver.Live;

/// <summary>
/// Counts of times in buckets that never change, as those who add up over time and machines need them.
/// </summary>
public sealed class SecondsHistogram
{
    private static readonly long[] BoundsNs =
    [
        50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000,
        50_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    ];

    private readonly long[] _counts = new long[BoundsNs.Length + 1];

    /// <summary>The upper bounds of all buckets but the last, which has none.</summary>
    public static ReadOnlySpan<long> UpperBoundsNs => BoundsNs;

    /// <summary>Counts by bucket; of the last, what is above all bounds.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>The sum of all times.</summary>
    public long SumNs { get; private set; }

    /// <summary>Counts a time.</summary>
    public void Add(long ns)
    {
        int bucket = 0;
        while (bucket < BoundsNs.Length && ns > BoundsNs[bucket])
        {
            bucket++;
        }
        _counts[bucket]++;
        SumNs += ns;
    }

    /// <summary>Becomes a copy of another.</summary>
    public void CopyFrom(SecondsHistogram other)
    {
        other._counts.CopyTo(_counts, 0);
        SumNs = other.SumNs;
    }
}
