using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Scenarios;

/// <summary>What the command line adds to a scenario file.</summary>
/// <param name="Settings"><c>--set PATH=VALUE</c>, in order.</param>
/// <param name="SkipBad">Whether objects with bad elements are left out instead of refused.</param>
/// <param name="CurrentFolder">Where paths given on the command line begin.</param>
internal sealed record ReadOptions(IReadOnlyList<string> Settings, bool SkipBad, string CurrentFolder);

/// <summary>
/// Reads and validates a scenario file: everything before anything runs, all findings at once.
/// </summary>
internal static class ScenarioReader
{
    /// <summary>Reads a file; throws <see cref="BadInputException"/> with all findings.</summary>
    public static (Scenario Scenario, IReadOnlyList<string> Notes) Read(
        string path, string shown, ReadOptions options)
    {
        string text;
        try
        {
            long length = new FileInfo(path).Length;
            text = length > SourceReader.TextBytesMax
                ? throw BadInputException.Of(
                    shown,
                    $"the file has {length} bytes; the limit is {SourceReader.TextBytesMax}")
                : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BadInputException.Of(shown, $"the file cannot be read: {e.Message.TrimEnd('.')}");
        }
        Findings findings = new();
        ScenarioFiles files = new(Path.GetDirectoryName(Path.GetFullPath(path))!, options.CurrentFolder);
        Scenario? scenario = Read(shown, text, files, options, findings);
        Check.That(scenario is not null || !findings.IsEmpty);
        if (!findings.IsEmpty)
        {
            throw new BadInputException(findings);
        }
        return (scenario!, files.Notes);
    }

    private static Scenario? Read(
        string shown, string text, ScenarioFiles files, ReadOptions options, Findings findings)
    {
        if (SourceReader.Read(shown, text, hasLines: true, findings) is not { } root)
        {
            return null;
        }
        if (root.Kind != SourceKind.Map)
        {
            findings.Add(
                root.Place, "", "a scenario is a map of fields", "docs/scenarios.md shows how to begin");
            return null;
        }
        Overrides.Apply(root, options.Settings, findings);
        return ReadTop(Section.Of(new Field(root, "", findings)), shown, files, options.SkipBad);
    }

    private static Scenario ReadTop(Section top, string shown, ScenarioFiles files, bool skipBad)
    {
        List<Constellation> constellations = new ConstellationReader(files, skipBad).Read(top);
        List<GroundSpec> grounds = new GroundReader(files).Read(top);
        HashSet<string> names = [.. grounds.Select(g => g.Name)];
        PlanningTimes times = ReadTimes(top);
        Duration length = top.Find("duration")?.Duration("1ms", "30d") ?? Duration.FromMinutes(10);
        Scenario scenario = new()
        {
            File = shown,
            Name = top.Find("name")?.Text("a name") ?? Path.GetFileNameWithoutExtension(shown),
            Description = top.Find("description")?.Text() ?? "",
            Start = ReadStart(top, constellations),
            Length = length,
            Seed = (ulong)(top.Find("seed")?.Whole(0, long.MaxValue) ?? 1),
            Times = times,
            GrazingAltitude = top.Find("grazing_altitude")?.Distance("0m", "1000km")
                ?? Distance.FromKilometres(80),
            Access = top.Find("access")?.Choice(
                ("assigned", AccessPolicy.Assigned), ("all-visible", AccessPolicy.AllVisible))
                ?? AccessPolicy.Assigned,
            Constellations = constellations,
            Grounds = grounds,
            Contracts = ReadContracts(top, grounds, names),
            Faults = FaultReader.Read(top, FaultKinds.Scenario),
            Controllers = ReadControllers(top, names),
        };
        top.Finish();
        CheckSizes(top, scenario);
        return scenario;
    }

    private static Controllers? ReadControllers(Section top, HashSet<string> names)
    {
        if (top.Find("controllers") is not { } field)
        {
            return null;
        }
        Section section = Section.Of(field);
        List<NameRef> at = [];
        Field? sites = section.Need("at", "Name the site at which one runs, or list several");
        foreach (Field item in sites?.Items("a name") ?? [])
        {
            if (item.Text("a name") is not { } name)
            {
                continue;
            }
            if (!names.Contains(name))
            {
                item.Bad($"there is no site or edge '{name}'", DidYouMean.Advice(name, names));
            }
            if (at.Exists(a => string.Equals(a.Name, name, StringComparison.Ordinal)))
            {
                item.Bad($"'{name}' is named twice", "Name each controller once");
            }
            at.Add(new NameRef(name, item));
        }
        if (at.Count == 0 && sites is { } none && field.Findings.IsEmpty)
        {
            none.Bad("names nobody", "Name the site at which one runs, or list several");
        }
        Duration every = section.Find("every")?.Duration("1s", "30d") ?? Duration.FromMinutes(60);
        Duration horizon = section.Find("horizon")?.Duration("1s", "30d") ?? Duration.FromMinutes(24 * 60);
        if (horizon <= every)
        {
            field.Bad(
                "makes plans that end before the next one is made", "Write a horizon longer than every");
        }
        section.Finish();
        return new Controllers(at, every, horizon);
    }

