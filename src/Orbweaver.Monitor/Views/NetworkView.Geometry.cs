using System;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

// Where nodes are, from the orbits of the last EPHEMERIS: ranges are good to a kilometre or so, also in
// recordings.
public sealed partial class NetworkView
{
    private const double DegPerRad = 180 / Math.PI;

    // Of the Sun's mean motion, in days from 2000-01-01 12h (Astronomical Almanac, low precision: 0.01 deg).
    private const double NoonOf2000Ms = 946_728_000_000;
    private const double MsPerDay = 86_400_000;

    /// <summary>Where a node is in the inertial frame; null where nobody knows.</summary>
    private Vec3? PositionOf(int id)
    {
        if (id < _orbits.Length)
        {
            OrbitEntry orbit = _orbits[id];
            return float.IsNaN(orbit.AxisKm) ? null
                : MeanOrbit.Of(orbit).PositionM((SimMs - _orbitEpochMs) * 1e-3);
        }
        CatalogueNode node = Catalogue.Nodes[id];
        return node.Lat is double lat && node.Lon is double lon
            ? new EarthRotation(UnixTime.Of(SimMs)).ToTeme(
                new GeodeticPosition(
                    Angle.FromDegrees(lat), Angle.FromDegrees(lon), new Distance(node.AltM ?? 0)).ToItrf())
                .Metres
            : null;
    }

    /// <summary>The direction of a node from the middle of the turning Earth; null where nobody
    /// knows.</summary>
    internal Vec3? DirectionOf(int id)
        => PositionOf(id) is Vec3 r && r.Length > 0
            ? new EarthRotation(UnixTime.Of(SimMs)).ToItrf(new TemePosition(r)).Metres * (1 / r.Length)
            : null;

    private double? RangeM(int a, int b)
        => PositionOf(a) is Vec3 from && PositionOf(b) is Vec3 to ? (to - from).Length : null;

    private static double? OneWayMs(double? rangeM) => rangeM / Distance.SpeedOfLightMPerS * 1e3;

    /// <summary>Light time and nodes of a way; null where a range is not known, or there is no way.</summary>
    private double? DelayMs(ushort[] nodes)
    {
        if (nodes.Length < 2)
        {
            return null;
        }
        double? sum = 0;
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            sum += OneWayMs(RangeM(nodes[i], nodes[i + 1])) + Catalogue.HopMs;
        }
        return sum is double ms ? Math.Round(ms, 4) : null;
    }

    // By the shadow of a sphere: the edge of the penumbra is of no interest here.
    private bool? IsDark(int id)
    {
        if (id >= _orbits.Length || PositionOf(id) is not Vec3 r)
        {
            return null;
        }
        double days = (SimMs - NoonOf2000Ms) / MsPerDay;
        double mean = (357.529 + (0.98560028 * days)) / DegPerRad;
        double longitude = (280.459 + (0.98564736 * days) + (1.915 * Math.Sin(mean))
            + (0.020 * Math.Sin(2 * mean))) / DegPerRad;
        double tilt = (23.439 - (0.00000036 * days)) / DegPerRad;
        Vec3 sun = new(
            Math.Cos(longitude), Math.Cos(tilt) * Math.Sin(longitude),
            Math.Sin(tilt) * Math.Sin(longitude));
        double along = r.Dot(sun);
        return along < 0 && (r - (sun * along)).Length < GeodeticPosition.EquatorialRadiusM;
    }

    /// <summary>Latitude and longitude of the place below a node, and its height; by a few steps of Bowring's
    /// kind, to a metre.</summary>
    private (double Lat, double Lon, double AltKm)? PlaceOf(int id)
    {
        if (PositionOf(id) is not Vec3 inertial)
        {
            return null;
        }
        Vec3 r = new EarthRotation(UnixTime.Of(SimMs)).ToItrf(new TemePosition(inertial)).Metres;
        const double e2 = GeodeticPosition.Flattening * (2 - GeodeticPosition.Flattening);
        double axis = Math.Sqrt((r.X * r.X) + (r.Y * r.Y));
        double latitude = Math.Atan2(r.Z, axis * (1 - e2));
        double altitude = 0;
        for (int i = 0; i < 5; i++)
        {
            (double sin, double cos) = Math.SinCos(latitude);
            double normal = GeodeticPosition.EquatorialRadiusM / Math.Sqrt(1 - (e2 * sin * sin));
            altitude = (axis * cos) + (r.Z * sin) - (normal * (1 - (e2 * sin * sin)));
            latitude = Math.Atan2(r.Z, axis * (1 - (e2 * normal / (normal + altitude))));
        }
        return (latitude * DegPerRad, Math.Atan2(r.Y, r.X) * DegPerRad, altitude * 1e-3);
    }
}
