using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// How a world did over a span of time. Messages of contracts that were refused do not count: nothing was
/// promised.
/// </summary>
public sealed record RunFigures
{
    /// <summary>Messages of which it is known what became of them, but for those superseded.</summary>
    public required long Decided { get; init; }

    /// <summary>Of these, on time.</summary>
    public required long OnTime { get; init; }

    /// <summary>Of these, late or expired.</summary>
    public required long Late { get; init; }

    /// <summary>Of these, lost for another reason.</summary>
    public required long Lost { get; init; }

    /// <summary>Source to delivery.</summary>
    public required DurationSummary Latency { get; init; }

    /// <summary>Hops that were not on the base tree.</summary>
    public required long Detours { get; init; }

    /// <summary>
    /// The share on time in equal pieces, each with its end from the beginning of the span; null where
    /// nothing was sent.
    /// </summary>
    public required IReadOnlyList<(Duration End, double? OnTimeShare)> Series { get; init; }

    /// <summary>
    /// What ended from the beginning of the span on, as it stood at the ends of its pieces. Every world can
    /// be counted so, a live one too: this is what is laid side by side.
    /// </summary>
    public IReadOnlyList<EndedFigures> Ended { get; init; } = [];

    /// <summary>
    /// One for each contract and subscriber, by contract, then in the order of its subscribers.
    /// </summary>
    public required IReadOnlyList<StreamFigures> Streams { get; init; }

    /// <summary>The share of all that is on time; null where there is nothing.</summary>
    public double? OnTimeShare => Decided > 0 ? (double)OnTime / Decided : null;
}

/// <summary>What became of the messages of one contract to one subscriber.</summary>
public readonly record struct StreamFigures(long OnTime, long Late, long Lost)
{
    /// <summary>Source to delivery; nothing where only sums are known.</summary>
    public DurationSummary Latency { get; init; }

    /// <summary>The share on time; null where there is nothing.</summary>
    public double? OnTimeShare
        => OnTime + Late + Lost is > 0 and long decided ? (double)OnTime / decided : null;
}

/// <summary>What ended in a world from the beginning of a span on.</summary>
/// <param name="Until">Until when, from the beginning of the span.</param>
/// <param name="All">What became of what ended.</param>
/// <param name="Detours">Hops that were not on the base tree.</param>
public readonly record struct EndedFigures(Duration Until, StreamFigures All, long Detours);

/// <summary>A place where promises fail that hold without the changes, or more of them.</summary>
/// <param name="First">When it begins.</param>
/// <param name="At">The node.</param>
/// <param name="Towards">Of a queue: to which neighbour.</param>
/// <param name="Reason">Why messages are lost there; null for those that are late.</param>
/// <param name="Messages">How many more than without the changes.</param>
/// <param name="Streams">Which streams, worst first, by their place in <see
/// cref="RunFigures.Streams"/>.</param>
public sealed record WeakSpot(
    Instant First, NodeId At, NodeId? Towards, DropReason? Reason, long Messages,
    IReadOnlyList<int> Streams);

/// <summary>Two runs of one fork, and where they differ.</summary>
/// <param name="Base">As it is.</param>
/// <param name="Plan">With the changes.</param>
/// <param name="Weak">Where the second does worse, worst first.</param>
public sealed record WhatIfOutcome(
    RunFigures Base, RunFigures Plan, IReadOnlyList<WeakSpot> Weak);