    private static PlanningTimes ReadTimes(Section top)
    {
        Duration epoch = top.Find("epoch")?.Duration("1s", "10min") ?? Duration.FromSeconds(15);
        Duration drain = top.Find("drain")?.Duration("0s", "1s") ?? Duration.FromMilliseconds(100);
        Duration hop = top.Find("hop_delay")?.Duration("0s", "10ms") ?? Duration.FromMicroseconds(10);
        return new PlanningTimes(epoch, drain, hop);
    }

    private static Instant? ReadStart(Section top, List<Constellation> constellations)
    {
        const string How = "Write ISO 8601 in UTC, such as 2026-08-11T00:00:00Z";
        if (top.Find("start") is not { } field)
        {
            if (constellations.Count > 0 && constellations.All(c => c.Elements.Count == 0))
            {
                top.Field.Bad("has no 'start'", How);
            }
            return null;
        }
        if (field.Text("a date and time") is not { } text)
        {
            return null;
        }
        if (!Utc.TryParse(text, out Instant start))
        {
            field.Bad($"'{text}' is not a date and time", How);
            return null;
        }
        return start;
    }

    private static List<ScenarioContract> ReadContracts(
        Section top, List<GroundSpec> grounds, HashSet<string> names)
    {
        List<ScenarioContract> contracts = new ContractReader(names).Read(top);
        PresetRequest? preset = new PresetReader(grounds, names).Read(top);
        long most = preset?.Theatres.Sum(t => (long)t.Publishers.Count * preset.Rows.Count) ?? 0;
        if (most > Limits.ContractsMax)
        {
            top.Field.Bad($"makes {most} contracts of its preset; the limit is {Limits.ContractsMax}");
        }
        if (preset is not null && top.Field.Findings.IsEmpty)
        {
            List<ScenarioContract> expanded = new PresetExpansion(grounds).Expand(preset);
            CheckPresetIsReached(top, contracts, expanded);
            contracts.AddRange(expanded);
        }
        HashSet<string> taken = [];
        foreach (ScenarioContract contract in contracts)
        {
            if (!taken.Add(contract.Terms.Name))
            {
                top.Field.Bad(
                    $"has two contracts named '{contract.Terms.Name}'", "Rename the one in 'contracts'");
            }
        }
        return contracts;
    }

    // Written contracts come first in matching: one with a wide match would take the preset's flows.
    private static void CheckPresetIsReached(
        Section top, List<ScenarioContract> written, List<ScenarioContract> expanded)
    {
        foreach (ScenarioContract contract in written)
        {
            FlowMatch rule = contract.Terms.Match;
            ScenarioContract? robbed = rule.IsDefault ? null : expanded.FirstOrDefault(
                e => string.Equals(e.From, contract.From, StringComparison.Ordinal)
                    && rule.Fits(e.Terms.Match.Example()));
            if (robbed is not null && top.Find("contracts") is { } field)
            {
                field.Bad(
                    $"'{contract.Terms.Name}' fits the flows of {robbed.Terms.Name} first",
                    "Narrow its match; the preset uses UDP ports from 20000 on");
            }
        }
    }

    private static void CheckSizes(Section top, Scenario scenario)
    {
        int satellites = scenario.Constellations.Sum(c => c.Elements.Count + c.Shells.Sum(s => s.Total));
        int nodes = satellites + scenario.Grounds.Count;
        if (nodes > Limits.NodesMax)
        {
            top.Field.Bad(
                $"has {nodes} nodes ({satellites} satellites); the limit is {Limits.NodesMax}",
                "Take fewer satellites or fewer sites");
        }
        if (scenario.Contracts.Count > Limits.ContractsMax)
        {
            top.Field.Bad($"has {scenario.Contracts.Count} contracts; the limit is {Limits.ContractsMax}");
        }
        if (scenario.Length / scenario.Times.Epoch >= Limits.EpochsMax)
        {
            top.Field.Bad(
                $"has {scenario.Length / scenario.Times.Epoch} epochs; the limit is {Limits.EpochsMax}",
                "Shorten the duration or lengthen the epoch");
        }
    }
}
