using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

public sealed class LogHistogramProperties
{
    [Fact]
    public void Percentiles_are_right_to_0_4_percent_and_the_greatest_exactly()
        => Seeds.Hold(dice =>
        {
            LogHistogram histogram = new();
            List<long> values = [];
            int octaves = dice.Between(1, 61);
            for (int i = dice.Below(500); i >= 0; i--)
            {
                long value = dice.NextBelow(1L << dice.Between(0, octaves));
                histogram.Add(value);
                values.Add(value);
            }
            values.Sort();

            Assert.Equal(values.Count, histogram.Count);
            Assert.Equal(values[^1], histogram.Greatest);
            foreach (int permille in new[] { 1, 10, 250, 500, 900, 990, 999, 1000 })
            {
                // The least value that at least this share of all does not exceed.
                long exact = values[(((values.Count * permille) + 999) / 1000) - 1];
                long error = Math.Abs(histogram.Percentile(permille) - exact);
                Assert.True(error <= exact * 0.004, $"{permille}: {error} from {exact}");
            }
        }, runs: 300);

    [Fact]
    public void An_empty_histogram_says_zero_and_negative_values_are_refused()
    {
        LogHistogram histogram = new();

        Assert.Equal(new DurationSummary(0, default, default, default), histogram.Summary());
        Assert.Throws<InvariantException>(() => histogram.Add(-1));
    }
}
