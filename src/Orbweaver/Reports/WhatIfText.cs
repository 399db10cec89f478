using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Hosting;
using Orbweaver.Scenarios;

namespace Orbweaver.Reports;

/// <summary>A what-if as tables: as it is, with the changes, what came, and who suffers.</summary>
internal static class WhatIfText
{
    private const int StreamsMax = 12;
    private const int SpotsMax = 8;

    /// <summary>Writes it.</summary>
    public static void Write(WhatIfAnswer answer, ProgramHost host)
    {
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answer.Id}: {answer.HorizonMs / 1000:0.###} s from {answer.At:yyyy-MM-dd HH:mm:ss}Z on"));
        foreach (WhatIfChange change in answer.Changes)
        {
            string length = change.DurationMs is { } ms
                ? string.Create(CultureInfo.InvariantCulture, $" for {ms / 1000:0.###} s") : "";
            host.Out.WriteLine(Findings.Printable(string.Create(
                CultureInfo.InvariantCulture,
                $"  + {change.Fields} in {change.FromMs / 1000:0.###} s{length}")));
        }
        host.Out.WriteLine();
        host.Out.WriteLine($"Messages handed in within {Seconds(answer.HorizonMs)}:");
        Foretold(answer.Base!, answer.Plan!).Write(host.Out);
        if (answer.SoFar is { } soFar && soFar.UntilMs >= answer.HorizonMs)
        {
            host.Out.WriteLine();
            host.Out.WriteLine($"Messages that ended within {Seconds(soFar.UntilMs)}, and what really came:");
            Came(soFar).Write(host.Out);
        }
        WriteStreams(answer, host);
        WriteWeak(answer, host);
    }

    private static TextTable Foretold(WhatIfFigures asIs, WhatIfFigures with)
    {
        TextTable table = new(
            [new("", false), new("as it is", true), new("with it", true), new("diff", true)]);
        foreach ((string name, string format, double? a, double? b) in Rows(Of(asIs), Of(with)))
        {
            table.Add(null, name, N(a, format), N(b, format), N(b - a, $"+{format};-{format};0"));
        }
        return table;
    }

    private static TextTable Came(WhatIfSoFar soFar)
    {
        TextTable table = new(
            [new("", false), new("as it is", true), new("with it", true), new("came", true)]);
        double?[] live = [.. Rows(soFar.Live, soFar.Live).Select(static r => r.A)];
        foreach ((int place, (string name, string format, double? a, double? b))
            in Rows(soFar.Base, soFar.Plan).Index())
        {
            table.Add(null, name, N(a, format), N(b, format), N(live[place], format));
        }
        return table;
    }

    private static WhatIfEnded Of(WhatIfFigures figures) => new(
        figures.OnTimeShare, figures.P50Ms, figures.P99Ms, figures.Late, figures.Lost, figures.Detours);

    // In a number's format a percent sign would multiply, unless it is quoted.
    private static IEnumerable<(string Name, string Format, double? A, double? B)> Rows(
        WhatIfEnded a, WhatIfEnded b) =>
    [
        ("on time", "0.000 '%'", Percent(a.OnTimeShare), Percent(b.OnTimeShare)),
        ("p50 ms", "0.00", a.P50Ms, b.P50Ms),
        ("p99 ms", "0.00", a.P99Ms, b.P99Ms),
        ("late", "#,0", a.Late, b.Late),
        ("lost", "#,0", a.Lost, b.Lost),
        ("detours", "#,0", a.Detours, b.Detours),
    ];

    private static string Seconds(double ms)
        => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:0.#} s");

    private static void WriteStreams(WhatIfAnswer answer, ProgramHost host)
    {
        WhatIfStream[] worse =
        [
            .. answer.Streams
                .Where(s => s.Plan.OnTimeShare < s.Base.OnTimeShare || s.Plan.Lost > s.Base.Lost)
                .OrderBy(s => s.Plan.OnTimeShare - s.Base.OnTimeShare),
        ];
        host.Out.WriteLine();
        if (worse.Length == 0)
        {
            host.Out.WriteLine("No stream is worse off.");
            return;
        }
        host.Out.WriteLine($"{Count(worse.Length)} worse off{(worse.Length > StreamsMax
            ? $"; the {StreamsMax} worst" : "")}:");
        TextTable table = new(
        [
            new("stream", false), new("as it is", true), new("with it", true), new("late", true),
            new("lost", true), new("p99 ms", true),
        ]);
        foreach (WhatIfStream s in worse.Take(StreamsMax))
        {
            table.Add(
                null, Findings.Printable(s.Name), N(Percent(s.Base.OnTimeShare), "0.000'%'"),
                N(Percent(s.Plan.OnTimeShare), "0.000'%'"), N(s.Plan.Late, "#,0"), N(s.Plan.Lost, "#,0"),
                N(s.Plan.P99Ms, "0.00"));
        }
        table.Write(host.Out);
    }

    private static void WriteWeak(WhatIfAnswer answer, ProgramHost host)
    {
        if (answer.Weak.Count == 0)
        {
            return;
        }
        host.Out.WriteLine();
        host.Out.WriteLine("Where:");
        foreach (WhatIfWeakSpot spot in answer.Weak.Take(SpotsMax))
        {
            host.Out.WriteLine(Findings.Printable(string.Create(
                CultureInfo.InvariantCulture,
                $"  +{spot.AtMs / 1000:0.0} s  {spot.Where}: {spot.Why} ({Count(spot.Streams.Count)})")));
        }
    }

    // Cut, not rounded: what is not all is not shown as all.
    private static double? Percent(double? share)
        => share is { } value ? Math.Floor(value * 100_000) / 1_000 : null;

    private static string Count(int streams) => streams == 1 ? "1 stream" : $"{streams} streams";

    private static string N(double? value, string format)
        => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
