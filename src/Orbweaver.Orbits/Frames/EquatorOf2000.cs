using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// The turn between the mean equator and equinox of 2000 (EME2000) and TEME at one moment: precession of 1976
/// (Lieske et al. 1977, A&amp;A 58, 1), nutation of 1980 and the equation of the equinoxes, as in Vallado,
/// Fundamentals of Astrodynamics and Applications, 4th ed., section 3.7. The corrections that the IERS
/// publishes are left out (below 0.1 arcseconds: some 3 m in low orbit). The default value is not a rotation.
/// </summary>
public readonly struct EquatorOf2000
{
    private const double RadPerArcsecond = Math.PI / 648_000.0;
    private const double NanosecondsPerCentury = 36_525.0 * 86_400e9;

    // 2000-01-01 12:00:00 of terrestrial time, which is 32.184 s ahead of TAI.
    private const long EpochNs = 43_200_000_000_000 - 32_184_000_000;

    private readonly Vec3 _x;
    private readonly Vec3 _y;
    private readonly Vec3 _z;

    /// <summary>The turn at <paramref name="t"/>.</summary>
    public EquatorOf2000(Instant t)
    {
        double c = (double)((Int128)t.Nanoseconds - EpochNs) / NanosecondsPerCentury;
        double zeta = (2306.2181 + ((0.30188 + (0.017998 * c)) * c)) * c * RadPerArcsecond;
        double theta = (2004.3109 - ((0.42665 + (0.041833 * c)) * c)) * c * RadPerArcsecond;
        double z = (2306.2181 + ((1.09468 + (0.018203 * c)) * c)) * c * RadPerArcsecond;
        double obliquity =
            (84381.448 - ((46.8150 + ((0.00059 - (0.001813 * c)) * c)) * c)) * RadPerArcsecond;
        (double psi, double eps, double node) = NutationSeries.At(c);
        // With the two terms of 1994 (IERS Conventions 1996, chapter 5), as the published states have it.
        double equinoxes = (psi * Math.Cos(obliquity))
            + (((0.00264 * Math.Sin(node)) + (0.000063 * Math.Sin(2 * node))) * RadPerArcsecond);
        // Row after row: the axes of TEME in EME2000.
        _x = Turn(new Vec3(1, 0, 0));
        _y = Turn(new Vec3(0, 1, 0));
        _z = Turn(new Vec3(0, 0, 1));

        // A vector of TEME back to EME2000: the turns in reverse.
        Vec3 Turn(Vec3 v)
        {
            v = About3(v, -equinoxes);
            v = About1(v, obliquity + eps);
            v = About3(v, psi);
            v = About1(v, -obliquity);
            v = About3(v, z);
            v = About2(v, -theta);
            return About3(v, zeta);
        }
    }

    /// <summary>From EME2000; a velocity may be turned alike, the frames move slowly (8e-12 rad/s).</summary>
    public TemePosition ToTeme(Vec3 ofEquator2000)
        => new(new Vec3(_x.Dot(ofEquator2000), _y.Dot(ofEquator2000), _z.Dot(ofEquator2000)));

    // The axes turn by the angle, so that components turn the other way (ROT1 to ROT3 of Vallado).
    private static Vec3 About1(Vec3 v, double angleRad)
    {
        (double sin, double cos) = Math.SinCos(angleRad);
        return new Vec3(v.X, (cos * v.Y) + (sin * v.Z), (cos * v.Z) - (sin * v.Y));
    }

    private static Vec3 About2(Vec3 v, double angleRad)
    {
        (double sin, double cos) = Math.SinCos(angleRad);
        return new Vec3((cos * v.X) - (sin * v.Z), v.Y, (sin * v.X) + (cos * v.Z));
    }

    private static Vec3 About3(Vec3 v, double angleRad)
    {
        (double sin, double cos) = Math.SinCos(angleRad);
        return new Vec3((cos * v.X) + (sin * v.Y), (cos * v.Y) - (sin * v.X), v.Z);
    }
}
