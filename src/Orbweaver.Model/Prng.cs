using System;
using System.Numerics;

namespace Orbweaver.Model;

/// <summary>
/// The one source of dice: xoshiro256** (Blackman and Vigna 2018), integers only, so that a seed gives the
/// same run on every machine. Every component forks its own stream by name; adding one never disturbs
/// another.
/// </summary>
public sealed class Prng
{
    private readonly ulong _seed;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator whose whole future follows from <paramref name="seed"/>.</summary>
    public Prng(ulong seed)
    {
        _seed = seed;
        ulong state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>
    /// An independent stream for a component. Depends on this one's seed, not on how much was drawn.
    /// </summary>
    public Prng Fork(string name) => new(StableHash.Finish(_seed ^ StableHash.Of(name)));

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>
    /// Uniform in [0, <paramref name="limit"/>): multiply and shift, with a bias below 2^-32 for the limits
    /// used.
    /// </summary>
    public long NextBelow(long limit)
    {
        Check.That(limit > 0);
        return (long)Math.BigMul(NextBits(), (ulong)limit, out _);
    }

    /// <summary>Uniform in [<paramref name="first"/>, <paramref name="last"/>].</summary>
    public long NextBetween(long first, long last) => first + NextBelow(last - first + 1);

    /// <summary>
    /// Exponentially distributed with the given mean, by von Neumann's method of 1951: comparisons of uniform
    /// integers only. A logarithm from libm would differ between machines in its last bit, and so would the
    /// run.
    /// </summary>
    public Duration NextExponential(Duration mean)
    {
        for (long whole = 0; ; whole++)
        {
            ulong first = NextBits();
            ulong previous = first;
            int run = 1;
            for (ulong next = NextBits(); next < previous; next = NextBits())
            {
                previous = next;
                run++;
            }
            if ((run & 1) == 1)
            {
                long fraction = (long)Math.BigMul(first, (ulong)mean.Nanoseconds, out _);
                return new Duration(checked((whole * mean.Nanoseconds) + fraction));
            }
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        return StableHash.Finish(state);
    }
}
