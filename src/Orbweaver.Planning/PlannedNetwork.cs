using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>What the planner hands on: the plan itself, and what was found on the way.</summary>
/// <param name="Plan">The plan that nodes hold.</param>
/// <param name="Admission">The answer to every contract, and the coverage of the ground.</param>
/// <param name="Statistics">Figures about the plan.</param>
/// <param name="Acquisitions">Retargets, while they carry nothing: kept so that missing links can be
/// explained.</param>
public sealed record PlannedNetwork(
    Plan Plan, AdmissionReport Admission, PlanStatistics Statistics, IReadOnlyList<Acquisition> Acquisitions)
{
    /// <summary>The motifs of constellations that have one, given or found.</summary>
    public IReadOnlyList<MotifChoice> Motifs { get; init; } = [];
}

/// <summary>Is told how far planning has come; called on the planning thread only.</summary>
public interface IPlanProgress
{
    /// <summary><paramref name="done"/> of <paramref name="total"/> steps of a stage are done.</summary>
    void Report(string stage, int done, int total);
}
