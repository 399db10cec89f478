using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Bench.Planning;

/// <summary>
/// Thirty pairs of cities, near and far, as edges of a designed constellation: one edge for all pairs of a
/// city, or one for each. Coordinates are the cities', to about a kilometre.
/// </summary>
internal static class CityPairs
{
    /// <summary>Name, latitude and longitude in degrees.</summary>
    public static readonly IReadOnlyList<(string Name, double LatitudeDeg, double LongitudeDeg)> Cities =
    [
        ("London", 51.51, -0.13), ("New York", 40.71, -74.01), ("Tokyo", 35.69, 139.69),
        ("Singapore", 1.35, 103.82), ("Los Angeles", 34.05, -118.24), ("Sydney", -33.87, 151.21),
        ("Frankfurt", 50.11, 8.68), ("Sao Paulo", -23.55, -46.64), ("Johannesburg", -26.20, 28.04),
        ("Dubai", 25.20, 55.27), ("Mumbai", 19.08, 72.88), ("Santiago", -33.45, -70.67),
        ("Nairobi", -1.29, 36.82), ("Chicago", 41.88, -87.63), ("Toronto", 43.65, -79.38),
        ("Madrid", 40.42, -3.70), ("Seoul", 37.57, 126.98), ("Auckland", -36.85, 174.76),
        ("Mexico City", 19.43, -99.13), ("Cairo", 30.04, 31.24), ("Perth", -31.95, 115.86),
        ("Anchorage", 61.22, -149.90), ("Lagos", 6.52, 3.38), ("Lima", -12.05, -77.04),
        ("Warsaw", 52.23, 21.01), ("Honolulu", 21.31, -157.86),
    ];

    private static readonly (int A, int B)[] Pairs =
    [
        (0, 1), (0, 2), (0, 3), (1, 7), (1, 6), (2, 4), (3, 5), (4, 5), (6, 9), (8, 0), (9, 10), (11, 15),
        (12, 10), (13, 6), (14, 24), (15, 7), (16, 4), (17, 11), (18, 1), (19, 24), (20, 8), (21, 2), (22, 0),
        (23, 18), (25, 5), (12, 19), (10, 3), (13, 18), (16, 20), (14, 25),
    ];

    /// <summary>
    /// The constellation of a code with the cities as edges of so many terminals, and a contract a pair; an
    /// edge serves all pairs of its city if they are shared.
    /// </summary>
    public static PlanRequest Request(
        string code, double elevationMinDeg, int terminals, int epochs, bool isShared)
    {
        PlanRequest shell = PlanNetworks.Shell(code, elevationMinDeg);
        return shell with
        {
            Horizon = Duration.FromSeconds(15) * epochs,
            Grounds = Grounds(terminals, isShared),
            Contracts = Contracts(shell.Satellites.Count, isShared),
        };
    }

    private static List<GroundSpec> Grounds(int terminals, bool isShared)
    {
        List<GroundSpec> grounds = [];
        IEnumerable<int> places = isShared
            ? Enumerable.Range(0, Cities.Count) : Pairs.SelectMany(p => (int[])[p.A, p.B]);
        foreach (int city in places)
        {
            (string name, double latitudeDeg, double longitudeDeg) = Cities[city];
            grounds.Add(new GroundSpec
            {
                Name = isShared ? name : $"{name} {grounds.Count}",
                Kind = NodeKind.Edge,
                Position = new GeodeticPosition(
                    Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), default),
                Terminals = terminals,
                RateUp = DataRate.FromMegabits(200),
                RateDown = DataRate.FromMegabits(500),
                Acquisition = Duration.FromSeconds(2),
                HandoverGap = Duration.FromMilliseconds(100),
            });
        }
        return grounds;
    }

    private static List<Contract> Contracts(int satellites, bool isShared)
    {
        List<Contract> contracts = [];
        foreach ((int a, int b) in Pairs)
        {
            contracts.Add(new Contract
            {
                Index = contracts.Count,
                Name = $"{Cities[a].Name} - {Cities[b].Name}",
                Tenant = "bench",
                Publisher = new NodeId(satellites + (isShared ? a : 2 * contracts.Count)),
                Subscribers = [new NodeId(satellites + (isShared ? b : (2 * contracts.Count) + 1))],
                Qos = new Qos(5, Overtaking.Independent, Assurance.Deadline),
                Budget = Duration.FromSeconds(1),
                Rate = DataRate.FromMegabits(10),
                Burst = new DataSize(10_000),
                MessageSizeMax = new DataSize(1_400),
                Match = new FlowMatch { IsDefault = true },
            });
        }
        return contracts;
    }
}
