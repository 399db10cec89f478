using System;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

// The columns of a two-line element set (CelesTrak, "NORAD Two-Line Element Set Format"; columns count from 0
// here). Fields may be padded with blanks on either side; what follows column 68 is commentary.
internal static class TleLines
{
    private const int ChecksumColumn = 68;
    private const long NanosecondsPerDay = 86_400_000_000_000;

    internal static bool TryReadLine1(ReadOnlySpan<char> line, ref ElementDraft draft, out string reason)
    {
        if (!TryCheck(line, out reason))
        {
            return false;
        }
        if (!TryCatalogueNumber(line[2..7], out draft.CatalogueNumber))
        {
            return Fail(
                $"catalogue number \"{line[2..7]}\" is neither five digits nor Alpha-5", out reason);
        }
        if (!TryEpoch(line[18..32], out draft.Epoch))
        {
            return Fail($"epoch \"{line[18..32]}\" is not a year and a day of that year", out reason);
        }
        if (!line[33..43].IsWhiteSpace() && !TryDecimal(line[33..43], out draft.MeanMotionDotRevPerDay2))
        {
            return Fail(
                $"first derivative of the mean motion \"{line[33..43]}\" is not a number", out reason);
        }
        if (!TryExponent(line[44..52], out draft.MeanMotionDdotRevPerDay3))
        {
            return Fail(
                $"second derivative of the mean motion \"{line[44..52]}\" is not a number", out reason);
        }
        if (!TryExponent(line[53..61], out draft.BStar))
        {
            return Fail($"drag term \"{line[53..61]}\" is not a number", out reason);
        }
        if (line[62] == '4')
        {
            return Fail("ephemeris type 4 (SGP4-XP) is not supported", out reason);
        }
        draft.ObjectId = ObjectIdOf(line[9..17].Trim());
        return true;
    }

    internal static bool TryReadLine2(ReadOnlySpan<char> line, ref ElementDraft draft, out string reason)
    {
        if (!TryCheck(line, out reason))
        {
            return false;
        }
        if (!TryCatalogueNumber(line[2..7], out int catalogueNumber)
            || catalogueNumber != draft.CatalogueNumber)
        {
            return Fail(
                $"catalogue number \"{line[2..7]}\" differs from line 1's {draft.CatalogueNumber}",
                out reason);
        }
        if (!TryDecimal(line[8..16], out draft.InclinationDeg))
        {
            return Fail($"inclination \"{line[8..16]}\" is not a number", out reason);
        }
        if (!TryDecimal(line[17..25], out draft.NodeDeg))
        {
            return Fail($"right ascension of the node \"{line[17..25]}\" is not a number", out reason);
        }
        if (!TryFraction(line[26..33], out draft.Eccentricity))
        {
            return Fail($"eccentricity \"{line[26..33]}\" is not seven digits", out reason);
        }
        if (!TryDecimal(line[34..42], out draft.PerigeeDeg))
        {
            return Fail($"argument of perigee \"{line[34..42]}\" is not a number", out reason);
        }
        if (!TryDecimal(line[43..51], out draft.AnomalyDeg))
        {
            return Fail($"mean anomaly \"{line[43..51]}\" is not a number", out reason);
        }
        if (!TryDecimal(line[52..63], out draft.MeanMotionRevPerDay))
        {
            return Fail($"mean motion \"{line[52..63]}\" is not a number", out reason);
        }
        return true;
    }

    private static bool Fail(string what, out string reason)
    {
        reason = what;
        return false;
    }

    // Length and checksum: the digits' sum modulo ten, a minus counting one.
    private static bool TryCheck(ReadOnlySpan<char> line, out string reason)
    {
        if (line.Length <= ChecksumColumn)
        {
            return Fail($"the line has {line.Length} characters, an element line 69", out reason);
        }
        int sum = 0;
        foreach (char c in line[..ChecksumColumn])
        {
            sum += char.IsAsciiDigit(c) ? c - '0' : c == '-' ? 1 : 0;
        }
        sum %= 10;
        reason = "";
        return line[ChecksumColumn] == '0' + sum
            || Fail($"the checksum is '{line[ChecksumColumn]}', computed {sum}", out reason);
    }

