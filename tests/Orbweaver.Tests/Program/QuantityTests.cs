using Orbweaver.Scenarios;
using Xunit;

namespace Orbweaver.Tests.Program;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("15s", 15_000_000_000)]
    [InlineData("15 s", 15_000_000_000)]
    [InlineData("100ms", 100_000_000)]
    [InlineData("2.632ms", 2_632_000)]
    [InlineData("10us", 10_000)]
    [InlineData("1ns", 1)]
    [InlineData("10min", 600_000_000_000)]
    [InlineData("24h", 86_400_000_000_000)]
    [InlineData("0.1s", 100_000_000)]
    [InlineData("1e3s", 1_000_000_000_000)]
    public void Durations_are_exact(string text, long ns) => AssertValue(Quantity.Duration, text, ns);

    [Theory]
    [InlineData("100Gb/s", 100_000_000_000)]
    [InlineData("2.5 Gb/s", 2_500_000_000)]
    [InlineData("200Mb/s", 200_000_000)]
    [InlineData("64kb/s", 64_000)]
    public void Rates_are_exact(string text, long bits) => AssertValue(Quantity.DataRate, text, bits);

    [Theory]
    [InlineData("1500B", 1500)]
    [InlineData("1.5kB", 1500)]
    [InlineData("4MB", 4_000_000)]
    public void Sizes_are_exact(string text, long bytes) => AssertValue(Quantity.DataSize, text, bytes);

    [Theory]
    [InlineData("99.9%", 999_000)]
    [InlineData("99.999%", 999_990)]
    [InlineData("100%", 1_000_000)]
    [InlineData("950000ppm", 950_000)]
    public void Shares_are_parts_per_million(string text, long ppm) => AssertValue(Quantity.Share, text, ppm);

    [Fact]
    public void South_and_west_are_negative()
    {
        AssertValue(Quantity.Latitude, "33.5S", -33.5m);
        AssertValue(Quantity.Latitude, "-33.5deg", -33.5m);
        AssertValue(Quantity.Longitude, "70W", -70m);
        AssertValue(Quantity.Longitude, "8.5E", 8.5m);
    }

    [Theory]
    [InlineData("15", "'15' has no unit")]
    [InlineData("15S", "'S' is no unit of a duration")]
    [InlineData("15,5s", "'15,5s' has a separator in its number")]
    [InlineData("1_000s", "'1_000s' has a separator in its number")]
    [InlineData("s", "'s' is not a duration")]
    [InlineData("", "'' is not a duration")]
    [InlineData("1.2.3s", "'1.2.3s' is not a duration")]
    [InlineData("9999999999999999999999999d", "'9999999999999999999999999d' is too large")]
    public void What_is_no_duration_says_why(string text, string expected)
    {
        Assert.False(Quantity.Duration.TryParse(text, out _, out string what, out _));
        Assert.Equal(expected, what);
    }

    private static void AssertValue(Quantity quantity, string text, decimal expected)
    {
        Assert.True(quantity.TryParse(text, out decimal value, out string what, out _), what);
        Assert.Equal(expected, value);
    }
}
