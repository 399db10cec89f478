using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>
/// Draws a run over time: faults as bars, the share of messages on time, packets lost to faults, and
/// packets on their way around something. Four panels over one time axis, readable on light and on dark.
/// </summary>
internal sealed class TimelineSvg
{
    private const double Width = 1_000;
    private const double Left = 230;
    private const double Right = 24;
    private const double Top = 56;
    private const double RowHeight = 17;
    private const double PanelHeight = 120;
    private const double PanelGap = 44;
    private const double EmptyHeight = 28;

    // More faults than this are drawn together, a row a kind.
    private const int RowsMax = 24;
    private const int LabelLengthMax = 31;

    private const string Style = """
        svg{background:#fdfdfc;font:12px system-ui,sans-serif}
        text{fill:#33373d} .dim{fill:#6b7178} .title{font-size:15px;font-weight:600} .panel{font-weight:600}
        .grid{stroke:#c9ccd1;stroke-width:1;stroke-opacity:.55} .axis{stroke:#8a9097;stroke-width:1}
        .page{fill:#fdfdfc} .node{fill:#c2410c} .link{fill:#b45309} .region{fill:#7c3aed} .other{fill:#64748b}
        .bar{fill-opacity:.75} .late{fill:#c2410c} .way{fill:#2563eb}
        .share{fill:none;stroke:#15803d;stroke-width:1.6}
        @media (prefers-color-scheme:dark){svg{background:#15181c} .page{fill:#15181c} text{fill:#e3e6ea}
        .dim{fill:#9aa1a9} .grid{stroke:#454b53} .axis{stroke:#7a818a}
        .node,.late{fill:#fb923c} .link{fill:#fbbf24}
        .region{fill:#a78bfa} .other{fill:#94a3b8} .way{fill:#60a5fa} .share{stroke:#4ade80}}
        """;

    private static readonly double[] Lows = [0.99, 0.9, 0.5, 0];
    private static readonly double[] Factors = [1, 2, 4, 5, 8, 10];
    private static readonly double[] Steps =
        [0.001, 0.01, 0.1, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200];

    private readonly RunReport _report;
    private readonly XmlWriter _xml;
    private readonly double _lengthS;

    private TimelineSvg(RunReport report, XmlWriter xml)
    {
        _report = report;
        _xml = xml;
        _lengthS = Math.Max(1e-3, report.Scenario.Length.TotalSeconds);
    }

    /// <summary>Writes the picture as UTF-8.</summary>
    public static void Write(RunReport report, Stream stream)
    {
        XmlWriterSettings settings = new()
        {
            Indent = true,
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
        };
        using XmlWriter xml = XmlWriter.Create(stream, settings);
        new TimelineSvg(report, xml).Draw();
    }

    /// <summary>The same as a part of a page, which has the style and names the colours alike.</summary>
    public static void WriteInline(RunReport report, XmlWriter xml)
        => new TimelineSvg(report, xml) { _isInline = true }.Draw();

    private bool _isInline;

    private void Draw()
    {
        List<(string Label, List<FaultResult> Faults)> rows = Rows();
        double faultsHeight = Math.Max(1, rows.Count) * RowHeight;
        double height = Top + faultsHeight + PanelGap + PanelHeight + PanelGap
            + HeightOf(Lost) + HeightOf(Detours);
        if (_isInline)
        {
            _xml.WriteStartElement("svg");
            Attributes(("viewBox", $"0 0 {N(Width)} {N(height)}"), ("class", "timeline"), ("role", "img"));
            _xml.WriteElementString("title", $"{_report.Scenario.Name}: the run over time");
        }
        else
        {
            _xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
            Attributes(
                ("viewBox", $"0 0 {N(Width)} {N(height)}"), ("width", N(Width)), ("height", N(height)));
            _xml.WriteElementString("title", $"{_report.Scenario.Name}: the run over time");
            _xml.WriteElementString("style", Style);
        }
        Rect(0, 0, Width, height, "page", null);
        // A page says above it what it is of.
        if (!_isInline)
        {
            Text(20, 26, $"{_report.Scenario.Name}, seed {_report.Result.Seed}", "title", "start");
        }
        Text(Width - Right, 26, Summary(), "dim", "end");
        DrawFaults(rows, faultsHeight);
        double top = Top + faultsHeight + PanelGap;
        DrawShare(top);
        top += PanelHeight + PanelGap;
        DrawBars(top, "packets lost to faults", "late", Lost);
        DrawBars(top + HeightOf(Lost), "hops off the base tree", "way", Detours);
        _xml.WriteEndElement();
    }

