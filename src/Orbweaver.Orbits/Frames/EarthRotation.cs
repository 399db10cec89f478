using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// The Earth's turn at one moment: Greenwich mean sidereal time of 1982 with UT1 = UTC and no polar motion,
/// the convention of SGP4's frame (AIAA 2006-6753, appendix C). Leaving UT1 - UTC out turns ground and sky
/// against each other by up to 0.9 s, or 0.4 km at the equator. The default value is not a rotation.
/// </summary>
public readonly struct EarthRotation
{
    /// <summary>The Earth's rate of rotation, rad/s (IAU 1982; the digits of AIAA 2006-6753).</summary>
    public const double RateRadPerS = 7.29211514670698e-5;

    private const long NanosecondsPerSecond = 1_000_000_000;
    private const double SecondsPerDay = 86_400.0;

    private readonly double _cos;
    private readonly double _sin;

    /// <summary>The rotation at <paramref name="t"/>.</summary>
    public EarthRotation(Instant t)
    {
        SiderealTime = new Angle(Gmst82Rad(t));
        (_sin, _cos) = Math.SinCos(SiderealTime.Radians);
    }

    /// <summary>Greenwich mean sidereal time, from 0 up to a full turn.</summary>
    public Angle SiderealTime { get; }

    /// <summary>From the inertial to the Earth-fixed frame.</summary>
    public ItrfPosition ToItrf(TemePosition position) => new(Turn(position.Metres));

    /// <summary>
    /// From the inertial to the Earth-fixed frame; the ground's own motion is taken off the velocity.
    /// </summary>
    public ItrfState ToItrf(TemeState state)
    {
        Vec3 positionM = Turn(state.Position.Metres);
        Vec3 v = Turn(state.Velocity.MetresPerSecond);
        // omega x r with omega along z.
        var velocity = new Vec3(v.X + (RateRadPerS * positionM.Y), v.Y - (RateRadPerS * positionM.X), v.Z);
        return new ItrfState(new ItrfPosition(positionM), new ItrfVelocity(velocity));
    }

    /// <summary>From the Earth-fixed to the inertial frame.</summary>
    public TemePosition ToTeme(ItrfPosition position)
    {
        Vec3 r = position.Metres;
        return new TemePosition(new Vec3((_cos * r.X) - (_sin * r.Y), (_sin * r.X) + (_cos * r.Y), r.Z));
    }

    /// <summary>From the Earth-fixed to the inertial frame; the ground's own motion is added.</summary>
    public TemeState ToTeme(ItrfState state)
    {
        Vec3 r = state.Position.Metres;
        Vec3 v = state.Velocity.MetresPerSecond;
        var inertial = new Vec3(v.X - (RateRadPerS * r.Y), v.Y + (RateRadPerS * r.X), v.Z);
        Vec3 velocity = ToTeme(new ItrfPosition(inertial)).Metres;
        return new TemeState(ToTeme(state.Position), new TemeVelocity(velocity));
    }

    private Vec3 Turn(Vec3 r) => new((_cos * r.X) + (_sin * r.Y), (_cos * r.Y) - (_sin * r.X), r.Z);

    // Aoki et al. 1982, A&A 105, 359: seconds of sidereal time as a polynomial in centuries since 2000-01-01
    // 12h UT1. Day and second of day stay apart: a Julian date in one double is off by up to 20 us, 1 cm on
    // the equator.
    private static double Gmst82Rad(Instant t)
    {
        (long dayNumber, long nanosecondOfDay) = Utc.ToDay(t);
        long wholeSeconds = nanosecondOfDay / NanosecondsPerSecond;
        double secondOfDay = wholeSeconds + ((nanosecondOfDay % NanosecondsPerSecond) * 1e-9);
        double centuries = (dayNumber - 0.5 + (secondOfDay / SecondsPerDay)) / 36525.0;
        double polynomialS = 24110.54841
            + ((8640184.812866 + ((0.093104 - (6.2e-6 * centuries)) * centuries)) * centuries);
        double seconds = (polynomialS % SecondsPerDay) + secondOfDay;
        double turn = seconds % SecondsPerDay / SecondsPerDay;
        return (turn < 0 ? turn + 1 : turn) * (2.0 * Math.PI);
    }
}
