using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Bench;

namespace Orbweaver.Reports;

/// <summary>One benchmark that was run.</summary>
internal sealed record BenchResult(
    Benchmark Benchmark, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes);

/// <summary>Prints benchmarks for people, and as JSON for machines and the history.</summary>
internal static class BenchReport
{
    private static readonly (double Least, string Prefix)[] Large = [(1e9, "G"), (1e6, "M"), (1e3, "k")];
    private static readonly (double Least, string Unit)[] Times =
        [(60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "us"), (0, "ns")];
    private static readonly (double Least, string Unit)[] Lengths =
        [(1e3, "km"), (1, "m"), (1e-3, "mm"), (1e-6, "um"), (0, "nm")];

    /// <summary>Prints a benchmark: its question, then each figure and what it stands beside.</summary>
    public static void Write(BenchResult result, TextWriter to)
    {
        to.WriteLine($"{result.Benchmark.Name}: {result.Benchmark.Question}");
        foreach (Figure figure in result.Figures)
        {
            string spread = figure.Spread is { } s
                ? $" ({Amount(s.Least, figure.Unit)} to {Amount(s.Most, figure.Unit)})" : "";
            string limit = figure.Limit is { } l
                ? $"; {(figure.Better == Better.More ? "at least" : "at most")} {Amount(l, figure.Unit)}"
                    + (figure.IsWithinLimit == true ? " wanted: met" : " wanted: MISSED")
                : "";
            to.WriteLine($"  {figure.Name,-40} {Amount(figure.Value, figure.Unit),12}{spread}{limit}");
            foreach (Comparison other in figure.Against)
            {
                to.WriteLine(Line(figure, other));
            }
        }
        foreach (string note in result.Notes)
        {
            to.WriteLine($"  note: {note}");
        }
    }

    /// <summary>
    /// The object of one run of benchmarks, for <c>--json</c> and for a line of the history.
    /// </summary>
    public static void WriteJson(
        Utf8JsonWriter json, string machine, string? commit, string at, IReadOnlyList<BenchResult> results)
    {
        json.WriteStartObject();
        json.WriteString("at", at);
        json.WriteOptional("commit", commit);
        json.WriteString("machine", machine);
        json.WriteStartArray("benchmarks");
        foreach (BenchResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Benchmark.Name);
            json.WriteStartArray("figures");
            foreach (Figure figure in result.Figures)
            {
                Write(json, figure);
            }
            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (string note in result.Notes)
            {
                json.WriteStringValue(note);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How many goals and limits the results have, and how many are missed.</summary>
    public static (int Asked, int Missed) Goals(IReadOnlyList<BenchResult> results)
    {
        bool[] met =
        [
            .. from r in results from f in r.Figures where f.Limit is not null select f.IsWithinLimit == true,
            .. from r in results
               from f in r.Figures
               from c in f.Against
               where c.Goal is not null
               select f.RatioTo(c) >= c.Goal,
        ];
        return (met.Length, met.Count(m => !m));
    }

    private static string Line(Figure figure, Comparison other)
    {
        double ratio = figure.RatioTo(other);
        string name = other.IsRecorded ? $"{other.Name}, recorded" : other.Name;
        string goal = other.Goal is { } g
            ? $"; {Digits(g)}x wanted: {(ratio >= g ? "met" : "MISSED")}" : "";
        return $"    {name,-38} {Amount(other.Value, figure.Unit),12}  {Digits(ratio)}x{goal}";
    }

    private static void Write(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        json.WriteString("name", figure.Name);
        WriteNumber(json, "value", figure.Value);
        json.WriteString("unit", figure.Unit);
        json.WriteString("better", figure.Better == Better.More ? "more" : "less");
        if (figure.Spread is { } spread)
        {
            WriteNumber(json, "least", spread.Least);
            WriteNumber(json, "most", spread.Most);
        }
        if (figure.Limit is { } limit)
        {
            WriteNumber(json, "limit", limit);
        }
        json.WriteStartArray("against");
        foreach (Comparison other in figure.Against)
        {
            json.WriteStartObject();
            json.WriteString("name", other.Name);
            WriteNumber(json, "value", other.Value);
            json.WriteBoolean("recorded", other.IsRecorded);
            WriteNumber(json, "ratio", figure.RatioTo(other));
            if (other.Goal is { } goal)
            {
                WriteNumber(json, "goal", goal);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Four digits are more than a shared machine gives; a ratio to nothing has no number.
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, double.Parse(
                value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Amount(double value, string unit)
    {
        if (unit is "s" or "m")
        {
            (double least, string name) = Array.Find(unit is "s" ? Times : Lengths, t => value >= t.Least);
            double scale = least == 0 ? 1e-9 : least;
            return $"{Digits(value / scale)} {name}";
        }
        (double step, string prefix) = Array.Find(Large, p => Math.Abs(value) >= p.Least);
        string number = step == 0 ? Digits(value) : $"{Digits(value / step)} {prefix}";
        bool isJoined = unit is "/s" or "x" or "%";
        return isJoined ? $"{number}{unit}" : $"{number}{(step == 0 ? " " : "")}{unit}";
    }

    // Three significant digits, never an exponent.
    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 100 or 0 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00#", CultureInfo.InvariantCulture),
    };
}
