using System.Collections.Generic;
using System.Diagnostics;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>A scenario with its plan, and how long planning took.</summary>
internal sealed record PlannedScenario(Network Network, PlannedNetwork Planned, double Seconds);

/// <summary>The step that most commands share: number the nodes, check the request, plan.</summary>
internal static class PlanStep
{
    // A fleet may have thousands of decayed objects: the first ones by name, the others by number.
    private const int FailuresNamedMax = 10;

    /// <summary>
    /// The network of a scenario; what the planner would refuse is bad input, all of it at once.
    /// </summary>
    public static Network Prepare(Scenario scenario)
    {
        Network network = Network.Of(scenario);
        Findings findings = new();
        long epochs = network.Request.Horizon / network.Request.EpochLength;
        if (epochs >= Limits.EpochsMax)
        {
            // The scenario was checked as read; --until may have lengthened it since.
            throw BadInputException.Of(
                "--until", $"makes {epochs} epochs; the limit is {Limits.EpochsMax}",
                "Write a shorter duration");
        }
        foreach (string finding in PlanRequestRules.Findings(network.Request))
        {
            findings.Add(new Place(scenario.File, 0, 0), "", finding.TrimEnd('.'));
        }
        new FaultNames(network).Check(scenario.Faults, findings);
        return findings.IsEmpty ? network : throw new BadInputException(findings);
    }

    /// <summary>Plans it, with progress and notes unless quiet.</summary>
    public static PlannedScenario Plan(Network network, IWorkers workers, ProgramHost host, bool isQuiet)
    {
        host.Running.Scenario = network.Scenario;
        foreach (string note in isQuiet ? [] : network.Notes)
        {
            host.Err.WriteLine(Findings.Printable(note));
        }
        long start = Stopwatch.GetTimestamp();
        PlannedNetwork planned = new Progress(host, isQuiet).Of(
            p => Planner.Plan(network.Request, workers, p));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!isQuiet)
        {
            NoteFailures(planned, host);
        }
        return new PlannedScenario(network, planned, seconds);
    }

    /// <summary>
    /// The epoch in force at a moment of the command line, which must lie within the scenario.
    /// </summary>
    public static (int Epoch, Instant At) EpochAt(Plan plan, string option, string text)
    {
        Instant at = TimeText.Parse(option, text, plan.Start);
        decimal lengthS = (plan.End - plan.Start).Nanoseconds / 1e9m;
        return at >= plan.Start && at < plan.End
            ? (plan.EpochAt(at), at)
            : throw BadInputException.Of(
                option, $"{at} is outside the plan",
                $"Write a moment from {plan.Start} (+0s) to before {plan.End} (+{lengthS:0.#########}s)");
    }

    private static void NoteFailures(PlannedNetwork planned, ProgramHost host)
    {
        IReadOnlyList<PropagationFailure> failures = planned.Statistics.Failures;
        for (int i = 0; i < failures.Count && i < FailuresNamedMax; i++)
        {
            PropagationFailure failure = failures[i];
            string name = planned.Plan.Nodes[failure.Satellite.Value].Name;
            host.Err.WriteLine(
                $"{name}: has no links in {failure.Epochs} epochs:"
                + $" error {(int)failure.Error} at {failure.At}, {failure.Error.Describe()}");
        }
        if (failures.Count > FailuresNamedMax)
        {
            host.Err.WriteLine(
                $"... and {failures.Count - FailuresNamedMax} more satellites that have no state.");
        }
    }
}
