using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>A shell found in a fleet.</summary>
/// <param name="Altitude">Median mean altitude above 6,378.137 km.</param>
/// <param name="Inclination">Median inclination.</param>
/// <param name="Planes">Planes in ascending order of their node, beginning behind the widest gap.</param>
/// <param name="SlotsPerPlane">Places of a plane, empty ones included.</param>
/// <param name="Phasing">The neighbour of slot s in the last plane is slot (s + Phasing) mod SlotsPerPlane of
/// plane 0.</param>
/// <param name="IsClosed">Whether the planes go all around (delta); else there is a seam (star).</param>
/// <param name="IsEven">Whether satellites keep evenly spaced slots; else slots are only a fine grid of the
/// argument of latitude that keeps their order.</param>
/// <param name="Satellites">Satellites with a place.</param>
public sealed record FleetShell(
    Distance Altitude,
    Angle Inclination,
    int Planes,
    int SlotsPerPlane,
    int Phasing,
    bool IsClosed,
    bool IsEven,
    int Satellites);

/// <summary>The place of a satellite, each number from 0; all -1 where it fits nothing.</summary>
public readonly record struct FleetPlace(int Shell, int Plane, int Slot)
{
    /// <summary>No place.</summary>
    public static readonly FleetPlace None = new(-1, -1, -1);
}

/// <summary>Shells, the largest first, and the place of every element set, in the order given.</summary>
public sealed record FleetFitResult(IReadOnlyList<FleetShell> Shells, IReadOnlyList<FleetPlace> Places)
{
    /// <summary>How many satellites have a place.</summary>
    public int Assigned => Places.Count(p => p.Shell >= 0);
}

/// <summary>
/// Finds shells, planes and slots in the elements of a fleet as it flies: with satellites that are missing,
/// spare, on their way up or down. The method is that of docs/orbits.md; the same elements give the same
/// answer in every order of theirs.
/// </summary>
public static class FleetFit
{
    /// <summary>Fewer satellites are no plane.</summary>
    public const int PlaneMin = 3;

    /// <summary>Orbits that are less round have no slots.</summary>
    public const double EccentricityMax = 0.02;

    /// <summary>Fits the fleet as it is at <paramref name="at"/>.</summary>
    public static FleetFitResult Of(IReadOnlyList<ElementSet> fleet, Instant at)
    {
        FleetMember[] members =
        [
            .. fleet.Select((e, i) => FleetMember.Of(e, i, at)).Where(m => m.Eccentricity <= EccentricityMax)
                .OrderBy(m => m.CatalogueNumber).ThenBy(m => m.Epoch),
        ];
        List<(FleetShell Shell, List<(FleetMember Member, int Plane, int Slot)> Places)> found = [];
        foreach (FleetMember[] shell in FleetShells.Find(Newest(members)))
        {
            FleetPlanes planes = FleetPlanes.Best(shell);
            if (planes.Planes.Count > 0)
            {
                found.Add(FleetSlots.Of(planes));
            }
        }
        found = [.. found.OrderByDescending(f => f.Shell.Satellites).ThenBy(f => f.Shell.Altitude.Metres)];
        var places = new FleetPlace[fleet.Count];
        Array.Fill(places, FleetPlace.None);
        for (int shell = 0; shell < found.Count; shell++)
        {
            foreach ((FleetMember member, int plane, int slot) in found[shell].Places)
            {
                places[member.Index] = new FleetPlace(shell, plane, slot);
            }
        }
        return new FleetFitResult([.. found.Select(f => f.Shell)], places);
    }

    // Of several sets of one object only the newest flies.
    private static FleetMember[] Newest(FleetMember[] members)
        => [.. members.Where((m, i) => i + 1 == members.Length
            || members[i + 1].CatalogueNumber != m.CatalogueNumber)];
}

// A satellite's mean orbit at the common moment. Angles are rounded to a microdegree, so that no comparison
// hangs on the last bit of a processor's sine.
internal sealed record FleetMember(
    int Index, int CatalogueNumber, Instant Epoch, double Eccentricity, double AltitudeKm,
    double InclinationDeg, double NodeDeg, double LatitudeDeg)
{
    private const double MinutesPerDay = 1440.0;
    private const double MuKm3PerMin2 = CircularEphemeris.MuM3PerS2 * 3600.0 * 1e-9;

    // Secular rates of J2 (Vallado, 4th ed., section 9.6). The mean motion of element sets already has the
    // share of J2 in the mean anomaly (Kozai), so only the perigee's and the node's are added.
    internal static FleetMember Of(ElementSet set, int index, Instant at)
    {
        double days = (double)((Int128)at.Nanoseconds - set.Epoch.Nanoseconds) / 86_400e9;
        double radPerMin = set.MeanMotionRadPerMin;
        double radiusKm = Math.Cbrt(MuKm3PerMin2 / (radPerMin * radPerMin));
        double equatorKm = GeodeticPosition.EquatorialRadiusM * 1e-3;
        double p = equatorKm / (radiusKm * (1 - (set.Eccentricity * set.Eccentricity)));
        double turnDegPerDay = radPerMin * MinutesPerDay * (180.0 / Math.PI);
        double k = 1.5 * CircularEphemeris.J2 * p * p * turnDegPerDay;
        double cosI = Math.Cos(set.Inclination.Radians);
        double node = set.AscendingNode.Degrees - (k * cosI * days);
        double drag = 360.0 * set.MeanMotionDotRevPerDay2 * days * days;
        double latitude = set.ArgumentOfPerigee.Degrees + set.MeanAnomaly.Degrees
            + ((turnDegPerDay + (k * ((2.5 * cosI * cosI) - 0.5))) * days) + drag;
        return new FleetMember(
            index, set.CatalogueNumber, set.Epoch, set.Eccentricity,
            Math.Round(radiusKm - equatorKm, 6), Math.Round(set.Inclination.Degrees, 6),
            Circle.Turn(Math.Round(node, 6)), Circle.Turn(Math.Round(latitude, 6)));
    }
}

// Arithmetic on degrees of a circle.
internal static class Circle
{
    // From 0 to below 360.
    internal static double Turn(double deg) => deg - (360.0 * Math.Floor(deg / 360.0));

    // From 0 to below n.
    internal static int Modulo(long value, int n) => (int)(((value % n) + n) % n);
}
