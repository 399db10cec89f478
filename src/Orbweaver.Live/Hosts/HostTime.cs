using System;
using Orbweaver.Model;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// The time of a host: TAI by the machine's clock at its start, and its monotonic clock from then on. So it
/// never goes back, and a clock that somebody sets while the host runs does not reach it.
/// </summary>
public static class HostTime
{
    /// <summary>TAI by the machine's clock, which shows UTC.</summary>
    public static Instant Tai()
    {
        TimeSpan since = DateTime.UtcNow - new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return Utc.FromDay(
            since.Days, (since.Ticks - (since.Days * TimeSpan.TicksPerDay)) * TimeSpan.NanosecondsPerTick);
    }

    /// <summary>How TAI follows the monotonic clock from now on.</summary>
    public static Pace Begin(IHostClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // Between two looks at one clock the other is read: the middle is off by half of what that takes.
        long before = clock.MonotonicNs;
        Instant tai = Tai();
        long after = clock.MonotonicNs;
        return new Pace(tai, before + ((after - before) / 2), Pace.RealTimePermille);
    }
}
