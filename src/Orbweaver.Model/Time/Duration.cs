using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>A signed span of time in whole nanoseconds. The default value is zero.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>No time at all.</summary>
    public static readonly Duration Zero;

    /// <summary>The longest span: about 292 years. Used as "for ever".</summary>
    public static readonly Duration Max = new(long.MaxValue);

    /// <summary>A whole number of microseconds.</summary>
    public static Duration FromMicroseconds(long microseconds) => new(checked(microseconds * 1_000));

    /// <summary>A whole number of milliseconds.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    /// <summary>A whole number of seconds.</summary>
    public static Duration FromSeconds(long seconds) => new(checked(seconds * 1_000_000_000));

    /// <summary>A whole number of minutes.</summary>
    public static Duration FromMinutes(long minutes) => FromSeconds(checked(minutes * 60));

    /// <summary>
    /// Seconds as a floating-point number: for astronomy and for people, never for decisions.
    /// </summary>
    public double TotalSeconds => Nanoseconds * 1e-9;

    /// <summary>Milliseconds as a floating-point number, for people.</summary>
    public double TotalMilliseconds => Nanoseconds * 1e-6;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Sum.</summary>
    public static Duration operator +(Duration a, Duration b) => new(a.Nanoseconds + b.Nanoseconds);

    /// <summary>Difference.</summary>
    public static Duration operator -(Duration a, Duration b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Multiple.</summary>
    public static Duration operator *(Duration a, long factor) => new(checked(a.Nanoseconds * factor));

    /// <summary>How many whole times <paramref name="b"/> fits into <paramref name="a"/>.</summary>
    public static long operator /(Duration a, Duration b) => a.Nanoseconds / b.Nanoseconds;

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration a, Duration b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration a, Duration b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds;

    /// <summary>
    /// For people: the largest unit that keeps the number at or above one, such as <c>31.9 ms</c>.
    /// </summary>
    public override string ToString()
    {
        double size = Math.Abs((double)Nanoseconds);
        (double unit, string name) = size switch
        {
            0 => (1.0, "s"),
            < 1e3 => (1.0, "ns"),
            < 1e6 => (1e3, "us"),
            < 1e9 => (1e6, "ms"),
            < 120e9 => (1e9, "s"),
            < 7200e9 => (60e9, "min"),
            < 172800e9 => (3600e9, "h"),
            _ => (86400e9, "d"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / unit:0.###} {name}");
    }
}
