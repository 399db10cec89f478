using System.Diagnostics;

namespace Orbweaver.Live;

/// <summary>
/// Time as a live loop is told it. Two implementations: the machine's clock, and in tests one that stands
/// still, jumps and pauses.
/// </summary>
public interface IHostClock
{
    /// <summary>
    /// Nanoseconds since some moment of this process; never goes backwards (CLOCK_MONOTONIC).
    /// </summary>
    long MonotonicNs { get; }
}

/// <summary>The machine's monotonic clock.</summary>
public sealed class HostClock : IHostClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    /// <inheritdoc/>
    public long MonotonicNs => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp() : (long)(Stopwatch.GetTimestamp() * NsPerTick);
}
