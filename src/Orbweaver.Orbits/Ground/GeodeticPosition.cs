using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// A place on the WGS-84 ellipsoid: geodetic latitude (north positive), longitude (east positive) and
/// altitude above the ellipsoid along its normal. The default value lies on the equator at Greenwich.
/// </summary>
public readonly record struct GeodeticPosition(Angle Latitude, Angle Longitude, Distance Altitude)
{
    /// <summary>WGS-84 equatorial radius, metres (NIMA TR8350.2).</summary>
    public const double EquatorialRadiusM = 6_378_137.0;

    /// <summary>WGS-84 flattening (NIMA TR8350.2).</summary>
    public const double Flattening = 1.0 / 298.257223563;

    /// <summary>WGS-84 polar radius, metres.</summary>
    public const double PolarRadiusM = EquatorialRadiusM * (1.0 - Flattening);

    /// <summary>The same place in the Earth-fixed frame.</summary>
    public ItrfPosition ToItrf()
    {
        const double eccentricitySquared = Flattening * (2.0 - Flattening);
        (double sinLatitude, double cosLatitude) = Math.SinCos(Latitude.Radians);
        (double sinLongitude, double cosLongitude) = Math.SinCos(Longitude.Radians);
        double normalM = EquatorialRadiusM
            / Math.Sqrt(1.0 - (eccentricitySquared * sinLatitude * sinLatitude));
        double axisM = (normalM + Altitude.Metres) * cosLatitude;
        return new ItrfPosition(new Vec3(
            axisM * cosLongitude,
            axisM * sinLongitude,
            ((normalM * (1.0 - eccentricitySquared)) + Altitude.Metres) * sinLatitude));
    }

    /// <summary>
    /// The unit normal of the ellipsoid in the Earth-fixed frame: where a plumb line would point up.
    /// </summary>
    public Vec3 Up()
    {
        (double sinLatitude, double cosLatitude) = Math.SinCos(Latitude.Radians);
        (double sinLongitude, double cosLongitude) = Math.SinCos(Longitude.Radians);
        return new Vec3(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }
}
