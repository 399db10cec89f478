using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>A scenario as read and validated: typed, complete, with names in place of node numbers.</summary>
internal sealed record Scenario
{
    /// <summary>Where it was read from, as the operator gave it.</summary>
    public required string File { get; init; }

    /// <summary>Its name, for headers and reports.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Start of the run; null to take one near the epochs of the elements.</summary>
    public required Instant? Start { get; init; }

    /// <summary>How long to run.</summary>
    public required Duration Length { get; init; }

    /// <summary>The seed of all dice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How the future is cut.</summary>
    public required PlanningTimes Times { get; init; }

    /// <summary>How low lasers may pass over the Earth.</summary>
    public required Distance GrazingAltitude { get; init; }

    /// <summary>How access links are chosen.</summary>
    public required AccessPolicy Access { get; init; }

    /// <summary>The constellations, in order.</summary>
    public required IReadOnlyList<Constellation> Constellations { get; init; }

    /// <summary>All sites, then all edges.</summary>
    public required IReadOnlyList<GroundSpec> Grounds { get; init; }

    /// <summary>The contracts: those written, then those of the preset.</summary>
    public required IReadOnlyList<ScenarioContract> Contracts { get; init; }

    /// <summary>What goes wrong, as written.</summary>
    public IReadOnlyList<ScenarioFault> Faults { get; init; } = [];

    /// <summary>Who makes plans while the network runs; null for one plan of the whole run.</summary>
    public Controllers? Controllers { get; init; }
}

/// <summary>Who makes plans, how often, and how far ahead.</summary>
internal sealed record Controllers(IReadOnlyList<NameRef> At, Duration Every, Duration Horizon);

/// <summary>Length of an epoch, drain of links and the per-hop constant.</summary>
internal sealed record PlanningTimes(Duration Epoch, Duration Drain, Duration Hop);

/// <summary>
/// One constellation: a design of one or more shells, or a file of elements, or ephemerides.
/// </summary>
internal sealed record Constellation
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The shells of a design; empty for elements.</summary>
    public required IReadOnlyList<WalkerDesign> Shells { get; init; }

    /// <summary>The elements as read; empty for a design.</summary>
    public required IReadOnlyList<ElementSet> Elements { get; init; }

    /// <summary>
    /// Ephemerides: beside elements they stand for those of the same satellite, alone they are all there is.
    /// </summary>
    public IReadOnlyList<ObjectEphemeris> Ephemerides { get; init; } = [];

    /// <summary>Whether the planes of the elements say by themselves where the seam is.</summary>
    public bool IsSeamFitted { get; init; }

    /// <summary>How lasers are pointed.</summary>
    public required TopologyPolicy Policy { get; init; }

    /// <summary>The steps of a motif; empty where they are to be searched.</summary>
    public IReadOnlyList<MotifOffset> Motif { get; init; } = [];

    /// <summary>What a motif is searched for.</summary>
    public MotifAim MotifAim { get; init; } = MotifAim.Delay;

    /// <summary>Lasers of every satellite.</summary>
    public required OpticalTerminals Optical { get; init; }

    /// <summary>Beams towards edges.</summary>
    public required RadioBeams AccessBeams { get; init; }

    /// <summary>Beams towards sites.</summary>
    public required RadioBeams GatewayBeams { get; init; }

    /// <summary>Least elevation at which the ground is served.</summary>
    public required Angle ElevationMin { get; init; }

    /// <summary>The vendor of every plane of the design, or one vendor for all.</summary>
    public required IReadOnlyList<string> VendorOfPlane { get; init; }
}

/// <summary>A contract with names, and what is offered to it.</summary>
internal sealed record ScenarioContract
{
    /// <summary>
    /// The row of the preset it comes from, such as <c>r5-voice</c>; empty for written contracts.
    /// </summary>
    public required string Row { get; init; }

    /// <summary>The publisher's name.</summary>
    public required string From { get; init; }

    /// <summary>The subscribers' names, distinct.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>The contract; its number and nodes are filled in when the nodes are numbered.</summary>
    public required Contract Terms { get; init; }

    /// <summary>What is offered; contract numbers are filled in likewise.</summary>
    public required IReadOnlyList<TrafficSource> Traffic { get; init; }
}
