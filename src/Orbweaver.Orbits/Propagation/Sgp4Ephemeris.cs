using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// SGP4/SDP4 of one <see cref="ElementSet"/>, with WGS-72 constants in improved mode (AIAA 2006-6753,
/// revisions to 2020). Immutable: any number of threads may ask at once, and answers never depend on earlier
/// questions. A call allocates nothing.
/// </summary>
public sealed class Sgp4Ephemeris : IEphemeris
{
    /// <summary>
    /// The furthest from the epoch that may be asked for, in minutes: the whole range of Instant.
    /// </summary>
    public const double MinutesMax = 3.1e8;

    private const double JulianDateOf1950 = 2_433_281.5;
    private const double JulianDateOf2000 = 2_451_544.5;

    private readonly Sgp4Record _satrec;

    /// <summary>Initialises the propagator from <paramref name="elements"/>.</summary>
    public Sgp4Ephemeris(ElementSet elements)
    {
        Elements = elements;
        _satrec = new Sgp4Record
        {
            bstar = elements.BStar,
            ecco = elements.Eccentricity,
            argpo = elements.ArgumentOfPerigee.Radians,
            inclo = elements.Inclination.Radians,
            mo = elements.MeanAnomaly.Radians,
            no_kozai = elements.MeanMotionRadPerMin,
            nodeo = elements.AscendingNode.Radians,
        };

        // The Julian date passes through one double on purpose, as in the reference: it is good to 20 us,
        // which Sun and Moon turn into some millimetres on orbits that reach half way to the Moon, and
        // results shall agree.
        (long dayNumber, long nanosecondOfDay) = Utc.ToDay(elements.Epoch);
        double jdsatepoch = JulianDateOf2000 + dayNumber + (nanosecondOfDay / 86_400e9);
        Sgp4.Sgp4Init(_satrec, jdsatepoch - JulianDateOf1950);
    }

    /// <summary>What it was made from.</summary>
    public ElementSet Elements { get; }

    /// <summary>
    /// Whether the period is 225 minutes or more, so that Sun, Moon and resonance are modelled (SDP4).
    /// </summary>
    public bool IsDeepSpace => _satrec.method == 'd';

    /// <inheritdoc/>
    public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
    {
        // Physical time since the epoch: the difference of TAI in whole nanoseconds. Published programs
        // subtract UTC Julian dates and so lose a leap second that falls between; a satellite does not wait
        // for one.
        var elapsedNs = (Int128)t.Nanoseconds - Elements.Epoch.Nanoseconds;
        return TryPropagateMinutes((double)elapsedNs / 60e9, out state, out error);
    }

    /// <summary>
    /// The state <paramref name="tsinceMin"/> minutes after the epoch, as published verification runs ask.
    /// </summary>
    public bool TryPropagateMinutes(double tsinceMin, out TemeState state, out PropagationError error)
    {
        Check.That(Math.Abs(tsinceMin) <= MinutesMax);
        error = Sgp4.Propagate(_satrec, tsinceMin, out Vec3 positionKm, out Vec3 velocityKmPerS);
        state = new TemeState(new TemePosition(positionKm * 1e3), new TemeVelocity(velocityKmPerS * 1e3));
        return error == PropagationError.None;
    }
}
