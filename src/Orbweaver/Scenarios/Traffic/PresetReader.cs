using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>
/// Reads the <c>traffic:</c> of a scenario: a preset, its scale, rows, intensity and theatres.
/// </summary>
internal sealed class PresetReader(IReadOnlyList<GroundSpec> grounds, IReadOnlySet<string> names)
{
    /// <summary>What is asked for; null when there is no preset or it is of no use.</summary>
    public PresetRequest? Read(Section top)
    {
        if (top.Find("traffic") is not { } field)
        {
            return null;
        }
        Section section = Section.Of(field);
        string? preset = section.Need("preset", $"Write preset: {OpenBackbone.Name}")?
            .Choice((OpenBackbone.Name, 0)) is null
            ? null
            : OpenBackbone.Name;
        decimal scale = section.Find("scale")?.Number(0.0001m, 100m) ?? 1m;
        IReadOnlyList<PresetRow> rows = section.Find("rows") is { } rowsField
            ? ReadRows(rowsField)
            : OpenBackbone.Rows;
        bool isSurge = ReadIntensity(section);
        IReadOnlyList<Theatre> theatres = ReadTheatres(section);
        section.Finish();
        return preset is null || rows.Count == 0 ? null : new PresetRequest(scale, rows, isSurge, theatres);
    }

    private static bool ReadIntensity(Section section)
    {
        if (section.Find("intensity") is not { } field)
        {
            return false;
        }
        if (field.Node.Text is "contested")
        {
            field.NotYet("intensity 'contested' (run the scenario of that name)", "calm and surge");
            return false;
        }
        return field.Choice(("calm", false), ("surge", true)) ?? false;
    }

    // rows: [2-10, 13, 14]: numbers and ranges of the table, 7k standing between 7 and 8.
    private static List<PresetRow> ReadRows(Field field)
    {
        bool[] isAsked = new bool[OpenBackbone.RowIds.Count];
        List<string> ids = [.. OpenBackbone.RowIds];
        HashSet<string> carried = [.. OpenBackbone.Rows.Select(r => r.Id)];
        foreach (Field item in field.Items("rows such as 2-10") ?? [])
        {
            string text = item.Text("rows such as 2-10") ?? "";
            foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
            {
                string[] ends = part.Split('-');
                int first = ids.IndexOf(ends[0]);
                int last = ids.IndexOf(ends[^1]);
                if (ends.Length > 2 || first < 0 || last < first)
                {
                    item.Bad($"'{part}' is no row of {OpenBackbone.Name}", $"Rows: {string.Join(", ", ids)}");
                    continue;
                }
                isAsked.AsSpan(first, last - first + 1).Fill(true);
            }
        }
        for (int i = 0; i < ids.Count; i++)
        {
            bool isCarried = carried.Contains(ids[i]);
            if (isAsked[i] && !isCarried)
            {
                field.NotYet(OpenBackbone.NeedsOf(ids[i]), "rows 1-11 and 13-15");
            }
        }
        if (!isAsked.Contains(true) && field.Findings.IsEmpty)
        {
            field.Bad("names no row", "Write rows: [1-11, 13-15], or leave it out");
        }
        return [.. OpenBackbone.Rows.Where(r => isAsked[ids.IndexOf(r.Id)])];
    }

    private List<Theatre> ReadTheatres(Section section)
    {
        if (section.Find("theatres") is not { } field)
        {
            string[] edges = [.. grounds.Where(g => g.Kind == NodeKind.Edge).Select(g => g.Name)];
            string[] sites = [.. grounds.Where(g => g.Kind == NodeKind.Site).Select(g => g.Name)];
            if (edges.Length == 0 || sites.Length == 0)
            {
                section.Field.Bad(
                    "has no theatres, and by default edges publish to sites, of which there are none",
                    "Add sites and edges, or theatres with publishers and subscribers");
            }
            return [new Theatre(edges, sites)];
        }
        List<Theatre> theatres = [];
        foreach (Field one in field.Items("a list of theatres") ?? [])
        {
            Section theatre = Section.Of(one);
            List<string> publishers = ReadNames(theatre, "publishers");
            List<string> subscribers = ReadNames(theatre, "subscribers");
            theatre.Finish();
            if (subscribers.Count == 1 && publishers.Contains(subscribers[0]))
            {
                one.Bad(
                    $"has {subscribers[0]} as its only subscriber and as a publisher",
                    "Add another subscriber");
            }
            theatres.Add(new Theatre(publishers, subscribers));
        }
        if (theatres.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad("names no theatre", "Write publishers and subscribers, or leave it out");
        }
        return theatres;
    }

    private List<string> ReadNames(Section theatre, string key)
    {
        List<string> found = [];
        const string How = "List names of sites and edges, or write all-edges or all-sites";
        if (theatre.Need(key, How) is not { } field)
        {
            return found;
        }
        foreach (Field item in field.Items("names of sites and edges") ?? [])
        {
            if (item.Text("the name of a site or an edge") is not { } name)
            {
                continue;
            }
            if (name is "all-edges" or "all-sites")
            {
                NodeKind kind = name is "all-edges" ? NodeKind.Edge : NodeKind.Site;
                found.AddRange(grounds.Where(g => g.Kind == kind).Select(g => g.Name));
            }
            else if (found.Contains(name))
            {
                item.Bad($"'{name}' is listed twice");
            }
            else if (ContractReader.IsKnown(item, name, names))
            {
                found.Add(name);
            }
        }
        if (found.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad("names nobody", "List names of sites and edges");
        }
        return found;
    }
}
