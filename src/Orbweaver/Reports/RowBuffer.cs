using System;
using System.Globalization;
using System.IO;
using Orbweaver.Model;

namespace Orbweaver.Reports;

/// <summary>
/// Rows of CSV in memory, for tables of millions of rows: a general formatter takes as long for the moments
/// of a day's windows as the search for them (benchmark access).
/// </summary>
internal sealed class RowBuffer
{
    private const int NumberCharsMax = 32;
    private const string SecondsPattern = "T00:00:00.000000Z";

    private char[] _chars = new char[1 << 14];
    private int _length;
    private long _day = long.MinValue;
    private string _date = "";

    /// <summary>Empties it; its memory stays.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes it out.</summary>
    public void CopyTo(TextWriter to) => to.Write(_chars.AsSpan(0, _length));

    /// <summary>Adds text as it is.</summary>
    public RowBuffer Add(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public RowBuffer Add(int number)
    {
        number.TryFormat(
            Room(NumberCharsMax), out int written, provider: CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>Adds a number with so many decimals.</summary>
    public RowBuffer Add(double number, string format)
    {
        number.TryFormat(Room(NumberCharsMax), out int written, format, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    /// <summary>Adds a moment in UTC, rounded to the nearest microsecond: always six decimals.</summary>
    public RowBuffer Add(Instant t)
    {
        const long second = 1_000_000;
        (long day, long nanosecondOfDay) = Utc.ToDay(t + new Duration(500));
        if (day != _day)
        {
            (_day, _date) = (day, Utc.Format(Utc.FromDay(day, 0))[..10]);
        }
        long microseconds = nanosecondOfDay / 1000;
        // Within a leap second the clock shows :60.
        long seconds = Math.Min(microseconds / second, 86_399);
        long fraction = microseconds - (seconds * second);
        Add(_date);
        Span<char> time = Room(SecondsPattern.Length);
        SecondsPattern.CopyTo(time);
        Digits(time[1..3], seconds / 3600);
        Digits(time[4..6], seconds / 60 % 60);
        Digits(time[7..9], (seconds % 60) + (fraction / second));
        Digits(time[10..16], fraction % second);
        _length += SecondsPattern.Length;
        return this;
    }

    private static void Digits(Span<char> to, long number)
    {
        for (int i = to.Length - 1; i >= 0; i--)
        {
            to[i] = (char)('0' + (number % 10));
            number /= 10;
        }
    }

    private Span<char> Room(int count)
    {
        if (_length + count > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(_length + count, 2 * _chars.Length));
        }
        return _chars.AsSpan(_length);
    }
}
