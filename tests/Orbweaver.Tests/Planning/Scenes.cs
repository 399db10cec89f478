using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Tests.Planning;

/// <summary>Small and real networks to plan for.</summary>
internal static class Scenes
{
    public static readonly Instant Start = Utc.FromCalendar(2026, 8, 11, 6);

    public static readonly OpticalTerminals FourLasers = new(
        4, DataRate.FromGigabits(100), Distance.FromKilometres(5400), Duration.FromSeconds(12), "oct");

    public static PlanRequest Walker(
        string code,
        TopologyPolicy policy,
        double elevationMinDeg,
        int epochs,
        IReadOnlyList<GroundSpec> grounds,
        OpticalTerminals? optical = null)
    {
        if (!ConstellationCode.TryParse(code, out IReadOnlyList<WalkerDesign> designs, out string reason))
        {
            throw new ArgumentException(reason);
        }
        WalkerDesign design = designs[0];
        return new PlanRequest
        {
            Start = Start,
            Horizon = Duration.FromSeconds(15 * epochs),
            Constellations =
                [new ConstellationSpec(
                    "walker", policy, design.Planes, design.SlotsPerPlane, design.Phasing)],
            Satellites =
            [
                .. design.Satellites(Start).Select(s => Satellite(
                    s.Name, "walker", s.Ephemeris, s.Plane, s.Slot, elevationMinDeg, optical ?? FourLasers)),
            ],
            Grounds = grounds,
            Contracts = [],
        };
    }

    /// <summary>The default network of the reference geometries.</summary>
    public static PlanRequest Reference480(int epochs, IReadOnlyList<GroundSpec> grounds)
        => Walker("D:550:70:480/24/1", TopologyPolicy.PlusGrid, 10, epochs, grounds);

    public static PlanRequest Fleet(
        string name, IEnumerable<ElementSet> elements, double elevationMinDeg, int epochs,
        IReadOnlyList<GroundSpec> grounds)
    {
        var used = new HashSet<string>();
        return new PlanRequest
        {
            Start = Start,
            Horizon = Duration.FromSeconds(15 * epochs),
            Constellations = [new ConstellationSpec(name, TopologyPolicy.NearestStable, 0, 0, 0)],
            Satellites =
            [
                .. elements.Select(e => Satellite(
                    used.Add(e.Name) ? e.Name : $"{e.Name} {e.CatalogueNumber}",
                    name, new Sgp4Ephemeris(e), -1, -1, elevationMinDeg, FourLasers)),
            ],
            Grounds = grounds,
            Contracts = [],
        };
    }

    public static SatelliteSpec Satellite(
        string name, string constellation, IEphemeris ephemeris, int plane, int slot, double elevationMinDeg,
        OpticalTerminals optical)
        => new()
        {
            Name = name,
            Constellation = constellation,
            Ephemeris = ephemeris,
            Plane = plane,
            Slot = slot,
            Vendor = "A",
            Optical = optical,
            AccessBeams = new RadioBeams(16, DataRate.FromGigabits(1)),
            GatewayBeams = new RadioBeams(4, DataRate.FromGigabits(10)),
            ElevationMin = Angle.FromDegrees(elevationMinDeg),
        };

    public static GroundSpec Edge(string name, double latitudeDeg, double longitudeDeg, int terminals = 2)
        => new()
        {
            Name = name,
            Kind = NodeKind.Edge,
            Position = At(latitudeDeg, longitudeDeg),
            Terminals = terminals,
            RateUp = DataRate.FromMegabits(200),
            RateDown = DataRate.FromMegabits(500),
            Acquisition = Duration.FromSeconds(2),
            HandoverGap = Duration.FromMilliseconds(100),
        };

    public static GroundSpec Site(string name, double latitudeDeg, double longitudeDeg, int terminals = 4)
        => Edge(name, latitudeDeg, longitudeDeg, terminals) with
        {
            Kind = NodeKind.Site,
            RateUp = DataRate.FromGigabits(10),
            RateDown = DataRate.FromGigabits(10),
        };

