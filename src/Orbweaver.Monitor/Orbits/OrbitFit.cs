using System;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>
/// Six numbers for a satellite that are good for ten minutes: a design has them, for others they are fitted
/// to where the ephemeris says it will be at the beginning, the middle and the end. Elements that touch a
/// state would be off by the short swings of J2, and run away with them.
/// </summary>
public static class OrbitFit
{
    /// <summary>How long the elements are good for.</summary>
    public static readonly Duration Span = Duration.FromMinutes(10);

    private const int Unknowns = 6;
    private const int Points = 3;
    private const int Steps = 4;

    private static readonly OrbitEntry Unknown = new(
        float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN);

    /// <summary>The elements at a moment, good for <see cref="Span"/>; NaN where the model ends.</summary>
    public static OrbitEntry At(IEphemeris ephemeris, Instant t)
    {
        if (ephemeris is CircularEphemeris circular)
        {
            return Design(circular, t).Entry();
        }
        Span<double> target = stackalloc double[3 * Points];
        TemeState middle = default;
        for (int i = 0; i < Points; i++)
        {
            Instant at = t + new Duration(Span.Nanoseconds * i / (Points - 1));
            if (!ephemeris.TryPropagate(at, out TemeState state, out _))
            {
                return Unknown;
            }
            (target[3 * i], target[(3 * i) + 1], target[(3 * i) + 2]) =
                (state.Position.Metres.X, state.Position.Metres.Y, state.Position.Metres.Z);
            middle = i == Points / 2 ? state : middle;
        }
        MeanOrbit guess = MeanOrbit.Touching(middle);
        if (!(guess.AxisM > 0))
        {
            return Unknown;
        }
        // Back to the beginning of the span, as the mean motion goes; the fit does the rest.
        double back = Span.TotalSeconds / 2 * Math.Sqrt(CircularEphemeris.MuM3PerS2 / guess.AxisM)
            / guess.AxisM;
        guess = guess with { LongitudeRad = guess.LongitudeRad - back };
        for (int step = 0; step < Steps; step++)
        {
            guess = Improve(guess, target);
        }
        return guess.Entry();
    }

    /// <summary>Where elements lead.</summary>
    public static TemePosition PositionAfter(in OrbitEntry entry, Duration after)
        => new(MeanOrbit.Of(entry).PositionM(after.TotalSeconds));

    private static MeanOrbit Design(CircularEphemeris circular, Instant t)
    {
        double elapsedS = (t - circular.Orbit.Epoch).TotalSeconds;
        return new MeanOrbit(
            circular.Orbit.Radius.Metres, 0, 0, circular.Orbit.Inclination.Radians,
            circular.Orbit.AscendingNode.Radians + (circular.NodeRateRadPerS * elapsedS),
            circular.Orbit.ArgumentOfLatitude.Radians + (circular.LatitudeRateRadPerS * elapsedS));
    }

    // A step of Gauss and Newton, damped a little: over the equator the node means nothing.
    private static MeanOrbit Improve(in MeanOrbit guess, ReadOnlySpan<double> target)
    {
        const double Damping = 1e-9;
        const int Rows = 3 * Points;
        Span<double> now = stackalloc double[Rows];
        Span<double> moved = stackalloc double[Rows];
        Span<double> slopes = stackalloc double[Rows * Unknowns];
        Sample(guess, now);
        for (int k = 0; k < Unknowns; k++)
        {
            double h = k == 0 ? 1.0 : 1e-6;
            Sample(Moved(guess, k, h), moved);
            for (int row = 0; row < Rows; row++)
            {
                slopes[(row * Unknowns) + k] = (moved[row] - now[row]) / h;
            }
        }
        Span<double> matrix = stackalloc double[Unknowns * (Unknowns + 1)];
        matrix.Clear();
        for (int i = 0; i < Unknowns; i++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double slope = slopes[(row * Unknowns) + i];
                matrix[(i * (Unknowns + 1)) + Unknowns] += slope * (target[row] - now[row]);
                for (int j = 0; j < Unknowns; j++)
                {
                    matrix[(i * (Unknowns + 1)) + j] += slope * slopes[(row * Unknowns) + j];
                }
            }
            matrix[(i * (Unknowns + 1)) + i] *= 1 + Damping;
        }
        Solve(matrix);
        MeanOrbit better = guess;
        for (int k = 0; k < Unknowns; k++)
        {
            better = Moved(better, k, matrix[(k * (Unknowns + 1)) + Unknowns]);
        }
        return better.AxisM > 0 ? better : guess;
    }

    private static void Sample(in MeanOrbit orbit, Span<double> to)
    {
        for (int i = 0; i < Points; i++)
        {
            Vec3 at = orbit.PositionM(Span.TotalSeconds * i / (Points - 1));
            (to[3 * i], to[(3 * i) + 1], to[(3 * i) + 2]) = (at.X, at.Y, at.Z);
        }
    }

    private static MeanOrbit Moved(in MeanOrbit orbit, int unknown, double by) => unknown switch
    {
        0 => orbit with { AxisM = orbit.AxisM + by },
        1 => orbit with { EccentricityCos = orbit.EccentricityCos + by },
        2 => orbit with { EccentricitySin = orbit.EccentricitySin + by },
        3 => orbit with { InclinationRad = orbit.InclinationRad + by },
        4 => orbit with { NodeRad = orbit.NodeRad + by },
        _ => orbit with { LongitudeRad = orbit.LongitudeRad + by },
    };

    // Gauss and Jordan on a positive matrix with its right side as last column; no pivots are needed.
    private static void Solve(Span<double> m)
    {
        const int Width = Unknowns + 1;
        for (int i = 0; i < Unknowns; i++)
        {
            double pivot = m[(i * Width) + i];
            if (!(Math.Abs(pivot) > 1e-12))
            {
                m[(i * Width) + Unknowns] = 0;
                continue;
            }
            for (int j = 0; j < Width; j++)
            {
                m[(i * Width) + j] /= pivot;
            }
            for (int row = 0; row < Unknowns; row++)
            {
                double factor = row == i ? 0 : m[(row * Width) + i];
                for (int j = 0; j < Width && factor != 0; j++)
                {
                    m[(row * Width) + j] -= factor * m[(i * Width) + j];
                }
            }
        }
    }
}
