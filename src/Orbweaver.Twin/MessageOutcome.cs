using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What became of a message for one subscriber, and where its time went.</summary>
public readonly record struct MessageOutcome
{
    /// <summary>Which message.</summary>
    public required MessageRef Message { get; init; }

    /// <summary>Why it was dropped or refused; null when it was delivered.</summary>
    public required DropReason? Reason { get; init; }

    /// <summary>When it was handed in.</summary>
    public required Instant Source { get; init; }

    /// <summary>When its budget ended; never where it has none.</summary>
    public required Instant Deadline { get; init; }

    /// <summary>When its outcome was known.</summary>
    public required Instant At { get; init; }

    /// <summary>How large it was.</summary>
    public required DataSize Size { get; init; }

    /// <summary>What the best planned way took when it was handed in; zero when there was none.</summary>
    public required Duration PlannedBest { get; init; }

    /// <summary>Light time and the time of nodes, as far as the best planned way would have taken
    /// that.</summary>
    public required Duration Best { get; init; }

    /// <summary>The same beyond the best planned way.</summary>
    public required Duration Detour { get; init; }

    /// <summary>Time on transmitters.</summary>
    public required Duration Serialisation { get; init; }

    /// <summary>Time behind other packets.</summary>
    public required Duration Queueing { get; init; }

    /// <summary>Time until a link opened or a way existed.</summary>
    public required Duration Waiting { get; init; }

    /// <summary>Time at the egress, for order and the rest of its message.</summary>
    public required Duration Ordering { get; init; }
}
