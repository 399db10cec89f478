using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>
/// Coordinated Universal Time: the calendar that files and people use. TAI - UTC comes from the table of leap
/// seconds below (IERS Bulletin C; none has been announced since 2017). Before 1972 UTC ran at other rates;
/// those years are read with the offset of 1972, which is the convention of element sets.
/// </summary>
public static class Utc
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long SecondsPerDay = 86_400;
    private const long DaysFrom1970To2000 = 10_957;

    // Days are counted from 2000-01-01. Offsets are TAI - UTC in seconds from 00:00 UTC of that date on.
    private static readonly (int Year, int Month, int Day, int OffsetS)[] LeapSeconds =
    [
        (1972, 1, 1, 10), (1972, 7, 1, 11), (1973, 1, 1, 12), (1974, 1, 1, 13), (1975, 1, 1, 14),
        (1976, 1, 1, 15), (1977, 1, 1, 16), (1978, 1, 1, 17), (1979, 1, 1, 18), (1980, 1, 1, 19),
        (1981, 7, 1, 20), (1982, 7, 1, 21), (1983, 7, 1, 22), (1985, 7, 1, 23), (1988, 1, 1, 24),
        (1990, 1, 1, 25), (1991, 1, 1, 26), (1992, 7, 1, 27), (1993, 7, 1, 28), (1994, 7, 1, 29),
        (1996, 1, 1, 30), (1997, 7, 1, 31), (1999, 1, 1, 32), (2006, 1, 1, 33), (2009, 1, 1, 34),
        (2012, 7, 1, 35), (2015, 7, 1, 36), (2017, 1, 1, 37),
    ];

    private static readonly long[] LeapDays =
        Array.ConvertAll(LeapSeconds, l => DayNumber(l.Year, l.Month, l.Day));

    /// <summary>Days from 2000-01-01 to the given date of the proleptic Gregorian calendar.</summary>
    public static long DayNumber(int year, int month, int day)
        => (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - TicksOf2000)
            / TimeSpan.TicksPerDay;

    /// <summary>
    /// The moment <paramref name="nanosecondOfDay"/> after 00:00 UTC of a day counted from 2000-01-01.
    /// </summary>
    public static Instant FromDay(long dayNumber, long nanosecondOfDay)
        => new(checked(((dayNumber * SecondsPerDay) + OffsetAtDay(dayNumber)) * NanosecondsPerSecond)
            + nanosecondOfDay);

    /// <summary>The moment of a calendar date and time in UTC.</summary>
    public static Instant FromCalendar(
        int year, int month, int day, int hour = 0, int minute = 0, double second = 0)
        => FromDay(
            DayNumber(year, month, day),
            ((((hour * 60L) + minute) * 60) * NanosecondsPerSecond) + (long)Math.Round(second * 1e9));

    /// <summary>
    /// Day since 2000-01-01 and nanosecond of that day in UTC. Within a leap second the day's last nanosecond
    /// exceeds 86,399,999,999,999, as the clock then shows :60.
    /// </summary>
    public static (long DayNumber, long NanosecondOfDay) ToDay(Instant t)
    {
        long seconds = FloorDiv(t.Nanoseconds, NanosecondsPerSecond);
        long day = FloorDiv(seconds - LeapSeconds[^1].OffsetS, SecondsPerDay) + 1;
        while (seconds < (day * SecondsPerDay) + OffsetAtDay(day))
        {
            day--;
        }
        // In seconds as long as possible: the first and the last day of the range begin and end outside it.
        long secondOfDay = seconds - (day * SecondsPerDay) - OffsetAtDay(day);
        long nanosecond = t.Nanoseconds % NanosecondsPerSecond;
        nanosecond += nanosecond < 0 ? NanosecondsPerSecond : 0;
        return (day, (secondOfDay * NanosecondsPerSecond) + nanosecond);
    }

    /// <summary>
    /// Nanoseconds since 1970-01-01 as POSIX counts them, every day with 86,400 s: a leap second has the same
    /// numbers as the second behind it.
    /// </summary>
    public static long ToUnixNs(Instant t)
    {
        (long day, long nanosecondOfDay) = ToDay(t);
        return checked(((day + DaysFrom1970To2000) * SecondsPerDay * NanosecondsPerSecond)
            + nanosecondOfDay);
    }

    /// <summary>The moment of a number of <see cref="ToUnixNs"/>; not a leap second.</summary>
    public static Instant FromUnixNs(long unixNs)
    {
        const long NanosecondsPerDay = SecondsPerDay * NanosecondsPerSecond;
        long within = ((unixNs % NanosecondsPerDay) + NanosecondsPerDay) % NanosecondsPerDay;
        return FromDay(((unixNs - within) / NanosecondsPerDay) - DaysFrom1970To2000, within);
    }

    /// <summary>
    /// Parses ISO 8601 in UTC: <c>2026-08-11T07:30:00.25Z</c>; the date alone, a missing Z and up to nine
    /// decimals are accepted. No other zone is: a file that means local time should say so before it gets
    /// here.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant t)
    {
        t = default;
        text = text.Trim();
        if (text.Length > 0 && (text[^1] is 'Z' or 'z'))
        {
            text = text[..^1];
        }
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out int year) || year < 1900 || year > 2200
            || !Digits(text[5..7], out int month) || month is < 1 or > 12
            || !Digits(text[8..10], out int day) || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        long nanosecondOfDay = 0;
        if (text.Length > 10
            && (text[10] is not ('T' or 't' or ' ') || !TryParseTime(text[11..], out nanosecondOfDay)))
        {
            return false;
        }
        t = FromDay(DayNumber(year, month, day), nanosecondOfDay);
        return true;
    }

    /// <summary>
    /// ISO 8601 in UTC with as many decimals as needed, in groups of three: <c>2026-08-11T07:30:00.250Z</c>.
    /// </summary>
    public static string Format(Instant t)
    {
        (long dayNumber, long nanosecondOfDay) = ToDay(t);
        DateTime date = new DateTime(TicksOf2000, DateTimeKind.Utc).AddDays(dayNumber);
        long second = Math.Min(nanosecondOfDay / NanosecondsPerSecond, SecondsPerDay - 1);
        long nanosecond = nanosecondOfDay - (second * NanosecondsPerSecond);
        long leap = nanosecond / NanosecondsPerSecond;
        nanosecond %= NanosecondsPerSecond;
        string decimals = nanosecond switch
        {
            0 => "",
            _ when nanosecond % 1_000_000 == 0 => $".{nanosecond / 1_000_000:000}",
            _ when nanosecond % 1_000 == 0 => $".{nanosecond / 1_000:000000}",
            _ => $".{nanosecond:000000000}",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{date:yyyy-MM-dd}T{second / 3600:00}:{second / 60 % 60:00}:{(second % 60) + leap:00}"
            + $"{decimals}Z");
    }

    private const long TicksOf2000 = 630_822_816_000_000_000;

    private static int OffsetAtDay(long dayNumber)
    {
        for (int i = LeapDays.Length - 1; i > 0; i--)
        {
            if (dayNumber >= LeapDays[i])
            {
                return LeapSeconds[i].OffsetS;
            }
        }
        return LeapSeconds[0].OffsetS;
    }

    // hh:mm[:ss[.fffffffff]]
    private static bool TryParseTime(ReadOnlySpan<char> text, out long nanosecondOfDay)
    {
        nanosecondOfDay = 0;
        int second = 0;
        long nanosecond = 0;
        if (text.Length < 5 || text[2] != ':'
            || !Digits(text[..2], out int hour) || !Digits(text[3..5], out int minute)
            || (text.Length > 5 && (text.Length < 8 || text[5] != ':' || !Digits(text[6..8], out second))))
        {
            return false;
        }
        if (text.Length > 8)
        {
            ReadOnlySpan<char> decimals = text[9..];
            if (text[8] != '.' || decimals.Length is 0 or > 9 || !Digits(decimals, out int value))
            {
                return false;
            }
            nanosecond = value;
            for (int i = decimals.Length; i < 9; i++)
            {
                nanosecond *= 10;
            }
        }
        nanosecondOfDay = ((((hour * 60L) + minute) * 60) + second) * NanosecondsPerSecond + nanosecond;
        return hour <= 23 && minute <= 59 && (second <= 59 || (second == 60 && hour == 23 && minute == 59));
    }

    // The framework's parser alone would let zero characters pass at the end.
    private static bool Digits(ReadOnlySpan<char> text, out int value)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && text[^1] != '\0';

    private static long FloorDiv(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);
}
