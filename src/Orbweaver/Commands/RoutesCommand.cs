using System.CommandLine;
using System.Globalization;
using System.IO;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Routing;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary><c>orbweaver routes</c>: the shortest paths of one epoch, as CSV.</summary>
internal sealed class RoutesCommand(ProgramHost host)
{
    private readonly Option<string> _at = new("--at")
    {
        Description = "The moment; the routes are those of its epoch.",
        HelpName = "T",
        Required = true,
    };

    private readonly Option<string> _out = CommonOptions.Out(
        "The CSV file; - for the standard output.", "FILE", isRequired: true);

    private readonly Option<bool> _all = new("--all")
    {
        Description = "From every node to every node, not only to sites and edges.",
    };

    private readonly CommonOptions _common = new();

    /// <summary>The command.</summary>
    public Command Build()
    {
        Command command = new("routes", "Next hops and path delays of one epoch, as CSV.")
        {
            _common.Scenario, _at, _out, _all, _common.Set, _common.SkipBad, _common.Workers, _common.Quiet,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        IWorkers workers = _common.WorkersOf(parse);
        Network network = PlanStep.Prepare(_common.Read(parse, host, parse.GetValue(_common.Scenario)!));
        Plan plan = PlanStep.Plan(network, workers, host, parse.GetValue(_common.Quiet)).Planned.Plan;
        (int epoch, _) = PlanStep.EpochAt(plan, "--at", parse.GetValue(_at)!);
        bool isAll = parse.GetValue(_all);
        CommonOptions.WriteResult(
            parse.GetValue(_out)!, host, writer => Write(writer, plan, epoch, isAll),
            ("SCENARIO", parse.GetValue(_common.Scenario)!));
        return ExitCodes.Kept;
    }

    // By destination, then source: one tree at a time. Pairs without a path have no row.
    private void Write(TextWriter to, Plan plan, int epoch, bool isAll)
    {
        TreeBuilder builder = new(plan.Nodes);
        PlanEpoch links = plan.Epochs[epoch];
        to.Write("from,to,next_hop,delay_ns\n");
        foreach (PlanNode destination in plan.Nodes)
        {
            if (destination.Kind == NodeKind.Satellite && !isAll)
            {
                continue;
            }
            host.Interrupt.ThrowIfCancellationRequested();
            RouteTree tree = builder.Build(links, destination.Id);
            foreach (PlanNode source in plan.Nodes)
            {
                int slot = tree.NextSlot(source.Id);
                if (slot != RouteTree.NoSlot)
                {
                    string next = plan.Nodes[links.Neighbours(source.Id)[slot].Neighbour].Name;
                    to.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source.Name},{destination.Name},{next},{tree.DistanceNs(source.Id)}\n"));
                }
            }
        }
    }
}
