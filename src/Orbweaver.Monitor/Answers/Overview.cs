using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>The network in one look.</summary>
public sealed record Overview
{
    /// <summary>When it was so, ISO 8601 UTC; null before anything is known.</summary>
    public required string? AsOf { get; init; }

    /// <summary>The figures.</summary>
    public required KpiAnswer Kpi { get; init; }

    /// <summary>Open incidents.</summary>
    public required IncidentCounts Incidents { get; init; }

    /// <summary>The last hour by name of figure, one value a minute, the newest last.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double?>> Sparklines { get; init; }
}

/// <summary>Open incidents by severity.</summary>
public sealed record IncidentCounts(int Critical, int Major, int Minor, int Drills, int Unacknowledged);

/// <summary>The figures of the network, as in the KPI frame; null where nothing is known.</summary>
public sealed record KpiAnswer
{
    /// <summary>Satellites that work.</summary>
    public long SatellitesUp { get; init; }

    /// <summary>Satellites.</summary>
    public long SatellitesAll { get; init; }

    /// <summary>Links that carry frames.</summary>
    public long LinksUp { get; init; }

    /// <summary>Links in force.</summary>
    public long LinksAll { get; init; }

    /// <summary>Sites and edges that work.</summary>
    public long GroundUp { get; init; }

    /// <summary>Sites and edges.</summary>
    public long GroundAll { get; init; }

    /// <summary>Streams that keep their promise.</summary>
    public long StreamsKept { get; init; }

    /// <summary>Streams that are promised something and sent something.</summary>
    public long StreamsAll { get; init; }

    /// <summary>Messages in time, over five minutes.</summary>
    public double? OnTimeShare { get; init; }

    /// <summary>99th percentile of latency over the best planned way.</summary>
    public double? P99OverBound { get; init; }

    /// <summary>The median of the same.</summary>
    public double? P50OverBound { get; init; }

    /// <summary>Late and expired in five minutes.</summary>
    public long Late { get; init; }

    /// <summary>Lost in five minutes.</summary>
    public long Lost { get; init; }

    /// <summary>Packets sent another way than planned in the last minute.</summary>
    public long Reroutes { get; init; }

    /// <summary>Open incidents.</summary>
    public long IncidentsOpen { get; init; }

    /// <summary>Those that nobody has acknowledged.</summary>
    public long IncidentsUnacknowledged { get; init; }

    /// <summary>Drills that are on.</summary>
    public long Drills { get; init; }

    /// <summary>Messages handed in a second.</summary>
    public double? OfferedPerS { get; init; }

    /// <summary>Messages delivered a second.</summary>
    public double? DeliveredPerS { get; init; }

    /// <summary>Megabits delivered a second.</summary>
    public double? DeliveredMbps { get; init; }

    /// <summary>Packets over links a second.</summary>
    public double? PacketHopsPerS { get; init; }

    /// <summary>Seconds until the plan ends.</summary>
    public double? PlanLeftS { get; init; }

    /// <summary>How far the world is behind its clock.</summary>
    public double? LagMs { get; init; }

    /// <summary>Nodes that are lost or hang.</summary>
    public long NodesOut { get; init; }
}
