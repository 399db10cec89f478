using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Monitor;
using Orbweaver.Scenarios;
using Orbweaver.Up;

namespace Orbweaver.Reports;

/// <summary>Which tables of <c>orbweaver top</c> are shown.</summary>
internal enum TopPage
{
    /// <summary>The first rows of all.</summary>
    All,

    /// <summary>Streams, worst first.</summary>
    Streams,

    /// <summary>Incidents.</summary>
    Incidents,

    /// <summary>Faults and drills.</summary>
    Faults,

    /// <summary>Ports.</summary>
    Ports,
}

/// <summary>How much room there is, and what of it is wanted.</summary>
/// <param name="Columns">Columns of the terminal.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsColoured">Whether colours may repeat what words say.</param>
internal sealed record TopRoom(int Columns, int Rows, bool IsColoured)
{
    /// <summary>The page.</summary>
    public TopPage Page { get; init; }

    /// <summary>Rows of its table that are scrolled away.</summary>
    public int Skipped { get; init; }

    /// <summary>A word for the end of the first line, such as that it is paused.</summary>
    public string Note { get; init; } = "";
}

/// <summary>
/// One frame of <c>orbweaver top</c>: lines that fit the terminal, and no more than it has rows.
/// </summary>
internal sealed class TopFrame(TopAnswer answer, TopRoom room)
{
    private const int IncidentsInAll = 5;
    private const int FaultsInAll = 3;

    // Fewer, and an incident is its number, how bad it is, and what it is.
    private const int IncidentColumns = 60;

    // A name shorter than this says too little: columns go instead, the least telling first.
    private const int NameWanted = 20;
    private const int NameLeast = 8;
    private const string CutSign = "…";

    private static readonly StreamColumn[] StreamColumns =
    [
        new("state", 7, 0, static c => c.Status, IsNumber: false),
        new("on time", 8, 1, static c => Percent(c.OnTimeShare)),
        new("p50 ms", 6, 5, static c => N(c.P50Ms, "0.0")),
        new("p99 ms", 6, 2, static c => N(c.P99Ms, "0.0")),
        new("best", 6, 6, static c => N(c.BoundMs, "0.0")),
        new("late", 5, 3, static c => Short(c.Late)),
        new("lost", 5, 4, static c => Short(c.Lost)),
    ];

    private readonly List<(string Text, string? Colour)> _lines = [];

    /// <summary>The lines, ready to be printed.</summary>
    public IReadOnlyList<string> Lines()
    {
        _lines.Clear();
        AddHead();
        switch (room.Page)
        {
            case TopPage.Streams:
                AddStreams(room.Skipped, Left);
                break;
            case TopPage.Incidents:
                AddIncidents(room.Skipped, Left);
                break;
            case TopPage.Faults:
                AddList("faults and drills", answer.Faults, room.Skipped, Left);
                break;
            case TopPage.Ports:
                AddList("ports", answer.Ports, room.Skipped, Left);
                break;
            default:
                AddAll();
                break;
        }
        return [.. _lines.Take(room.Rows).Select(Painted)];
    }

    private int Left => Math.Max(0, room.Rows - _lines.Count);

    private void AddAll()
    {
        AddIncidents(0, Math.Min(IncidentsInAll + 1, Left));
        if (answer.Faults.Count > 0)
        {
            AddList("faults and drills", answer.Faults, 0, Math.Min(FaultsInAll + 1, Left));
        }
        if (answer.Ports.Count > 0)
        {
            AddList("ports", answer.Ports, 0, Math.Min(FaultsInAll + 1, Left));
        }
        AddStreams(0, Left);
    }

