using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>How access links are chosen.</summary>
public enum AccessPolicy
{
    /// <summary>Beams and terminals are assigned, by least delay to the peers.</summary>
    Assigned,

    /// <summary>
    /// Every visible pair is linked: no beams, no terminals. For comparison with other tools.
    /// </summary>
    AllVisible,
}

/// <summary>How a constellation's optical terminals are pointed.</summary>
public enum TopologyPolicy
{
    /// <summary>
    /// Fore and aft in the plane, left and right to the same slot of the next plane; the seam closed (Delta).
    /// </summary>
    PlusGrid,

    /// <summary>
    /// As <see cref="PlusGrid"/>, with no links between the last plane and the first (Star).
    /// </summary>
    PlusGridOpenSeam,

    /// <summary>A stable matching over visible pairs, by remaining life and range.</summary>
    NearestStable,

    /// <summary>
    /// Every satellite joins those at the same few steps of planes and slots (<see cref="MotifOffset"/>),
    /// given or searched for the contracts; the seam closed (Delta).
    /// </summary>
    Motif,

    /// <summary>
    /// As <see cref="Motif"/>, with no links between the last plane and the first (Star).
    /// </summary>
    MotifOpenSeam,

    /// <summary>No lasers between satellites.</summary>
    None,
}

/// <summary>The optical terminals of a space vehicle.</summary>
/// <param name="Count">Terminals, 0 to 8.</param>
/// <param name="Rate">Data rate of a link.</param>
/// <param name="RangeMax">Longest link.</param>
/// <param name="PatTime">Pointing, acquisition and tracking: what a retarget costs without a link.</param>
/// <param name="CompatibilityGroup">Only terminals of one group can talk.</param>
public sealed record OpticalTerminals(
    int Count, DataRate Rate, Distance RangeMax, Duration PatTime, string CompatibilityGroup);

/// <summary>The radio beams of a space vehicle towards edges (access) or sites (gateway).</summary>
/// <param name="Count">Beams: links at the same time.</param>
/// <param name="Rate">Data rate of a beam, in each direction.</param>
public sealed record RadioBeams(int Count, DataRate Rate);

/// <summary>A space vehicle to plan for.</summary>
public sealed record SatelliteSpec
{
    /// <summary>Unique over all nodes.</summary>
    public required string Name { get; init; }

    /// <summary>Its constellation; lasers join satellites of one constellation only.</summary>
    public required string Constellation { get; init; }

    /// <summary>Where it is.</summary>
    public required IEphemeris Ephemeris { get; init; }

    /// <summary>Plane within the constellation; -1 where unknown (imported fleets).</summary>
    public required int Plane { get; init; }

    /// <summary>Slot within the plane; -1 where unknown.</summary>
    public required int Slot { get; init; }

    /// <summary>Who built or owns it.</summary>
    public required string Vendor { get; init; }

    /// <summary>Lasers.</summary>
    public required OpticalTerminals Optical { get; init; }

    /// <summary>Beams towards edges.</summary>
    public required RadioBeams AccessBeams { get; init; }

    /// <summary>Beams towards sites.</summary>
    public required RadioBeams GatewayBeams { get; init; }

    /// <summary>Least elevation at which the ground is served.</summary>
    public required Angle ElevationMin { get; init; }
}

/// <summary>A constellation: how its satellites are joined, and what its cross links look like.</summary>
/// <param name="Name">As in <see cref="SatelliteSpec.Constellation"/>.</param>
/// <param name="Policy">How lasers are pointed.</param>
/// <param name="Planes">Planes of a design; 0 where unknown.</param>
/// <param name="SlotsPerPlane">Slots of a plane; 0 where unknown.</param>
/// <param name="Phasing">Walker F: the cross link of slot s in the last plane goes to slot (s+F) mod S of
/// plane 0.</param>
public sealed record ConstellationSpec(
    string Name, TopologyPolicy Policy, int Planes, int SlotsPerPlane, int Phasing)
{
    /// <summary>
    /// The steps of <see cref="TopologyPolicy.Motif"/>; when empty the planner searches them for the
    /// contracts.
    /// </summary>
    public IReadOnlyList<MotifOffset> Motif { get; init; } = [];

    /// <summary>What a motif is searched for.</summary>
    public MotifAim MotifAim { get; init; } = MotifAim.Delay;

    /// <summary>Whether its links are those of a motif.</summary>
    public bool IsMotif => Policy is TopologyPolicy.Motif or TopologyPolicy.MotifOpenSeam;

    /// <summary>Whether no link of a grid or motif joins the last plane and the first.</summary>
    public bool IsSeamOpen => Policy is TopologyPolicy.PlusGridOpenSeam or TopologyPolicy.MotifOpenSeam;
}

/// <summary>A site or an edge on the ground.</summary>
public sealed record GroundSpec
{
    /// <summary>Unique over all nodes.</summary>
    public required string Name { get; init; }

    /// <summary>Site or edge.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>WGS-84.</summary>
    public required GeodeticPosition Position { get; init; }

    /// <summary>Terminals: links at the same time.</summary>
    public required int Terminals { get; init; }

    /// <summary>Rate of a terminal towards the satellite.</summary>
    public required DataRate RateUp { get; init; }

    /// <summary>Rate of a terminal from the satellite.</summary>
    public required DataRate RateDown { get; init; }

    /// <summary>How long an unplanned access link takes to acquire.</summary>
    public required Duration Acquisition { get; init; }

    /// <summary>How long a planned handover takes when no other terminal holds a link meanwhile.</summary>
    public required Duration HandoverGap { get; init; }

    /// <summary>Who owns it.</summary>
    public string Vendor { get; init; } = "";
}

/// <summary>
/// Everything the planner needs. Nodes are numbered in this order: satellites, then grounds (sites first).
/// </summary>
public sealed record PlanRequest
{
    /// <summary>Start of the first epoch.</summary>
    public required Instant Start { get; init; }

    /// <summary>How far to plan; rounded up to whole epochs.</summary>
    public required Duration Horizon { get; init; }

    /// <summary>Length of an epoch.</summary>
    public Duration EpochLength { get; init; } = Duration.FromSeconds(15);

    /// <summary>How long links outlast their last epoch.</summary>
    public Duration Drain { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>The per-hop constant of the routing metric.</summary>
    public Duration HopDelay { get; init; } = Duration.FromMicroseconds(10);

    /// <summary>Lasers must clear the Earth by this height above 6,378.137 km.</summary>
    public Distance GrazingAltitude { get; init; } = Distance.FromKilometres(80);

    /// <summary>How access links are chosen.</summary>
    public AccessPolicy Access { get; init; } = AccessPolicy.Assigned;

    /// <summary>How constellations are joined, in order.</summary>
    public required IReadOnlyList<ConstellationSpec> Constellations { get; init; }

    /// <summary>All satellites, in node order.</summary>
    public required IReadOnlyList<SatelliteSpec> Satellites { get; init; }

    /// <summary>All sites, then all edges, in node order.</summary>
    public required IReadOnlyList<GroundSpec> Grounds { get; init; }

    /// <summary>The contracts to admit, by index.</summary>
    public required IReadOnlyList<Contract> Contracts { get; init; }
}