    private static long Lost(TimelineSlot slot) => slot.PacketsLost;

    private static long Detours(TimelineSlot slot) => slot.Detours;

    // An empty panel would only make people look for what is not there: a line says that there was nothing.
    private double HeightOf(Func<TimelineSlot, long> of)
        => _report.Result.Timeline.Slots.Any(s => of(s) > 0) ? PanelHeight + PanelGap : EmptyHeight;

    private string Summary()
    {
        long offered = _report.Result.Contracts.Sum(c => c.Offered);
        long onTime = _report.Result.Contracts.Sum(c => c.OnTime);
        long inFlight = _report.Result.Contracts.Sum(c => c.InFlight);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{onTime:N0} of {offered:N0} messages on time, {inFlight:N0} in flight at the end; "
                + $"{_report.Result.Faults.Sum(f => f.PacketsLost):N0} packets lost to "
                + $"{_report.Result.Faults.Count:N0} faults");
    }

    private List<(string Label, List<FaultResult> Faults)> Rows()
    {
        IReadOnlyList<FaultResult> faults = _report.Result.Faults;
        if (faults.Count <= RowsMax)
        {
            return
            [
                .. faults.OrderBy(f => f.Fault.From.Nanoseconds)
                    .Select(f => ($"{f.Fault.Kind}  {f.Fault.What}", new List<FaultResult> { f })),
            ];
        }
        return
        [
            .. faults.GroupBy(f => f.Fault.Kind, StringComparer.Ordinal)
                .Select(g => (
                    g.Count() == 1 ? $"{g.Key}  {g.First().Fault.What}" : $"{g.Key}  ({g.Count()} faults)",
                    g.ToList())),
        ];
    }

    private void DrawFaults(List<(string Label, List<FaultResult> Faults)> rows, double height)
    {
        Text(20, Top - 8, "faults", "panel", "start");
        DrawTimeGrid(Top, height, withLabels: false);
        for (int i = 0; i < rows.Count; i++)
        {
            double y = Top + (i * RowHeight);
            string label = rows[i].Label;
            label = label.Length <= LabelLengthMax ? label : $"{label[..(LabelLengthMax - 1)]}…";
            Text(Left - 8, y + 12, label, "dim", "end");
            foreach (FaultResult fault in rows[i].Faults)
            {
                DrawFault(fault, y);
            }
        }
        if (rows.Count == 0)
        {
            Text(Left + 8, Top + 12, "none", "dim", "start");
        }
        Line(Left, Top + height, Width - Right, Top + height, "axis");
    }

    private void DrawFault(FaultResult result, double y)
    {
        Fault fault = result.Fault;
        double from = X(fault.From.TotalSeconds);
        double until = X(fault.Until == Duration.Max ? _lengthS : fault.Until.TotalSeconds);
        string colour = fault.Kind switch
        {
            "region-jam" or "weather" => "region",
            "noise" or "slow" or "acquisition" => "other",
            _ => fault.Nodes.Count > 0 ? "node" : "link",
        };
        string end = fault.Until == Duration.Max ? "for good" : $"until {FaultLines.Offset(fault.Until)}";
        string what = string.Create(
            CultureInfo.InvariantCulture,
            $"{fault.Kind}, {fault.What}, from {FaultLines.Offset(fault.From)} {end}: "
                + $"{result.PacketsLost:N0} packets lost");
        // At least two points wide: what lasts milliseconds is there as well.
        Rect(from, y + 3, Math.Max(2, until - from), RowHeight - 6, $"bar {colour}", what);
        // Where bars lie over each other their beginnings can be counted.
        Rect(from, y + 1, 1.5, RowHeight - 2, colour, null);
    }

    private void DrawShare(double top)
    {
        IReadOnlyList<TimelineSlot> slots = _report.Result.Timeline.Slots;
        double least = slots.Min(s => s.OnTimeShare) ?? 1;
        // As near as it can be looked at: down to the worst second.
        double low = Lows.First(l => l <= least);
        Frame(top, "messages on time", "by second of handing in");
        for (int i = 0; i <= 4; i++)
        {
            double share = low + ((1 - low) * i / 4);
            double y = Y(top, (share - low) / (1 - low));
            Line(Left, y, Width - Right, y, "grid");
            string label = string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");
            Text(Left - 8, y + 4, label, "dim", "end");
        }
        StringBuilder line = new();
        bool isDrawing = false;
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i].OnTimeShare is not { } share)
            {
                isDrawing = false;
                continue;
            }
            (double x, double next) = SpanOf(i);
            string y = N(Y(top, (share - low) / (1 - low)));
            line.Append(isDrawing ? " L" : " M").Append(N(x)).Append(' ').Append(y);
            line.Append(" H").Append(N(next));
            isDrawing = true;
        }
        Element("path", ("class", "share"), ("d", line.ToString().Trim()));
    }

    private void DrawBars(double top, string title, string colour, Func<TimelineSlot, long> of)
    {
        Timeline timeline = _report.Result.Timeline;
        if (HeightOf(of) <= EmptyHeight)
        {
            Text(20, top + 12, title, "panel", "start");
            Text(Left + 8, top + 12, "none in this run", "dim", "start");
            return;
        }
        double seconds = timeline.SlotLength.TotalSeconds;
        double most = timeline.Slots.Count == 0 ? 0 : timeline.Slots.Max(s => of(s) / seconds);
        double scale = NiceAbove(most);
        Frame(top, title, "a second");
        for (int i = 0; i <= 4; i++)
        {
            double y = Y(top, i / 4.0);
            Line(Left, y, Width - Right, y, "grid");
            string label = string.Create(CultureInfo.InvariantCulture, $"{scale * i / 4:#,0.##}");
            Text(Left - 8, y + 4, label, "dim", "end");
        }
        for (int i = 0; i < timeline.Slots.Count; i++)
        {
            double value = of(timeline.Slots[i]) / seconds;
            if (value > 0)
            {
                (double x, double next) = SpanOf(i);
                double y = Y(top, value / scale);
                Rect(x, y, Math.Max(0.4, next - x - 0.3), top + PanelHeight - y, colour, null);
            }
        }
    }

    private void Frame(double top, string title, string unit)
    {
        Text(20, top + 12, title, "panel", "start");
        Text(20, top + 28, unit, "dim", "start");
        DrawTimeGrid(top, PanelHeight, withLabels: true);
        Line(Left, top + PanelHeight, Width - Right, top + PanelHeight, "axis");
    }

    private void DrawTimeGrid(double top, double height, bool withLabels)
    {
        double step = Steps.FirstOrDefault(s => _lengthS / s <= 10, 86_400);
        while (_lengthS / step > 10)
        {
            step *= 2;
        }
        for (int i = 0; i * step <= _lengthS * 1.000001; i++)
        {
            double x = X(i * step);
            Line(x, top, x, top + height, "grid");
            if (withLabels)
            {
                Text(x, top + height + 16, TimeLabel(i * step), "dim", "middle");
            }
        }
    }

    private string TimeLabel(double seconds)
        => _lengthS switch
        {
            <= 180 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s"),
            <= 7_200 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}:{seconds % 60:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:0.##} h"),
        };

    private (double From, double To) SpanOf(int slot)
    {
        double length = _report.Result.Timeline.SlotLength.TotalSeconds;
        return (X(slot * length), X((slot + 1) * length));
    }

    private double X(double seconds)
        => Left + (Math.Clamp(seconds / _lengthS, 0, 1) * (Width - Right - Left));

    private static double Y(double top, double share) => top + ((1 - share) * PanelHeight);

    // One, two or five times a power of ten.
    private static double NiceAbove(double value)
    {
        if (value <= 4)
        {
            return 4;
        }
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Factors.First(f => f * power >= value) * power;
    }

    private void Rect(double x, double y, double width, double height, string style, string? title)
    {
        _xml.WriteStartElement("rect");
        Attributes(
            ("class", style), ("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)));
        if (title is not null)
        {
            _xml.WriteElementString("title", title);
        }
        _xml.WriteEndElement();
    }

    private void Line(double x1, double y1, double x2, double y2, string style)
        => Element("line", ("class", style), ("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)));

    private void Text(double x, double y, string text, string style, string anchor)
    {
        _xml.WriteStartElement("text");
        Attributes(("class", style), ("x", N(x)), ("y", N(y)), ("text-anchor", anchor));
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private void Element(string name, params (string Name, string Value)[] attributes)
    {
        _xml.WriteStartElement(name);
        Attributes(attributes);
        _xml.WriteEndElement();
    }

    private void Attributes(params (string Name, string Value)[] attributes)
    {
        foreach ((string name, string value) in attributes)
        {
            _xml.WriteAttributeString(name, value);
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
