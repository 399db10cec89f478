using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Bench.Routing;

/// <summary>
/// The shell that most published simulations use, D:550:53:1584/72/17 as a +grid, with the hundred largest
/// cities on all satellites that they see above 25 degrees; satellites really move.
/// </summary>
internal sealed class ForwardingShell
{
    public const int Sites = 100;

    private const int Planes = 72;
    private const int Slots = 22;
    private const int Phasing = 17;

    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);
    private static readonly double SinElevationMin = Math.Sin(Angle.FromDegrees(25).Radians);

    private readonly IReadOnlyList<DesignSatellite> _satellites;
    private readonly List<PlanNode> _nodes = [];
    private readonly List<(ItrfPosition At, Vec3 Up)> _sites = [];
    private readonly List<(int A, int B)> _lasers = [];
    private readonly Vec3[] _positionM;

    public ForwardingShell(BenchRun run)
    {
        WalkerDesign design = new(
            WalkerPattern.Delta,
            Distance.FromKilometres(550),
            Angle.FromDegrees(53),
            Planes * Slots,
            Planes,
            Phasing);
        _satellites = design.Satellites(Start);
        _positionM = new Vec3[_satellites.Count];
        foreach (DesignSatellite satellite in _satellites)
        {
            NodeId id = new(_nodes.Count);
            _nodes.Add(new PlanNode(
                id, satellite.Name, NodeKind.Satellite, "", "", satellite.Plane, satellite.Slot));
            int first = satellite.Plane * Slots;
            _lasers.Add((id.Value, first + ((satellite.Slot + 1) % Slots)));
            // From the last plane to the first the phasing has added up to whole slots.
            _lasers.Add(satellite.Plane < Planes - 1
                ? (id.Value, id.Value + Slots)
                : ((satellite.Slot + Phasing) % Slots, id.Value));
        }
        foreach (GeodeticPosition place in Places(run))
        {
            _sites.Add((place.ToItrf(), place.Up()));
            _nodes.Add(new PlanNode(
                new NodeId(_nodes.Count), $"site {_sites.Count}", NodeKind.Site, "", "", -1, -1));
        }
        SiteIds = [.. _nodes.Skip(_satellites.Count).Select(n => n.Id)];
        SatelliteIds = [.. _nodes.Take(_satellites.Count).Select(n => n.Id)];
    }

    public IReadOnlyList<PlanNode> Nodes => _nodes;

    public NodeId[] SiteIds { get; }

    public NodeId[] SatelliteIds { get; }

    /// <summary>The links at a second: positions, sight, delays.</summary>
    public EpochLink[] LinksAt(int second)
    {
        Instant t = Start + Duration.FromSeconds(second);
        EarthRotation rotation = new(t);
        for (int s = 0; s < _positionM.Length; s++)
        {
            Check.That(_satellites[s].Ephemeris.TryPropagate(t, out TemeState state, out _));
            _positionM[s] = rotation.ToItrf(state.Position).Metres;
        }
        List<EpochLink> links = [];
        foreach ((int a, int b) in _lasers)
        {
            Add(links, Math.Min(a, b), Math.Max(a, b), (_positionM[a] - _positionM[b]).Length);
        }
        for (int g = 0; g < _sites.Count; g++)
        {
            (ItrfPosition at, Vec3 up) = _sites[g];
            for (int s = 0; s < _positionM.Length; s++)
            {
                Vec3 sightM = _positionM[s] - at.Metres;
                double heightM = sightM.Dot(up);
                if (heightM > 0 && heightM >= SinElevationMin * sightM.Length)
                {
                    Add(links, s, _positionM.Length + g, sightM.Length);
                }
            }
        }
        return [.. links];
    }

    /// <summary>The graph of those links.</summary>
    public PlanEpoch Epoch(EpochLink[] links) => new(0, _nodes.Count, links, [], default);

    private static void Add(List<EpochLink> links, int a, int b, double rangeM)
    {
        int ns = (int)new Distance(rangeM).LightTime.Nanoseconds;
        links.Add(new EpochLink(links.Count, new NodeId(a), new NodeId(b), ns, ns, ns));
    }

    private static IEnumerable<GeodeticPosition> Places(BenchRun run)
    {
        if (run.DataFile("orbits/ground/cities_top1000_by_2025_population.csv") is { } file)
        {
            return File.ReadLines(file).Skip(1).Take(Sites).Select(line => line.Split(',')).Select(
                fields => Place(Number(fields[2]), Number(fields[3])));
        }
        run.Note($"{Sites} places on a spiral instead of cities");
        return Enumerable.Range(0, Sites).Select(i => Place(-54 + (1.08 * i), 137.508 * i % 360));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        static GeodeticPosition Place(double latitudeDeg, double longitudeDeg) => new(
            Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), default);
    }
}
