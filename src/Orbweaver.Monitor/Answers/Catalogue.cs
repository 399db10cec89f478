using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Orbweaver.Monitor;

/// <summary>
/// What of a network does not change while it runs: names and terms. Tables are made of this and a <see
/// cref="NetworkView"/>, and nothing else.
/// </summary>
public sealed record Catalogue
{
    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>Start of the run, ISO 8601 UTC.</summary>
    public required string Start { get; init; }

    /// <summary>What a node takes to pass a packet on: part of every delay.</summary>
    public required double HopMs { get; init; }

    /// <summary>Orbital planes, over all constellations.</summary>
    public required int Planes { get; init; }

    /// <summary>All nodes, by number: satellites, sites, edges.</summary>
    public required IReadOnlyList<CatalogueNode> Nodes { get; init; }

    /// <summary>All streams, by number: contract after contract, subscriber after subscriber.</summary>
    public required IReadOnlyList<CatalogueStream> Streams { get; init; }
}

/// <summary>A node by name and place; latitude and so on are of ground nodes.</summary>
public sealed record CatalogueNode
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>satellite</c>, <c>site</c> or <c>edge</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its plane; -1 where unknown.</summary>
    public int Plane { get; init; } = -1;

    /// <summary>Its place in the plane; -1 where unknown.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Its constellation; empty on the ground.</summary>
    public string Group { get; init; } = "";

    /// <summary>Who built or owns it.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>Geodetic latitude, degrees.</summary>
    public double? Lat { get; init; }

    /// <summary>Longitude east, degrees.</summary>
    public double? Lon { get; init; }

    /// <summary>Altitude.</summary>
    public double? AltM { get; init; }
}

/// <summary>A stream: one contract towards one subscriber.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of messages.")]
public sealed record CatalogueStream
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its contract, by index.</summary>
    public required int Contract { get; init; }

    /// <summary>The row of the preset that it comes from; empty for one that was written.</summary>
    public string Row { get; init; } = "";

    /// <summary>The contract's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The publisher, a node.</summary>
    public required int From { get; init; }

    /// <summary>The subscriber, a node.</summary>
    public required int To { get; init; }

    /// <summary>Quality of service as written, such as <c>7-r-d</c>.</summary>
    public string Class { get; init; } = "";

    /// <summary>0 to 9.</summary>
    public int Priority { get; init; }

    /// <summary><c>guaranteed</c>, <c>deadline</c> or <c>congestion</c>.</summary>
    public string Assurance { get; init; } = "";

    /// <summary><c>none</c>, <c>repair</c> or <c>replicate</c>.</summary>
    public string Protection { get; init; } = "";

    /// <summary>How old a message may be on delivery.</summary>
    public double? DeadlineMs { get; init; }

    /// <summary>The on-time share that is owed.</summary>
    public double? PromiseShare { get; init; }

    /// <summary>Along the ground at the speed of light: nothing can be faster.</summary>
    public double? FloorMs { get; init; }

    /// <summary>What admission said: <c>feasible</c>, <c>at-risk</c> or <c>impossible</c>.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
