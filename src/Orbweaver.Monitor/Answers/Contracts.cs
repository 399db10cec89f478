using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>A stream in a table: its terms, and how they are kept over the last five minutes.</summary>
public record ContractRow
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its contract, by index.</summary>
    public required int Contract { get; init; }

    /// <summary>The row of the preset that it comes from.</summary>
    public string Row { get; init; } = "";

    /// <summary>The contract's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The publisher, a node.</summary>
    public required int From { get; init; }

    /// <summary>The subscriber, a node.</summary>
    public required int To { get; init; }

    /// <summary>The publisher's name.</summary>
    public required string FromName { get; init; }

    /// <summary>The subscriber's name.</summary>
    public required string ToName { get; init; }

    /// <summary>Quality of service as written.</summary>
    public string Class { get; init; } = "";

    /// <summary>0 to 9.</summary>
    public int Priority { get; init; }

    /// <summary>What may be dropped.</summary>
    public string Assurance { get; init; } = "";

    /// <summary>How it is protected.</summary>
    public string Protection { get; init; } = "";

    /// <summary>How old a message may be on delivery.</summary>
    public double? DeadlineMs { get; init; }

    /// <summary>The on-time share that is owed.</summary>
    public double? PromiseShare { get; init; }

    /// <summary>What admission said.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary><c>ok</c>, <c>risk</c>, <c>broken</c>, <c>refused</c> or <c>idle</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Median latency.</summary>
    public double? P50Ms { get; init; }

    /// <summary>99th percentile.</summary>
    public double? P99Ms { get; init; }

    /// <summary>The longest.</summary>
    public double? MaxMs { get; init; }

    /// <summary>The best planned way now.</summary>
    public double? BoundMs { get; init; }

    /// <summary>Along the ground at the speed of light.</summary>
    public double? FloorMs { get; init; }

    /// <summary>The 99th percentile over the bound.</summary>
    public double? Gap { get; init; }

    /// <summary>Messages handed in.</summary>
    public long Sent { get; init; }

    /// <summary>Late and expired.</summary>
    public long Late { get; init; }

    /// <summary>Lost.</summary>
    public long Lost { get; init; }

    /// <summary>In time, of those handed in.</summary>
    public double? OnTimeShare { get; init; }

    /// <summary>
    /// What is left of the misses that the promise allows in 30 days, at the rate of all that is known since
    /// the start; below zero it is broken.
    /// </summary>
    public double? BudgetShare { get; init; }

    /// <summary>When its way next changes as planned, ISO 8601 UTC; null where no plan is at hand.</summary>
    public string? NextRisk { get; init; }
}

/// <summary>A stream with all that is known of it.</summary>
public sealed record ContractDetail : ContractRow
{
    /// <summary>How many took 2^(i/4) to 2^((i+1)/4) ms, by i.</summary>
    public required IReadOnlyList<int> Hist { get; init; }

    /// <summary>Where the time went; null where nothing is known.</summary>
    public TimePartsAnswer? Parts { get; init; }

    /// <summary>Its way now; null where it is not known.</summary>
    public PathAnswer? Path { get; init; }

    /// <summary>How its way changed, the newest first.</summary>
    public required IReadOnlyList<PathChange> PathChanges { get; init; }
}

/// <summary>Where the time went: the mean of five minutes, and the slowest message of them.</summary>
public sealed record TimePartsAnswer(PartsAnswer Mean, PartsAnswer Slowest);

/// <summary>Where the time of a message went, in ms.</summary>
public sealed record PartsAnswer(
    double BestMs, double DetourMs, double SerialisationMs, double QueueingMs, double WaitingMs,
    double ProcessingMs);

/// <summary>A way through the network.</summary>
public sealed record PathAnswer
{
    /// <summary>Where it begins, a node.</summary>
    public required int From { get; init; }

    /// <summary>Where it ends.</summary>
    public required int To { get; init; }

    /// <summary>When it was so, ISO 8601 UTC.</summary>
    public required string At { get; init; }

    /// <summary>Light time and the time of nodes; null where a hop's is not known, or there is no
    /// way.</summary>
    public double? TotalMs { get; init; }

    /// <summary>Along the ground at the speed of light.</summary>
    public double? FloorMs { get; init; }

    /// <summary>The hops; none where there is no way.</summary>
    public required IReadOnlyList<HopAnswer> Hops { get; init; }
}

/// <summary>A hop of a way.</summary>
/// <param name="From">Who sends.</param>
/// <param name="To">Who receives.</param>
/// <param name="DelayMs">Light time and the time of the node.</param>
/// <param name="Standby">Whether it is a link beside the plan.</param>
public sealed record HopAnswer(int From, int To, double? DelayMs, bool Standby);

/// <summary>A way that became another.</summary>
/// <param name="At">When, ISO 8601 UTC.</param>
/// <param name="Cause"><c>plan</c> or <c>repair</c>.</param>
/// <param name="HopsBefore">Hops before.</param>
/// <param name="HopsAfter">Hops after; 0 where there is no way.</param>
/// <param name="MsBefore">Delay before.</param>
/// <param name="MsAfter">Delay after.</param>
public sealed record PathChange(
    string At, string Cause, int HopsBefore, int HopsAfter, double? MsBefore, double? MsAfter);
