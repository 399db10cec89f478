using System;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// How the world's time follows the clock: from a moment of each on, at a constant speed. Monotone, and exact
/// over centuries.
/// </summary>
/// <param name="Start">The world's time at <paramref name="StartNs"/>.</param>
/// <param name="StartNs">The host's monotonic time at that moment.</param>
/// <param name="SpeedPermille">World time per host time: 1,000 is real time.</param>
public readonly record struct Pace(Instant Start, long StartNs, int SpeedPermille)
{
    /// <summary>Real time.</summary>
    public const int RealTimePermille = 1_000;

    /// <summary>The slowest and the fastest that make sense on one machine.</summary>
    public const int SpeedPermilleMin = 1;

    /// <summary>A hundred times real time.</summary>
    public const int SpeedPermilleMax = 100_000;

    /// <summary>The world's time at a moment of the host.</summary>
    public Instant At(long hostNs)
        => Start + new Duration((long)((Int128)(hostNs - StartNs) * SpeedPermille / RealTimePermille));

    /// <summary>The first moment of the host at which the world's time has come.</summary>
    public long HostNsAt(Instant world)
    {
        Int128 scaled = (Int128)(world - Start).Nanoseconds * RealTimePermille;
        Int128 ns = StartNs + ((scaled + SpeedPermille - 1) / SpeedPermille);
        return ns > long.MaxValue ? long.MaxValue : (long)ns;
    }
}
