using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// A token bucket in its virtual-scheduling form (ITU-T I.371 annex A): one integer instead of a count of
/// tokens and the time of the last look. Conforming while the theoretical arrival time is at most a burst
/// ahead.
/// </summary>
internal sealed class TokenBucket(DataRate rate, DataSize burst)
{
    private readonly Duration _tolerance = rate.TimeFor(burst);
    private Instant _theoreticalArrival = new(long.MinValue / 2);

    /// <summary>Whether a message may pass as committed; one that may not takes nothing.</summary>
    public bool TryTake(Instant now, DataSize size)
    {
        Instant start = _theoreticalArrival > now ? _theoreticalArrival : now;
        Instant next = start + rate.TimeFor(size);
        if (next - now > _tolerance)
        {
            return false;
        }
        _theoreticalArrival = next;
        return true;
    }
}
