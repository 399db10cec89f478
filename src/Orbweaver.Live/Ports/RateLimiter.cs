using System;

namespace Orbweaver.Live;

/// <summary>
/// How many answers a device may provoke: so many a second and so many at once, in the form of one integer,
/// the time until which the past has used up what it may.
/// </summary>
internal sealed class RateLimiter
{
    private readonly long _spacingNs;
    private readonly long _burstNs;
    private long _usedUntilNs = long.MinValue / 2;

    /// <summary>A limiter that lets <paramref name="burst"/> pass at once.</summary>
    public RateLimiter(int perSecond, int burst)
    {
        _spacingNs = 1_000_000_000L / perSecond;
        _burstNs = burst * _spacingNs;
    }

    /// <summary>Whether one more may pass; what may not takes nothing.</summary>
    public bool TryTake(long nowNs)
    {
        long until = Math.Max(_usedUntilNs, nowNs) + _spacingNs;
        if (until - nowNs > _burstNs)
        {
            return false;
        }
        _usedUntilNs = until;
        return true;
    }
}
