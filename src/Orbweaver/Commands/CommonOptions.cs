using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Numerics;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>Options and arguments that several commands share, made anew for each.</summary>
internal sealed class CommonOptions
{
    /// <summary>The scenario, by path or name.</summary>
    public Argument<string> Scenario { get; } = new("SCENARIO")
    {
        Description = "A scenario file, or the name of one that ships (orbweaver scenarios lists them).",
    };

    /// <summary>Overrides.</summary>
    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Override a field of the scenario, such as traffic.scale=0.5. May be repeated.",
        HelpName = "PATH=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The seed.</summary>
    public Option<ulong?> Seed { get; } = new("--seed")
    {
        Description = "The seed of all dice, instead of the scenario's.",
        HelpName = "N",
        CustomParser = static result => Whole<ulong>(result, "--seed", "from 0"),
    };

    /// <summary>A file of elements.</summary>
    public Option<string> Elements { get; } = new("--elements", "-e")
    {
        Description = "A file of elements: TLE, or OMM as JSON, CSV, KVN or XML.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>Leave bad elements out.</summary>
    public Option<bool> SkipBad { get; } = new("--skip-bad")
    {
        Description = "Leave out objects whose elements cannot be read, naming each, instead of stopping.",
    };

    /// <summary>Threads.</summary>
    public Option<int?> Workers { get; } = new("--workers")
    {
        Description = "Threads to work with; results do not depend on it. All processors by default.",
        HelpName = "N",
        CustomParser = static result => Whole<int>(result, "--workers", "from 1 to 256"),
    };

    /// <summary>No progress, no notes.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "No progress bar and no notes on the error stream.",
    };

    /// <summary>JSON instead of a table.</summary>
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON and nothing else on the standard output.",
    };

    /// <summary>An option that names a place to write.</summary>
    public static Option<string> Out(string what, string name, bool isRequired) => new("--out", "-o")
    {
        Description = what,
        HelpName = name,
        Required = isRequired,
    };

    /// <summary>
    /// Reads the scenario that the arguments name, with what they add; prints notes unless quiet.
    /// </summary>
    public Scenario Read(ParseResult parse, ProgramHost host, string given)
    {
        (string path, string shown) = ScenarioLocator.Find(given, host);
        ReadOptions options = new(parse.GetValue(Set) ?? [], parse.GetValue(SkipBad), host.CurrentFolder);
        (Scenario scenario, var notes) = ScenarioReader.Read(path, shown, options);
        if (!parse.GetValue(Quiet))
        {
            foreach (string note in notes)
            {
                host.Err.WriteLine(Findings.Printable(note));
            }
        }
        return parse.GetValue(Seed) is { } seed ? scenario with { Seed = seed } : scenario;
    }

    /// <summary>The element sets of the file that the arguments name; prints what was left out.</summary>
    public IReadOnlyList<ElementSet> ReadElements(ParseResult parse, ProgramHost host)
    {
        Findings findings = new();
        ScenarioFiles files = new(host.CurrentFolder, host.CurrentFolder);
        IReadOnlyList<ElementSet>? sets = files.ReadElements(
            FieldOf("--elements", parse.GetValue(Elements)!, findings), parse.GetValue(SkipBad));
        foreach (string note in files.Notes)
        {
            host.Err.WriteLine(Findings.Printable(note));
        }
        return findings.IsEmpty ? sets! : throw new BadInputException(findings);
    }

    /// <summary>An option's value as a field, so that the readers of scenarios can read it.</summary>
    public static Field FieldOf(string option, string value, Findings findings)
        => new(new SourceNode(SourceKind.Scalar, new Place(option, 0, 0)) { Text = value }, "", findings);

    /// <summary>
    /// Parses a whole number; without it the parser names the type of .NET that it wanted.
    /// </summary>
    public static T? Whole<T>(ArgumentResult result, string option, string limits)
        where T : struct, INumber<T>
    {
        string given = result.Tokens[0].Value;
        if (T.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value))
        {
            return value;
        }
        result.AddError($"{option}: '{given}' is not a whole number {limits}.");
        return null;
    }

    /// <summary>A path of the command line, made absolute.</summary>
    public static string FullPath(string given, ProgramHost host)
        => given.Length == 0
            ? throw BadInputException.Of("--out", "names nothing", "Write a folder or a file")
            : Path.GetFullPath(given, host.CurrentFolder);

    /// <summary>
    /// Writes a text of results to the standard output (-) or to a file whole; never over a file that the
    /// same command reads.
    /// </summary>
    public static void WriteResult(
        string given, ProgramHost host, Action<TextWriter> write,
        params IReadOnlyList<(string Option, string File)> inputs)
    {
        if (given is "-")
        {
            write(host.Out);
            return;
        }
        (OutputFolder folder, string name) = OutFile(given, host, inputs);
        folder.WriteText(name, write);
    }

    private static (OutputFolder Folder, string Name) OutFile(
        string given, ProgramHost host, IReadOnlyList<(string Option, string File)> inputs)
    {
        string path = FullPath(given, host);
        foreach ((string option, string file) in inputs)
        {
            string input = Path.GetFullPath(file, host.CurrentFolder);
            if (string.Equals(Real(path), Real(input), StringComparison.Ordinal))
            {
                throw BadInputException.Of(
                    "--out", $"'{given}' is the file that {option} reads", "Name another file");
            }
        }
        return OutputFolder.OfFile(path);
    }

    private static string Real(string path)
        => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target
            ? target.FullName : path;

    /// <summary>The workers asked for.</summary>
    public IWorkers WorkersOf(ParseResult parse)
    {
        int? count = parse.GetValue(Workers);
        if (count is < 1 or > 256)
        {
            throw BadInputException.Of(
                "--workers", $"{count} is out of range", "Write a number from 1 to 256");
        }
        return ThreadWorkers.Of(count);
    }
}
