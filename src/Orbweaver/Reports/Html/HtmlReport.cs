using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>
/// Writes <c>report.html</c>: a run for people, in one file that needs nothing else. The numbers are those of
/// <c>report.json</c>.
/// </summary>
internal sealed partial class HtmlReport
{
    private const int GroupsMax = 40;
    private const int RowsMax = 2_000;
    private const int WaysMax = 8;

    private readonly HtmlPage _page;
    private readonly RunReport _report;
    private readonly ContractLine[] _lines;
    private readonly List<IGrouping<string, ContractLine>> _groups;
    private readonly int _kept;
    private readonly int _broken;

    private HtmlReport(HtmlPage page, RunReport report)
    {
        _page = page;
        _report = report;
        _lines = [.. report.Lines()];
        _kept = _lines.Count(l => l.Verdict == Verdict.Kept);
        _broken = _lines.Count(l => l.Verdict == Verdict.Broken);
        _groups = [.. _lines.GroupBy(l => l.Group, StringComparer.Ordinal)];
    }

    /// <summary>Writes the page as UTF-8; the request says where nodes are.</summary>
    public static void Write(RunReport report, PlanRequest request, Stream stream)
    {
        using HtmlPage page = new(stream);
        new HtmlReport(page, report).WritePage(request);
    }

    private void WritePage(PlanRequest request)
        => _page.Element("html", () =>
        {
            _page.Element("head", () =>
            {
                _page.Void("meta", ("charset", "utf-8"));
                _page.Void("meta", ("name", "viewport"), ("content", "width=device-width,initial-scale=1"));
                _page.Text("title", $"{_report.Scenario.Name}: {VerdictText()}");
                _page.Element("style", () => _page.Xml.WriteRaw(HtmlStyle.Sheet));
            });
            _page.Break();
            _page.Element("body", () => _page.Element("main", () =>
            {
                WriteHead();
                Section("In short", WriteSummary);
                Section("Promises", WriteGroups, "long-section");
                Section("Latency", WriteLatency, "long-section");
                Section("Over time", WriteTimeline);
                Section("Ways", () => PathMap.Write(_page, _report, request, MainLines()));
                Section("All contracts", WriteAll, "long-section");
                Section("How to repeat it", WriteRepeat);
            }));
        }, ("lang", "en"));

    private void Section(string title, Action content, string style = "part")
    {
        _page.Element("section", () =>
        {
            if (title.Length > 0)
            {
                _page.Text("h2", title);
            }
            content();
        }, ("class", style));
        _page.Break();
    }

    private void WriteHead()
    {
        int Nodes(NodeKind kind) => _report.Plan.Nodes.Count(n => n.Kind == kind);
        _page.Text("p", "Orbweaver: what was promised, and what was delivered", ("class", "over muted"));
        _page.Text("h1", _report.Scenario.Name);
        if (_report.Scenario.Description.Length > 0)
        {
            _page.Text("p", _report.Scenario.Description);
        }
        _page.Text(
            "p", VerdictText(),
            ("class", _report.IsAnyBroken ? "verdict bad" : _kept > 0 ? "verdict good" : "verdict"));
        _page.Text("p", string.Create(
            CultureInfo.InvariantCulture,
            $"{Nodes(NodeKind.Satellite):N0} satellites, {Nodes(NodeKind.Site):N0} sites,"
                + $" {Nodes(NodeKind.Edge):N0} edges; {_report.Result.Simulated} from"
                + $" {Utc.Format(_report.Plan.Start)}, seed {_report.Result.Seed}."), ("class", "muted"));
        if (_report.IsPartial)
        {
            _page.Text(
                "p", $"Stopped after {_report.Result.Simulated} of {_report.Scenario.Length}.",
                ("class", "bad"));
        }
    }

    private void WriteGroups()
    {
        string[] heads =
        [
            "traffic", "promise", "contracts", "offered", "on time", "owed", "late", "lost", "in flight",
            "p50 ms", "p99 ms", "best ms", "floor ms",
        ];
        Table(heads, () =>
        {
            foreach (IGrouping<string, ContractLine> group in _groups.Take(GroupsMax))
            {
                WriteGroup(group);
            }
        });
        string more = _groups.Count > GroupsMax
            ? $" {Count(_groups.Count - GroupsMax)} more rows are below." : "";
        _page.Text(
            "p",
            "Times from handing in to delivery: p50, best and floor are those of the row's median contract,"
                + " p99 that of its worst. Floor is light in a vacuum along the ground, which nothing can"
                + " beat; best is the shortest way of the plan. Late counts what expired on its way too; on"
                + " time is of what was due before the run ended, so what was in flight at its end counts"
                + $" neither way. What was refused is not counted.{more}",
            ("class", "muted"));
    }

