using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// The committed rate and burst that traffic needs, so that a source that behaves is never policed.
/// Integers only.
/// </summary>
internal static class TrafficTerms
{
    /// <summary>
    /// A fifth above the real rate: a token bucket at exactly the real rate never recovers from a burst.
    /// </summary>
    private const int HeadroomPercent = 120;

    /// <summary>
    /// Messages a bucket holds for Poisson sources. At 1/1.2 of its rate the backlog exceeds 64 messages
    /// with a probability of about e^(-0.4 x 64), once in 10^11 messages.
    /// </summary>
    private const int PoissonBurst = 64;

    /// <summary>The rate for these sources at their busiest.</summary>
    public static DataRate RateFor(IReadOnlyList<TrafficSource> traffic)
    {
        long bits = traffic.Sum(t =>
        {
            Int128 perInterval = (Int128)t.Size.Mean.Bytes * 8 * t.Sources * t.BurstCount * SurgeFactor(t);
            return (long)(perInterval * 1_000_000_000 * HeadroomPercent / 100 / t.Interval.Nanoseconds);
        });
        // Rare messages: at least 1 kb/s, or the bucket would be refilled once in hours.
        return new DataRate(Math.Max(1_000, (bits + 999) / 1_000 * 1_000));
    }

    /// <summary>
    /// Periodic sources may all fall into one instant, and once more just as a surge begins: the bucket
    /// holds all of them twice.
    /// </summary>
    public static DataSize BurstFor(IReadOnlyList<TrafficSource> traffic, DataSize sizeMax)
    {
        long messages = traffic.Sum(t => Math.Max(
            2L * t.Sources * t.BurstCount,
            t.Law == TrafficLaw.Poisson ? PoissonBurst : 2L));
        return new DataSize(Math.Max(2, messages) * sizeMax.Bytes);
    }

    private static int SurgeFactor(TrafficSource source)
        => source.Surges.Select(s => s.Factor).DefaultIfEmpty(1).Max();
}
