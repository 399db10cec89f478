using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>
/// A scenario with its nodes numbered: what the planner and the twin take. Satellites come first, then
/// sites, then edges, each in the order of the scenario.
/// </summary>
internal sealed record Network
{
    /// <summary>The scenario it was made of.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>What to plan.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>What is offered.</summary>
    public required IReadOnlyList<TrafficSource> Traffic { get; init; }

    /// <summary>What the operator should know of it, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Numbers the nodes of a scenario.</summary>
    public static Network Of(Scenario scenario)
    {
        Instant start = scenario.Start ?? MedianEpoch(scenario);
        List<SatelliteSpec> satellites = [];
        List<ConstellationSpec> constellations = [];
        List<string> notes = [];
        bool isAlone = scenario.Constellations.Count == 1;
        foreach (Constellation constellation in scenario.Constellations)
        {
            string prefix = isAlone ? "" : $"{constellation.Name}/";
            AddShells(constellation, prefix, start, constellations, satellites);
            notes.AddRange(
                ElementsNetwork.Add(scenario.File, constellation, prefix, start, constellations, satellites));
        }
        HashSet<string> taken = [.. satellites.Select(s => s.Name)];
        Dictionary<string, NodeId> nodes = new(StringComparer.Ordinal);
        foreach (GroundSpec ground in scenario.Grounds)
        {
            if (taken.Contains(ground.Name))
            {
                throw BadInputException.Of(
                    scenario.File, $"'{ground.Name}' is the name of a satellite and of a site or edge",
                    "Rename the site or edge");
            }
            nodes.Add(ground.Name, new NodeId(satellites.Count + nodes.Count));
        }
        return new Network
        {
            Scenario = scenario,
            Notes = notes,
            Traffic =
            [
                .. scenario.Contracts.SelectMany(
                    (c, i) => c.Traffic.Select(t => t with { ContractIndex = i })),
            ],
            Request = new PlanRequest
            {
                Start = start,
                Horizon = scenario.Length + (scenario.Controllers?.Horizon ?? Duration.Zero),
                EpochLength = scenario.Times.Epoch,
                Drain = scenario.Times.Drain,
                HopDelay = scenario.Times.Hop,
                GrazingAltitude = scenario.GrazingAltitude,
                Access = scenario.Access,
                Constellations = constellations,
                Satellites = satellites,
                Grounds = scenario.Grounds,
                Contracts =
                [
                    .. scenario.Contracts.Select((c, i) => c.Terms with
                    {
                        Index = i,
                        Publisher = nodes[c.From],
                        Subscribers = [.. c.To.Select(name => nodes[name])],
                    }),
                ],
            },
        };
    }

    /// <summary>
    /// The middle of the elements' epochs, to the minute: where they are best on the whole.
    /// </summary>
    private static Instant MedianEpoch(Scenario scenario)
    {
        Instant[] epochs =
            [.. scenario.Constellations.SelectMany(c => c.Elements).Select(e => e.Epoch).Order()];
        (long day, long nanosecond) = Utc.ToDay(epochs[epochs.Length / 2]);
        long minute = Duration.FromMinutes(1).Nanoseconds;
        return Utc.FromDay(day, nanosecond / minute * minute);
    }

    private static void AddShells(
        Constellation constellation, string prefix, Instant start, List<ConstellationSpec> specs,
        List<SatelliteSpec> satellites)
    {
        int planesBefore = 0;
        for (int i = 0; i < constellation.Shells.Count; i++)
        {
            WalkerDesign shell = constellation.Shells[i];
            bool isOnly = constellation.Shells.Count == 1;
            string name = isOnly ? constellation.Name : $"{constellation.Name}/{i + 1}";
            string shellPrefix = isOnly ? prefix : $"{prefix}{i + 1}/";
            specs.Add(new ConstellationSpec(
                name, constellation.Policy, shell.Planes, shell.SlotsPerPlane, shell.Phasing)
            {
                Motif = constellation.Motif,
                MotifAim = constellation.MotifAim,
            });
            foreach (DesignSatellite satellite in shell.Satellites(start))
            {
                string vendor = constellation.VendorOfPlane[planesBefore + satellite.Plane];
                SatelliteSpec spec = Satellite(
                    constellation, name, shellPrefix + satellite.Name, vendor, satellite.Ephemeris);
                satellites.Add(spec with { Plane = satellite.Plane, Slot = satellite.Slot });
            }
            planesBefore += shell.Planes;
        }
    }

    /// <summary>A satellite of a constellation, without a place in it.</summary>
    public static SatelliteSpec Satellite(
        Constellation constellation, string shell, string name, string vendor, IEphemeris ephemeris) => new()
        {
            Name = name,
            Constellation = shell,
            Ephemeris = ephemeris,
            Plane = -1,
            Slot = -1,
            Vendor = vendor,
            Optical = constellation.Optical,
            AccessBeams = constellation.AccessBeams,
            GatewayBeams = constellation.GatewayBeams,
            ElevationMin = constellation.ElevationMin,
        };
}
