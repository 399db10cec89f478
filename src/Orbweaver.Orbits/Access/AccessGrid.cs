using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// A moment of the searched span, in seconds from its start, that has no state, and why.
/// </summary>
internal readonly record struct AccessFailure(double TimeS, PropagationError Error);

/// <summary>What is the same for all sites of a search, or bounds all of them.</summary>
internal sealed record AccessView
{
    public required double ElevationRad { get; init; }

    public required double CosElevation { get; init; }

    /// <summary>Least and greatest distance of a site from its shifted origin, metres.</summary>
    public required double UpMinM { get; init; }

    public required double UpMaxM { get; init; }

    /// <summary>The furthest that an origin is shifted, metres.</summary>
    public required double OffsetMaxM { get; init; }

    /// <summary>The site furthest from its origin, which satellites come nearest to.</summary>
    public required AccessSite Example { get; init; }
}

/// <summary>
/// Evenly spaced moments of the span (nodes) for satellites that need this step: short enough for a satellite
/// to travel about a twelfth of a radian at its perigee.
/// </summary>
/// <param name="level">From 0 up to <see cref="Levels"/>: steps are 15 s times a power of two.</param>
/// <param name="from">The start of the span, from which seconds count.</param>
internal sealed class AccessGrid(int level, Instant from)
{
    /// <summary>Number of different steps.</summary>
    public const int Levels = 7;

    private const double FinestS = 15;

    // Interpolation by cubics then errs by 0.08^4 / 384 = 1e-7 of the radius: about a metre.
    private const double TravelRad = 0.08;

    /// <summary>Time between nodes, seconds.</summary>
    public double StepS { get; } = FinestS * (1 << level);

    /// <summary>The moment so many seconds after the start of the span, to the nanosecond.</summary>
    public Instant At(double timeS) => from + new Duration((long)Math.Round(timeS * 1e9));

    /// <summary>The level for a satellite with this state: by its angular rate at the perigee.</summary>
    public static int LevelOf(TemeState state)
    {
        Vec3 r = state.Position.Metres;
        Vec3 v = state.Velocity.MetresPerSecond;
        double momentum = r.Cross(v).Length;
        double semiLatusM = momentum * momentum / CircularEphemeris.MuM3PerS2;
        double energy = (v.Dot(v) / 2) - (CircularEphemeris.MuM3PerS2 / r.Length);
        double eccentricity =
            Math.Sqrt(Math.Max(0, 1 + (2 * energy * semiLatusM / CircularEphemeris.MuM3PerS2)));
        double perigeeM = semiLatusM / (1 + eccentricity);
        double stepMaxS = TravelRad * perigeeM * perigeeM / momentum;
        return Math.Clamp((int)Math.Floor(Math.Log2(stepMaxS / FinestS)), 0, Levels - 1);
    }
}
