using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>Links of a node.</summary>
public sealed record UpAndAll(int Up, int All);

/// <summary>A node in a table.</summary>
public record NodeRow
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>satellite</c>, <c>site</c> or <c>edge</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its plane; null where it has none.</summary>
    public int? Plane { get; init; }

    /// <summary>Its place in the plane.</summary>
    public int? Slot { get; init; }

    /// <summary>Who built or owns it.</summary>
    public string Vendor { get; init; } = "";

    /// <summary><c>up</c>, <c>degraded</c>, <c>down</c>, <c>hangs</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>none</c>, <c>fault</c>, <c>drill</c> or <c>plan</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>Since when it is in this state, ISO 8601 UTC; null where that was before all that is
    /// known.</summary>
    public string? Since { get; init; }

    /// <summary>Its links.</summary>
    public required UpAndAll Links { get; init; }

    /// <summary>The busiest of its links, 0 to 1.</summary>
    public double? Load { get; init; }

    /// <summary>Streams whose way leads over it, of those whose way is known.</summary>
    public int Routes { get; init; }

    /// <summary>How far its clock is wrong.</summary>
    public double? ClockErrorMs { get; init; }

    /// <summary>Whether a satellite is in the Earth's shadow; null on the ground.</summary>
    public bool? Eclipse { get; init; }

    /// <summary>When this was so, ISO 8601 UTC.</summary>
    public string? AsOf { get; init; }
}

/// <summary>A node with all that is known of it.</summary>
public sealed record NodeDetail : NodeRow
{
    /// <summary>Latitude of the place below it, degrees.</summary>
    public double? Lat { get; init; }

    /// <summary>Longitude, degrees east.</summary>
    public double? Lon { get; init; }

    /// <summary>Altitude.</summary>
    public double? AltKm { get; init; }

    /// <summary>Its links. The name hides the counts of the row: they are their sums.</summary>
    public required IReadOnlyList<LinkRow> LinkRows { get; init; }

    /// <summary>Link windows of the next 90 minutes; empty where no plan is at hand.</summary>
    public required IReadOnlyList<LinkWindow> Next { get; init; }

    /// <summary>Streams whose way leads over it.</summary>
    public required IReadOnlyList<int> Streams { get; init; }
}

/// <summary>A time in which a link is planned.</summary>
/// <param name="Peer">The node at the other end.</param>
/// <param name="PeerName">Its name.</param>
/// <param name="Kind">What carries it.</param>
/// <param name="Opens">From when, ISO 8601 UTC.</param>
/// <param name="Closes">Until when.</param>
public sealed record LinkWindow(int Peer, string PeerName, string Kind, string Opens, string Closes);

/// <summary>A link in a table.</summary>
public record LinkRow
{
    /// <summary>Its seat.</summary>
    public required int Id { get; init; }

    /// <summary>One end, a node.</summary>
    public required int A { get; init; }

    /// <summary>The other.</summary>
    public required int B { get; init; }

    /// <summary>The name of one end.</summary>
    public required string AName { get; init; }

    /// <summary>The name of the other.</summary>
    public required string BName { get; init; }

    /// <summary><c>laser</c>, <c>access</c>, <c>gateway</c> or <c>standby</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>up</c>, <c>degraded</c>, <c>down</c>, <c>opening</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>none</c>, <c>fault</c>, <c>drill</c> or <c>plan</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>Since when it is in this state, ISO 8601 UTC.</summary>
    public string? Since { get; init; }

    /// <summary>How far apart its ends are; null where neither orbits nor a plan say.</summary>
    public double? RangeKm { get; init; }

    /// <summary>Light time, one way.</summary>
    public double? OneWayMs { get; init; }

    /// <summary>Of the slower direction.</summary>
    public double CapacityMbps { get; init; }

    /// <summary>How busy the busier direction is, 0 to 1.</summary>
    public double? Load { get; init; }

    /// <summary>Since when it is planned, ISO 8601 UTC; null where no plan is at hand.</summary>
    public string? Opens { get; init; }

    /// <summary>Until when it is planned.</summary>
    public string? Closes { get; init; }
}

/// <summary>A link with the streams that go over it.</summary>
public sealed record LinkDetail : LinkRow
{
    /// <summary>Streams whose way leads over it, of those whose way is known.</summary>
    public required IReadOnlyList<int> Streams { get; init; }
}
