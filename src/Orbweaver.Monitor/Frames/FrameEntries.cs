using Orbweaver.Twin;

namespace Orbweaver.Monitor;

/// <summary>The one entry of CLOCK.</summary>
/// <param name="Mode">How time goes.</param>
/// <param name="Rate">Seconds of the world in a second.</param>
/// <param name="WallMs">The wall clock, Unix milliseconds.</param>
/// <param name="DataAsOfMs">How far the world had come, Unix milliseconds.</param>
/// <param name="PlanEndMs">How far the plan reaches, Unix milliseconds.</param>
/// <param name="LagMs">How far the world is behind its clock.</param>
/// <param name="Build">Which build made it: a page of another should reload.</param>
public readonly record struct ClockEntry(
    ClockMode Mode, float Rate, double WallMs, double DataAsOfMs, double PlanEndMs, float LagMs, uint Build);

/// <summary>An orbit at the frame's epoch: one entry of EPHEMERIS, its place is its node.</summary>
/// <param name="AxisKm">Semi-major axis.</param>
/// <param name="Eccentricity">Eccentricity.</param>
/// <param name="InclinationRad">Inclination.</param>
/// <param name="NodeRad">Right ascension of the ascending node.</param>
/// <param name="PerigeeRad">Argument of perigee.</param>
/// <param name="AnomalyRad">Mean anomaly.</param>
public readonly record struct OrbitEntry(
    float AxisKm, float Eccentricity, float InclinationRad, float NodeRad, float PerigeeRad,
    float AnomalyRad);

/// <summary>A seat with who sits there: one entry of LINKSET, its place is its id.</summary>
/// <param name="A">One end.</param>
/// <param name="B">The other.</param>
/// <param name="Kind">What carries it.</param>
/// <param name="State">A <see cref="LinkState"/> with <see cref="StateBits"/>.</param>
/// <param name="Capacity">Of the slower direction, in 100 Mb/s, at most 65,535.</param>
public readonly record struct SeatEntry(ushort A, ushort B, LinkKind Kind, byte State, ushort Capacity)
{
    /// <summary>A seat where nobody sits.</summary>
    public static readonly SeatEntry Vacant = new(0, 0, LinkKind.Vacant, 0, 0);
}

/// <summary>A seat that was taken, has changed or was left: one entry of LINKPATCH.</summary>
public readonly record struct PatchEntry(uint Id, SeatEntry Seat);

/// <summary>A link of another state: one entry of LINKDELTA.</summary>
/// <param name="Id">The link, below 2^24.</param>
/// <param name="State">A <see cref="LinkState"/> with <see cref="StateBits"/>.</param>
public readonly record struct LinkEntry(uint Id, byte State);

/// <summary>A node of another state: one entry of NODEDELTA.</summary>
/// <param name="Id">The node.</param>
/// <param name="State">A <see cref="NodeState"/> with <see cref="StateBits"/>.</param>
/// <param name="Cause">Why.</param>
public readonly record struct NodeEntry(ushort Id, byte State, StateCause Cause);

/// <summary>
/// A way of a stream: one entry of ROUTES. Nodes with both ends; none where there is no way.
/// </summary>
public readonly record struct RouteEntry(uint Stream, byte PathNo, ushort[] Nodes);

