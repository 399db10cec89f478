using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver topologies</c>: what each way of pointing the lasers does for a scenario's contracts.
/// </summary>
internal sealed class TopologiesCommand(ProgramHost host)
{
    private readonly Option<string> _for = new("--for")
    {
        Description = "The span to plan, instead of the scenario's duration: an orbit by default.",
        HelpName = "DURATION",
        DefaultValueFactory = static _ => "95min",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new(
            "topologies", "Compares topology policies for the contracts of a scenario.")
        {
            _common.Scenario, _for, _common.Json, _common.Set, _common.SkipBad, _common.Workers,
            _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Duration span = TimeText.ParseDuration(
            "--for", parse.GetValue(_for)!, PlanRequestRules.EpochLengthMin);
        Scenario scenario = _common.Read(parse, host, parse.GetValue(_common.Scenario)!);
        if (span / scenario.Times.Epoch >= Limits.EpochsMax)
        {
            throw BadInputException.Of(
                "--for", $"makes {span / scenario.Times.Epoch} epochs; the limit is {Limits.EpochsMax}",
                "Write a shorter duration");
        }
        PlanRequest request = PlanStep.Prepare(scenario).Request with { Horizon = span };
        if (!request.Constellations.Any(c => c.Planes > 0) || request.Contracts.Count == 0)
        {
            throw BadInputException.Of(
                scenario.File, "has no design, or no contracts: there is nothing to compare",
                "Give a scenario with a design and contracts, such as shell-1584");
        }
        host.Running.Scenario = scenario;
        ComparedTopology[] compared = new Progress(host, parse.GetValue(_common.Quiet)).Of(
            p => TopologyComparison.Of(Candidates(request), workers, p));
        if (parse.GetValue(_common.Json))
        {
            using MemoryStream buffer = new();
            TopologyReport.WriteJson(scenario.Name, request, compared, buffer);
            host.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
            return ExitCodes.Kept;
        }
        TopologyReport.WriteText(scenario.Name, request, compared, host.Out);
        return ExitCodes.Kept;
    }

    private static List<TopologyCandidate> Candidates(PlanRequest request)
    {
        List<TopologyCandidate> candidates =
        [
            new("+grid", TopologyComparison.With(request, TopologyPolicy.PlusGrid)),
            new("nearest-stable", TopologyComparison.With(request, TopologyPolicy.NearestStable)),
            new("motif", TopologyComparison.With(request, TopologyPolicy.Motif)),
            new("motif: carried", TopologyComparison.With(request, TopologyPolicy.Motif, MotifAim.Carried)),
        ];
        if (request.Constellations.Any(c => c.Motif.Count > 0))
        {
            candidates.Add(new TopologyCandidate("the scenario's", request));
        }
        return candidates;
    }
}
