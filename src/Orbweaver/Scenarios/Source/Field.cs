using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Scenarios;

/// <summary>
/// A value somewhere in a scenario with the path that leads to it, so that every finding can say both.
/// </summary>
internal readonly record struct Field(SourceNode Node, string Path, Findings Findings)
{
    /// <summary>Adds a finding here.</summary>
    public void Bad(string what, string advice = "") => Findings.Add(Node.Place, Path, what, advice);

    /// <summary>The field under this one.</summary>
    public Field Under(string key, SourceNode node)
        => new(node, Path.Length == 0 ? key : $"{Path}.{key}", Findings);

    /// <summary>Its text; null with a finding when it is a list, a map or missing.</summary>
    public string? Text(string expected = "a single value")
    {
        if (Node.Kind != SourceKind.Scalar)
        {
            Bad($"is a {(Node.Kind == SourceKind.List ? "list" : "map")} where {expected} is expected");
            return null;
        }
        if (Node.IsMissing)
        {
            Bad($"has no value where {expected} is expected");
            return null;
        }
        return Node.Text;
    }

    /// <summary>
    /// Its items; a single value counts as a list of one. Null with a finding when it is a map or missing.
    /// </summary>
    public IReadOnlyList<Field>? Items(string expected)
    {
        Field self = this;
        if (Node.Kind == SourceKind.List)
        {
            return
            [
                .. Node.Items.Select((item, i) => self.Under(i.ToString(CultureInfo.InvariantCulture), item)),
            ];
        }
        if (Node.Kind == SourceKind.Map)
        {
            Bad($"is a map where {expected} is expected");
            return null;
        }
        return Text(expected) is null ? null : [this];
    }

    /// <summary>A whole number within limits.</summary>
    public long? Whole(long least, long greatest)
    {
        if (Text("a whole number") is not { } text)
        {
            return null;
        }
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            Bad($"'{text}' is not a whole number", $"Write one from {least} to {greatest}");
            return null;
        }
        if (value < least || value > greatest)
        {
            Bad($"{value} is out of range", $"Write a whole number from {least} to {greatest}");
            return null;
        }
        return value;
    }

    /// <summary>A plain number, such as a factor.</summary>
    public decimal? Number(decimal least, decimal greatest)
    {
        if (Text("a number") is not { } text)
        {
            return null;
        }
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
        {
            Bad($"'{text}' is not a number", $"Write one from {least} to {greatest}, without a unit");
            return null;
        }
        if (value < least || value > greatest)
        {
            Bad($"{text} is out of range", $"Write a number from {least} to {greatest}");
            return null;
        }
        return value;
    }

    /// <summary>A yes or a no.</summary>
    public bool? YesNo()
    {
        switch (Text("yes or no"))
        {
            case "true" or "yes":
                return true;
            case "false" or "no":
                return false;
            case { } text:
                Bad($"'{text}' is neither yes nor no", "Write true or false");
                return null;
            default:
                return null;
        }
    }

    /// <summary>One word of several.</summary>
    public T? Choice<T>(params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        if (Text("a word") is not { } text)
        {
            return null;
        }
        List<string> words = [];
        foreach ((string word, T value) in choices)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
            {
                return value;
            }
            words.Add(word);
        }
        string near = DidYouMean.Nearest(text, words) is { } n ? $"Did you mean '{n}'? " : "";
        Bad($"'{text}' is not known here", $"{near}Known: {string.Join(", ", words)}");
        return null;
    }

    /// <summary>A quantity in its base unit, within limits that are written as the operator would.</summary>
    public decimal? Of(Quantity quantity, string least, string greatest)
    {
        if (Text(quantity.Name) is not { } text)
        {
            return null;
        }
        if (!quantity.TryParse(text, out decimal value, out string what, out string advice))
        {
            Bad(what, advice);
            return null;
        }
        if (value < quantity.Limit(least) || value > quantity.Limit(greatest))
        {
            Bad($"'{text}' is out of range", $"Write {quantity.Name} from {least} to {greatest}");
            return null;
        }
        return value;
    }

    /// <summary>A duration within limits.</summary>
    public Duration? Duration(string least, string greatest)
        => Of(Quantity.Duration, least, greatest) is { } ns ? new Duration((long)ns) : null;

    /// <summary>A data rate within limits.</summary>
    public DataRate? Rate(string least, string greatest)
        => Of(Quantity.DataRate, least, greatest) is { } bits ? new DataRate((long)bits) : null;

    /// <summary>A size within limits.</summary>
    public DataSize? Size(string least, string greatest)
        => Of(Quantity.DataSize, least, greatest) is { } bytes ? new DataSize((long)bytes) : null;

    /// <summary>A distance within limits.</summary>
    public Distance? Distance(string least, string greatest)
        => Of(Quantity.Distance, least, greatest) is { } metres ? new Distance((double)metres) : null;

    /// <summary>An angle within limits.</summary>
    public Angle? Angle(Quantity kind, string least, string greatest)
        => Of(kind, least, greatest) is { } degrees ? Model.Angle.FromDegrees((double)degrees) : null;
}
