using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Live.History;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>Where a network that is up records what it does.</summary>
/// <param name="Folder">The folder; null for nowhere.</param>
/// <param name="IsGiven">Whether somebody asked for it: then it must be had.</param>
/// <param name="BytesMax">How large it may become.</param>
internal readonly record struct HistoryChoice(string? Folder, bool IsGiven, long BytesMax)
{
    // Networks of one scenario at the same time, each with a folder of its own.
    private const int SiblingsMax = 9;

    private const long BytesGreatest = 1_000_000_000_000;

    /// <summary>The options.</summary>
    public static (Option<string?> Folder, Option<string?> Size) Options() =>
        (new("--history")
        {
            Description = "Where the last 24 hours are recorded; usually orbweaver/history in the folder of"
                + " states of this user.",
            HelpName = "DIR|off",
        },
        new("--history-max")
        {
            Description = "How large the recording may become, from 32MB on; usually 512MB.",
            HelpName = "SIZE",
        });

    /// <summary>What was asked for.</summary>
    public static HistoryChoice Of(string? folder, string? size, string scenario, ProgramHost host)
    {
        if (folder is "off" && size is not null)
        {
            throw BadInputException.Of(
                "--history-max", "nothing is recorded with --history off", "Leave one of the two out");
        }
        long bytes = size is null ? HistoryLimits.BytesUsual : BytesOf(size);
        return folder switch
        {
            null => new HistoryChoice(Usual(scenario, host), IsGiven: false, bytes),
            "off" => new HistoryChoice(null, IsGiven: true, bytes),
            "" => throw BadInputException.Of("--history", "names nothing", "Write a folder, or off"),
            _ => new HistoryChoice(Path.GetFullPath(folder, host.CurrentFolder), IsGiven: true, bytes),
        };
    }

    /// <summary>
    /// Begins to record; null for no history. A folder that was asked for and cannot be had is bad input; the
    /// usual one is left alone, and where another network has it there is one beside.
    /// </summary>
    public HistoryWriter? Open(Action<string> warn)
    {
        if (Folder is null)
        {
            return null;
        }
        HistoryLimits limits = new() { Bytes = BytesMax };
        string error = "";
        for (int i = 1; i <= (IsGiven ? 1 : SiblingsMax); i++)
        {
            string folder = i == 1 ? Folder : $"{Folder}-{i}";
            if (HistoryWriter.TryOpen(folder, limits, warn, out HistoryWriter? writer, out error))
            {
                return writer;
            }
            if (error.Length > 0)
            {
                break;
            }
        }
        error = error.Length > 0 ? error : "another network records there";
        if (IsGiven)
        {
            throw BadInputException.Of(
                "--history", $"'{Folder}' cannot be used: {error}", "Name another folder, or off");
        }
        warn($"nothing is recorded: '{Folder}' cannot be used: {error}");
        return null;
    }

    /// <summary>What is to be said of a recording in a folder: the chosen one, or one beside it.</summary>
    public string Line(string folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"history in {folder} ({new HistoryLimits().Age.TotalHours:0} h,"
            + $" at most {BytesMax / 1e6:#,0.#} MB)");

    private static string? Usual(string scenario, ProgramHost host)
    {
        string? states = host.Variable("XDG_STATE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
            ? given
            : host.Variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state") : null;
        string name = string.Concat(
            scenario.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return states is null ? null : Path.Combine(states, "orbweaver", "history", name);
    }

    private static long BytesOf(string text)
    {
        if (!Quantity.DataSize.TryParse(text, out decimal bytes, out string what, out string advice))
        {
            throw BadInputException.Of("--history-max", what, advice);
        }
        return bytes is >= HistoryLimits.BytesLeast and <= BytesGreatest
            ? (long)bytes
            : throw BadInputException.Of(
                "--history-max", $"'{text}' is out of range", "Write a size from 32MB to 1000GB");
    }
}
