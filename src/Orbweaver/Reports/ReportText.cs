using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>
/// Prints a run for people: what was asked, a table by kind of traffic, every broken promise with its
/// cause, what it cost, and the answer in the last line.
/// </summary>
internal sealed class ReportText(TextWriter to, int columns, bool isColoured)
{
    // From this width on there is room for the rarer columns.
    private const int WideColumns = 112;
    private const int ProseIndent = 4;
    private const int GroupsMax = 40;
    private const int BrokenMax = 20;
    private const int RefusedMax = 5;
    private const int FaultsMax = 12;

    /// <summary>Where all of a list is that was cut short.</summary>
    public string WhereAll { get; init; } = "see report.json";

    /// <summary>
    /// What was asked and planned: scenario, network, contracts. Printed before the run begins.
    /// </summary>
    public void WriteHeader(Scenario scenario, Plan plan, AdmissionReport admission, ulong seed)
    {
        int Nodes(NodeKind kind) => plan.Nodes.Count(n => n.Kind == kind);
        int Admitted(AdmissionVerdict verdict) => admission.Contracts.Count(c => c.Verdict == verdict);
        int feasible = Admitted(AdmissionVerdict.Feasible);
        int atRisk = Admitted(AdmissionVerdict.AtRisk);
        int refused = Admitted(AdmissionVerdict.Impossible);
        Wrap($"{scenario.Name}{(scenario.Description.Length > 0 ? ": " : "")}{scenario.Description}");
        Wrap($"network    {Of(Nodes(NodeKind.Satellite), "satellite")}, {Of(Nodes(NodeKind.Site), "site")}, "
            + $"{Of(Nodes(NodeKind.Edge), "edge")}, {Of(plan.Epochs[0].Links.Length, "link")} at the start");
        Wrap($"time       {Utc.Format(plan.Start)}, {scenario.Length} in {Of(plan.Epochs.Count, "epoch")} of "
            + $"{plan.EpochLength}, seed {seed}");
        Wrap($"contracts  {Number(feasible + atRisk)} admitted, {Number(atRisk)} of them at risk, "
            + $"{Number(refused)} refused");
        foreach (ContractAdmission bad in admission.Contracts
            .Where(c => c.Verdict == AdmissionVerdict.Impossible).Take(RefusedMax))
        {
            Wrap($"    refused {scenario.Contracts[bad.ContractIndex].Terms.Name}: {bad.Reason}");
        }
        if (refused > RefusedMax)
        {
            Wrap($"    ... and {Number(refused - RefusedMax)} more, {WhereAll}");
        }
        to.WriteLine();
    }

    /// <summary>What was delivered.</summary>
    public void WriteResult(RunReport report)
    {
        if (report.IsPartial)
        {
            Wrap($"PARTIAL: interrupted after {report.Result.Simulated} of {report.Scenario.Length}.");
            to.WriteLine();
        }
        WriteTable(report);
        WriteElastic(report);
        WriteFaults(report);
        if (PlanTotalsJson.Sentence(report.Result.Plans) is { Length: > 0 } plans)
        {
            Wrap(plans, ProseIndent);
            to.WriteLine();
        }
        WriteBroken(report);
        WriteCost(report);
        WriteAnswer(report);
    }

    private void WriteTable(RunReport report)
    {
        List<IGrouping<string, ContractLine>> groups =
            [.. report.Lines().GroupBy(l => l.Group, StringComparer.Ordinal)];
        bool isWide = columns >= WideColumns;
        TextTable table = new(isWide ? Wide : Narrow);
        foreach (IGrouping<string, ContractLine> group in groups.Take(GroupsMax))
        {
            AddGroup(table, group, isWide);
        }
        table.Write(to);
        if (groups.Count > GroupsMax)
        {
            Wrap($"... and {Number(groups.Count - GroupsMax)} more contracts, {WhereAll}");
        }
        string refused = report.Lines().Any(l => l.IsRefused)
            ? " 3/20: 3 of 20 contracts were admitted; the others are not counted."
            : "";
        string fanOut = report.Lines().Any(l => l.IsOneOfSeveral)
            ? " A message to several subscribers counts once for each."
            : "";
        Wrap(
            $"p50: median contract; p99{(isWide ? ", stretch and age" : "")}: worst contract."
                + refused + fanOut,
            indent: 0);
        foreach (string line in groups.Take(GroupsMax).SelectMany(g => FanOutLines.Of(g, report.NameOf)))
        {
            Wrap(line, ProseIndent);
        }
        to.WriteLine();
    }

