using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>Lines of sight, and the least delay that physics allows.</summary>
public static class Geometry
{
    /// <summary>
    /// The sphere that a line of sight may not enter, metres: the equatorial radius, from which design
    /// altitudes count.
    /// </summary>
    public const double GrazingSphereRadiusM = 6_378_137.0;

    /// <summary>
    /// Sine of the elevation at which <paramref name="site"/> sees <paramref name="target"/>, geometric (no
    /// refraction); <paramref name="up"/> is the site's unit normal. The two may not be the same place.
    /// </summary>
    public static double SinElevation(ItrfPosition site, Vec3 up, ItrfPosition target)
    {
        Vec3 line = target.Metres - site.Metres;
        return line.Dot(up) / line.Length;
    }

    /// <summary>
    /// Least distance from the Earth's centre to the segment between two positions of one frame, metres.
    /// </summary>
    public static double GrazingRadiusM(Vec3 a, Vec3 b)
    {
        Vec3 line = b - a;
        double lengthSquared = line.Dot(line);
        double along = lengthSquared > 0 ? Math.Clamp(-a.Dot(line) / lengthSquared, 0, 1) : 0;
        return (a + (line * along)).Length;
    }

    /// <summary>
    /// The shortest curve between two places that does not enter the Earth (the WGS-84 ellipsoid), at the
    /// speed of light in vacuum, rounded down: nothing can be faster. Exact to 1 mm between places on the
    /// surface and between places that see each other; else a bound from below, at most about 0.4 % short:
    /// the greatest of three that always hold. A place below the ellipsoid counts as the place above it on
    /// the surface, less its depth.
    /// </summary>
    public static Duration Floor(GeodeticPosition a, GeodeticPosition b)
    {
        double depthM = Math.Max(0, -a.Altitude.Metres) + Math.Max(0, -b.Altitude.Metres);
        Vec3 from = OnOrAboveGround(a).ToItrf().Metres;
        Vec3 to = OnOrAboveGround(b).ToItrf().Metres;
        double chordM = (to - from).Length;

        // 1. Around the sphere inside the ellipsoid: what stays out of the Earth stays out of that. It
        //    includes the chord, which is the shortest curve of all wherever it is clear.
        // 2. Along the ground: the nearest-point projection on a convex body brings no two points further
        //    apart, so a curve is at least as long as the geodesic between the places below its ends.
        double lengthM = chordM;
        if (!IsClear(from, to))
        {
            lengthM = Math.Max(lengthM, AroundSphereM(from, to, GeodeticPosition.PolarRadiusM));
            lengthM = Math.Max(lengthM, Geodesic.DistanceM(a, b));
        }
        double floorM = Math.Max(lengthM - depthM, 0);
        return new Duration((long)Math.Floor(floorM / Distance.SpeedOfLightMPerS * 1e9));
    }

    private static GeodeticPosition OnOrAboveGround(GeodeticPosition p)
        => p.Altitude.Metres >= 0 ? p : p with { Altitude = default };

    // Stretching the polar axis turns the ellipsoid into a sphere and leaves lines straight.
    private static bool IsClear(Vec3 a, Vec3 b)
    {
        const double stretch = 1.0 / (1.0 - GeodeticPosition.Flattening);
        double grazingM = GrazingRadiusM(a with { Z = a.Z * stretch }, b with { Z = b.Z * stretch });
        return grazingM >= GeodeticPosition.EquatorialRadiusM;
    }

    // The taut string around a sphere: tangent, arc, tangent; the chord if the sphere is not in the way.
    private static double AroundSphereM(Vec3 a, Vec3 b, double radiusM)
    {
        double ra = Math.Max(a.Length, radiusM);
        double rb = Math.Max(b.Length, radiusM);
        double angleRad = Math.Atan2(a.Cross(b).Length, a.Dot(b));
        double arcRad = angleRad - Math.Acos(radiusM / ra) - Math.Acos(radiusM / rb);
        return arcRad <= 0
            ? (b - a).Length
            : Math.Sqrt((ra * ra) - (radiusM * radiusM)) + Math.Sqrt((rb * rb) - (radiusM * radiusM))
                + (radiusM * arcRad);
    }
}
