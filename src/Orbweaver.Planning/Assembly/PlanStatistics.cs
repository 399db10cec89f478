using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>A satellite that could not be propagated: it has no links in the epochs concerned.</summary>
/// <param name="Satellite">The satellite.</param>
/// <param name="Error">Why, at the first instant that failed.</param>
/// <param name="At">The first instant that failed.</param>
/// <param name="Epochs">Epochs in which it therefore has no links.</param>
public readonly record struct PropagationFailure(
    NodeId Satellite, PropagationError Error, Instant At, int Epochs);

/// <summary>What a plan came to, for people and reports.</summary>
/// <param name="LaserLinksMin">Fewest lasers in force in an epoch.</param>
/// <param name="LaserLinksMax">Most lasers in force in an epoch.</param>
/// <param name="AccessLinksMin">Fewest access and gateway links in force in an epoch.</param>
/// <param name="AccessLinksMax">Most access and gateway links in force in an epoch.</param>
/// <param name="Retargets">Lasers that were pointed anew after the plan's start.</param>
/// <param name="Handovers">Access links that were taken after the plan's start.</param>
/// <param name="Failures">Satellites that could not be propagated, by number.</param>
public sealed record PlanStatistics(
    int LaserLinksMin,
    int LaserLinksMax,
    int AccessLinksMin,
    int AccessLinksMax,
    int Retargets,
    int Handovers,
    IReadOnlyList<PropagationFailure> Failures);

/// <summary>Collects the statistics while epochs go by.</summary>
internal sealed class StatisticsCollector
{
    private readonly SortedDictionary<int, PropagationFailure> _failures = [];
    private (int Min, int Max) _lasers = (int.MaxValue, 0);
    private (int Min, int Max) _access = (int.MaxValue, 0);
    private int _handovers;

    /// <summary>Takes an epoch.</summary>
    public void Add(EpochSky sky, LaserSet lasers, AccessChoice access)
    {
        _lasers = Widen(_lasers, lasers.Links.Count);
        _access = Widen(_access, access.Links.Count);
        _handovers += access.Handovers;
        for (int s = 0; s < sky.Start.IsKnown.Length; s++)
        {
            if (!sky.IsKnown(s))
            {
                AddFailure(sky, s);
            }
        }
    }

    /// <summary>The whole.</summary>
    public PlanStatistics Finish(int retargets) => new(
        _lasers.Min, _lasers.Max, _access.Min, _access.Max, retargets, _handovers, [.. _failures.Values]);

    private static (int Min, int Max) Widen((int Min, int Max) span, int count)
        => (System.Math.Min(span.Min, count), System.Math.Max(span.Max, count));

    private void AddFailure(EpochSky sky, int satellite)
    {
        if (!_failures.TryGetValue(satellite, out PropagationFailure failure))
        {
            SkySample first = !sky.Start.IsKnown[satellite] ? sky.Start
                : !sky.Middle.IsKnown[satellite] ? sky.Middle
                : sky.End;
            failure = new PropagationFailure(new NodeId(satellite), first.Error[satellite], first.At, 0);
        }
        _failures[satellite] = failure with { Epochs = failure.Epochs + 1 };
    }
}
