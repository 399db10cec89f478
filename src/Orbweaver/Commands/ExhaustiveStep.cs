using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Sim;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver sim --exhaustive</c>: every link and node of a scenario's first epoch fails once. Flows are
/// between its ground nodes, each pair with every assurance under repair, and once replicated.
/// </summary>
internal sealed class ExhaustiveStep(
    ProgramHost host, CommonOptions common, ParseResult parse, IWorkers workers, int threads)
{
    private const string DefaultScenario = "small";
    private const int PairsMax = 4;
    private const int WorstNamedMax = 10;

    // A replicated flow is not kept by its hops either, so that the pair alone is on trial.
    private static readonly (string Name, Assurance Assurance, Protection Protection)[] Kinds =
    [
        ("repair c", Assurance.Congestion, Protection.Repair),
        ("repair d", Assurance.Deadline, Protection.Repair),
        ("repair g", Assurance.Guaranteed, Protection.Repair),
        ("replicate c", Assurance.Congestion, Protection.Replicate),
    ];

    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs it and reports.</summary>
    public int Run(string? given)
    {
        bool isQuiet = parse.GetValue(common.Quiet);
        Scenario scenario = common.Read(parse, host, given ?? DefaultScenario);
        scenario = scenario with { Length = scenario.Times.Epoch };
        PlannedScenario planned = PlanStep.Plan(PlanStep.Prepare(scenario), workers, host, isQuiet);
        Plan plan = planned.Planned.Plan;
        IReadOnlyList<Contract> contracts = ContractsOf(scenario, plan);
        ExhaustiveLane lane = new(new SimWorld
        {
            Name = scenario.Name,
            Plan = plan,
            Contracts = contracts,
            Admitted = [.. contracts.Select(_ => true)],
            Traffic = [],
            Length = scenario.Length,
        });
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<SingleOutcome> outcomes = Outcomes(lane, isQuiet, start);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Report(scenario, lane, contracts, outcomes, seconds);
    }

    private IReadOnlyList<SingleOutcome> Outcomes(ExhaustiveLane lane, bool isQuiet, long start)
    {
        int done = 0;
        Lock gate = new();
        TimeSpan noted = TimeSpan.Zero;
        return lane.Run(threads > 1 ? new ThreadWorkers(threads) : workers, () =>
        {
            host.Interrupt.ThrowIfCancellationRequested();
            lock (gate)
            {
                done++;
                TimeSpan now = Stopwatch.GetElapsedTime(start);
                if (!isQuiet && now - noted >= NoteInterval)
                {
                    noted = now;
                    host.Err.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"sim: {done} of {lane.Failures.Count} failures, {now.TotalSeconds:0} s"));
                }
            }
        });
    }

    // Half way round the list of ground nodes, which is far in most lists.
    private static List<Contract> ContractsOf(Scenario scenario, Plan plan)
    {
        List<NodeId> ground = [.. plan.Nodes.Where(n => !n.IsTransit).Select(n => n.Id)];
        if (ground.Count < 2)
        {
            throw BadInputException.Of(
                scenario.File, "has fewer than two sites and edges", "Add some: flows are between them");
        }
        List<Contract> contracts = [];
        for (int pair = 0; pair < Math.Min(PairsMax, ground.Count / 2); pair++)
        {
            foreach ((string kind, Assurance assurance, Protection protection) in Kinds)
            {
                int index = contracts.Count;
                ushort port = (ushort)(1000 + index);
                (NodeId from, NodeId to) = (ground[pair], ground[pair + (ground.Count / 2)]);
                contracts.Add(new Contract
                {
                    Index = index,
                    Name = $"{plan.Nodes[from.Value].Name}-{plan.Nodes[to.Value].Name}"
                        + $" {kind}",
                    Tenant = "lane",
                    Publisher = from,
                    Subscribers = [to],
                    Qos = new Qos(7, Overtaking.Independent, assurance),
                    Budget = Duration.FromMilliseconds(500),
                    Rate = DataRate.FromMegabits(10),
                    Burst = new DataSize(100_000),
                    MessageSizeMax = new DataSize(1_000),
                    PromisePpm = 1_000_000,
                    Protection = protection,
                    Match = new FlowMatch { DestinationPorts = new PortRange(port, port) },
                });
            }
        }
        return contracts;
    }

    private int Report(
        Scenario scenario, ExhaustiveLane lane, IReadOnlyList<Contract> contracts,
        IReadOnlyList<SingleOutcome> outcomes, double seconds)
    {
        ExhaustiveSummary summary = new(contracts, outcomes);
        if (parse.GetValue(common.Json))
        {
            using Utf8JsonText json = new(host.Out);
            summary.Write(json.Writer, scenario.Name, seconds, lane);
        }
        else
        {
            summary.Write(host.Out, scenario.Name, seconds, lane, WorstNamedMax);
        }
        return summary.ProtectedLost == 0 ? ExitCodes.Kept : ExitCodes.NotLive;
    }
}
