using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// One site and one least elevation E, as a function that is smooth in time: its <b>margin</b>, in metres, is
/// at least zero exactly where the site sees the satellite at E or higher.
/// <para>
/// Let u be the ellipsoid's normal at the site, and move the origin along the horizon so that the site lies
/// at s u. Seen from there the geometry is that of a sphere, and at distance p the satellite stands at
/// elevation E where its part along u is s cos^2 E + sin E sqrt(p^2 - s^2 cos^2 E) (the law of sines in the
/// triangle of origin, site and satellite). The margin is the satellite's part along u less that. Unlike the
/// sine of the elevation it has no peak near the zenith: it changes with the orbit's own frequency, so few
/// nodes carry it.
/// </para>
/// </summary>
internal readonly struct AccessSite
{
    private readonly Vec3 _up;
    private readonly Vec3 _offsetM;
    private readonly double _upM;
    private readonly double _sinE;
    private readonly double _baseM;
    private readonly double _reachSquaredM2;

    /// <summary>A site that looks no lower than <paramref name="elevation"/>.</summary>
    public AccessSite(GeodeticPosition site, Angle elevation)
    {
        Vec3 siteM = site.ToItrf().Metres;
        (double sinE, double cosE) = Math.SinCos(elevation.Radians);
        _up = site.Up();
        _upM = siteM.Dot(_up);
        _offsetM = siteM - (_up * _upM);
        _sinE = sinE;
        _baseM = _upM * cosE * cosE;
        _reachSquaredM2 = _baseM * _upM;
    }

    /// <summary>The unit normal of the ellipsoid at the site.</summary>
    public Vec3 Up => _up;

    /// <summary>The site's distance from the shifted origin, metres.</summary>
    public double UpM => _upM;

    /// <summary>How far the origin was shifted: below 22 km on the ellipsoid.</summary>
    public double OffsetM => _offsetM.Length;

    /// <summary>The margin of a position in the Earth-fixed frame, metres.</summary>
    public double MarginM(Vec3 positionM)
    {
        Vec3 shiftedM = positionM - _offsetM;
        double squaredM2 = shiftedM.Dot(shiftedM);
        return squaredM2 > _upM * _upM
            ? positionM.Dot(_up) - _baseM - (_sinE * Math.Sqrt(squaredM2 - _reachSquaredM2))
            : LowMarginM(shiftedM, out _);
    }

    /// <summary>The margin, and its rate in metres per second.</summary>
    public double MarginM(Vec3 positionM, Vec3 velocityMPerS, out double rateMPerS)
    {
        Vec3 shiftedM = positionM - _offsetM;
        double squaredM2 = shiftedM.Dot(shiftedM);
        if (squaredM2 > _upM * _upM)
        {
            double slantM = Math.Sqrt(squaredM2 - _reachSquaredM2);
            rateMPerS = velocityMPerS.Dot(_up) - (_sinE * shiftedM.Dot(velocityMPerS) / slantM);
            return positionM.Dot(_up) - _baseM - (_sinE * slantM);
        }
        double marginM = LowMarginM(shiftedM, out Vec3 gradient);
        rateMPerS = gradient.Dot(velocityMPerS);
        return marginM;
    }

    // A satellite that is about to fall, below the height of a mountain: the plain definition. The formula
    // above has two answers here.
    private double LowMarginM(Vec3 shiftedM, out Vec3 gradient)
    {
        Vec3 lineM = shiftedM - (_up * _upM);
        double rangeM = lineM.Length;
        gradient = _up - (lineM * (_sinE / Math.Max(rangeM, 1e-3)));
        return lineM.Dot(_up) - (_sinE * rangeM);
    }
}
