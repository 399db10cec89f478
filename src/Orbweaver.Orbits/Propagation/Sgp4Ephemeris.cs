using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// SGP4/SDP4 of one <see cref="ElementSet"/>, with WGS-72 constants in improved mode (AIAA 2006-6753,
/// revisions to 2020). Near-Earth objects go through the one-lane instance of the kernels of
/// <see cref="EphemerisBatch"/>, deep space through a transcription. Immutable: any number of threads may ask
/// at once, and answers never depend on earlier questions. A call allocates nothing.
/// </summary>
public sealed class Sgp4Ephemeris : IEphemeris
{
    /// <summary>
    /// The furthest from the epoch that may be asked for, in minutes: the whole range of Instant.
    /// </summary>
    public const double MinutesMax = 3.1e8;

    internal const double NanosecondsPerMinute = 60e9;

    private const double JulianDateOf1950 = 2_433_281.5;
    private const double JulianDateOf2000 = 2_451_544.5;

    private readonly Sgp4Record _satrec;

    // Of a near-Earth object, else empty.
    private readonly double[] _terms = [];

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
        if (!IsDeepSpace)
        {
            _terms = Sgp4NearTerms.Of(_satrec);
        }
    }

    /// <summary>What it was made from.</summary>
    public ElementSet Elements { get; }

    /// <summary>
    /// Whether the period is 225 minutes or more, so that Sun, Moon and resonance are modelled (SDP4).
    /// </summary>
    public bool IsDeepSpace => _satrec.method == 'd';

    /// <summary>Whether <see cref="Sgp4Near"/> may be asked: near the Earth, and with a motion.</summary>
    internal bool IsNearEarth => !IsDeepSpace && !(_satrec.no_unkozai <= 0.0);

    /// <summary>What <see cref="Sgp4Near"/> needs.</summary>
    internal double[] Terms => _terms;

    /// <summary>What the initialisation left.</summary>
    internal Sgp4Record Record => _satrec;

    /// <inheritdoc/>
    public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
    {
        // Physical time since the epoch: the difference of TAI in whole nanoseconds. Published programs
        // subtract UTC Julian dates and so lose a leap second that falls between; a satellite does not wait
        // for one.
        var elapsedNs = (Int128)t.Nanoseconds - Elements.Epoch.Nanoseconds;
        return TryPropagateMinutes((double)elapsedNs / NanosecondsPerMinute, out state, out error);
    }

    /// <summary>
    /// The state <paramref name="tsinceMin"/> minutes after the epoch, as published verification runs ask.
    /// </summary>
    public bool TryPropagateMinutes(double tsinceMin, out TemeState state, out PropagationError error)
    {
        Check.That(Math.Abs(tsinceMin) <= MinutesMax);
        if (IsDeepSpace)
        {
            error = Sgp4.PropagateDeep(_satrec, tsinceMin, out Vec3 positionKm, out Vec3 velocityKmPerS);
            state = new TemeState(
                new TemePosition(positionKm * 1e3), new TemeVelocity(velocityKmPerS * 1e3));
        }
        else if (IsNearEarth)
        {
            PropagateNear(tsinceMin, out state, out error);
        }
        else
        {
            state = default;
            error = PropagationError.MeanMotion;
        }
        return error == PropagationError.None;
    }

    private void PropagateNear(double tsinceMin, out TemeState state, out PropagationError error)
    {
        Span<double> work = stackalloc double[Sgp4Near.WorkRows];
        Span<double> rows = stackalloc double[EphemerisBatch.RowCount];
        work[0] = tsinceMin;
        Sgp4Near.Propagate<Lanes1>(in _terms[0], 0, ref work[0], 1, ref rows[0], 0, 1);
        error = (PropagationError)work[0];
        state = EphemerisBatch.StateAt(rows, stride: 1);
    }
}
