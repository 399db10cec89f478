using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Text;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Orbweaver.Up;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver run</c>: plans a scenario, runs it in virtual time and reports every promise.
/// </summary>
internal sealed class RunCommand(ProgramHost host)
{
    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of one that ships (orbweaver scenarios lists them).",
        DefaultValueFactory = static _ => ScenarioLocator.Default,
    };

    private readonly Option<string> _until = new("--until")
    {
        Description = "How long to simulate, instead of the scenario's duration.",
        HelpName = "DURATION",
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "A folder for report.html, report.json and timeline.svg.", "DIR", isRequired: false);

    private readonly Option<bool> _judge = new("--judge")
    {
        Description = "Say of what was not on time whether anybody could have delivered it in time.",
    };

    private readonly Option<string?> _contracts = JudgedContracts.Option(
        "with --judge; without it, those that promise anything");

    private readonly Option<bool> _wire = new("--wire")
    {
        Description = "Encode and decode every frame on every hop; results are the same.",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Record the run, for 'orbweaver serve DIR'.",
        HelpName = "DIR",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new(
            "run", "Plans a scenario, runs it and reports what was promised and what was delivered.")
        {
            _scenario, _common.Set, _common.Seed, _until, _out, _judge, _contracts, _wire, _record,
            _common.Json, _common.Quiet, _common.SkipBad, _common.Workers,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Scenario scenario = _common.Read(parse, host, parse.GetValue(_scenario)!);
        if (parse.GetValue(_until) is { } until)
        {
            scenario = scenario with
            {
                Length = TimeText.ParseDuration("--until", until, Duration.FromMilliseconds(1)),
            };
        }
        Network network = PlanStep.Prepare(scenario);
        OutputFolder? folder = parse.GetValue(_out) is { } target
            ? OutputFolder.Open(CommonOptions.FullPath(target, host))
            : null;
        bool[]? judged = JudgedOf(parse, network);
        bool isQuiet = parse.GetValue(_common.Quiet);
        PlannedScenario plan = PlanStep.Plan(network, workers, host, isQuiet);
        PlannedNetwork planned = plan.Planned;
        bool isJson = parse.GetValue(_common.Json);
        ReportText text = new(host.Out, host.Columns, host.IsOutColoured)
        {
            WhereAll = folder is null ? "all of them with --out DIR" : "see report.json",
        };
        if (!isJson)
        {
            text.WriteHeader(scenario, planned.Plan, planned.Admission, scenario.Seed);
            MotifLines.Write(host.Out, planned.Motifs);
            host.Out.Flush();
        }
        RunReport report = Simulate(plan, judged, parse);
        report.CheckConservation();
        folder?.Write("report.json", stream => ReportJson.Write(report, stream));
        folder?.Write("timeline.svg", stream => TimelineSvg.Write(report, stream));
        string? written = folder?.Write(
            "report.html", stream => HtmlReport.Write(report, network.Request, stream));
        if (isJson)
        {
            using MemoryStream buffer = new();
            ReportJson.Write(report, buffer);
            host.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        }
        else
        {
            text.WriteResult(report);
            if (written is not null)
            {
                host.Out.WriteLine($"Report: {written}, for people; for programs report.json beside it.");
            }
        }
        return report.IsPartial ? ExitCodes.Interrupted
            : report.IsAnyBroken ? ExitCodes.Broken
            : ExitCodes.Kept;
    }

    private bool[]? JudgedOf(ParseResult parse, Network network)
    {
        string? patterns = parse.GetValue(_contracts);
        if (parse.GetValue(_judge))
        {
            return JudgedContracts.Of(network.Request.Contracts, patterns, promisePpm: 0);
        }
        return patterns is null
            ? null
            : throw BadInputException.Of(
                "--contracts", "says what --judge judges, which is not there", "Add --judge");
    }

    private RunReport Simulate(PlannedScenario plan, bool[]? judged, ParseResult parse)
    {
        (Network network, PlannedNetwork planned, double planSeconds) = plan;
        Scenario scenario = network.Scenario;
        (SimWorld simulated, FaultPlan faults) = ScenarioWorld.WithFaults(plan);
        RunJudge? judge = judged is null ? null : new RunJudge(simulated, faults, judged);
        using RunRecorder? recorder = parse.GetValue(_record) is { Length: > 0 } to
            ? RunRecorder.Open(
                Path.GetFullPath(to, host.CurrentFolder), network, planned,
                line => host.Err.WriteLine($"orbweaver: {line}."))
            : null;
        TwinWorld world = new(new TwinConfig
        {
            Plan = simulated.Plan,
            PlanIssues = simulated.PlanIssues,
            Contracts = simulated.Contracts,
            Admitted = simulated.Admitted,
            Traffic = simulated.Traffic,
            Length = simulated.Length,
            Seed = scenario.Seed,
            Faults = faults,
            Acquisitions = simulated.Acquisitions,
            Witness = WitnessOf(judge?.Witness, recorder?.Probe),
            EncodesHops = parse.GetValue(_wire),
        });
        long start = Stopwatch.GetTimestamp();
        bool isPartial = new Progress(host, parse.GetValue(_common.Quiet)).Of(
            p => !Advance(world, recorder, (planned.Plan.Start, scenario.Length), p));
        double wallSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        RunResult result = world.Result();
        return new RunReport
        {
            Scenario = scenario,
            Plan = simulated.WholePlan,
            Admission = planned.Admission,
            Contracts = network.Request.Contracts,
            Result = result,
            Judgement = judge is null ? null : new Judgement(judge.Judge(result.Simulated)),
            Cost = new RunCost(planSeconds, wallSeconds, self.PeakWorkingSet64),
            IsPartial = isPartial,
        };
    }

    private static IRunWitness? WitnessOf(IRunWitness? judge, Probe? probe)
        => judge is null ? probe : probe is null ? judge : WitnessPair.Of(judge, probe);

    // In pieces of about 50 ms of wall time, so that the bar moves and an interrupt is heeded at once. The
    // twin's answers do not depend on how its time is cut.
    private bool Advance(
        TwinWorld world, RunRecorder? recorder, (Instant Start, Duration Length) span, Progress progress)
    {
        (Instant start, Duration length) = span;
        Duration piece = Duration.FromMilliseconds(10);
        for (Duration done = Duration.Zero; done < length;)
        {
            if (host.Interrupt.IsCancellationRequested)
            {
                return false;
            }
            done = new Duration(Math.Min(length.Nanoseconds, (done + piece).Nanoseconds));
            long before = Stopwatch.GetTimestamp();
            if (recorder is null)
            {
                world.AdvanceTo(start + done);
            }
            else
            {
                recorder.AdvanceTo(world, start + done);
            }
            double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
            piece = new Duration((long)Math.Clamp(
                piece.Nanoseconds * Math.Clamp(0.05 / Math.Max(1e-9, seconds), 0.25, 4), 1e5, 10e9));
            progress.Show("simulating", (double)done.Nanoseconds / length.Nanoseconds);
        }
        return true;
    }
}
