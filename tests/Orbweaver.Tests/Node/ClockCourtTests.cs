using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class ClockCourtTests
{
    [Theory]
    // One neighbour: it is believed by who doubts, or if it is sure and we are not.
    [InlineData("3", false, false, nameof(ClockRuling.Right), 0)]
    [InlineData("5000", false, false, nameof(ClockRuling.Unclear), 5_000)]
    [InlineData("5000", true, false, nameof(ClockRuling.Wrong), 5_000)]
    [InlineData("5000!", false, false, nameof(ClockRuling.Wrong), 5_000)]
    [InlineData("5000!", false, true, nameof(ClockRuling.Unclear), 5_000)]
    // Two that agree outvote one; two that do not leave it alone, unless one agrees with us.
    [InlineData("5000 5001", false, true, nameof(ClockRuling.Wrong), 5_000)]
    [InlineData("5000 -7000", false, true, nameof(ClockRuling.Alone), 0)]
    [InlineData("2 9000", false, true, nameof(ClockRuling.Right), 0)]
    [InlineData("5000 -7000", true, false, nameof(ClockRuling.Alone), 0)]
    // Three: a tie is no majority, but who doubts has no vote.
    [InlineData("5000 5000 1", false, false, nameof(ClockRuling.Unclear), 0)]
    [InlineData("5000 5000 1", true, false, nameof(ClockRuling.Wrong), 5_000)]
    [InlineData("-60000 -60001 -60002", false, true, nameof(ClockRuling.Wrong), -60_001)]
    [InlineData("100 9000 -9000", false, true, nameof(ClockRuling.Alone), 0)]
    // Four around one.
    [InlineData("0 1 -1 70000", false, false, nameof(ClockRuling.Right), 0)]
    [InlineData("100 100 100 0", false, true, nameof(ClockRuling.Wrong), 100)]
    public void The_median_counts_if_most_stand_with_it(
        string aheadMs, bool isDoubtful, bool isSure, string ruling, int byMs)
    {
        ClockRuling actual = ClockCourt.Judge(
            [.. aheadMs.Split(' ').Select(Witness)], isDoubtful, isSure, out Duration by);
        Assert.Equal(ruling, actual.ToString());
        if (actual == ClockRuling.Wrong)
        {
            Assert.Equal(Duration.FromMilliseconds(byMs), by);
        }
    }

    [Fact]
    public void Without_neighbours_there_is_no_ruling()
        => Assert.Equal(ClockRuling.NoWitness, ClockCourt.Judge([], true, false, out _));

    [Fact]
    public void A_wall_clock_goes_on_through_a_stop_and_keeps_its_rate_over_a_day()
    {
        Instant start = PlanBuilder.Start;
        WallClock clock = new();
        clock.Set(start, new ClockReading(Duration.FromMilliseconds(7), 500));
        Instant day = start + Duration.FromSeconds(86_400);
        Assert.Equal(day + Duration.FromMilliseconds(43_207), clock.At(day));
        // Its clock stands still: it goes on by the counter.
        clock.GoOn(day, new ClockReading(Duration.FromMilliseconds(7), -1_000_000));
        Instant later = day + Duration.FromSeconds(100);
        Assert.Equal(later + Duration.FromMilliseconds(43_207), clock.At(later));
        clock.Correct(later, Duration.FromMilliseconds(-43_207));
        Assert.Equal(later + Duration.FromSeconds(5), clock.At(later + Duration.FromSeconds(5)));
    }

    private static ClockWitness Witness(string text)
        => new(
            Duration.FromMilliseconds(long.Parse(
                text.TrimEnd('!'), System.Globalization.CultureInfo.InvariantCulture)),
            text.EndsWith('!'));
}
