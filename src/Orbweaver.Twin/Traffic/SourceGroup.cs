using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>Many like sources of one contract: when each hands in its next message, and how large it is.</summary>
internal sealed class SourceGroup
{
    private readonly TrafficSource _traffic;
    private readonly Instant _start;
    private readonly Prng _prng;

    /// <summary>Sources with their own stream of dice.</summary>
    public SourceGroup(TrafficSource traffic, Contract contract, Instant start, Prng prng)
    {
        Check.That(traffic.Interval > Duration.Zero && traffic.Sources > 0 && traffic.BurstCount > 0);
        _traffic = traffic;
        _start = start;
        _prng = prng;
        Contract = contract;
        Flow = contract.Match.Example();
    }

    /// <summary>The contract they publish under.</summary>
    public Contract Contract { get; }

    /// <summary>The header of their messages.</summary>
    public FlowKey Flow { get; }

    /// <summary>Like sources.</summary>
    public int Sources => _traffic.Sources;

    /// <summary>Messages at once.</summary>
    public int BurstCount => _traffic.Law == TrafficLaw.Burst ? _traffic.BurstCount : 1;

    /// <summary>The first message of a source: a seeded phase.</summary>
    public Instant First()
        => After(_start, _traffic.Law == TrafficLaw.Poisson
            ? _prng.NextExponential(_traffic.Interval)
            : new Duration(_prng.NextBelow(_traffic.Interval.Nanoseconds)));

    /// <summary>The message after the one at <paramref name="now"/>.</summary>
    public Instant Next(Instant now)
        => After(now, _traffic.Law == TrafficLaw.Poisson
            ? _prng.NextExponential(_traffic.Interval)
            : _traffic.Interval);

    /// <summary>
    /// The size of the next message. Below or above the mean with the probability that makes it the mean, and
    /// uniform within: for a mean in the middle this is the uniform law.
    /// </summary>
    public DataSize NextSize()
    {
        (DataSize least, DataSize mean, DataSize greatest) = _traffic.Size;
        if (least == greatest)
        {
            return least;
        }
        bool isBelow = _prng.NextBelow(greatest.Bytes - least.Bytes) < greatest.Bytes - mean.Bytes;
        return new DataSize(isBelow
            ? _prng.NextBetween(least.Bytes, mean.Bytes)
            : _prng.NextBetween(mean.Bytes, greatest.Bytes));
    }

    // The time at which a gap ends that passes faster while the source is busier: surges that begin within it
    // count.
    private Instant After(Instant t, Duration gap)
    {
        long left = gap.Nanoseconds;
        while (true)
        {
            (int factor, Instant until) = FactorAt(t);
            Duration last = new((left + factor - 1) / factor);
            if (last <= until - t)
            {
                return t + last;
            }
            left -= (until - t).Nanoseconds * factor;
            t = until;
        }
    }

    // The rate's factor, and until when it holds.
    private (int Factor, Instant Until) FactorAt(Instant t)
    {
        int factor = 1;
        Instant until = Instant.Max;
        foreach (Surge surge in _traffic.Surges)
        {
            Instant from = _start + surge.From;
            Instant end = from + surge.Length;
            if (t >= from && t < end)
            {
                factor = System.Math.Max(factor, surge.Factor);
            }
            Instant change = t < from ? from : end;
            until = t < change && change < until ? change : until;
        }
        return (factor, until);
    }
}
