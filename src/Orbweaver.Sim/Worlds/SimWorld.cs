using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>A network and its traffic, before anything goes wrong: what a lane draws faults for.</summary>
public sealed record SimWorld
{
    private const ulong RealEvery = 20;

    /// <summary>For people: <c>small</c>, or the scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>The plan that all nodes hold.</summary>
    public required Plan Plan { get; init; }

    /// <summary>All contracts, by index.</summary>
    public required IReadOnlyList<Contract> Contracts { get; init; }

    /// <summary>Whether each contract was admitted.</summary>
    public required IReadOnlyList<bool> Admitted { get; init; }

    /// <summary>What is offered.</summary>
    public required IReadOnlyList<TrafficSource> Traffic { get; init; }

    /// <summary>How long a run is.</summary>
    public required Duration Length { get; init; }

    /// <summary>Plans that controllers make during a run.</summary>
    public IReadOnlyList<PlanIssue> PlanIssues { get; init; } = [];

    /// <summary>
    /// The plan that reaches farthest, and where two differ the last one made: faults and judges have their
    /// numbers from it.
    /// </summary>
    public Plan WholePlan => PlanIssues.Count > 0 ? PlanIssues[^1].Document.Plan : Plan;

    /// <summary>How long ground nodes take to acquire a standby link; 2 s where it is not said.</summary>
    public IReadOnlyDictionary<NodeId, Duration> Acquisitions { get; init; }
        = new Dictionary<NodeId, Duration>();

    /// <summary>Whether the nodes of a seed find silence by themselves: in every twentieth.</summary>
    public static bool IsLivenessReal(ulong seed) => seed % RealEvery == 0;

    /// <summary>The run of a seed under faults.</summary>
    internal TwinConfig Config(ulong seed, FaultPlan faults, IRunWitness witness) => new()
    {
        Plan = Plan,
        PlanIssues = PlanIssues,
        Contracts = Contracts,
        Admitted = Admitted,
        Traffic = Traffic,
        Length = Length,
        Seed = seed,
        Faults = faults,
        Acquisitions = Acquisitions,
        Detection = Detection.Default with
        {
            Mode = IsLivenessReal(seed) ? DetectionMode.Real : DetectionMode.Analytic,
        },
        Witness = witness,
        ArePrioritiesChecked = true,
    };
}
