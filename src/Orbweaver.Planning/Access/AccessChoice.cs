using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>The access links of one epoch and what may stand in for them.</summary>
internal sealed record AccessChoice(List<PlannedLink> Links, List<StandbyLink> Standby)
{
    /// <summary>Links that terminals took after the plan's start.</summary>
    public int Handovers { get; init; }
}

/// <summary>
/// What a policy is told about an epoch: what the ground sees now and next, and the lasers in force.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Now">Satellites visible through it, for every ground node, ascending.</param>
/// <param name="Next">The same for the next epoch, also past the horizon.</param>
/// <param name="Lasers">A graph with the lasers only.</param>
internal sealed record AccessView(
    int Epoch, VisibleSatellite[][] Now, VisibleSatellite[][] Next, PlanEpoch Lasers);

/// <summary>How access links are chosen, epoch after epoch. It remembers what is held.</summary>
internal interface IAccessPlanner
{
    /// <summary>How many epochs it can prepare at once without taking too much memory.</summary>
    int BlockEpochsMax { get; }

    /// <summary>
    /// Finds out, for consecutive epochs at once, what does not depend on what is held. They are chosen for
    /// next.
    /// </summary>
    void Prepare(IReadOnlyList<AccessView> views);

    /// <summary>The access of an epoch; epochs are asked for in order, from 0.</summary>
    AccessChoice Choose(AccessView view);
}
