using System;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>A place below or on the ground, as a unit vector fixed to the Earth.</summary>
internal readonly record struct GroundPoint(double X, double Y, double Z)
{
    private const double EarthRadiusKm = 6_371;

    /// <summary>The place at a latitude and longitude, degrees.</summary>
    public static GroundPoint Of(double latDeg, double lonDeg)
    {
        (double sinLat, double cosLat) = Math.SinCos(double.DegreesToRadians(latDeg));
        (double sinLon, double cosLon) = Math.SinCos(double.DegreesToRadians(lonDeg));
        return new GroundPoint(cosLat * cosLon, cosLat * sinLon, sinLat);
    }

    /// <summary>Degrees north.</summary>
    public double LatDeg => double.RadiansToDegrees(Math.Asin(Math.Clamp(Z, -1, 1)));

    /// <summary>Degrees east.</summary>
    public double LonDeg => double.RadiansToDegrees(Math.Atan2(Y, X));

    /// <summary>Along the ground, by a round Earth: good enough to say what is near.</summary>
    public double KmTo(in GroundPoint other)
    {
        double dot = (X * other.X) + (Y * other.Y) + (Z * other.Z);
        return EarthRadiusKm * Math.Acos(Math.Clamp(dot, -1, 1));
    }
}

/// <summary>Where a node is at a moment; null where nobody knows.</summary>
/// <param name="node">The node.</param>
/// <param name="at">When.</param>
internal delegate GroundPoint? NodePlaces(int node, Instant at);
