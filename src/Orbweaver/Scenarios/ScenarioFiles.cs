using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Scenarios;

/// <summary>
/// The files that a scenario names. Their paths are relative to the scenario file; those given by
/// <c>--set</c> are tried from the current folder first, because that is where the operator's shell
/// completes them.
/// </summary>
internal sealed class ScenarioFiles(string scenarioFolder, string currentFolder)
{
    private readonly List<string> _notes = [];

    /// <summary>What was left out by choice, one line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The elements of a file; null with findings when it cannot be used.</summary>
    public IReadOnlyList<ElementSet>? ReadElements(Field field, bool skipBad)
    {
        if (ReadText(field, "the name of a file of elements") is not { } file)
        {
            return null;
        }
        ElementsResult result = ElementsReader.Read(file.Name, file.Text, skipBad);
        foreach (ElementProblem problem in result.Problems)
        {
            if (result.Succeeded)
            {
                _notes.Add($"skipped {problem}");
                continue;
            }
            field.Findings.Add(
                new Place(problem.File, problem.Line, 0), problem.ObjectName, problem.Reason.TrimEnd('.'),
                skipBad ? "" : "Correct the line, or leave such objects out by --skip-bad");
        }
        if (!result.Succeeded && result.ProblemCount > result.Problems.Count)
        {
            field.Bad(
                $"{result.ProblemCount} objects of '{file.Name}' cannot be read, the first of them above");
        }
        return result.Succeeded ? result.Sets : null;
    }

    /// <summary>
    /// Rows of a file of cities, after <paramref name="skip"/> and at most <paramref name="take"/>.
    /// </summary>
    public IReadOnlyList<City> ReadCities(Field field, int skip, int take)
        => ReadText(field, "the name of a CSV file") is { } file
            ? new CityFile(file.Name, file.Text, field).Read(skip, take) : [];

    /// <summary>
    /// Ephemerides of a file, of a folder's files that end with <c>.oem</c>, or of a list of both; null with
    /// findings when any of them cannot be used.
    /// </summary>
    public IReadOnlyList<ObjectEphemeris>? ReadEphemerides(Field field)
    {
        const string Expected = "the name of a file or folder of ephemerides";
        int before = field.Findings.Count;
        List<ObjectEphemeris> all = [];
        foreach (Field item in field.Items(Expected) ?? [])
        {
            if (item.Text(Expected) is not { } given)
            {
                continue;
            }
            string path = Locate(item, given).Path;
            if (!Directory.Exists(path))
            {
                AddEphemerides(item, given, all);
                continue;
            }
            string[] names = OemFilesOf(path, item, given);
            foreach (string name in names)
            {
                AddEphemerides(item, Path.Combine(given, name), all);
            }
        }
        foreach (IGrouping<string, ObjectEphemeris> same in all.GroupBy(
            e => $"{e.Name} ({e.ObjectId})", StringComparer.Ordinal))
        {
            if (same.Skip(1).Any())
            {
                field.Bad(
                    $"{same.Key} has {same.Count()} ephemerides",
                    "Put its segments into one file, or keep one");
            }
        }
        return field.Findings.Count == before ? all : null;
    }

    private static string[] OemFilesOf(string folder, Field field, string given)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFiles(folder, "*.oem").Take(Limits.EphemerisFilesMax + 1)
                .Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
            if (names.Length is 0 or > Limits.EphemerisFilesMax)
            {
                field.Bad(names.Length == 0
                    ? $"the folder '{given}' has no files that end with .oem"
                    : $"the folder '{given}' has more than {Limits.EphemerisFilesMax} ephemerides");
                return [];
            }
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            field.Bad($"'{given}' cannot be read: {e.Message.TrimEnd('.')}");
            return [];
        }
    }

    private void AddEphemerides(Field field, string given, List<ObjectEphemeris> all)
    {
        if (ReadFile(field, given) is not { } file)
        {
            return;
        }
        EphemeridesResult result = OemReader.Read(file.Name, file.Text);
        foreach (ElementProblem problem in result.Problems)
        {
            field.Findings.Add(
                new Place(problem.File, problem.Line, 0), problem.ObjectName, problem.Reason.TrimEnd('.'));
        }
        all.AddRange(result.Objects);
    }

    /// <summary>Reads a whole text file within the limit; null with a finding when that fails.</summary>
    public (string Name, string Text)? ReadText(Field field, string expected)
        => field.Text(expected) is { } given ? ReadFile(field, given) : null;

    private (string Path, string LookedFor) Locate(Field field, string given)
    {
        bool isOverride = field.Node.Place.Line == 0;
        string beside = Path.GetFullPath(given, scenarioFolder);
        string here = Path.GetFullPath(given, currentFolder);
        string looked = !isOverride ? $"Looked for {beside}: paths are relative to the scenario file"
            : string.Equals(here, beside, StringComparison.Ordinal) ? $"Looked for {here}"
            : $"Looked for {here} and {beside}";
        return (isOverride && (File.Exists(here) || Directory.Exists(here)) ? here : beside, looked);
    }

    private (string Name, string Text)? ReadFile(Field field, string given)
    {
        (string path, string lookedFor) = Locate(field, given);
        try
        {
            FileInfo info = new(path);
            if (!info.Exists)
            {
                bool isFolder = Directory.Exists(path);
                field.Bad(isFolder ? $"'{given}' is a folder" : $"there is no file '{given}'", lookedFor);
                return null;
            }
            if (info.Length > Limits.FileBytesMax)
            {
                DataSize limit = new(Limits.FileBytesMax);
                field.Bad($"'{given}' has {new DataSize(info.Length)}; the limit is {limit}");
                return null;
            }
            // A device has no length: it is read as far as the limit.
            if (info.Length > 0)
            {
                return (given, File.ReadAllText(path));
            }
            using StreamReader reader = new(path);
            return ReadBounded(reader, Limits.FileBytesMax) is { } text
                ? (given, text)
                : Refuse(field, $"'{given}' does not end; the limit is {new DataSize(Limits.FileBytesMax)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            field.Bad($"'{given}' cannot be read: {e.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static (string, string)? Refuse(Field field, string what)
    {
        field.Bad(what);
        return null;
    }

    private static string? ReadBounded(StreamReader reader, long charactersMax)
    {
        StringBuilder text = new();
        char[] buffer = new char[1 << 16];
        for (int read = reader.Read(buffer); read > 0; read = reader.Read(buffer))
        {
            if (text.Length + read > charactersMax)
            {
                return null;
            }
            text.Append(buffer, 0, read);
        }
        return text.ToString();
    }
}
