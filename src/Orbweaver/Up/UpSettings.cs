using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>What <c>orbweaver up</c> is asked for, checked.</summary>
internal sealed record UpSettings
{
    /// <summary>The scenario, with contracts for its ports.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The ports.</summary>
    public required PortPlan Ports { get; init; }

    /// <summary>World time per host time.</summary>
    public required int SpeedPermille { get; init; }

    /// <summary>Whether the scenario's own traffic is offered.</summary>
    public required bool HasTraffic { get; init; }

    /// <summary>When to stop, by the world's time from its start; null to go on until told.</summary>
    public Duration? Length { get; init; }

    /// <summary>Captures and metrics.</summary>
    public required WatchSettings Watch { get; init; }

    /// <summary>Where it is recorded.</summary>
    public required HistoryChoice History { get; init; }

    /// <summary>Whether nobody starts a drill alone.</summary>
    public bool DrillsNeedTwo { get; init; }

    /// <summary>Where commands are taken: a Unix socket.</summary>
    public required string ControlPath { get; init; }
}
