using System;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// Times of navigation messages (CCSDS 502.0-B-3, section 7.5.10): a calendar date or a day of the year, and a
// time system that a constant joins to TAI. UT1 is read as UTC, the convention of EarthRotation.
internal static class CcsdsTime
{
    internal const string Known = "UTC, UT1, TAI, TT, TDT or GPS";

    // A day of the year, a time with nine decimals, a Z.
    private const int LengthMax = 28;
    private const long NanosecondsPerDay = 86_400_000_000_000;

    // How far the clock of a uniform scale is ahead of TAI. Terrestrial time was once called TDT.
    internal static bool TryFindSystem(string name, out CcsdsTimeSystem system)
    {
        (bool isKnown, system) = name.ToUpperInvariant() switch
        {
            "UTC" or "UT1" => (true, new CcsdsTimeSystem(IsUniform: false, Duration.Zero)),
            "TAI" => (true, new CcsdsTimeSystem(IsUniform: true, Duration.Zero)),
            "TT" or "TDT" => (true, new CcsdsTimeSystem(IsUniform: true, Duration.FromMilliseconds(32_184))),
            "GPS" => (true, new CcsdsTimeSystem(IsUniform: true, Duration.FromSeconds(-19))),
            _ => (false, default),
        };
        return isKnown;
    }

    // 2026-08-11T07:30:00.25 or 2026-223T07:30:00.25, perhaps with a Z.
    internal static bool TryParse(ReadOnlySpan<char> text, CcsdsTimeSystem system, out Instant t)
    {
        text = text.Trim();
        bool isDayOfYear = text.Length is > 9 and <= LengthMax && text[8] is 'T' or 't';
        if (!(isDayOfYear ? TryParseDayOfYear(text, out t) : Utc.TryParse(text, out t)))
        {
            return false;
        }
        if (system.IsUniform)
        {
            (long day, long nanosecondOfDay) = Utc.ToDay(t);
            t = new Instant((day * NanosecondsPerDay) + nanosecondOfDay) - system.AheadOfTai;
        }
        return true;
    }

    private static bool TryParseDayOfYear(ReadOnlySpan<char> text, out Instant t)
    {
        Span<char> calendar = stackalloc char[LengthMax + 2];
        t = default;
        if (!TryDate(text[..8], calendar))
        {
            return false;
        }
        text[8..].CopyTo(calendar[10..]);
        return Utc.TryParse(calendar[..(text.Length + 2)], out t);
    }

    // yyyy-ddd to yyyy-mm-dd.
    private static bool TryDate(ReadOnlySpan<char> text, Span<char> calendar)
    {
        if (text[4] != '-' || !Digits(text[..4], out int year) || year is < 1900 or > 2200
            || !Digits(text[5..], out int dayOfYear) || dayOfYear < 1
            || dayOfYear > (DateTime.IsLeapYear(year) ? 366 : 365))
        {
            return false;
        }
        DateTime date = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(dayOfYear - 1);
        return date.TryFormat(calendar, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

// A time system of a message; the default value is UTC.
internal readonly record struct CcsdsTimeSystem(bool IsUniform, Duration AheadOfTai);