    private void AddHead()
    {
        KpiAnswer k = answer.Overview.Kpi;
        IncidentCounts i = answer.Overview.Incidents;
        string at = answer.Overview.AsOf ?? "no data yet";
        // The day is the first to go.
        string shortAt = at.Length >= 19 ? $"{at[11..19]}Z" : at;
        bool isLong = answer.Network.Length + at.Length + room.Note.Length + 4 <= room.Columns;
        AddParts(null, (answer.Network, 2), (isLong ? at : shortAt, 0), (room.Note, 1));
        AddParts(
            k.SatellitesUp < k.SatellitesAll ? Colours.Warning : null,
            ($"satellites {k.SatellitesUp}/{k.SatellitesAll}", 0), ($"links {k.LinksUp}/{k.LinksAll}", 1),
            ($"ground {k.GroundUp}/{k.GroundAll}", 2), ($"nodes out {k.NodesOut}", 3));
        AddParts(
            k.StreamsKept < k.StreamsAll ? Colours.Bad : Colours.Good,
            ($"on time {Percent(k.OnTimeShare)}", 0), ($"promises {k.StreamsKept}/{k.StreamsAll}", 1),
            ($"late {N(k.Late, "#,0")}", 2), ($"lost {N(k.Lost, "#,0")}", 3),
            ($"p99/best {N(k.P99OverBound, "0.00")}", 4), ($"reroutes/min {N(k.Reroutes, "#,0")}", 5));
        AddParts(
            null,
            ($"offered {N(k.OfferedPerS, "#,0")}/s", 1), ($"delivered {N(k.DeliveredPerS, "#,0")}/s", 0),
            ($"{N(k.DeliveredMbps, "#,0.0")} Mb/s", 3), ($"plan {N(k.PlanLeftS / 60, "0")} min", 4),
            ($"lag {N(k.LagMs, "0.0")} ms", 2));
        AddParts(
            i.Critical + i.Major > 0 ? Colours.Bad : null,
            ($"incidents {i.Open}", 0), ($"critical {i.Critical}", 1), ($"major {i.Major}", 2),
            ($"minor {i.Minor}", 3), ($"of drills {i.Drills}", 4),
            ($"not acknowledged {i.Unacknowledged}", 5));
    }

    // Parts of a line, those of the highest number going first where there is no room for all: a figure is
    // there whole or not at all.
    private void AddParts(string? colour, params (string Text, int Rank)[] parts)
    {
        List<(string Text, int Rank)> kept = [.. parts.Where(p => p.Text.Length > 0)];
        while (kept.Count > 1 && kept.Sum(p => p.Text.Length + 2) - 2 > room.Columns)
        {
            kept.Remove(kept.MaxBy(p => p.Rank));
        }
        Add(string.Join("  ", kept.Select(p => p.Text)), colour);
    }

    private void AddIncidents(int skipped, int rows)
    {
        Incident[] shown = [.. answer.Incidents.Skip(skipped).Take(Math.Max(0, rows - 1))];
        if (shown.Length == 0 && room.Page == TopPage.All)
        {
            return;
        }
        Title("INCIDENTS", answer.Incidents.Count, skipped + shown.Length);
        foreach (Incident incident in shown)
        {
            string at = incident.At.Length >= 19 ? incident.At[11..19] : incident.At;
            string state = incident.ClearedAt is null ? incident.State : "cleared";
            string when = room.Columns < IncidentColumns ? "" : $" {at} {state,-12}";
            Add(
                $"{incident.Id,-7} {incident.Severity,-8}{when} {incident.Title}",
                incident.Severity is "critical" or "major" ? Colours.Bad
                    : incident.Severity is "minor" ? Colours.Warning : null);
        }
    }

    private void AddStreams(int skipped, int rows)
    {
        if (rows < 2)
        {
            return;
        }
        ContractRow[] shown = [.. answer.Contracts.Skip(skipped).Take(rows - 1)];
        List<(StreamColumn Column, int Width)> columns = Fitting(shown, out int name);
        string head = Middle("STREAMS, worst first", name).PadRight(name);
        Add(head + string.Concat(columns.Select(c => c.Column.Cell(c.Column.Title, c.Width))));
        foreach (ContractRow row in shown)
        {
            string text = Middle(Findings.Printable(row.Name), name).PadRight(name);
            Add(
                text + string.Concat(columns.Select(c => c.Column.Cell(c.Column.Of(row), c.Width))),
                row.Status is "broken" ? Colours.Bad : row.Status is "risk" ? Colours.Warning : null);
        }
    }

    // The columns that leave room for a name, and how wide it may be.
    private List<(StreamColumn Column, int Width)> Fitting(ContractRow[] rows, out int name)
    {
        List<(StreamColumn Column, int Width)> columns =
        [
            .. StreamColumns.Select(c => (c, rows.Select(r => c.Of(r).Length)
                .Append(c.Title.Length).Append(c.Width).Max())),
        ];
        int longest = rows.Select(r => r.Name.Length).Append(NameLeast).Max();
        while (columns.Count > 0 && Left() < Math.Min(longest, NameWanted))
        {
            columns.Remove(columns.MaxBy(c => c.Column.Rank));
        }
        name = Math.Min(Math.Max(NameLeast, Left()), Math.Max(longest, NameWanted));
        return columns;

        int Left() => room.Columns - columns.Sum(c => c.Width + 1);
    }

    // Names begin alike and end alike: what tells them apart is at both ends.
    private static string Middle(string text, int width)
    {
        int end = (width - 1) / 2;
        return text.Length <= width ? text : $"{text[..(width - 1 - end)]}{CutSign}{text[^end..]}";
    }

    // At a space where there is one, and never within a number.
    private static string Shortened(string text, int width)
    {
        if (text.Length <= width)
        {
            return text.TrimEnd();
        }
        int end = Math.Max(0, width - 1);
        int space = text.LastIndexOf(' ', end);
        end = space > width / 2 ? space : end;
        while (end > 0 && char.IsAsciiDigit(text[end]) && text[end - 1] is (>= '0' and <= '9') or '.' or ',')
        {
            end--;
        }
        return text[..end].TrimEnd() + CutSign;
    }

    private void AddList(string title, IReadOnlyList<string> lines, int skipped, int rows)
    {
        string[] shown = [.. lines.Skip(skipped).Take(Math.Max(0, rows - 1))];
        Title(title.ToUpperInvariant(), lines.Count, skipped + shown.Length);
        foreach (string line in shown)
        {
            Add(line);
        }
    }

    private void Title(string title, int all, int last)
        => Add(all == 0 ? $"{title}: none"
            : last < all ? $"{title} (to {last} of {all})" : $"{title} ({all})");

    private void Add(string text, string? colour = null) => _lines.Add((Findings.Printable(text), colour));

    private string Painted((string Text, string? Colour) line)
    {
        string text = Shortened(line.Text, room.Columns);
        return room.IsColoured && line.Colour is { } colour ? $"{colour}{text}{Colours.Off}" : text;
    }

    // Cut, not rounded: what is not all is not shown as all.
    private static string Percent(double? share)
        => share is { } s
            ? string.Create(
                CultureInfo.InvariantCulture, $"{Math.Floor((s * 100_000) + 1e-6) / 1_000:0.000}%")
            : "-";

    private static string N(double? value, string format)
        => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Short(long value) => value switch
    {
        < 100_000 => value.ToString(CultureInfo.InvariantCulture),
        < 100_000_000 => $"{value / 1_000}k",
        _ => $"{value / 1_000_000}M",
    };
}

/// <summary>A column of streams in <c>orbweaver top</c>.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">Its least width: columns that change their place are hard to read.</param>
/// <param name="Rank">The column of the highest rank goes first where there is no room.</param>
/// <param name="Of">What stands in it.</param>
/// <param name="IsNumber">Whether that is to the right.</param>
internal sealed record StreamColumn(
    string Title, int Width, int Rank, Func<ContractRow, string> Of, bool IsNumber = true)
{
    /// <summary>A cell with the space before it.</summary>
    public string Cell(string text, int width)
        => $" {(IsNumber ? text.PadLeft(width) : text.PadRight(width))}";
}
