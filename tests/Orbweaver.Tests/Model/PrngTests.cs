using System;
using System.Numerics;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class PrngTests
{
    // State 1, 2, 3, 4: the vector that the authors' C code gives and other libraries test against
    // (rand_xoshiro).
    private static readonly ulong[] Published =
    [
        11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
        16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
    ];

    [Fact]
    public void The_slow_twin_gives_the_published_numbers()
    {
        ulong[] state = [1, 2, 3, 4];
        foreach (ulong expected in Published)
        {
            Assert.Equal(expected, SlowNext(state));
        }
    }

    [Fact]
    public void The_generator_is_xoshiro256_seeded_by_SplitMix64()
    {
        // The first four numbers of SplitMix64 from seed 0, as published with it.
        ulong[] state = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC];
        Prng dice = new(0);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Equal(SlowNext(state), dice.NextBits());
        }
    }

    [Fact]
    public void Forks_of_different_names_and_seeds_share_no_numbers()
    {
        System.Collections.Generic.HashSet<ulong> seen = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Prng parent = new(seed);
            foreach (string name in new[] { "", "a", "b", "ab", "ba", "links", "faults" })
            {
                Prng fork = parent.Fork(name);
                for (int i = 0; i < 20; i++)
                {
                    Assert.True(seen.Add(fork.NextBits()));
                }
            }
        }
    }

    [Fact]
    public void Forks_are_not_correlated_with_each_other()
    {
        Prng parent = new(7);
        Prng a = parent.Fork("a");
        Prng b = parent.Fork("b");
        int equalBits = 0;
        for (int i = 0; i < 10_000; i++)
        {
            equalBits += BitOperations.PopCount(~(a.NextBits() ^ b.NextBits()));
        }

        // 640,000 fair coins: six standard deviations are 2,400.
        Assert.InRange(equalBits, 320_000 - 2_400, 320_000 + 2_400);
    }

    [Fact]
    public void Numbers_below_a_limit_stay_below_and_reach_every_value_evenly()
    {
        Prng dice = new(3);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[dice.NextBelow(7)]++;
        }

        // Six standard deviations of a binomial with 70,000 draws and p = 1/7: 556.
        Assert.All(counts, c => Assert.InRange(c, 10_000 - 556, 10_000 + 556));
        Assert.Equal(0, dice.NextBelow(1));
        Assert.InRange(dice.NextBelow(long.MaxValue), 0, long.MaxValue - 1);
        Assert.Equal(-5, dice.NextBetween(-5, -5));
        Assert.Throws<InvariantException>(() => dice.NextBelow(0));
        Assert.Throws<InvariantException>(() => dice.NextBetween(5, 4));
    }

    [Fact]
    public void Exponential_gaps_have_the_right_mean_variance_and_distribution()
    {
        const int Draws = 100_000;
        const double Mean = 1e9;
        Prng dice = new(11);
        double[] x = new double[Draws];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < Draws; i++)
        {
            x[i] = dice.NextExponential(Duration.FromSeconds(1)).Nanoseconds / Mean;
            sum += x[i];
            squares += x[i] * x[i];
        }
        double mean = sum / Draws;
        Array.Sort(x);
        double distance = 0;
        for (int i = 0; i < Draws; i++)
        {
            double expected = 1 - Math.Exp(-x[i]);
            distance = Math.Max(distance, expected - ((double)i / Draws));
            distance = Math.Max(distance, ((i + 1.0) / Draws) - expected);
        }

        // Five standard deviations: of the mean 1/sqrt(n), of the variance sqrt(8/n).
        Assert.InRange(mean, 1 - 0.016, 1 + 0.016);
        Assert.InRange((squares / Draws) - (mean * mean), 1 - 0.045, 1 + 0.045);
        // Kolmogorov and Smirnov: 1.95/sqrt(n) is passed by 99.9 % of true samples.
        Assert.True(distance < 1.95 / Math.Sqrt(Draws), $"distance {distance}");
    }

    private static ulong SlowNext(ulong[] s)
    {
        ulong result = Rotate(s[1] * 5, 7) * 9;
        ulong t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = Rotate(s[3], 45);
        return result;
    }

    private static ulong Rotate(ulong x, int bits) => (x << bits) | (x >> (64 - bits));
}