    private static readonly Column[] Narrow =
    [
        new("traffic", false), new("no.", true), new("offered", true), new("on time", true),
        new("late/exp", true), new("lost", true), new("p50 ms", true), new("p99 ms", true), new("owed", true),
        new("promise", false),
    ];

    private static readonly Column[] Wide =
    [
        new("traffic", false), new("no.", true), new("offered", true), new("on time", true),
        new("late", true), new("expired", true), new("superseded", true), new("lost", true),
        new("in flight", true), new("p50 ms", true), new("p99 ms", true), new("stretch", true),
        new("age ms", true), new("owed", true), new("promise", false),
    ];

    // What was refused is counted apart: nothing was promised for it, and nothing of it was carried.
    private void AddGroup(TextTable table, IGrouping<string, ContractLine> group, bool isWide)
    {
        ContractLine[] all = [.. group];
        ContractLine[] lines = [.. all.Where(l => !l.IsRefused)];
        long judged = lines.Sum(l => l.Result.Judged);
        string onTime = judged == 0 ? "-" : Percent((double)lines.Sum(l => l.Result.JudgedOnTime) / judged);
        long late = lines.Sum(l => l.Result.Late);
        long expired = lines.Sum(l => l.Result.Expired);
        string lost = Count(lines.Sum(l => l.Lost));
        string offered = Count(lines.Sum(l => l.Result.Offered));
        ContractLine[] measured =
            [.. lines.Where(l => l.Result.Latency.Count > 0).OrderBy(l => l.Result.Latency.P50)];
        string p50 = measured.Length == 0 ? "-" : Ms(measured[measured.Length / 2].Result.Latency.P50);
        string p99 = measured.Length == 0 ? "-" : Ms(measured.Max(l => l.Result.Latency.P99));
        string owed = all[0].Contract.PromisePpm is { } ppm ? Promise(ppm) : "-";
        (string verdict, string? colour) = Verdict(lines);
        string name = Short(group.Key);
        string count = lines.Length == all.Length
            ? Count(FanOutLines.Contracts(all))
            : $"{Count(FanOutLines.Contracts(lines))}/{Count(FanOutLines.Contracts(all))}";
        if (!isWide)
        {
            table.Add(
                colour, name, count, offered, onTime, $"{Count(late)}/{Count(expired)}", lost, p50, p99, owed,
                verdict);
            return;
        }
        string stretch = measured.Length == 0
            ? "-"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.Max(l => l.Result.StretchPermille.P99) / 1000.0:0.00}");
        ContractLine[] aged = [.. lines.Where(l => l.Result.AgeOfInformation.Count > 0)];
        string age = aged.Length == 0 ? "-" : Ms(aged.Max(l => l.Result.AgeOfInformation.P99));
        table.Add(
            colour, name, count, offered, onTime, Count(late), Count(expired),
            Count(lines.Sum(l => l.Result.Superseded)), lost, Count(lines.Sum(l => l.Result.InFlight)),
            p50, p99, stretch, age, owed, verdict);
    }

    private (string Text, string? Colour) Verdict(ContractLine[] admitted)
    {
        int broken = admitted.Count(l => l.Verdict == Twin.Verdict.Broken);
        (string text, string colour) = broken > 0
            ? (admitted.Length == 1 ? "x BROKEN" : $"x {broken} BROKEN", Colours.Bad)
            : admitted.Any(l => l.Verdict == Twin.Verdict.Kept) ? ("+ kept", Colours.Good)
            : admitted.Length > 0 ? ("- none", Colours.Warning)
            : ("- refused", Colours.Warning);
        return (text, isColoured ? colour : null);
    }

    private void WriteElastic(RunReport report)
    {
        if (report.Result.Elastic is not { Count: > 0 } elastic)
        {
            return;
        }
        DataRate mean = new((long)elastic.Average(e => (double)e.RateMean.BitsPerSecond));
        Wrap(
            $"Elastic: {Of(elastic.Count, "contract")} got {mean} on average, the least "
                + $"{elastic.Min(e => e.RateLeast)}, the greatest {elastic.Max(e => e.RateGreatest)}.",
            ProseIndent);
        to.WriteLine();
    }

    // Those that took most, in the order of time; all of them are in report.json and timeline.svg.
    private void WriteFaults(RunReport report)
    {
        IReadOnlyList<FaultResult> faults = report.Result.Faults;
        if (faults.Count == 0)
        {
            return;
        }
        Wrap(FaultLines.Sum(report.Result), ProseIndent);
        TextTable table = new(
        [
            new("at", true), new("until", true), new("fault", false), new("what", false),
            new("packets", true), new("noticed", true),
        ]);
        int most = columns >= WideColumns ? 56 : 30;
        foreach (FaultResult f in faults
            .OrderByDescending(f => f.PacketsLost + f.Refused).ThenByDescending(f => f.Notices)
            .Take(FaultsMax).OrderBy(f => f.Fault.From.Nanoseconds).ThenBy(f => f.Fault.Number))
        {
            string what = f.Fault.What;
            table.Add(
                null, FaultLines.Offset(f.Fault.From), FaultLines.Offset(f.Fault.Until), f.Fault.Kind,
                what.Length <= most ? what : $"{what[..(most - 1)]}…", Count(f.PacketsLost),
                Count(f.Notices));
        }
        table.Write(to);
        if (faults.Count > FaultsMax)
        {
            Wrap($"... and {Number(faults.Count - FaultsMax)} more faults, see report.json");
        }
        to.WriteLine();
    }

    // One entry a contract; of several subscribers the worst.
    private void WriteBroken(RunReport report)
    {
        IGrouping<int, ContractLine>[] broken =
        [
            .. report.Lines().Where(l => l.Verdict == Twin.Verdict.Broken).GroupBy(l => l.Contract.Index),
        ];
        foreach (IGrouping<int, ContractLine> contract in broken.Take(BrokenMax))
        {
            ContractLine line = FanOutLines.Worst(contract);
            string share = Percent(line.OnTimeRatio ?? 0);
            string owed = Promise(line.Contract.PromisePpm ?? 0);
            string colour = isColoured ? Colours.Bad : "";
            string off = isColoured ? Colours.Off : "";
            to.WriteLine($"{colour}x BROKEN{off} {line.Contract.Name}");
            if (line.IsOneOfSeveral)
            {
                string worst = report.NameOf(line.Result.Subscriber);
                Wrap(
                    $"    for {contract.Count()} of {line.Contract.Subscribers.Count} subscribers, worst: "
                        + worst, ProseIndent);
            }
            Wrap($"    {share} on time, {owed} promised within {line.Contract.Budget}", ProseIndent);
            string why = LateSentence.Of(line.Result, line.Contract.Budget, report.NameOf);
            if (why.Length > 0)
            {
                Wrap($"    {why}", ProseIndent);
            }
            if (report.Judgement?.Sentence(line) is { } judged)
            {
                Wrap($"    {judged}", ProseIndent);
            }
        }
        if (broken.Length > BrokenMax)
        {
            int more = broken.Skip(BrokenMax).Sum(c => c.Count());
            Wrap($"... and {Number(more)} more broken promises, {WhereAll}");
        }
        if (report.Judgement?.Sum(report) is { } sum)
        {
            Wrap(sum, ProseIndent);
        }
        if (broken.Length > 0)
        {
            to.WriteLine();
        }
    }

    private void WriteCost(RunReport report)
    {
        RunResult result = report.Result;
        RunCost cost = report.Cost;
        double wall = Math.Max(1e-9, cost.WallSeconds);
        double ratio = result.Simulated.TotalSeconds / wall;
        double millions = result.PacketHops / wall / 1e6;
        string times = ratio.ToString("0.#", CultureInfo.InvariantCulture);
        Wrap(
            $"Simulated {result.Simulated} in {Seconds(cost.WallSeconds)} ({times} times real time), planned "
                + $"in {Seconds(cost.PlanSeconds)}.",
            ProseIndent);
        string speed = millions.ToString("0.00", CultureInfo.InvariantCulture);
        Wrap(
            $"{Number(result.PacketHops)} packet-hops, {speed} M/s; peak memory "
                + $"{new DataSize(cost.PeakMemoryBytes)}; trace {result.TraceHash:x16}.",
            ProseIndent);
    }

    private void WriteAnswer(RunReport report)
    {
        int kept = report.Lines().Count(l => l.Verdict == Twin.Verdict.Kept);
        int broken = report.Lines().Count(l => l.Verdict == Twin.Verdict.Broken);
        string so = report.IsPartial ? " so far" : "";
        int refused = report.Admission.Contracts.Count(c => c.Verdict == AdmissionVerdict.Impossible);
        string beside = refused > 0 ? $"; {Of(refused, "contract")} refused" : "";
        (string text, string colour) = (kept, broken) switch
        {
            (0, 0) when !report.Lines().Any(l => l.Contract.PromisePpm is not null)
                => ($"- Nothing was promised{beside}.", Colours.Warning),
            (0, 0) => ($"- No promise could be judged{beside}.", Colours.Warning),
            (_, 0) => ($"+ {(kept > 1 ? "All " : "")}{Of(kept, "promise")} kept{so}{beside}.", Colours.Good),
            _ => ($"x {Number(broken)} of {Of(kept + broken, "promise")} BROKEN{so}{beside}.", Colours.Bad),
        };
        to.WriteLine(isColoured ? $"{colour}{text}{Colours.Off}" : text);
    }

    // Eleven: the width of the header's first column.
    private void Wrap(string text, int indent = 11)
    {
        foreach (string line in TextWrap.Lines(text, columns, indent))
        {
            to.WriteLine(line);
        }
    }

    // Names of written contracts may be long: the table keeps its shape, report.json has them whole.
    private string Short(string name)
    {
        int most = columns >= WideColumns ? 24 : 14;
        return name.Length <= most ? name : $"{name[..(most - 1)]}…";
    }

    // Within the table; millions are cut to three digits, or the table would not fit 80 columns.
    private string Count(long value) => value < 1_000_000 || columns >= WideColumns
        ? Number(value)
        : string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.00}M");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds)
        => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    private static string Of(long count, string thing)
        => count == 1 ? $"1 {thing}" : $"{Number(count)} {thing}s";

    private static string Promise(int ppm)
        => string.Create(CultureInfo.InvariantCulture, $"{ppm / 1e4:0.####}%");

    /// <summary>A share, floored to two decimals: 99.996 % is not 100 %.</summary>
    public static string Percent(double share)
    {
        double floored = Math.Floor((share * 1e4) + 1e-6) / 100;
        return string.Create(CultureInfo.InvariantCulture, $"{floored:0.##}%");
    }

    private static string Ms(Duration value)
    {
        double ms = value.TotalMilliseconds;
        return ms.ToString(ms >= 1000 ? "N0" : "0.0", CultureInfo.InvariantCulture);
    }
}
