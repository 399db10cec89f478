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
        Figures(answer).Write(host.Out);
        WriteStreams(answer, host);
        WriteWeak(answer, host);
    }

    private static TextTable Figures(WhatIfAnswer answer)
    {
        bool hasCome = answer.Live?.Series.AtMs is [.., double last] && last >= answer.HorizonMs;
        List<Column> columns =
        [
            new("", false), new("as it is", true), new("with it", true), new("diff", true),
        ];
        if (hasCome)
        {
            columns.Add(new("came", true));
        }
        TextTable table = new(columns);
        Row("on time", static f => Percent(f.OnTimeShare), "0.000 %");
        Row("p50 ms", static f => f.P50Ms, "0.00");
        Row("p99 ms", static f => f.P99Ms, "0.00");
        Row("late", static f => f.Late, "#,0");
        Row("lost", static f => f.Lost, "#,0");
        Row("detours", static f => f.Detours, "#,0");
        return table;

        void Row(string name, Func<WhatIfFigures, double?> of, string format)
        {
            // In a number's format a percent sign would multiply.
            string quoted = format.Replace("%", "'%'", StringComparison.Ordinal);
            (double? a, double? b) = (of(answer.Base!), of(answer.Plan!));
            List<string> cells = [name, N(a, quoted), N(b, quoted), N(b - a, $"+{quoted};-{quoted};0")];
            if (hasCome)
            {
                cells.Add(N(of(answer.Live!), quoted));
            }
            table.Add(null, [.. cells]);
        }
    }

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
