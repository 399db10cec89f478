using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Orbweaver.Sim;
using Orbweaver.Twin;

namespace Orbweaver.Commands;

/// <summary>What the simulator and the judges take, of a scenario that is planned.</summary>
internal static class ScenarioWorld
{
    /// <summary>Its network and traffic; controllers and faults are left out.</summary>
    public static SimWorld Of(PlannedScenario planned)
    {
        (Network network, PlannedNetwork plan, _) = planned;
        Scenario scenario = network.Scenario;
        return new SimWorld
        {
            Name = scenario.Name,
            Plan = plan.Plan,
            Contracts = network.Request.Contracts,
            Admitted =
                [.. plan.Admission.Contracts.Select(a => a.Verdict != AdmissionVerdict.Impossible)],
            Traffic = network.Traffic,
            Length = scenario.Length,
            Acquisitions = AcquisitionsOf(network),
        };
    }

    /// <summary>How long each site and edge takes to acquire a standby link.</summary>
    public static IReadOnlyDictionary<NodeId, Duration> AcquisitionsOf(Network network)
        => network.Scenario.Grounds.Index().ToDictionary(
            g => new NodeId(network.Request.Satellites.Count + g.Index), g => g.Item.Acquisition);

    /// <summary>
    /// The same with the plans that its controllers make, and its faults; both follow its seed.
    /// </summary>
    public static (SimWorld World, FaultPlan Faults) WithFaults(PlannedScenario planned)
    {
        Network network = planned.Network;
        Plan plan = planned.Planned.Plan;
        PlanSchedule schedule = PlanSchedule.Of(
            network.Scenario, plan, FaultResolver.Resolve(network, plan));
        SimWorld world = Of(planned) with { Plan = schedule.First, PlanIssues = schedule.Issues };
        return (world, FaultResolver.Resolve(network, schedule.Whole));
    }
}
