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
    private const int WideColumns = 78;

    // What the other columns of a stream take.
    private const int WideRest = 58;
    private const int NarrowRest = 27;

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
        Add($"{answer.Network}  {answer.Overview.AsOf ?? "no data yet"}  {room.Note}".TrimEnd());
        Add(string.Create(
            CultureInfo.InvariantCulture,
            $"satellites {k.SatellitesUp}/{k.SatellitesAll}  links {k.LinksUp}/{k.LinksAll}"
                + $"  ground {k.GroundUp}/{k.GroundAll}  nodes out {k.NodesOut}"),
            k.SatellitesUp < k.SatellitesAll ? Colours.Warning : null);
        Add(string.Create(
            CultureInfo.InvariantCulture,
            $"on time {Percent(k.OnTimeShare)}  promises {k.StreamsKept}/{k.StreamsAll}  late {k.Late:N0}"
                + $"  lost {k.Lost:N0}  p99/best {N(k.P99OverBound, "0.00")}  reroutes/min {k.Reroutes:N0}"),
            k.StreamsKept < k.StreamsAll ? Colours.Bad : Colours.Good);
        Add(string.Create(
            CultureInfo.InvariantCulture,
            $"offered {N(k.OfferedPerS, "#,0")}/s  delivered {N(k.DeliveredPerS, "#,0")}/s"
                + $"  {N(k.DeliveredMbps, "#,0.0")} Mb/s  plan {N(k.PlanLeftS / 60, "0")} min"
                + $"  lag {N(k.LagMs, "0.0")} ms"));
        Add(string.Create(
            CultureInfo.InvariantCulture,
            $"incidents {i.Open} open: {i.Critical} critical, {i.Major} major, {i.Minor} minor,"
                + $" {i.Drills} of drills; {i.Unacknowledged} not acknowledged"),
            i.Critical + i.Major > 0 ? Colours.Bad : null);
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
            Add(
                $"{incident.Id,-8} {incident.Severity,-8} {at} {state,-12} {incident.Title}",
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
        bool isWide = room.Columns >= WideColumns;
        int name = Math.Max(12, room.Columns - (isWide ? WideRest : NarrowRest));
        Add(isWide
            ? $"{"STREAMS, worst first".PadRight(name)} state   {"on time",9} {"p50 ms",8} {"p99 ms",8}"
                + $" {"best",6} {"late",6} {"lost",6}"
            : $"{"STREAMS, worst".PadRight(name)[..name]} state   {"on time",9} {"p99 ms",7}");
        foreach (ContractRow c in shown)
        {
            string text = Findings.Printable(c.Name);
            text = text.Length <= name ? text.PadRight(name) : $"{text[..(name - 1)]}~";
            string row = isWide
                ? $"{text} {c.Status,-7} {Percent(c.OnTimeShare),9}"
                    + $" {N(c.P50Ms, "0.0"),8} {N(c.P99Ms, "0.0"),8}"
                    + $" {N(c.BoundMs, "0.0"),6} {Short(c.Late),6} {Short(c.Lost),6}"
                : $"{text} {c.Status,-7} {Percent(c.OnTimeShare),9} {N(c.P99Ms, "0.0"),7}";
            Add(row, c.Status is "broken" ? Colours.Bad : c.Status is "risk" ? Colours.Warning : null);
        }
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
        string text = line.Text.Length <= room.Columns
            ? line.Text.TrimEnd() : $"{line.Text[..Math.Max(0, room.Columns - 1)]}~";
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
