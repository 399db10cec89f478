using System.CommandLine;
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
        "A folder for the plan.", "DIR", isRequired: true);

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
        Command command = new("plan", "Plans a scenario and writes the plan, without running it.")
        {
            _common.Scenario, _out, _format, _common.Set, _common.SkipBad, _common.Workers, _common.Quiet,
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
        IWorkers workers = _common.WorkersOf(parse);
        bool isQuiet = parse.GetValue(_common.Quiet);
        Scenario scenario = _common.Read(parse, host, parse.GetValue(_common.Scenario)!);
        Network network = PlanStep.Prepare(scenario);
        OutputFolder folder = OutputFolder.Open(CommonOptions.FullPath(parse.GetValue(_out)!, host));
        PlannedNetwork planned = PlanStep.Plan(network, workers, host, isQuiet).Planned;
        string written = format is "ion" ? WriteIon(folder, planned, isQuiet)
            : folder.Write("plan.json", stream =>
            {
                using Utf8JsonWriter json = new(stream);
                PlanJson.Write(planned, network.Request.Contracts, json);
            });
        if (!isQuiet)
        {
            string whereAll = format is "ion" ? "all of them with --format json" : "see plan.json";
            new ReportText(host.Out, host.Columns, host.IsOutColoured) { WhereAll = whereAll }
                .WriteHeader(scenario, planned.Plan, planned.Admission, scenario.Seed);
            MotifLines.Write(host.Out, planned.Motifs);
            host.Out.WriteLine($"Plan: {written}");
        }
        return ExitCodes.Kept;
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