    private void WriteGroup(IGrouping<string, ContractLine> group)
    {
        ContractLine[] lines = [.. group.Where(l => !l.IsRefused)];
        ContractLine[] measured =
            [.. lines.Where(l => l.Result.Latency.Count > 0).OrderBy(l => l.Result.Latency.P50)];
        ContractLine? median = measured.Length > 0 ? measured[measured.Length / 2] : null;
        long judged = lines.Sum(l => l.Result.Judged);
        int broken = lines.Count(l => l.Verdict == Verdict.Broken);
        int kept = lines.Count(l => l.Verdict == Verdict.Kept);
        int all = group.Count();
        Row(
            broken > 0 ? $"✗ {Count(broken)} of {Count(kept + broken)} broken"
                : kept > 0 ? "✓ kept" : "– none",
            broken > 0 ? "bad" : kept > 0 ? "good" : "",
            group.Key,
            lines.Length == all ? Count(all) : $"{Count(lines.Length)}/{Count(all)}",
            Count(lines.Sum(l => l.Result.Offered)),
            judged == 0 ? "-" : Percent((double)lines.Sum(l => l.Result.JudgedOnTime) / judged),
            lines.Max(l => l.Contract.PromisePpm) is { } owed ? Percent(owed / 1e6) : "-",
            Count(lines.Sum(l => l.Result.Late + l.Result.Expired)),
            Count(lines.Sum(l => l.Lost)),
            Count(lines.Sum(l => l.Result.InFlight)),
            Ms(median?.Result.Latency.P50),
            Ms(measured.Length > 0 ? measured.MaxBy(l => l.Result.Latency.P99)!.Result.Latency.P99 : null),
            Ms(median?.Subscriber.Best?.Median),
            Ms(median?.Subscriber.Floor));
    }

    private void WriteLatency()
    {
        _page.Element("p", () =>
        {
            Key("var(--idle)", "least floor: light along the ground");
            Key("var(--good)", "least best way of the plan");
            Key("var(--bad)", "budget, the greatest of a row; bars behind it are late");
        }, ("class", "key muted"));
        _page.Element("div", () =>
        {
            foreach (IGrouping<string, ContractLine> group in _groups.Take(GroupsMax))
            {
                LatencyChart.Write(_page, group.Key, [.. group.Where(l => !l.IsRefused)]);
            }
        }, ("class", "charts"));
        _page.Text(
            "p", "From handing in to delivery, in ms on a logarithmic axis, four bars an octave; a bar begins"
                + " at the floor where that lies within it. Of rows with several contracts the lines are"
                + " those of the nearest pair, and the words below give the range. A budget beyond the axis"
                + " is not drawn.",
            ("class", "muted"));
    }

    private void Key(string colour, string text)
        => _page.Element("span", () =>
        {
            _page.Element("i", static () => { }, ("style", $"background:{colour}"));
            _page.Say(text);
        });

    private void WriteTimeline()
        => _page.Element("div", () => TimelineSvg.WriteInline(_report, _page.Xml), ("class", "scroll"));

    // One of each row of the table, broken ones first: what there is to see of a network in a few lines.
    private List<ContractLine> MainLines()
        =>
        [
            .. _groups.Select(g => g.Where(l => !l.IsRefused).OrderByDescending(l => l.Verdict)
                    .ThenByDescending(l => l.Subscriber.Floor.Nanoseconds).FirstOrDefault())
                .OfType<ContractLine>().OrderByDescending(l => l.Verdict)
                .DistinctBy(l => (l.Contract.Publisher, l.Result.Subscriber)).Take(WaysMax),
        ];

