using System;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>
/// An orbit by Kepler with the secular rates of J2 (Vallado, Fundamentals of Astrodynamics and Applications,
/// 4th ed., section 9.6): what a page can follow for ten minutes from six numbers. Without singularity at
/// zero eccentricity. Metres, seconds, radians.
/// </summary>
/// <param name="AxisM">Semi-major axis.</param>
/// <param name="EccentricityCos">Eccentricity times the cosine of the argument of perigee.</param>
/// <param name="EccentricitySin">Eccentricity times its sine.</param>
/// <param name="InclinationRad">Inclination.</param>
/// <param name="NodeRad">Right ascension of the ascending node.</param>
/// <param name="LongitudeRad">Argument of perigee plus mean anomaly.</param>
internal readonly record struct MeanOrbit(
    double AxisM, double EccentricityCos, double EccentricitySin, double InclinationRad, double NodeRad,
    double LongitudeRad)
{
    private const int IterationsMax = 20;

    private double Eccentricity
        => Math.Sqrt((EccentricityCos * EccentricityCos) + (EccentricitySin * EccentricitySin));

    /// <summary>As a frame says it.</summary>
    public OrbitEntry Entry()
    {
        double perigee = Math.Atan2(EccentricitySin, EccentricityCos);
        return new OrbitEntry(
            (float)(AxisM * 1e-3), (float)Eccentricity, (float)InclinationRad, Positive(NodeRad),
            Positive(perigee), Positive(LongitudeRad - perigee));
    }

    /// <summary>An orbit that a frame has said.</summary>
    public static MeanOrbit Of(in OrbitEntry entry) => new(
        entry.AxisKm * 1e3, entry.Eccentricity * Math.Cos(entry.PerigeeRad),
        entry.Eccentricity * Math.Sin(entry.PerigeeRad), entry.InclinationRad, entry.NodeRad,
        entry.PerigeeRad + (double)entry.AnomalyRad);

    /// <summary>Where it leads, in the frame of SGP4.</summary>
    public Vec3 PositionM(double afterS)
    {
        double e = Eccentricity;
        double motion = Math.Sqrt(CircularEphemeris.MuM3PerS2 / AxisM) / AxisM;
        double ratio = GeodeticPosition.EquatorialRadiusM / (AxisM * (1 - (e * e)));
        double k = 0.75 * motion * CircularEphemeris.J2 * ratio * ratio;
        (double sinI, double cosI) = Math.SinCos(InclinationRad);
        double nodeRate = -2 * k * cosI;
        double perigeeRate = k * ((5 * cosI * cosI) - 1);
        double anomalyRate = motion + (k * Math.Sqrt(1 - (e * e)) * ((3 * cosI * cosI) - 1));
        double perigee0 = Math.Atan2(EccentricitySin, EccentricityCos);
        double perigee = perigee0 + (perigeeRate * afterS);
        double anomaly = LongitudeRad - perigee0 + (anomalyRate * afterS);
        (double sinE, double cosE) = Math.SinCos(EccentricAnomaly(anomaly, e));
        double x = AxisM * (cosE - e);
        double y = AxisM * Math.Sqrt(1 - (e * e)) * sinE;
        (double sinP, double cosP) = Math.SinCos(perigee);
        (double sinN, double cosN) = Math.SinCos(NodeRad + (nodeRate * afterS));
        double along = (x * cosP) - (y * sinP);
        double across = (x * sinP) + (y * cosP);
        return new Vec3(
            (along * cosN) - (across * cosI * sinN), (along * sinN) + (across * cosI * cosN),
            across * sinI);
    }

    /// <summary>The orbit that touches a state: the first guess of a fit.</summary>
    public static MeanOrbit Touching(TemeState state)
    {
        Vec3 r = state.Position.Metres;
        Vec3 v = state.Velocity.MetresPerSecond;
        Vec3 h = r.Cross(v);
        double axis = 1 / ((2 / r.Length) - (v.Dot(v) / CircularEphemeris.MuM3PerS2));
        double inclination = Math.Atan2(Math.Sqrt((h.X * h.X) + (h.Y * h.Y)), h.Z);
        // Over the equator any direction will do for the node.
        double node = Math.Abs(h.X) + Math.Abs(h.Y) < 1e-9 * h.Length ? 0 : Math.Atan2(h.X, -h.Y);
        (double sinN, double cosN) = Math.SinCos(node);
        Vec3 ascending = new(cosN, sinN, 0);
        Vec3 ahead = (h * (1 / h.Length)).Cross(ascending);
        Vec3 apsis = (v.Cross(h) * (1 / CircularEphemeris.MuM3PerS2)) - (r * (1 / r.Length));
        double eCos = apsis.Dot(ascending);
        double eSin = apsis.Dot(ahead);
        double e = Math.Sqrt((eCos * eCos) + (eSin * eSin));
        double latitude = Math.Atan2(r.Dot(ahead), r.Dot(ascending));
        double perigee = Math.Atan2(eSin, eCos);
        (double sinF, double cosF) = Math.SinCos(latitude - perigee);
        double eccentric = Math.Atan2(Math.Sqrt(1 - (e * e)) * sinF, e + cosF);
        return new MeanOrbit(
            axis, eCos, eSin, inclination, node, perigee + eccentric - (e * Math.Sin(eccentric)));
    }

    private static double EccentricAnomaly(double anomaly, double e)
    {
        double guess = anomaly + (e * Math.Sin(anomaly));
        for (int i = 0; i < IterationsMax; i++)
        {
            (double sin, double cos) = Math.SinCos(guess);
            double step = (guess - (e * sin) - anomaly) / (1 - (e * cos));
            guess -= step;
            if (Math.Abs(step) < 1e-12)
            {
                break;
            }
        }
        return guess;
    }

    private static float Positive(double angle)
    {
        double turn = Math.IEEERemainder(angle, 2 * Math.PI);
        return (float)(turn < 0 ? turn + (2 * Math.PI) : turn);
    }
}
