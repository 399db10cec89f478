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

/// <summary>
/// Incidents that are not closed, whether acknowledged or shelved or neither. There is one such count: the
/// figures of the network have the same.
/// </summary>
/// <param name="Open">All of them: the sum of the next four.</param>
/// <param name="Critical">Critical ones.</param>
/// <param name="Major">Major ones.</param>
/// <param name="Minor">Minor ones.</param>
/// <param name="Drills">Those of drills, also of drills that are over.</param>
/// <param name="Unacknowledged">Those that are neither acknowledged nor shelved.</param>
public sealed record IncidentCounts(
    int Open, int Critical, int Major, int Minor, int Drills, int Unacknowledged)
{
    internal static IncidentCounts Of(IEnumerable<Incident> incidents)
    {
        int critical = 0;
        int major = 0;
        int minor = 0;
        int drills = 0;
        int unseen = 0;
        foreach (Incident incident in incidents)
        {
            if (incident.State is IncidentWords.Closed)
            {
                continue;
            }
            critical += incident.Severity is IncidentWords.Critical ? 1 : 0;
            major += incident.Severity is IncidentWords.Major ? 1 : 0;
            minor += incident.Severity is IncidentWords.Minor ? 1 : 0;
            drills += incident.Severity is IncidentWords.Drill ? 1 : 0;
            unseen += incident.State is IncidentWords.Open ? 1 : 0;
        }
        return new IncidentCounts(
            critical + major + minor + drills, critical, major, minor, drills, unseen);
    }
}

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

    /// <summary>Incidents that are not closed, as <see cref="IncidentCounts"/> has them.</summary>
    public long IncidentsOpen { get; init; }

    /// <summary>Those that are neither acknowledged nor shelved.</summary>
    public long IncidentsUnacknowledged { get; init; }

    /// <summary>Drills that are not over.</summary>
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
