using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Scenarios;

/// <summary>A row of a file of cities; the name as it stands there.</summary>
internal readonly record struct City(string Name, GeodeticPosition Position, Place Place);

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
    {
        if (ReadText(field, "the name of a CSV file") is not { } file)
        {
            return [];
        }
        string[] lines = file.Text.Split('\n');
        List<string> header = SplitCsv(lines[0].TrimEnd('\r').TrimStart('\uFEFF'));
        int name = header.FindIndex(h => h is "name" or "site" or "city");
        int latitude = header.FindIndex(h => h is "lat_deg" or "latitude_deg" or "latitude");
        int longitude = header.FindIndex(h => h is "lon_deg" or "longitude_deg" or "longitude");
        int height = header.FindIndex(h => h is "height_m" or "altitude_m");
        if (name < 0 || latitude < 0 || longitude < 0)
        {
            field.Findings.Add(
                new Place(file.Name, 1, 0), "", $"the columns are {string.Join(", ", header)}",
                "Name them name (or site, or city), lat_deg, lon_deg and, if known, height_m");
            return [];
        }
        List<City> cities = [];
        for (int i = 1 + Math.Min(skip, lines.Length); i < lines.Length && cities.Count < take; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }
            List<string> cells = SplitCsv(line);
            double heightM = 0;
            if (cells.Count <= Math.Max(name, Math.Max(latitude, longitude))
                || !TryNumber(cells[latitude], 90, out double lat)
                || !TryNumber(cells[longitude], 360, out double lon)
                || (height >= 0 && height < cells.Count && !TryNumber(cells[height], 100_000, out heightM)))
            {
                field.Findings.Add(
                    new Place(file.Name, i + 1, 0), "", $"'{line}' is not a city",
                    "Latitude and longitude are numbers in degrees");
                continue;
            }
            cities.Add(new City(
                cells[name],
                new GeodeticPosition(Angle.FromDegrees(lat), Angle.FromDegrees(lon), new Distance(heightM)),
                new Place(file.Name, i + 1, 0)));
        }
        if (cities.Count == 0 && field.Findings.IsEmpty)
        {
            field.Bad($"'{file.Name}' has no cities after the first {skip}");
        }
        return cities;
    }

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
            return (given, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            field.Bad($"'{given}' cannot be read: {e.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static bool TryNumber(string text, double limit, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && Math.Abs(value) <= limit;

    // RFC 4180 without line breaks inside quotes.
    private static List<string> SplitCsv(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool isQuoted = false;
        foreach (char c in line.Append(','))
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }
        return cells;
    }
}
