using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;

namespace Orbweaver.Scenarios;

/// <summary>Finds the scenario that the operator means: a path, or the name of one that ships.</summary>
internal static class ScenarioLocator
{
    /// <summary>What runs when nothing is named.</summary>
    public const string Default = "backbone";

    /// <summary>The file of a scenario and how to call it in findings.</summary>
    public static (string Path, string Shown) Find(string given, ProgramHost host)
    {
        string asPath = Path.GetFullPath(given, host.CurrentFolder);
        if (File.Exists(asPath))
        {
            return (asPath, given);
        }
        if (Directory.Exists(asPath))
        {
            throw BadInputException.Of(given, "is a folder", "Name a scenario file in it");
        }
        IReadOnlyList<string> shipped = Shipped(host);
        string? found = shipped.FirstOrDefault(
            s => string.Equals(Path.GetFileNameWithoutExtension(s), given, StringComparison.Ordinal));
        if (found is not null)
        {
            return (found, $"scenarios/{Path.GetFileName(found)}");
        }
        bool isPath = given.Contains('/', StringComparison.Ordinal)
            || given.EndsWith(".yaml", StringComparison.Ordinal);
        string[] names = [.. shipped.Select(s => Path.GetFileNameWithoutExtension(s)!)];
        throw BadInputException.Of(
            given,
            isPath
                ? $"there is no such file ({asPath})"
                : "there is neither a file nor a shipped scenario of that name",
            DidYouMean.Advice(Path.GetFileNameWithoutExtension(given), names));
    }

    /// <summary>
    /// The files of the scenarios that ship, by name: <c>scenarios/</c> beside the program or above it.
    /// </summary>
    public static IReadOnlyList<string> Shipped(ProgramHost host)
    {
        for (DirectoryInfo? folder = new(host.ProgramFolder); folder is not null; folder = folder.Parent)
        {
            string scenarios = Path.Combine(folder.FullName, "scenarios");
            if (File.Exists(Path.Combine(scenarios, $"{Default}.yaml")))
            {
                return [.. Directory.GetFiles(scenarios, "*.yaml").Order(StringComparer.Ordinal)];
            }
        }
        return [];
    }
}
