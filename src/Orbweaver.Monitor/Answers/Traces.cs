using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>What one message of a stream did, hop by hop.</summary>
public sealed record TraceAnswer
{
    /// <summary>The stream.</summary>
    public required int Stream { get; init; }

    /// <summary>
    /// <c>delivered</c>, <c>dropped</c>, <c>underway</c> where it had not ended when the trace gave up, or
    /// <c>none</c> where none was handed in.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Its number among those handed in to its contract.</summary>
    public uint? Number { get; init; }

    /// <summary>When it was handed in, ISO 8601 UTC.</summary>
    public string? At { get; init; }

    /// <summary>From then until it ended.</summary>
    public double? TookMs { get; init; }

    /// <summary>Whether that was within its deadline.</summary>
    public bool? InTime { get; init; }

    /// <summary>Its size.</summary>
    public long? Bytes { get; init; }

    /// <summary>Packets that it was cut into; the first is the one that is followed.</summary>
    public int? Pieces { get; init; }

    /// <summary>Why it was dropped.</summary>
    public string? Reason { get; init; }

    /// <summary>Where its time went.</summary>
    public PartsAnswer? Parts { get; init; }

    /// <summary>Every time a link was taken by it or a copy of it, in the order of arrivals.</summary>
    public required IReadOnlyList<TraceHop> Hops { get; init; }
}

/// <summary>A link that a message took.</summary>
/// <param name="From">Who sent.</param>
/// <param name="To">Who received; null where it did not arrive, or had not yet.</param>
/// <param name="LeftMs">When its first bit left, since it was handed in.</param>
/// <param name="WaitedMs">How long it was at the sender before; null where its coming was not seen.</param>
/// <param name="FlewMs">From then until it was there whole: transmitter, light, and the time of the
/// node.</param>
/// <param name="Leads">Whether it lies on the way that came first.</param>
public sealed record TraceHop(
    int From, int? To, double LeftMs, double? WaitedMs, double? FlewMs, bool Leads);
