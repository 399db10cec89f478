using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Sim;
using Orbweaver.Twin;

namespace Orbweaver.Commands;

/// <summary>
/// <c>orbweaver sim --own-faults</c>: a scenario over many seeds under its own faults, whose dice follow the
/// seed as in <c>orbweaver run --seed</c>; every message of the contracts that owe most is judged by the
/// oracle.
/// </summary>
internal sealed class OwnFaultsStep(
    ProgramHost host, CommonOptions common, ParseResult parse, IWorkers workers, int threads)
{
    /// <summary>What is judged without patterns: contracts that promise so much, or more.</summary>
    public const int PromisePpmMin = 999_000;

    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(5);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Runs the seeds and reports.</summary>
    public int Run(string given, string? patterns, ulong? seeds, ulong? minutes)
    {
        bool isQuiet = parse.GetValue(common.Quiet);
        Scenario scenario = common.Read(parse, host, given);
        Network network = PlanStep.Prepare(scenario);
        IReadOnlyList<Contract> contracts = network.Request.Contracts;
        bool[] judged = JudgedContracts.Of(contracts, patterns, PromisePpmMin);
        if (!judged.Contains(true))
        {
            throw BadInputException.Of(
                given, "has no contract that promises 99.9 % or more, so nothing would be judged",
                "Name contracts with --contracts");
        }
        PlannedScenario plan = PlanStep.Plan(network, workers, host, isQuiet);
        JudgedTotals totals = new(contracts, RowsOf(scenario, contracts));
        Run(plan, judged, totals, isQuiet, seeds, minutes);
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        bool isPartial = host.Interrupt.IsCancellationRequested;
        if (parse.GetValue(common.Json))
        {
            new JudgedJson(totals, contracts, plan.Planned.Plan, given).Write(seconds, isPartial, host.Out);
        }
        else
        {
            new JudgedText(totals, contracts, plan.Planned.Plan, given, host.Out).Write(seconds, isPartial);
        }
        return isPartial ? ExitCodes.Interrupted : ExitCodes.Of(totals.Worst);
    }

    private void Run(
        PlannedScenario plan, bool[] judged, JudgedTotals totals, bool isQuiet, ulong? seeds, ulong? minutes)
    {
        TimeSpan limit = minutes is { } m ? TimeSpan.FromMinutes(m) : TimeSpan.MaxValue;
        TimeSpan noted = TimeSpan.Zero;
        new SeedLane<JudgedSeed>(seed => Of(plan, seed, judged), threads, host.Interrupt).Run(
            parse.GetValue(common.Seed) ?? 1, seeds ?? ulong.MaxValue,
            () => Stopwatch.GetElapsedTime(_start) < limit, totals.Add,
            () =>
            {
                TimeSpan now = Stopwatch.GetElapsedTime(_start);
                if (!isQuiet && now - noted >= NoteInterval)
                {
                    noted = now;
                    host.Err.WriteLine(JudgedText.Progress(totals, now.TotalSeconds));
                }
            });
    }

    private JudgedSeed Of(PlannedScenario plan, ulong seed, bool[] judged)
    {
        Network network = plan.Network with { Scenario = plan.Network.Scenario with { Seed = seed } };
        (SimWorld world, FaultPlan faults) = ScenarioWorld.WithFaults(plan with { Network = network });
        return OwnFaultsRun.Of(
            world, seed, faults, judged, () => host.Interrupt.IsCancellationRequested);
    }

    // As in the report of a run.
    private static string[] RowsOf(Scenario scenario, IReadOnlyList<Contract> contracts)
        => [.. contracts.Select(c => scenario.Contracts[c.Index].Row is { Length: > 0 } row ? row : c.Name)];
}
