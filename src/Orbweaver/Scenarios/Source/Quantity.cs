using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Scenarios;

/// <summary>A unit as written and how many base units it is.</summary>
internal readonly record struct Unit(string Text, decimal Factor);

/// <summary>
/// A kind of quantity: a number and a unit, with or without a space between, such as <c>15s</c> or <c>100
/// Gb/s</c>. A number without a unit is refused, as its reader could only guess.
/// </summary>
/// <param name="Name">What it is, with its article: "a duration".</param>
/// <param name="Example">How to write one.</param>
/// <param name="Units">All units, the base unit having the factor one.</param>
internal sealed record Quantity(string Name, string Example, IReadOnlyList<Unit> Units)
{
    /// <summary>Nanoseconds.</summary>
    public static readonly Quantity Duration = new(
        "a duration", "15s",
        [
            new("ns", 1m), new("us", 1e3m), new("ms", 1e6m), new("s", 1e9m), new("min", 60e9m),
            new("h", 3600e9m), new("d", 86400e9m),
        ]);

    /// <summary>Bits per second.</summary>
    public static readonly Quantity DataRate = new(
        "a data rate", "100Mb/s", [new("b/s", 1m), new("kb/s", 1e3m), new("Mb/s", 1e6m), new("Gb/s", 1e9m)]);

    /// <summary>Bytes.</summary>
    public static readonly Quantity DataSize = new(
        "a size", "1500B", [new("B", 1m), new("kB", 1e3m), new("MB", 1e6m), new("GB", 1e9m)]);

    /// <summary>Metres.</summary>
    public static readonly Quantity Distance = new("a distance", "5400km", [new("m", 1m), new("km", 1e3m)]);

    /// <summary>Degrees.</summary>
    public static readonly Quantity Angle = new("an angle", "10deg", [new("deg", 1m), new("°", 1m)]);

    /// <summary>Degrees north.</summary>
    public static readonly Quantity Latitude = new(
        "a latitude", "47.38N", [new("N", 1m), new("S", -1m), new("deg", 1m), new("°", 1m)]);

    /// <summary>Degrees east.</summary>
    public static readonly Quantity Longitude = new(
        "a longitude", "8.54E", [new("E", 1m), new("W", -1m), new("deg", 1m), new("°", 1m)]);

    /// <summary>Parts per million.</summary>
    public static readonly Quantity Share = new("a share", "99.9%", [new("%", 1e4m), new("ppm", 1m)]);

    /// <summary>Events per day, so that every unit is a whole number of the base.</summary>
    public static readonly Quantity Frequency = new(
        "a frequency", "10/s", [new("/s", 86400m), new("/min", 1440m), new("/h", 24m), new("/d", 1m)]);

    /// <summary>
    /// Parses a quantity into base units, exactly; or says what is wrong and what to write.
    /// </summary>
    public bool TryParse(ReadOnlySpan<char> text, out decimal value, out string what, out string advice)
    {
        text = text.Trim();
        (what, advice) = ("", "");
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+'))
        {
            end++;
        }
        // An exponent, if digits follow: 1e3kb/s is a number with a unit and 1E is a longitude.
        if (end > 0 && end + 1 < text.Length && text[end] is 'e' or 'E' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }
        }
        ReadOnlySpan<char> number = text[..end];
        string unit = text[end..].Trim().ToString();
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            what = unit.Contains(',', StringComparison.Ordinal) && number.Length > 0
                ? $"'{text}' has a comma in its number"
                : $"'{text}' is not {Name}";
            advice = $"Write a number and a unit, such as {Example} ({UnitList})";
            return false;
        }
        foreach (Unit known in Units)
        {
            if (string.Equals(known.Text, unit, StringComparison.Ordinal))
            {
                return TryScale(text, ref value, known, out what);
            }
        }
        if (unit.Length == 0)
        {
            what = $"'{text}' has no unit";
            advice = $"Write {Name} such as {text}{UnitOfExample()} ({UnitList})";
        }
        else if (unit.StartsWith(',') || unit.StartsWith('_'))
        {
            what = $"'{text}' has a separator in its number";
            advice = $"Write {text.ToString().Replace(unit[..1], "", StringComparison.Ordinal)}";
        }
        else
        {
            what = $"'{unit}' is no unit of {Name}";
            advice = Near(unit) is { } near
                ? $"Did you mean '{number}{near}'? Units: {UnitList}"
                : $"Units: {UnitList}";
        }
        return false;
    }

    /// <summary>A limit written in the code, in base units.</summary>
    public decimal Limit(string text)
    {
        Check.That(TryParse(text, out decimal value, out _, out _));
        return value;
    }

    // A unit cut short ("Mb"), or else a similar one.
    private string? Near(string unit)
    {
        IEnumerable<string> known = Units.Select(u => u.Text);
        return known.FirstOrDefault(k => k.StartsWith(unit, StringComparison.Ordinal))
            ?? DidYouMean.Nearest(unit, known);
    }

    private string UnitList => string.Join(", ", Units.Where(u => u.Text is not "°").Select(u => u.Text));

    private string UnitOfExample() => Example.TrimStart("0123456789.".ToCharArray());

    private static bool TryScale(ReadOnlySpan<char> text, ref decimal value, Unit unit, out string what)
    {
        what = "";
        try
        {
            value *= unit.Factor;
            return true;
        }
        catch (OverflowException)
        {
            what = $"'{text}' is too large";
            return false;
        }
    }
}
