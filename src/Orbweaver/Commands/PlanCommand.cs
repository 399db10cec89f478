using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver plan</c>: plans a scenario and writes the plan, without running it.</summary>
internal sealed class PlanCommand(ProgramHost host)
{
    private readonly Option<string> _out = CommonOptions.Out(
        "A folder for the plan; without it only figures are printed.", "DIR", isRequired: false);

    private readonly Option<string> _until = new("--until")
    {
        Description = "Plan so much instead of the scenario's duration, such as 24h.",
        HelpName = "DURATION",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description =
            "json: plan.json with everything; ion: plan.ionrc, contacts and ranges for ION's ionadmin.",
        DefaultValueFactory = static _ => "json",
        HelpName = "json|ion",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("plan", "Plans a scenario, and writes the plan, without running it.")
        {
            _common.Scenario, _until, _out, _format, _common.Set, _common.SkipBad, _common.Workers,
            _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        string format = parse.GetValue(_format)!;
        if (format is not ("json" or "ion"))
        {
            throw BadInputException.Of(
                "--format", $"'{format}' is not a format", DidYouMean.Advice(format, ["json", "ion"]));
        }
        if (parse.GetResult(_format) is { Implicit: false } && parse.GetValue(_out) is null)
        {
            throw BadInputException.Of(
                "--format", "says what to write, and nothing is to be written", "Add --out DIR");
        }
        IWorkers workers = _common.WorkersOf(parse);
        bool isQuiet = parse.GetValue(_common.Quiet);
        Scenario scenario = _common.Read(parse, host, parse.GetValue(_common.Scenario)!);
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
        PlannedScenario plan = PlanStep.Plan(network, workers, host, isQuiet);
        PlannedNetwork planned = plan.Planned;
        string? written = folder is null ? null
            : format is "ion" ? WriteIon(folder, planned, isQuiet)
            : new Progress(host, isQuiet).Of(progress => folder.Write("plan.json", stream =>
            {
                using Utf8JsonWriter json = new(stream);
                PlanJson.Write(planned, network.Request.Contracts, json, progress);
            }));
        if (!isQuiet)
        {
            string whereAll = folder is null ? "all of them with --out DIR"
                : format is "ion" ? "all of them with --format json" : "see plan.json";
            new ReportText(host.Out, host.Columns, host.IsOutColoured) { WhereAll = whereAll }
                .WriteHeader(scenario, planned.Plan, planned.Admission, scenario.Seed);
            MotifLines.Write(host.Out, planned.Motifs);
            host.Out.WriteLine(SizeLine(plan));
            if (written is not null)
            {
                host.Out.WriteLine($"Plan: {written}");
            }
        }
        return ExitCodes.Kept;
    }

    private static string Size(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static string SizeLine(PlannedScenario plan)
    {
        IReadOnlyList<PlanEpoch> epochs = plan.Planned.Plan.Epochs;
        if (epochs is not PackedEpochs packed)
        {
            return "";
        }
        double bytesEach = (double)packed.SizeBytes / Math.Max(1, packed.LinkEpochs);
        double secondsEach = plan.Seconds / epochs.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Planned in {plan.Seconds:0.0} s, {secondsEach * 1e3:0.0} ms an epoch; the links of all epochs"
                + $" take {Size(packed.SizeBytes)}, {bytesEach:0.00} bytes a link and epoch.");
    }

    private string WriteIon(OutputFolder folder, PlannedNetwork planned, bool isQuiet)
    {
        int tooShort = 0;
        string written = folder.WriteText(
            "plan.ionrc", writer => tooShort = IonContactPlan.Write(planned.Plan, writer));
        if (tooShort > 0 && !isQuiet)
        {
            host.Err.WriteLine(
                $"{tooShort} contacts are shorter than ION's whole seconds and were left out.");
        }
        return written;
    }
}
