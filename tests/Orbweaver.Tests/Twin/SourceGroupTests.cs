using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

public sealed class SourceGroupTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void Periodic_sources_have_seeded_phases_and_exact_gaps()
    {
        SourceGroup group = Group(TrafficLaw.Periodic, Second);
        List<Instant> phases = [];
        for (int i = 0; i < 1_000; i++)
        {
            phases.Add(group.First());
        }

        Assert.All(phases, p => Assert.InRange((p - PlanBuilder.Start).Nanoseconds, 0, 999_999_999));
        // The mean of a thousand uniform phases: five standard deviations are 46 ms.
        Assert.InRange(phases.Average(p => (p - PlanBuilder.Start).TotalSeconds), 0.454, 0.546);
        Assert.Equal(phases[0] + Second, group.Next(phases[0]));
        Assert.Equal(phases[0], Group(TrafficLaw.Periodic, Second).First());
    }

    [Fact]
    public void Poisson_sources_send_at_the_mean_rate_from_the_start()
    {
        SourceGroup group = Group(TrafficLaw.Poisson, Duration.FromMilliseconds(10));
        int[] counts = CountBySecond(group, seconds: 1_000);

        // 100 a second: the total within five standard deviations, and the spread of a Poisson law.
        Assert.InRange(counts.Sum(), 100_000 - 1_600, 100_000 + 1_600);
        double mean = counts.Average();
        Assert.InRange(counts.Average(c => (c - mean) * (c - mean)), 75, 125);
    }

    [Fact]
    public void Bursts_come_every_interval()
    {
        SourceGroup group = Group(TrafficLaw.Burst, Second, t => t with { BurstCount = 7 });

        Assert.Equal(7, group.BurstCount);
        Assert.Equal(PlanBuilder.Start + (Second * 3), group.Next(PlanBuilder.Start + (Second * 2)));
        Assert.Equal(1, Group(TrafficLaw.Poisson, Second, t => t with { BurstCount = 7 }).BurstCount);
    }

    [Theory]
    [InlineData(TrafficLaw.Periodic, 100)]
    [InlineData(TrafficLaw.Poisson, 100)]
    [InlineData(TrafficLaw.Periodic, 7_000)]
    [InlineData(TrafficLaw.Poisson, 7_000)]
    public void A_surge_multiplies_the_rate_while_it_lasts_whatever_the_interval(
        TrafficLaw law, int intervalMs)
    {
        // A thousand sources, and a surge of five seconds that is ten times the rate.
        SourceGroup group = Group(law, Duration.FromMilliseconds(intervalMs), t => t with
        {
            Surges = [new Surge(Second * 5, Second * 5, 10), new Surge(Second * 5, Second, 2)],
        });
        int[] counts = new int[15];
        for (int i = 0; i < 1_000; i++)
        {
            int[] one = CountBySecond(group, seconds: 15);
            counts = [.. counts.Zip(one, (a, b) => a + b)];
        }

        double usual = 1_000 * 1_000.0 / intervalMs;
        Near(5 * usual, counts[..5].Sum());
        Near(50 * usual, counts[5..10].Sum());
        Near(5 * usual, counts[10..].Sum());

        // Six standard deviations of a Poisson law; periodic sources are more even.
        static void Near(double expected, int count)
            => Assert.InRange(
                count, expected - (6 * Math.Sqrt(expected)), expected + (6 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Sizes_have_the_mean_asked_for_and_stay_within_their_bounds()
    {
        foreach ((int least, int mean, int greatest) in new[]
        {
            (100, 1_000, 10_000), (1, 9, 10), (50, 50, 80), (7, 7, 7),
        })
        {
            SourceGroup group = Group(TrafficLaw.Periodic, Second, t => t with
            {
                Size = new SizeLaw(new DataSize(least), new DataSize(mean), new DataSize(greatest)),
            });
            long[] sizes = [.. Enumerable.Range(0, 20_000).Select(_ => group.NextSize().Bytes)];

            Assert.True(sizes.Min() >= least && sizes.Max() <= greatest);
            // Five standard deviations of a mean, the deviation of one being less than the range.
            double allowed = 5 * (greatest - least) / Math.Sqrt(20_000);
            Assert.InRange(sizes.Average(), mean - allowed, mean + allowed);
        }
        Assert.Equal(new DataSize(150), SizeLaw.Uniform(new DataSize(100), new DataSize(200)).Mean);
    }

    private static int[] CountBySecond(SourceGroup group, int seconds)
    {
        int[] counts = new int[seconds];
        Instant end = PlanBuilder.Start + (Second * seconds);
        for (Instant t = group.First(); t < end; t = group.Next(t))
        {
            counts[(t - PlanBuilder.Start) / Second]++;
        }
        return counts;
    }

    private static SourceGroup Group(
        TrafficLaw law, Duration interval, Func<TrafficSource, TrafficSource>? change = null)
    {
        TrafficSource traffic = new()
        {
            ContractIndex = 0,
            Sources = 1,
            Law = law,
            Interval = interval,
            Size = SizeLaw.Constant(new DataSize(100)),
        };
        Contract contract = new ContractBuilder().Add(new NodeId(0), new NodeId(1), "5-i-d");
        return new SourceGroup(change?.Invoke(traffic) ?? traffic, contract, PlanBuilder.Start, new Prng(3));
    }
}
