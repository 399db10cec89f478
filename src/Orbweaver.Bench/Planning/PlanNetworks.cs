using System;
using System.Collections.Generic;
using System.IO;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;

namespace Orbweaver.Bench.Planning;

/// <summary>Networks to plan: satellites of a design or of elements, sites all over the globe.</summary>
internal static class PlanNetworks
{
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    private static readonly OpticalTerminals FourLasers = new(
        4, DataRate.FromGigabits(100), Distance.FromKilometres(5400), Duration.FromSeconds(12), "oct");

    /// <summary>A designed shell on +grid.</summary>
    public static PlanRequest Shell(string code, double elevationMinDeg)
    {
        Check.That(ConstellationCode.TryParse(code, out IReadOnlyList<WalkerDesign> designs, out _));
        WalkerDesign design = designs[0];
        List<SatelliteSpec> satellites = [];
        foreach (DesignSatellite satellite in design.Satellites(Start))
        {
            satellites.Add(Satellite(
                satellite.Name, satellite.Ephemeris, satellite.Plane, satellite.Slot, elevationMinDeg));
        }
        return Request(
            satellites,
            new ConstellationSpec(
                "shell", TopologyPolicy.PlusGrid, design.Planes, design.SlotsPerPlane, design.Phasing));
    }

    /// <summary>All satellites of a file of elements, by nearest-stable.</summary>
    public static PlanRequest Fleet(string file)
    {
        List<SatelliteSpec> satellites = [];
        foreach (ElementSet elements in ElementsReader.Read(file, File.ReadAllText(file), skipBad: true).Sets)
        {
            satellites.Add(Satellite(
                $"{elements.Name} {elements.CatalogueNumber}", new Sgp4Ephemeris(elements), -1, -1, 25));
        }
        return Request(satellites, new ConstellationSpec("shell", TopologyPolicy.NearestStable, 0, 0, 0));
    }

    /// <summary>The same for some epochs of 15 s, with sites and contracts between them.</summary>
    public static PlanRequest With(PlanRequest request, int epochs, int sites, int contracts)
    {
        List<GroundSpec> grounds = [];
        for (int i = 0; i < sites; i++)
        {
            grounds.Add(Site(i, sites));
        }
        Prng prng = new(1);
        List<Contract> drawn = [];
        for (int i = 0; i < contracts; i++)
        {
            int from = (int)prng.NextBelow(sites);
            int to = (int)((from + 1 + prng.NextBelow(sites - 1)) % sites);
            drawn.Add(Between(
                i, new NodeId(request.Satellites.Count + from), new NodeId(request.Satellites.Count + to),
                Duration.FromMilliseconds(prng.NextBetween(60, 500))));
        }
        return request with
        {
            Horizon = Duration.FromSeconds(15 * epochs),
            Grounds = grounds,
            Contracts = drawn,
        };
    }

    private static PlanRequest Request(List<SatelliteSpec> satellites, ConstellationSpec constellation)
        => new()
        {
            Start = Start,
            Horizon = Duration.FromSeconds(15),
            Constellations = [constellation],
            Satellites = satellites,
            Grounds = [],
            Contracts = [],
        };

    private static SatelliteSpec Satellite(
        string name, IEphemeris ephemeris, int plane, int slot, double elevationMinDeg)
        => new()
        {
            Name = name,
            Constellation = "shell",
            Ephemeris = ephemeris,
            Plane = plane,
            Slot = slot,
            Vendor = "A",
            Optical = FourLasers,
            AccessBeams = new RadioBeams(16, DataRate.FromGigabits(1)),
            GatewayBeams = new RadioBeams(4, DataRate.FromGigabits(10)),
            ElevationMin = Angle.FromDegrees(elevationMinDeg),
        };

    // By equal areas up to 53 degrees, and by the golden angle around the globe.
    private static GroundSpec Site(int i, int count) => new()
    {
        Name = $"site-{i}",
        Kind = NodeKind.Site,
        Position = new GeodeticPosition(
            new Angle(Math.Asin(-0.8 + (1.6 * (i + 0.5) / count))),
            Angle.FromDegrees(((i * 137.50776) % 360) - 180),
            default),
        Terminals = 2,
        RateUp = DataRate.FromGigabits(10),
        RateDown = DataRate.FromGigabits(10),
        Acquisition = Duration.FromSeconds(2),
        HandoverGap = Duration.FromMilliseconds(100),
    };

    private static Contract Between(int index, NodeId from, NodeId to, Duration budget) => new()
    {
        Index = index,
        Name = $"contract-{index}",
        Tenant = "tenant",
        Publisher = from,
        Subscribers = [to],
        Qos = new Qos(5, Overtaking.Independent, Assurance.Deadline),
        Budget = budget,
        Rate = DataRate.FromMegabits(1),
        Burst = new DataSize(10_000),
        MessageSizeMax = new DataSize(1_200),
        Match = new FlowMatch { IsDefault = true },
    };
}
