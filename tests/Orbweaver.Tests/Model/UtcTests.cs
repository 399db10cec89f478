using System;
using System.Linq;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Utc against a slow calculation that counts days one by one and leap seconds from a list of
/// dates.</summary>
public sealed class UtcTests
{
    // Dates at whose end (UTC) a second was inserted: IERS Bulletin C, as yyyymm; June or December.
    private static readonly int[] LeapMonths =
    [
        197206, 197212, 197312, 197412, 197512, 197612, 197712, 197812, 197912, 198106, 198206,
        198306, 198506,
        198712, 198912, 199012, 199206, 199306, 199406, 199512, 199706, 199812, 200512, 200812,
        201206, 201506,
        201612,
    ];

    [Fact]
    public void Any_date_and_time_agrees_with_counting_days_one_by_one()
        => Seeds.Hold(dice =>
        {
            int year = dice.Between(1900, 2199);
            int month = dice.Between(1, 12);
            int day = dice.Between(1, DaysOf(year, month));
            long nanosecondOfDay = dice.NextBelow(86_400_000_000_000);
            long seconds = (CountDays(year, month, day) * 86_400) + 10
                + LeapMonths.Count(m => m < (year * 100) + month);

            Instant t = Utc.FromDay(Utc.DayNumber(year, month, day), nanosecondOfDay);

            Assert.Equal((seconds * 1_000_000_000) + nanosecondOfDay, t.Nanoseconds);
            Assert.Equal((CountDays(year, month, day), nanosecondOfDay), Utc.ToDay(t));
        }, runs: 300);

    [Fact]
    public void Every_leap_second_is_shown_as_60_and_read_back()
    {
        foreach (int leap in LeapMonths)
        {
            (int year, int month) = (leap / 100, leap % 100);
            string text = $"{year}-{month:00}-{DaysOf(year, month)}T23:59:60.500Z";

            Assert.True(Utc.TryParse(text, out Instant t));
            Assert.Equal(text, Utc.Format(t));
            Instant midnight = t + Duration.FromMilliseconds(500);
            Assert.EndsWith("-01T00:00:00Z", Utc.Format(midnight), StringComparison.Ordinal);
            string before = Utc.Format(t - Duration.FromMilliseconds(1_500));
            Assert.EndsWith("T23:59:59Z", before, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_formatted_is_parsed_to_the_same_moment()
        => Seeds.Hold(dice =>
        {
            // Whole seconds, milliseconds, microseconds and nanoseconds, around leap seconds and anywhere.
            long unit = (long)Math.Pow(1000, dice.Below(4));
            Instant t = dice.Below(2) == 0
                ? new Instant(dice.NextBetween(-3_000_000_000, 6_000_000_000) * 1_000_000_000 / unit * unit)
                : Utc.FromCalendar(2017, 1, 1)
                    + new Duration(dice.NextBetween(-3_000_000_000, 3_000_000_000) / unit * unit);

            Assert.True(Utc.TryParse(Utc.Format(t), out Instant parsed));
            Assert.Equal(t, parsed);
        }, runs: 500);

    [Theory]
    [InlineData("2026-08-11", "2026-08-11T00:00:00Z")]
    [InlineData(" 2026-08-11T07:30Z ", "2026-08-11T07:30:00Z")]
    [InlineData("2026-08-11 07:30:05", "2026-08-11T07:30:05Z")]
    [InlineData("2026-08-11t07:30:05.1z", "2026-08-11T07:30:05.100Z")]
    [InlineData("2024-02-29T23:59:59.000000001Z", "2024-02-29T23:59:59.000000001Z")]
    public void Accepted_forms(string text, string meaning)
    {
        Assert.True(Utc.TryParse(text, out Instant t));
        Assert.Equal(meaning, Utc.Format(t));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2026-8-11")]
    [InlineData("2026-08-1\0")]
    [InlineData("202\0-08-11")]
    [InlineData("2026-08-11T07:30:0\0Z")]
    [InlineData("2026-08-11T07:30:00.5\0Z")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-01-00")]
    [InlineData("1899-12-31")]
    [InlineData("2201-01-01")]
    [InlineData("2026-08-11T")]
    [InlineData("2026-08-11T24:00:00Z")]
    [InlineData("2026-08-11T07:60:00Z")]
    [InlineData("2026-08-11T07:30:60Z")]
    [InlineData("2026-08-11T07:30:00+02:00")]
    [InlineData("2026-08-11T07:30:00.")]
    [InlineData("2026-08-11T07:30:00.1234567890Z")]
    [InlineData("2026-08-11T07:30:00,5Z")]
    [InlineData("2026-08-11X07:30:00Z")]
    [InlineData("+026-08-11")]
    [InlineData("2026-08-11T-1:30:00Z")]
    [InlineData("2026-08-11T07:30:0")]
    [InlineData("2026-08-11ZZ")]
    public void Refused_forms(string text) => Assert.False(Utc.TryParse(text, out _));

    [Fact]
    public void Damaged_text_is_refused_or_read_and_never_throws()
        => Seeds.Hold(dice =>
        {
            char[] text = "2016-12-31T23:59:60.123456789Z".ToCharArray();
            for (int i = dice.Below(4); i >= 0; i--)
            {
                text[dice.Below(text.Length)] = (char)dice.Below(dice.Below(2) == 0 ? 128 : 65_536);
            }
            if (Utc.TryParse(text.AsSpan(0, dice.Below(text.Length + 1)), out Instant t))
            {
                Assert.True(Utc.TryParse(Utc.Format(t), out Instant again));
                Assert.Equal(t, again);
            }
        }, runs: 1_000);

    private static long CountDays(int year, int month, int day)
    {
        long days = 0;
        for (int y = Math.Min(year, 2000); y < Math.Max(year, 2000); y++)
        {
            days += IsLeap(y) ? 366 : 365;
        }
        days = year < 2000 ? -days : days;
        for (int m = 1; m < month; m++)
        {
            days += DaysOf(year, m);
        }
        return days + day - 1;
    }

    private static int DaysOf(int year, int month)
        => month switch { 2 => IsLeap(year) ? 29 : 28, 4 or 6 or 9 or 11 => 30, _ => 31 };

    private static bool IsLeap(int year) => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(1_786_406_400_000_000_000, "2026-08-11T00:00:00Z")]
    [InlineData(1_483_228_799_999_000_000, "2016-12-31T23:59:59.999Z")]
    public void Unix_nanoseconds_count_days_of_86400_seconds_both_ways(long unixNs, string text)
    {
        Instant moment = Utc.FromUnixNs(unixNs);

        Assert.Equal(text, Utc.Format(moment));
        Assert.Equal(unixNs, Utc.ToUnixNs(moment));
    }
}
