using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>The window of a stream against a plain list of all that happened.</summary>
public sealed class WindowTests
{
    private const double Start = 1_786_433_400_000;

    [Fact]
    public void It_is_what_a_list_of_everything_says()
        => Seeds.Hold(dice =>
        {
            StreamWindow window = new();
            List<(double At, Outcome Outcome)> all = [];
            List<double> offers = [];
            double now = Start + dice.Below(20_000);
            for (int i = dice.Between(1, 400); i > 0; i--)
            {
                now += dice.Below(20) == 0 ? dice.Below(400_000) : dice.Below(3_000);
                window.Offer(now, 1);
                offers.Add(now);
                Outcome outcome = Draw(dice);
                window.Add(now, outcome);
                all.Add((now, outcome));
            }
            window.Advance(now);
            StreamEntry entry = window.Entry(3, 1);

            double from = (Math.Floor(now / 10_000) - 29) * 10_000;
            Outcome[] kept = [.. all.Where(a => a.At >= from).Select(a => a.Outcome)];
            double[] latencies =
            [
                .. kept.Where(o => o.Kind is OutcomeKind.OnTime or OutcomeKind.Late)
                    .Select(o => (double)o.LatencyMs).Order(),
            ];
            Assert.Equal((uint)offers.Count(o => o >= from), entry.Sent);
            Assert.Equal(
                (uint)kept.Count(o => o.Kind is OutcomeKind.Late or OutcomeKind.Expired), entry.Late);
            Assert.Equal((uint)kept.Count(o => o.Kind == OutcomeKind.Lost), entry.Lost);
            Assert.Equal(latencies.Length, entry.Hist.Sum(h => h));
            Assert.Equal(latencies.Length == 0, float.IsNaN(entry.P50Ms));
            if (latencies.Length > 0)
            {
                Assert.Equal((float)latencies[^1], entry.MaxMs);
                HoldsWithinABucket(latencies, 500, entry.P50Ms);
                HoldsWithinABucket(latencies, 990, entry.P99Ms);
                Outcome slowest = kept.First(
                    o => o.LatencyMs == (float)latencies[^1]
                        && o.Kind is OutcomeKind.OnTime or OutcomeKind.Late);
                Assert.Equal(slowest.LatencyMs, window.Parts(3).Slowest.Best);
                Assert.Equal(latencies.Average(), window.Parts(3).Mean.Best, 0.01);
            }
        });

    [Fact]
    public void Buckets_of_frames_are_four_an_octave()
    {
        for (double ms = 0.01; ms < 10_000; ms *= 1.01)
        {
            int coarse = LatencyBuckets.CoarseOf(LatencyBuckets.Of(ms));
            int expected = Math.Clamp(
                (int)Math.Floor(Math.Log2(ms) * 4 + 1e-9), 0, StreamEntry.Buckets - 1);
            Assert.Equal(expected, coarse);
        }
    }

    private static void HoldsWithinABucket(double[] latencies, int permille, float said)
    {
        double exact = latencies[Math.Max(0, ((latencies.Length * permille) + 999) / 1000 - 1)];
        Assert.InRange(said / exact, 1 / 1.045, 1.045);
    }

    // Parts name the latency, so that the slowest can be told.
    private static Outcome Draw(Prng dice)
    {
        float ms = (float)Math.Pow(2, dice.Between(-300, 1_100) / 100.0);
        return new Outcome(
            3, (OutcomeKind)dice.Below(5), default, ms, 1, 100, new TimeParts(ms, 0, 0, 0, 0, 0));
    }
}
