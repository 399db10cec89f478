using System.Numerics;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>As many misses as make a false alarm rarer than 1e-9, and no more.</summary>
public sealed class LossEstimateTests
{
    [Fact]
    public void Misses_are_the_fewest_that_are_rare_enough()
    {
        for (int ppm = 0; ppm <= 1_000_000; ppm += ppm < 2_000 ? 1 : 97)
        {
            int misses = LossEstimate.MissesAt(ppm);
            Assert.InRange(misses, LossEstimate.MissesMin, LossEstimate.MissesMax);
            Assert.True(misses == LossEstimate.MissesMax || IsRare(ppm, misses), $"{ppm}: {misses}");
            Assert.True(misses == LossEstimate.MissesMin || !IsRare(ppm, misses - 1), $"{ppm}: {misses}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    [InlineData(300_000)]
    public void The_estimate_is_on_the_safe_side_and_not_far_off(int ppm)
        => Seeds.Hold(dice =>
        {
            LossEstimate loss = new();
            long sum = 0;
            int missing = 0;
            int lost = 0;
            for (int frame = 0; frame < 6_000; frame++)
            {
                if (dice.Below(1_000_000) < ppm)
                {
                    missing++;
                    lost += frame >= 1_000 ? 1 : 0;
                    continue;
                }
                loss.Note(missing);
                missing = 0;
                sum += frame >= 1_000 ? loss.Ppm : 0;
                // Five standard deviations of the slow average.
                Assert.True(frame < 1_000 || loss.Ppm >= ppm * 4 / 10 || ppm < 100_000);
            }
            // Of two averages the greater, and a quarter more: of what was lost, which is not what the dice
            // lose on average.
            double lostPpm = lost / 5_000.0 * 1e6;
            double mean = sum / (5_000.0 - lost);
            Assert.InRange(mean, lostPpm * 1.15, (lostPpm * 1.8) + (ppm > 0 ? 25_000 : 0));
            Assert.True(ppm > 0 || loss.Misses == LossEstimate.MissesMin);
        }, runs: 20);

    [Fact]
    public void A_link_of_which_little_is_known_is_taken_for_a_lossy_one()
    {
        LossEstimate loss = new();
        for (int frame = 0; frame < LossEstimate.FramesMin; frame++)
        {
            Assert.Equal(LossEstimate.MissesOfNew, loss.Misses);
            loss.Note(0);
        }
        Assert.Equal(LossEstimate.MissesMin, loss.Misses);
    }

    private static bool IsRare(int ppm, int misses)
        => BigInteger.Pow(ppm, misses) * 1_000_000_000 < BigInteger.Pow(1_000_000, misses);
}