/// <summary>The one entry of KPI; NaN where nothing is known.</summary>
public readonly record struct KpiEntry
{
    /// <summary>Satellites that work.</summary>
    public uint SatellitesUp { get; init; }

    /// <summary>Satellites.</summary>
    public uint SatellitesAll { get; init; }

    /// <summary>Links that carry frames.</summary>
    public uint LinksUp { get; init; }

    /// <summary>Links in force.</summary>
    public uint LinksAll { get; init; }

    /// <summary>Sites and edges that work.</summary>
    public uint GroundUp { get; init; }

    /// <summary>Sites and edges.</summary>
    public uint GroundAll { get; init; }

    /// <summary>Streams that keep their promise, over five minutes.</summary>
    public uint StreamsKept { get; init; }

    /// <summary>Streams that are promised something and sent something.</summary>
    public uint StreamsAll { get; init; }

    /// <summary>Messages that came in time, over five minutes, of those whose outcome is known.</summary>
    public float OnTimeShare { get; init; }

    /// <summary>99th percentile of latency over the best planned way, over five minutes.</summary>
    public float P99OverBound { get; init; }

    /// <summary>The median of the same.</summary>
    public float P50OverBound { get; init; }

    /// <summary>Messages late or expired in five minutes.</summary>
    public uint Late { get; init; }

    /// <summary>Messages lost in five minutes.</summary>
    public uint Lost { get; init; }

    /// <summary>Packets sent another way than planned in the last minute.</summary>
    public uint Reroutes { get; init; }

    /// <summary>Open incidents.</summary>
    public uint IncidentsOpen { get; init; }

    /// <summary>Open incidents that nobody has acknowledged.</summary>
    public uint IncidentsUnacknowledged { get; init; }

    /// <summary>Drills that are on.</summary>
    public uint Drills { get; init; }

    /// <summary>Messages handed in a second.</summary>
    public float OfferedPerS { get; init; }

    /// <summary>Messages delivered a second.</summary>
    public float DeliveredPerS { get; init; }

    /// <summary>Megabits delivered a second.</summary>
    public float DeliveredMbps { get; init; }

    /// <summary>Packets that crossed a link, each link counted, a second.</summary>
    public float PacketHopsPerS { get; init; }

    /// <summary>Seconds until the plan ends.</summary>
    public float PlanLeftS { get; init; }

    /// <summary>How far the world is behind its clock.</summary>
    public float LagMs { get; init; }

    /// <summary>Nodes that are lost or hang.</summary>
    public uint NodesOut { get; init; }
}

/// <summary>A stream over the last five minutes: one entry of STREAMSTAT.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="P50Ms">Median latency; NaN where nothing was delivered, as the next two.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="MaxMs">The longest.</param>
/// <param name="BoundMs">The best planned way now; NaN where there is none.</param>
/// <param name="Sent">Messages handed in.</param>
/// <param name="Late">Late and expired.</param>
/// <param name="Lost">Lost.</param>
/// <param name="Hist">How many took 2^(i/4) to 2^((i+1)/4) ms, by i.</param>
public readonly record struct StreamEntry(
    uint Stream, float P50Ms, float P99Ms, float MaxMs, float BoundMs, uint Sent, uint Late, uint Lost,
    ushort[] Hist)
{
    /// <summary>Buckets of <see cref="Hist"/>.</summary>
    public const int Buckets = LatencyPieces.Count;
}

/// <summary>Where the time of a message went, in milliseconds; NaN where nothing is known.</summary>
/// <param name="Best">What the best planned way takes, as far as it was flown.</param>
/// <param name="Detour">Light time beyond that.</param>
/// <param name="Serialisation">On transmitters.</param>
/// <param name="Queueing">Behind other packets.</param>
/// <param name="Waiting">Until a link opened or a way existed.</param>
/// <param name="Processing">At the egress, for order and the rest of its message.</param>
public readonly record struct TimeParts(
    float Best, float Detour, float Serialisation, float Queueing, float Waiting, float Processing)
{
    /// <summary>Nothing is known.</summary>
    public static readonly TimeParts Unknown = new(
        float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);
}

/// <summary>One entry of TIMEPARTS: the mean of the window, and its slowest message.</summary>
public readonly record struct PartsEntry(uint Stream, TimeParts Mean, TimeParts Slowest);

/// <summary>Why a scene follows.</summary>
public enum ResyncReason : byte
{
    /// <summary>Frames are missing.</summary>
    Gap = 1,

    /// <summary>The client is too slow.</summary>
    TooSlow = 2,

    /// <summary>It was moved to another time.</summary>
    Moved = 3,
}
