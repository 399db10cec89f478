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

/// <summary><c>orbweaver explain</c>: why there is or is no link or path between two nodes.</summary>
internal sealed class ExplainCommand(ProgramHost host)
{
    private readonly Argument<string> _a = new("A") { Description = "A node, by name." };

    private readonly Argument<string> _b = new("B") { Description = "Another node, by name." };

    private readonly Option<string> _at = new("--at")
    {
        Description = "The moment: ISO 8601 in UTC, or an offset from the start.",
        HelpName = "T",
        Required = true,
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("explain", "Says why there is or is no link and path between two nodes.")
        {
            _common.Scenario, _a, _b, _at, _common.Json, _common.Set, _common.SkipBad, _common.Workers,
            _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Network network = PlanStep.Prepare(_common.Read(parse, host, parse.GetValue(_common.Scenario)!));
        PlannedNetwork planned = PlanStep.Plan(network, workers, host, parse.GetValue(_common.Quiet)).Planned;
        (_, Instant at) = PlanStep.EpochAt(planned.Plan, "--at", parse.GetValue(_at)!);
        Findings findings = new();
        NodeId a = Find(planned.Plan, "A", parse.GetValue(_a)!, findings);
        NodeId b = Find(planned.Plan, "B", parse.GetValue(_b)!, findings);
        if (!findings.IsEmpty)
        {
            throw new BadInputException(findings);
        }
        Explanation explanation = new PlanExplainer(network.Request, planned).Explain(a, b, at);
        IReadOnlyList<PairContract> contracts =
            PairContracts.Find(network.Request.Contracts, planned.Admission, a, b);
        if (parse.GetValue(_common.Json))
        {
            using MemoryStream buffer = new();
            ExplanationJson.Write(explanation, planned.Plan, contracts, buffer);
            host.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        }
        else
        {
            host.Out.Write(ExplanationText.Render(explanation, planned.Plan));
            PairContracts.Write(contracts, host.Out);
        }
        return ExitCodes.Kept;
    }

    private static NodeId Find(Plan plan, string argument, string name, Findings findings)
    {
        if (!plan.TryFindNode(name, out NodeId id))
        {
            // The ground first: those names are typed, satellites' are copied.
            findings.Add(
                new Place(argument, 0, 0), "", $"there is no node '{name}'",
                DidYouMean.Advice(name, plan.Nodes.Reverse().Select(n => n.Name)));
        }
        return id;
    }
}
