using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Orbweaver.Bench;
using Orbweaver.Hosting;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver bench</c>: figures of speed, each beside its reference.</summary>
internal sealed class BenchCommand(ProgramHost host)
{
    private const int RepeatsMax = 1_000;

    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "Benchmarks to run; all of them by default.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _list = new("--list")
    {
        Description = "List the benchmarks and what each answers.",
    };

    private readonly Option<int?> _repeats = new("--repeats")
    {
        Description = "Timed repeats of each contender; the median counts. 5 by default.",
        HelpName = "N",
        CustomParser = static result => CommonOptions.Whole<int>(result, "--repeats", "from 1 to 1000"),
    };

    private readonly Option<bool> _noHistory = new("--no-history")
    {
        Description = "Do not append the result to bench/history.jsonl.",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("bench", "Measures speed, each figure as a ratio beside its reference.")
        {
            _names, _list, _repeats, _noHistory, _common.Json, _common.Quiet, _common.Workers,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IReadOnlyList<Benchmark> chosen = Chosen(parse.GetValue(_names) ?? []);
        if (parse.GetValue(_list))
        {
            foreach (Benchmark benchmark in chosen)
            {
                host.Out.WriteLine($"{benchmark.Name,-20} {benchmark.Question}");
            }
            return ExitCodes.Kept;
        }
        BenchHome home = new(host);
        BenchOptions options = OptionsOf(parse, home);
        List<BenchResult> results = [];
        bool isInterrupted = false;
        string machine = BenchHome.Machine();
        bool isJson = parse.GetValue(_common.Json);
        if (!isJson)
        {
            host.Out.WriteLine(machine);
            host.Out.Flush();
        }
        foreach (Benchmark benchmark in chosen)
        {
            BenchRun run = new(options, host.Interrupt);
            try
            {
                Begin(benchmark, parse);
                benchmark.Measure(run);
            }
            catch (OperationCanceledException) when (host.Interrupt.IsCancellationRequested)
            {
                isInterrupted = true;
                break;
            }
            results.Add(new BenchResult(benchmark, run.Figures, run.Notes));
            if (!isJson)
            {
                BenchReport.Write(results[^1], host.Out);
                host.Out.Flush();
            }
        }
        Finish(results, machine, isJson, parse.GetValue(_noHistory) ? null : home.HistoryFile);
        if (!isInterrupted)
        {
            return ExitCodes.Kept;
        }
        host.Err.WriteLine(
            $"orbweaver: interrupted; {results.Count} of {chosen.Count} benchmarks were run.");
        return ExitCodes.Interrupted;
    }

    private BenchOptions OptionsOf(ParseResult parse, BenchHome home)
    {
        int repeats = parse.GetValue(_repeats) ?? new BenchOptions().Repeats;
        return repeats is < 1 or > RepeatsMax
            ? throw BadInputException.Of(
                "--repeats", $"{repeats} is out of range", $"Write a number from 1 to {RepeatsMax}")
            : new BenchOptions
            {
                Repeats = repeats,
                PeersFolder = home.PeersFolder,
                DataFolder = home.DataFolder,
                Workers = _common.WorkersOf(parse),
            };
    }

    private static IReadOnlyList<Benchmark> Chosen(string[] names)
    {
        string[] known = [.. Benchmarks.All.Select(b => b.Name)];
        string? unknown = names.FirstOrDefault(n => !known.Contains(n, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw BadInputException.Of(
                unknown, "there is no such benchmark", DidYouMean.Advice(unknown, known));
        }
        return names.Length == 0
            ? Benchmarks.All
            : [.. Benchmarks.All.Where(b => names.Contains(b.Name, StringComparer.Ordinal))];
    }

    // A benchmark takes seconds to minutes; a person who waits wants to know for what.
    private void Begin(Benchmark benchmark, ParseResult parse)
    {
        if (host.IsErrTerminal && !parse.GetValue(_common.Quiet))
        {
            host.Err.WriteLine($"measuring {benchmark.Name}...");
        }
    }

    private void Finish(List<BenchResult> results, string machine, bool isJson, string? historyFile)
    {
        string at = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (isJson)
        {
            using Utf8JsonText json = new(host.Out);
            BenchReport.WriteJson(json.Writer, machine, BuildInfo.Commit, at, results);
        }
        else
        {
            (int asked, int missed) = BenchReport.Goals(results);
            host.Out.WriteLine(
                asked == 0 ? "No goals are set for these."
                : missed == 0 ? $"All {asked} goals met."
                : $"{missed} of {asked} goals missed.");
        }
        if (historyFile is not null && results.Count > 0)
        {
            Append(historyFile, machine, at, results);
        }
    }

    // One write of one line: two runs at the same time do not mix.
    private static void Append(string file, string machine, string at, List<BenchResult> results)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            BenchReport.WriteJson(json, machine, BuildInfo.Commit, at, results);
        }
        try
        {
            File.AppendAllText(file, Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot append to {file}: {e.Message.TrimEnd('.')}");
        }
    }
}
