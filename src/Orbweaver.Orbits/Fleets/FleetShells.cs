using System;
using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Orbits;

// Which satellites fly together: first by inclination, then where altitudes are dense. Satellites on their
// way are spread thinly over hundreds of kilometres and fall through.
internal static class FleetShells
{
    // Inclinations further apart than this belong to different designs.
    private const double InclinationGapDeg = 0.2;

    // Satellites in operation keep their altitude to some 0.1 km; of a small fleet fewer stand side by side.
    private const double DenseKmMin = 0.35;
    private const double DenseKmMax = 5.0;
    private const double DenseKmOfOne = 100.0;

    // A point is dense with so many around it, or this share of its inclination.
    private const int DenseMin = 3;
    private const double DenseShare = 0.005;

    // Planes may be flown some kilometres above each other on purpose: altitudes of one or two planes each
    // join with the next one within this distance.
    private const double SteppedKm = 10.0;
    private const int SteppedPlanesMax = 2;

    // Less than this share of an inclination is no shell.
    private const double ShellShare = 0.05;

    internal static List<FleetMember[]> Find(FleetMember[] fleet)
    {
        List<FleetMember[]> shells = [];
        foreach (FleetMember[] group in Split(fleet, InclinationGapDeg, m => m.InclinationDeg))
        {
            List<FleetMember[]> dense = Join(Dense(group));
            shells.AddRange(dense.Where(s =>
                s.Length >= Math.Max(FleetFit.PlaneMin, ShellShare * group.Length)));
        }
        return shells;
    }

    // In ascending order of the value, cut where the next one is further than the gap.
    internal static List<FleetMember[]> Split(
        FleetMember[] members, double gap, Func<FleetMember, double> value)
    {
        List<FleetMember[]> parts = [];
        List<FleetMember> part = [];
        foreach (FleetMember member in members.OrderBy(value).ThenBy(m => m.CatalogueNumber))
        {
            if (part.Count > 0 && value(member) - value(part[^1]) > gap)
            {
                parts.Add([.. part]);
                part.Clear();
            }
            part.Add(member);
        }
        if (part.Count > 0)
        {
            parts.Add([.. part]);
        }
        return parts;
    }

    // Ester et al. 1996 (DBSCAN) on a line, without the border points.
    private static List<FleetMember[]> Dense(FleetMember[] group)
    {
        FleetMember[] byAltitude =
            [.. group.OrderBy(m => m.AltitudeKm).ThenBy(m => m.CatalogueNumber)];
        double nearKm = Math.Clamp(DenseKmOfOne / group.Length, DenseKmMin, DenseKmMax);
        int enough = Math.Max(DenseMin, (int)(DenseShare * group.Length));
        List<FleetMember> core = [];
        int low = 0;
        int high = 0;
        foreach (FleetMember member in byAltitude)
        {
            while (byAltitude[low].AltitudeKm < member.AltitudeKm - nearKm)
            {
                low++;
            }
            while (high < byAltitude.Length && byAltitude[high].AltitudeKm <= member.AltitudeKm + nearKm)
            {
                high++;
            }
            if (high - low >= enough)
            {
                core.Add(member);
            }
        }
        return core.Count == 0 ? [] : Split([.. core], nearKm, m => m.AltitudeKm);
    }

    private static List<FleetMember[]> Join(List<FleetMember[]> clusters)
    {
        List<FleetMember[]> joined = [];
        bool isOpen = false;
        foreach (FleetMember[] cluster in clusters)
        {
            bool isStep = FleetPlanes.Best(cluster).Planes.Count <= SteppedPlanesMax;
            if (isStep && isOpen && cluster[0].AltitudeKm - joined[^1][^1].AltitudeKm < SteppedKm)
            {
                joined[^1] = [.. joined[^1], .. cluster];
            }
            else
            {
                joined.Add(cluster);
            }
            isOpen = isStep;
        }
        return joined;
    }
}