    public static GeodeticPosition At(double latitudeDeg, double longitudeDeg) => new(
        Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), default);

    public static Contract Contract(
        int index, NodeId from, IReadOnlyList<NodeId> to, Duration? budget, int priority = 5,
        long rateMbps = 1, bool isElastic = false)
        => new()
        {
            Index = index,
            Name = $"contract-{index}",
            Tenant = "tenant",
            Publisher = from,
            Subscribers = to,
            Qos = new Qos((byte)priority, Overtaking.Independent, Assurance.Deadline),
            Budget = budget,
            Rate = DataRate.FromMegabits(rateMbps),
            Burst = new DataSize(10_000),
            MessageSizeMax = new DataSize(1_200),
            IsElastic = isElastic,
            Match = new FlowMatch { IsDefault = true },
        };

    /// <summary>Sites at well-known cities, then edges spread over the globe by the golden angle.</summary>
    public static List<GroundSpec> Grounds(int siteCount, int edgeCount)
    {
        var grounds = new List<GroundSpec>();
        for (int i = 0; i < siteCount; i++)
        {
            (string name, double latitude, double longitude) = Cities[i % Cities.Length];
            grounds.Add(
                Site(i < Cities.Length ? name : $"{name}-{i}", latitude + (i / Cities.Length), longitude));
        }
        for (int i = 0; i < edgeCount; i++)
        {
            double latitude = Math.Asin(-0.8 + (1.6 * (i + 0.5) / edgeCount)) * (180 / Math.PI);
            double longitude = ((i * 137.50776) % 360) - 180;
            grounds.Add(Edge($"edge-{i}", latitude, longitude));
        }
        return grounds;
    }

    /// <summary>Contracts between ground nodes of a request, drawn by a seed.</summary>
    public static PlanRequest WithContracts(PlanRequest request, int count, ulong seed)
    {
        var prng = new Prng(seed);
        int first = request.Satellites.Count;
        int grounds = request.Grounds.Count;
        var contracts = new List<Contract>();
        for (int i = 0; i < count; i++)
        {
            int from = (int)prng.NextBelow(grounds);
            int to = (int)prng.NextBelow(grounds - 1);
            to += to >= from ? 1 : 0;
            contracts.Add(Contract(
                i, new NodeId(first + from), [new NodeId(first + to)],
                Duration.FromMilliseconds(prng.NextBetween(60, 500)), (int)prng.NextBelow(10),
                prng.NextBetween(1, 20)));
        }
        return request with { Contracts = contracts };
    }

    public static readonly (string Name, double LatitudeDeg, double LongitudeDeg)[] Cities =
    [
        ("London", 51.5, -0.12), ("Tokyo", 35.7, 139.7), ("Los Angeles", 34.05, -118.24),
            ("Sydney", -33.87, 151.2),
        ("Nairobi", -1.29, 36.8), ("Sao Paulo", -23.5, -46.6), ("Delhi", 28.6, 77.2), ("Cairo", 30.0, 31.2),
        ("New York", 40.7, -74.0), ("Singapore", 1.35, 103.8), ("Lagos", 6.5, 3.4), ("Moscow", 55.75, 37.6),
        ("Johannesburg", -26.2, 28.0), ("Mexico City", 19.4, -99.1), ("Lima", -12.05, -77.0),
            ("Seoul", 37.57, 127.0),
        ("Auckland", -36.85, 174.8), ("Honolulu", 21.3, -157.9), ("Madrid", 40.4, -3.7),
            ("Dubai", 25.2, 55.3),
    ];
}

/// <summary>Ranges of an odd size, last one first: whoever depends on order or chunks is found out.</summary>
internal sealed class OddWorkers(int chunk) : IWorkers
{
    public void For(int count, Action<int, int> body)
    {
        var starts = new List<int>();
        for (int first = 0; first < count; first += chunk)
        {
            starts.Add(first);
        }
        starts.Reverse();
        System.Threading.Tasks.Parallel.ForEach(
            starts, first => body(first, Math.Min(first + chunk, count)));
    }
}
