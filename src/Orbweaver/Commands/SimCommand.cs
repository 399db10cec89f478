using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Sim;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver sim</c>: the whole network under faults that are drawn from seeds, with every check on.
/// </summary>
internal sealed class SimCommand(ProgramHost host)
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(5);

    private readonly Option<ulong?> _seeds = new("--seeds")
    {
        Description = "How many seeds to run.",
        HelpName = "N",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--seeds", "from 1"),
    };

    private readonly Option<ulong?> _minutes = new("--minutes")
    {
        Description = "Run seeds for so long.",
        HelpName = "M",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--minutes", "from 1"),
    };

    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Network and traffic of this scenario, instead of the small world of 24 nodes.",
        HelpName = "FILE",
    };

    private readonly Option<ulong?> _shrink = new("--shrink")
    {
        Description = "Make this failing seed small: drop faults and time while it still fails.",
        HelpName = "SEED",
        CustomParser = static result => CommonOptions.Whole<ulong>(result, "--shrink", "from 0"),
    };

    private readonly Option<bool> _exhaustive = new("--exhaustive")
    {
        Description = "Lose every link and every node once, at ten phases, instead of drawing faults.",
    };

    private readonly Option<bool> _ownFaults = new("--own-faults")
    {
        Description = "Run the scenario's own faults instead of drawn ones, and judge it by the oracle.",
    };

    private readonly Option<string?> _contracts = JudgedContracts.Option(
        "with --own-faults; without it, those that promise 99.9% or more");

    private readonly CommonOptions _common = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new(
            "sim", "Runs the whole network under faults drawn from seeds, and checks everything.")
        {
            _seeds, _minutes, _scenario, _common.Seed, _shrink, _exhaustive, _ownFaults,
            _contracts, _common.Set, _common.Json,
            _common.Quiet, _common.SkipBad, _common.Workers,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        int threads = parse.GetValue(_common.Workers) ?? Environment.ProcessorCount;
        ulong? seeds = parse.GetValue(_seeds);
        ulong? minutes = parse.GetValue(_minutes);
        ulong? shrink = parse.GetValue(_shrink);
        bool isExhaustive = parse.GetValue(_exhaustive);
        object?[] given = [seeds, minutes, shrink, isExhaustive ? true : null];
        if (seeds == 0 || minutes == 0)
        {
            throw BadInputException.Of(
                seeds == 0 ? "--seeds" : "--minutes", "must be at least 1", "Write for example --seeds 100");
        }
        if (given.Count(g => g is not null) != 1)
        {
            throw BadInputException.Of(
                "sim", "needs exactly one of --seeds N, --minutes M, --shrink SEED and --exhaustive",
                "Write for example: orbweaver sim --seeds 100");
        }
        bool isOwn = CheckOwnFaults(parse, seeds ?? minutes);
        if (isExhaustive)
        {
            return new ExhaustiveStep(host, _common, parse, workers, threads).Run(parse.GetValue(_scenario));
        }
        if (isOwn)
        {
            return new OwnFaultsStep(host, _common, parse, workers, threads).Run(
                parse.GetValue(_scenario)!, parse.GetValue(_contracts), seeds, minutes);
        }
        SimWorld? world = parse.GetValue(_scenario) is { } file ? WorldOf(parse, file, workers) : null;
        if (shrink is { } seed)
        {
            return Shrink(world ?? SmallWorld.Of(seed), seed);
        }
        return RunSeeds(parse, world, seeds, minutes, threads);
    }

    private bool CheckOwnFaults(ParseResult parse, ulong? amount)
    {
        bool isOwn = parse.GetValue(_ownFaults);
        if (isOwn && (amount is null || parse.GetValue(_scenario) is null))
        {
            throw BadInputException.Of(
                "--own-faults", "needs --scenario FILE, and --seeds N or --minutes M",
                "Write for example: orbweaver sim --scenario contested --own-faults --seeds 50");
        }
        if (!isOwn && parse.GetValue(_contracts) is not null)
        {
            throw BadInputException.Of(
                "--contracts", "says what --own-faults judges, which is not there", "Add --own-faults");
        }
        return isOwn;
    }

    private SimWorld WorldOf(ParseResult parse, string file, IWorkers workers)
    {
        Scenario scenario = _common.Read(parse, host, file);
        return ScenarioWorld.Of(PlanStep.Plan(
            PlanStep.Prepare(scenario), workers, host, parse.GetValue(_common.Quiet)));
    }

    private int RunSeeds(ParseResult parse, SimWorld? world, ulong? seeds, ulong? minutes, int threads)
    {
        SimTotals totals = new();
        TimeSpan limit = minutes is { } m ? TimeSpan.FromMinutes(m) : TimeSpan.MaxValue;
        bool IsStopped() => host.Interrupt.IsCancellationRequested;
        SeedReport Of(ulong seed)
            => world is null ? SeedRun.Small(seed, IsStopped) : SeedRun.Of(world, seed, IsStopped);
        TimeSpan noted = TimeSpan.Zero;
        bool isQuiet = parse.GetValue(_common.Quiet);
        new SeedLane<SeedReport>(Of, threads, host.Interrupt).Run(
            parse.GetValue(_common.Seed) ?? 1, seeds ?? ulong.MaxValue,
            () => Stopwatch.GetElapsedTime(_start) < limit, totals.Add,
            () =>
            {
                TimeSpan now = Stopwatch.GetElapsedTime(_start);
                if (!isQuiet && now - noted >= NoteInterval)
                {
                    noted = now;
                    host.Err.WriteLine(SimText.Progress(totals, now.TotalSeconds));
                }
            });
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        bool isPartial = host.Interrupt.IsCancellationRequested;
        string? scenario = parse.GetValue(_scenario);
        if (parse.GetValue(_common.Json))
        {
            SimJson.Write(totals, scenario, seconds, isPartial, host.Out);
        }
        else
        {
            SimText.Write(totals, scenario, seconds, isPartial, host.Out);
        }
        return isPartial ? ExitCodes.Interrupted : ExitCodes.Of(totals.Worst);
    }

    private int Shrink(SimWorld world, ulong seed)
    {
        Shrunk? shrunk = Shrinker.Shrink(world, seed, line =>
        {
            host.Err.WriteLine(line);
            host.Interrupt.ThrowIfCancellationRequested();
        });
        TextWriter to = host.Out;
        if (shrunk is null)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed} does not fail."));
            return ExitCodes.Kept;
        }
        SimText.WriteShrunk(shrunk, to);
        return ExitCodes.Of(shrunk.Report.Failure!.Kind);
    }
}