    private void WriteAll()
    {
        _page.Element("details", () =>
        {
            _page.Text("summary", $"{Count(_lines.Length)} contracts and subscribers");
            string[] heads =
            [
                "contract", "promise", "offered", "on time", "owed", "late", "expired", "lost", "in flight",
                "p50 ms", "p99 ms", "best ms", "floor ms", "budget ms",
            ];
            Table(heads, () =>
            {
                foreach (ContractLine line in _lines.Take(RowsMax))
                {
                    WriteLine(line);
                }
            });
            if (_lines.Length > RowsMax)
            {
                _page.Text("p", $"{Count(_lines.Length - RowsMax)} more are in report.json.");
            }
        });
    }

    private void WriteLine(ContractLine line)
    {
        ContractResult r = line.Result;
        bool isAny = r.Latency.Count > 0;
        (string verdict, string style) = line.IsRefused ? ($"refused: {line.Admission.Reason}", "risk")
            : line.Verdict switch
            {
                Verdict.Kept => ("✓ kept", "good"),
                Verdict.Broken => ("✗ broken", "bad"),
                _ => ("– none", ""),
            };
        Row(
            verdict, style, NameOf(line), Count(r.Offered),
            line.OnTimeRatio is { } ratio ? Percent(ratio) : "-",
            line.Contract.PromisePpm is { } owed ? Percent(owed / 1e6) : "-",
            Count(r.Late), Count(r.Expired), Count(line.Lost), Count(r.InFlight),
            Ms(isAny ? r.Latency.P50 : null), Ms(isAny ? r.Latency.P99 : null),
            Ms(line.Subscriber.Best?.Median), Ms(line.Subscriber.Floor), Ms(line.Contract.Budget));
    }

    private void WriteRepeat()
    {
        string until = _report.IsPartial ? "" : $" --until {_report.Scenario.Length}";
        _page.Text(
            "pre", $"orbweaver run {_report.Scenario.File} --seed {_report.Result.Seed}{until} --out DIR");
        _page.Text(
            "p",
            "The same scenario, seed and version give the same run, whatever the machine: the trace hash,"
                + " over every event in order, is then the same. Settings given with --set are to be given"
                + " again.");
        Table(["", ""], () =>
        {
            Pair("trace hash", _report.Result.TraceHash.ToString("x16", CultureInfo.InvariantCulture));
            Pair("version", $"{BuildInfo.Version}{(BuildInfo.Commit is { } commit ? $", {commit}" : "")}");
            Pair("simulated", $"{_report.Result.Simulated}");
            Pair("packet-hops", Count(_report.Result.PacketHops));
            Pair("planned in", string.Create(
                CultureInfo.InvariantCulture, $"{_report.Cost.PlanSeconds:0.0} s"));
            Pair("run in", string.Create(CultureInfo.InvariantCulture, $"{_report.Cost.WallSeconds:0.0} s"));
        });
    }

    private void Pair(string name, string value)
        => _page.Element("tr", () =>
        {
            _page.Text("td", name);
            _page.Text("td", value, ("class", "word mono"));
        });

    private void Table(string[] heads, Action rows)
        => _page.Element("div", () => _page.Element("table", () =>
        {
            if (heads.Any(h => h.Length > 0))
            {
                _page.Element("thead", () => _page.Element("tr", () =>
                {
                    foreach (string head in heads)
                    {
                        _page.Text("th", head, ("scope", "col"));
                    }
                }));
            }
            _page.Element("tbody", rows);
        }), ("class", "scroll"));

    private void Row(string verdict, string style, params string[] cells)
    {
        _page.Element("tr", () =>
        {
            // The verdict beside the name: on a narrow screen the figures are scrolled to, and it is not.
            _page.Text("td", cells[0]);
            _page.Text("td", verdict, ("class", verdict.Length > 24 ? $"{style} long" : $"{style} word"));
            foreach (string cell in cells.Skip(1))
            {
                _page.Text("td", cell);
            }
        });
        _page.Break();
    }

    private string NameOf(ContractLine line)
        => line.IsOneOfSeveral
            ? $"{line.Contract.Name} to {_report.NameOf(line.Result.Subscriber)}" : line.Contract.Name;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    // Cut, not rounded: 99.9996 % is not all.
    private static string Percent(double share)
        => string.Create(
            CultureInfo.InvariantCulture, $"{Math.Floor((share * 100_000) + 1e-6) / 1_000:0.###} %");

    private static string Ms(Duration? value)
        => value is { } v ? v.TotalMilliseconds.ToString("#,0.0", CultureInfo.InvariantCulture) : "-";
}
