using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Bench.Planning;

/// <summary>
/// Thirty intercontinental pairs of 26 cities (coordinates of city centres to a hundredth of a degree), both
/// ways, and the designs that are planned for them. Ground links are wide, so that lasers are what is scarce.
/// </summary>
internal static class CityPairs
{
    private static readonly (string Name, double LatitudeDeg, double LongitudeDeg)[] Cities =
    [
        ("london", 51.51, -0.13), ("new-york", 40.71, -74.01), ("tokyo", 35.69, 139.69),
        ("los-angeles", 34.05, -118.24), ("sydney", -33.87, 151.21), ("sao-paulo", -23.55, -46.64),
        ("johannesburg", -26.20, 28.04), ("singapore", 1.35, 103.82), ("mumbai", 19.07, 72.88),
        ("dubai", 25.20, 55.27), ("nairobi", -1.28, 36.82), ("lagos", 6.45, 3.39), ("cairo", 30.06, 31.25),
        ("frankfurt", 50.11, 8.68), ("paris", 48.85, 2.35), ("toronto", 43.65, -79.38),
        ("miami", 25.76, -80.19), ("mexico-city", 19.43, -99.13), ("bogota", 4.61, -74.08),
        ("santiago", -33.46, -70.65), ("seoul", 37.57, 126.98), ("hong-kong", 22.32, 114.17),
        ("jakarta", -6.21, 106.85), ("auckland", -36.85, 174.76), ("perth", -31.95, 115.86),
        ("honolulu", 21.31, -157.86),
    ];

    private static readonly (string From, string To)[] Pairs =
    [
        ("london", "new-york"), ("london", "tokyo"), ("los-angeles", "sydney"), ("london", "singapore"),
        ("frankfurt", "sao-paulo"), ("new-york", "sao-paulo"), ("paris", "new-york"),
        ("tokyo", "los-angeles"), ("london", "johannesburg"), ("dubai", "london"), ("mumbai", "london"),
        ("singapore", "sydney"), ("hong-kong", "los-angeles"), ("new-york", "tokyo"), ("lagos", "london"),
        ("nairobi", "mumbai"), ("cairo", "new-york"), ("sao-paulo", "johannesburg"),
        ("santiago", "auckland"), ("toronto", "frankfurt"), ("miami", "bogota"), ("mexico-city", "paris"),
        ("seoul", "los-angeles"), ("jakarta", "dubai"), ("perth", "johannesburg"), ("honolulu", "tokyo"),
        ("auckland", "los-angeles"), ("sydney", "santiago"), ("lagos", "sao-paulo"),
        ("frankfurt", "singapore"),
    ];

    /// <summary>How many pairs there are; the contracts one way come first.</summary>
    public static int Count => Pairs.Length;

    /// <summary>A request to plan a design for the pairs, a gigabit a second each way.</summary>
    public static PlanRequest Request(string code, double elevationMinDeg, Duration horizon)
    {
        Check.That(ConstellationCode.TryParse(code, out IReadOnlyList<WalkerDesign> designs, out _));
        WalkerDesign design = designs[0];
        Instant start = Utc.FromCalendar(2026, 8, 11);
        DataRate wide = DataRate.FromGigabits(1000);
        OpticalTerminals optical = new(
            4, DataRate.FromGigabits(100), Distance.FromKilometres(5400), Duration.FromSeconds(12), "oct");
        return new PlanRequest
        {
            Start = start,
            Horizon = horizon,
            Constellations =
            [
                new ConstellationSpec(
                    "shell", TopologyPolicy.PlusGrid, design.Planes, design.SlotsPerPlane, design.Phasing),
            ],
            Satellites =
            [
                .. design.Satellites(start).Select(s => new SatelliteSpec
                {
                    Name = s.Name,
                    Constellation = "shell",
                    Ephemeris = s.Ephemeris,
                    Plane = s.Plane,
                    Slot = s.Slot,
                    Vendor = "",
                    Optical = optical,
                    AccessBeams = new RadioBeams(0, wide),
                    GatewayBeams = new RadioBeams(8, wide),
                    ElevationMin = Angle.FromDegrees(elevationMinDeg),
                }),
            ],
            Grounds = [.. Cities.Select(c => Site(c.Name, c.LatitudeDeg, c.LongitudeDeg, wide))],
            Contracts = Contracts(design.Total),
        };
    }

    private static GroundSpec Site(
        string name, double latitudeDeg, double longitudeDeg, DataRate rate) => new()
        {
            Name = name,
            Kind = NodeKind.Site,
            Position = new GeodeticPosition(
            Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), default),
            Terminals = 4,
            RateUp = rate,
            RateDown = rate,
            Acquisition = Duration.FromSeconds(2),
            HandoverGap = Duration.FromMilliseconds(100),
        };

    private static List<Contract> Contracts(int satellites)
    {
        List<Contract> contracts = [];
        string[] names = [.. Cities.Select(c => c.Name)];
        foreach ((string from, string to) in Pairs.Concat(Pairs.Select(p => (p.To, p.From))))
        {
            contracts.Add(new Contract
            {
                Index = contracts.Count,
                Name = $"{from}-{to}",
                Tenant = "pairs",
                Publisher = new NodeId(satellites + System.Array.IndexOf(names, from)),
                Subscribers = [new NodeId(satellites + System.Array.IndexOf(names, to))],
                Qos = new Qos(5, Overtaking.Independent, Assurance.Deadline),
                Budget = null,
                Rate = DataRate.FromGigabits(1),
                Burst = new DataSize(10_000),
                MessageSizeMax = new DataSize(1_200),
                Match = new FlowMatch { IsDefault = true },
            });
        }
        return contracts;
    }
}
