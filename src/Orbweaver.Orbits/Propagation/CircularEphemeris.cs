using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>A circular orbit at its epoch: angles in the inertial frame that is treated as TEME.</summary>
public sealed record CircularOrbit
{
    /// <summary>The moment at which the angles hold.</summary>
    public required Instant Epoch { get; init; }

    /// <summary>Distance from the Earth's centre.</summary>
    public required Distance Radius { get; init; }

    /// <summary>Inclination to the equator, from 0 to 180 degrees.</summary>
    public required Angle Inclination { get; init; }

    /// <summary>Right ascension of the ascending node.</summary>
    public required Angle AscendingNode { get; init; }

    /// <summary>Angle from the ascending node along the orbit.</summary>
    public required Angle ArgumentOfLatitude { get; init; }
}

/// <summary>
/// A designed satellite: a circular orbit whose node and argument of latitude drift at the secular rates of
/// J2. With n = sqrt(mu / a^3) and k = 1.5 n J2 (Re / a)^2 they are, for zero eccentricity (Vallado,
/// Fundamentals of Astrodynamics and Applications, 4th ed., section 9.6: the rates of perigee and mean
/// anomaly are added), <c>dnode/dt = -k cos i</c> and <c>du/dt = n + k (4 cos^2 i - 1)</c>. It never fails
/// and never decays. Immutable; any number of threads may ask at once.
/// </summary>
public sealed class CircularEphemeris : IEphemeris
{
    /// <summary>WGS-84 gravitational constant of the Earth, m^3/s^2 (NIMA TR8350.2).</summary>
    public const double MuM3PerS2 = 3.986004418e14;

    /// <summary>
    /// Second zonal harmonic of EGM96: C20 = -0.484165371736e-3, times minus the square root of five.
    /// </summary>
    public const double J2 = 1.08262668355e-3;

    private readonly double[] _terms;

    /// <summary>A satellite on <paramref name="orbit"/>.</summary>
    public CircularEphemeris(CircularOrbit orbit)
    {
        Check.That(orbit.Radius.Metres > 0);
        Orbit = orbit;
        (double sinInclination, double cosInclination) = Math.SinCos(orbit.Inclination.Radians);
        double radiusM = orbit.Radius.Metres;
        double meanMotion = Math.Sqrt(MuM3PerS2 / radiusM) / radiusM;
        double ratio = GeodeticPosition.EquatorialRadiusM / radiusM;
        double k = 1.5 * meanMotion * J2 * ratio * ratio;
        NodeRateRadPerS = -k * cosInclination;
        LatitudeRateRadPerS = meanMotion + (k * ((4.0 * cosInclination * cosInclination) - 1.0));
        _terms =
        [
            orbit.AscendingNode.Radians, NodeRateRadPerS,
            orbit.ArgumentOfLatitude.Radians, LatitudeRateRadPerS,
            radiusM, cosInclination, sinInclination,
        ];
    }

    /// <summary>What <see cref="CircularKernel"/> needs.</summary>
    internal double[] Terms => _terms;

    /// <summary>The orbit at its epoch.</summary>
    public CircularOrbit Orbit { get; }

    /// <summary>Drift of the ascending node, rad/s.</summary>
    public double NodeRateRadPerS { get; }

    /// <summary>Rate of the argument of latitude, rad/s: a turn from node to node.</summary>
    public double LatitudeRateRadPerS { get; }

    /// <inheritdoc/>
    public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
    {
        var elapsedNs = new Lanes1((double)((Int128)t.Nanoseconds - Orbit.Epoch.Nanoseconds));
        Span<double> work = stackalloc double[CircularKernel.WorkRows];
        Span<double> rows = stackalloc double[EphemerisBatch.RowCount];
        Lanes1.Store(CircularKernel.Time(elapsedNs), ref work[0]);
        CircularKernel.Propagate<Lanes1>(in _terms[0], 0, ref work[0], 1, ref rows[0], 0, 1);
        state = EphemerisBatch.StateAt(rows, stride: 1);
        error = PropagationError.None;
        return true;
    }
}
