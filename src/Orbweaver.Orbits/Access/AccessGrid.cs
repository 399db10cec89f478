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
/// Evenly spaced moments of the span, and the Earth's turn at each: shared by all satellites that need this
/// step. A step is short enough for a satellite to travel about a twelfth of a radian at its perigee.
/// </summary>
internal sealed class AccessGrid
{
    /// <summary>Steps are this times a power of two.</summary>
    private const double FinestS = 15;

    /// <summary>Number of different steps.</summary>
    public const int Levels = 7;

    // Interpolation by cubics then errs by 0.08^4 / 384 = 1e-7 of the radius: about a metre.
    private const double TravelRad = 0.08;

    private readonly Instant _from;
    private readonly EarthRotation[] _rotations;

    /// <summary>The grid of one level over a span.</summary>
    public AccessGrid(int level, Instant from, double lengthS)
    {
        _from = from;
        StepS = FinestS * (1 << level);
        _rotations = new EarthRotation[(int)(lengthS / StepS) + 1];
        for (int i = 0; i < _rotations.Length; i++)
        {
            _rotations[i] = new EarthRotation(At(i * StepS));
        }
    }

    /// <summary>Time between nodes, seconds.</summary>
    public double StepS { get; }

    /// <summary>The rotation at a node.</summary>
    public EarthRotation Rotation(int node) => _rotations[node];

    /// <summary>The moment so many seconds after the start of the span, to the nanosecond.</summary>
    public Instant At(double timeS) => _from + new Duration((long)Math.Round(timeS * 1e9));

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