    // Alpha-5: a first letter stands for 10 to 33, with I and O left out (Space-Track).
    private static bool TryCatalogueNumber(ReadOnlySpan<char> field, out int number)
    {
        field = field.Trim();
        if (field.Length != 5 || !char.IsAsciiLetterUpper(field[0]))
        {
            return int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
        int index = "ABCDEFGHJKLMNPQRSTUVWXYZ".IndexOf(field[0], StringComparison.Ordinal);
        bool isNumber = int.TryParse(field[1..], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        number += (index + 10) * 10_000;
        return isNumber && index >= 0;
    }

    // yyddd.dddddddd to whole nanoseconds: 1e-8 days are 864,000 ns, so nothing is rounded.
    private static bool TryEpoch(ReadOnlySpan<char> field, out Instant epoch)
    {
        epoch = default;
        ReadOnlySpan<char> day = field[2..].Trim();
        int point = day.IndexOf('.');
        ReadOnlySpan<char> decimals = point < 0 ? default : day[(point + 1)..];
        if (!Digits(field[..2], out int year) || !Digits(point < 0 ? day : day[..point], out int dayOfYear)
            || decimals.Length > 9)
        {
            return false;
        }
        long fraction = 0;
        if (decimals.Length > 0
            && !long.TryParse(decimals, NumberStyles.None, CultureInfo.InvariantCulture, out fraction))
        {
            return false;
        }
        for (int i = decimals.Length; i < 9; i++)
        {
            fraction *= 10;
        }
        year += year >= 57 ? 1900 : 2000;
        if (dayOfYear < 1 || dayOfYear > (DateTime.IsLeapYear(year) ? 366 : 365))
        {
            return false;
        }
        long dayNumber = Utc.DayNumber(year, 1, 1) + dayOfYear - 1;
        epoch = Utc.FromDay(dayNumber, fraction * (NanosecondsPerDay / 1_000_000_000));
        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<char> field, out double value)
        => double.TryParse(
                field.Trim(),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out value)
            && double.IsFinite(value);

    // Seven digits after an implied decimal point; leading blanks are zeros.
    private static bool TryFraction(ReadOnlySpan<char> field, out double value)
    {
        value = 0;
        Span<char> digits = stackalloc char[2 + field.Length];
        "0.".CopyTo(digits);
        field.CopyTo(digits[2..]);
        digits[2..].Replace(' ', '0');
        return field.TrimStart().Length > 0 && !field.TrimStart().Contains(' ')
            && double.TryParse(
                digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    // "-12345-3" is -0.12345e-3: an implied decimal point, and an exponent without its letter. Blank is zero.
    private static bool TryExponent(ReadOnlySpan<char> field, out double value)
    {
        value = 0;
        if (field.Trim().Length == 0)
        {
            return true;
        }
        ReadOnlySpan<char> mantissa = field[1..6].Trim();
        char exponentSign = field[6] == ' ' ? '+' : field[6];
        if (field[0] is not (' ' or '+' or '-' or '0') || exponentSign is not ('+' or '-')
            || !char.IsAsciiDigit(field[7]) || !Digits(mantissa, out _))
        {
            return false;
        }
        char sign = field[0] == '-' ? '-' : '+';
        return double.TryParse(
            $"{sign}0.{mantissa}e{exponentSign}{field[7]}",
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out value);
    }

    // "98067A" to "1998-067A"; a designator of another form is kept as it is.
    private static string ObjectIdOf(ReadOnlySpan<char> field)
    {
        if (field.Length < 6 || !Digits(field[..2], out int year) || !Digits(field[2..5], out _))
        {
            return field.ToString();
        }
        return string.Create(
            CultureInfo.InvariantCulture, $"{(year >= 57 ? 1900 : 2000) + year}-{field[2..5]}{field[5..]}");
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
