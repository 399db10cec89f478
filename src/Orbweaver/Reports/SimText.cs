using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Sim;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>What a lane of seeds came to, for people.</summary>
internal static class SimText
{
    private const int CausesMax = 12;

    /// <summary>One line while it runs.</summary>
    public static string Progress(SimTotals t, double seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"sim: {t.Seeds} seeds, {t.Seeds / seconds:0.00} a second, {Hours(t.Simulated):0.000} network hours,"
        + $" {Hours(t.NodeTime):0.00} node-hours, {t.Failed.Count} failed");

    /// <summary>The whole report.</summary>
    public static void Write(SimTotals t, string? scenario, double seconds, bool isPartial, TextWriter to)
    {
        string partial = isPartial ? "  PARTIAL: interrupted" : "";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seeds       {t.Seeds} ({t.CalmSeeds} with a free last quarter,"
            + $" {t.RealSeeds} with real liveness) in {seconds:0.0} s,"
            + $" {t.Seeds / seconds:0.00} a second{partial}"));
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"simulated   {Hours(t.Simulated):0.000} network hours, {Hours(t.NodeTime):0.00} node-hours,"
            + $" {t.PacketHops:N0} packet-hops, trace hash {t.TraceHash:x16}"));
        Fates f = t.Fates;
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"messages    {f.Offered:N0}: on time {f.OnTime:N0}, late {f.Late:N0}, expired {f.Expired:N0},"
            + $" superseded {f.Superseded:N0}, lost {f.Lost:N0}, in flight {f.InFlight:N0}"));
        WriteOnTime(t, to);
        WriteClasses(t, to);
        WriteFailures(t, scenario, to);
    }

    /// <summary>What is left of a seed.</summary>
    public static void WriteShrunk(Shrunk shrunk, TextWriter to)
    {
        SeedReport report = shrunk.Report;
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {report.Seed} still fails with {shrunk.Faults.Count} faults within {shrunk.Length}"
            + $" ({shrunk.Runs} runs): {report.Failure!.Kind} after {report.Failure.At}:"
            + $" {report.Failure.Message}"));
        foreach (Fault fault in shrunk.Faults)
        {
            string until = fault.Until == Model.Duration.Max ? "for good" : $"to {fault.Until}";
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {fault.Number}: {fault.Kind} of {fault.What}, from {fault.From} {until}"));
            foreach (NodeHit hit in fault.Nodes)
            {
                to.WriteLine($"     {hit}");
            }
            foreach (LinkHit hit in fault.Links)
            {
                to.WriteLine($"     {hit}");
            }
            foreach (Overload overload in fault.Overloads)
            {
                to.WriteLine($"     {overload}");
            }
        }
    }

    private static void WriteOnTime(SimTotals t, TextWriter to)
    {
        OnTimeCount c = t.OnTime;
        string sign = c.IsEnough ? "+" : "!";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"on time     {sign} {c.Ratio:0.0000%} of {c.OnTime + c.Missed:N0} that could be"
            + $" (owed {OnTimeCount.OwedPpm / 10_000.0:0.0}%): {c.Missed:N0} missed"));
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"            left out: {c.Infeasible:N0} that no way could, {c.Crossed:N0} on links that had"
            + $" just failed, {c.Noise:N0} hit by noise, {c.Excess:N0} more than was agreed"));
        foreach ((string cause, long messages) in t.Missed.OrderByDescending(m => m.Value).Take(CausesMax))
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"            missed {messages,6:N0}  {cause}"));
        }
    }

    private static void WriteClasses(SimTotals t, TextWriter to)
    {
        TextTable table = new(
            [new("faults", false), new("seeds", true), new("drawn", true), new("bitten", true),
                new("idle seeds", true)]);
        foreach ((FaultClass c, (int seeds, int drawn, int bitten, int idle)) in t.Classes)
        {
            table.Add(null, FaultClasses.NameOf(c), Text(seeds), Text(drawn), Text(bitten), Text(idle));
        }
        to.WriteLine();
        table.Write(to);
        List<string> never =
        [
            .. FaultClasses.Drawn
                .Where(c => !t.Classes.TryGetValue(c, out var count) || count.Bitten == 0)
                .Select(FaultClasses.NameOf),
        ];
        if (never.Count > 0)
        {
            to.WriteLine($"Never bit: {string.Join(", ", never)}.");
        }
    }

    private static void WriteFailures(SimTotals t, string? scenario, TextWriter to)
    {
        to.WriteLine();
        foreach (SeedReport report in t.Failed)
        {
            SeedFailure failure = report.Failure!;
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"! seed {report.Seed}: {failure.Kind} after {failure.At}: {failure.Message}"));
            to.WriteLine($"    {RepeatLine(report.Seed, scenario)}");
        }
        string sign = t.Worst is null ? "+" : "!";
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sign} {t.Failed.Count} of {t.Seeds} seeds failed."));
    }

    /// <summary>The line that repeats a seed.</summary>
    public static string RepeatLine(ulong seed, string? scenario)
    {
        string of = scenario is null ? "" : $" --scenario {scenario}";
        string commit = BuildInfo.Commit is { } known ? $"   # commit {known}" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"./orbweaver sim --seeds 1 --seed {seed}{of}{commit}");
    }

    private static double Hours(Model.Duration d) => d.TotalSeconds / 3600;

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
