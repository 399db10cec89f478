using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Positions of many satellites at even moments, and between them by the polynomial of degree 7 through the
/// eight nearest ones (Lagrange). Only positions are used: SGP4's velocities are not quite the slopes of its
/// positions. Made once, then asked for a few nanoseconds a satellite; errors for each step are in
/// docs/orbits.md. Immutable.
/// </summary>
public sealed class EphemerisTable
{
    /// <summary>Nodes of a polynomial.</summary>
    public const int Window = 8;

    /// <summary>Largest table: 6 GB.</summary>
    public const long NodesMax = 250_000_000;

    // Nodes of a window before the interval in which the moment lies.
    private const int Before = (Window / 2) - 1;

    private readonly double[] _metres;
    private readonly int _nodes;

    private EphemerisTable(double[] metres, int satellites, int nodes, Instant start, Duration step)
    {
        _metres = metres;
        _nodes = nodes;
        Satellites = satellites;
        Start = start;
        Step = step;
    }

    /// <summary>How many satellites there are.</summary>
    public int Satellites { get; }

    /// <summary>The first moment with an answer.</summary>
    public Instant Start { get; }

    /// <summary>Between two nodes.</summary>
    public Duration Step { get; }

    /// <summary>The last moment with an answer (inclusive).</summary>
    public Instant End => Start + (Step * (_nodes - Window + 1));

    /// <summary>
    /// A table from <paramref name="start"/> for at least <paramref name="length"/>. Nodes reach some steps
    /// further on both sides; where an ephemeris has no state for one of a window's nodes, the table has none
    /// for the moments of that window.
    /// </summary>
    /// <param name="satellites">Where they are, by number.</param>
    /// <param name="start">The first moment with an answer.</param>
    /// <param name="length">How long.</param>
    /// <param name="step">Between two nodes.</param>
    /// <param name="isEarthFixed">Positions fixed to the Earth, else in TEME.</param>
    /// <param name="workers">Who propagates.</param>
    public static EphemerisTable Build(
        IReadOnlyList<IEphemeris> satellites, Instant start, Duration length, Duration step,
        bool isEarthFixed, IWorkers workers)
    {
        Check.That(step > Duration.Zero && length >= Duration.Zero);
        long intervals = Math.Max(1, (length + new Duration(step.Nanoseconds - 1)) / step);
        Check.That((intervals + Window - 1) * satellites.Count <= NodesMax);
        int nodes = (int)intervals + Window - 1;
        Instant first = start - (step * Before);
        var rotations = new EarthRotation[isEarthFixed ? nodes : 0];
        for (int n = 0; n < rotations.Length; n++)
        {
            rotations[n] = new EarthRotation(first + (step * n));
        }
        var metres = new double[3L * nodes * satellites.Count];
        workers.For(satellites.Count, (from, end) =>
        {
            for (int s = from; s < end; s++)
            {
                Span<double> rows = metres.AsSpan(3 * nodes * s, 3 * nodes);
                for (int n = 0; n < nodes; n++)
                {
                    bool isKnown = satellites[s].TryPropagate(first + (step * n), out TemeState state, out _);
                    Vec3 r = isEarthFixed
                        ? rotations[n].ToItrf(state.Position).Metres
                        : state.Position.Metres;
                    rows[n] = isKnown ? r.X : double.NaN;
                    rows[nodes + n] = isKnown ? r.Y : double.NaN;
                    rows[(2 * nodes) + n] = isKnown ? r.Z : double.NaN;
                }
            }
        });
        return new EphemerisTable(metres, satellites.Count, nodes, start, step);
    }

    /// <summary>The weights of a moment from <see cref="Start"/> to <see cref="End"/>, for all satellites.
    /// </summary>
    public EphemerisMoment At(Instant t)
    {
        Check.That(t >= Start && t <= End);
        long interval = Math.Min((t - Start) / Step, _nodes - Window);
        double u = (double)(t - Start - (Step * interval)).Nanoseconds / Step.Nanoseconds;
        return new EphemerisMoment((int)interval, u, Step.Nanoseconds * 1e-9);
    }

    /// <summary>Where a satellite is; false where its ephemeris has no state near the moment.</summary>
    public bool TryPosition(in EphemerisMoment at, int satellite, out Vec3 positionM)
    {
        positionM = Sum(at.FirstNode, at.Weights, satellite);
        return !double.IsNaN(positionM.X);
    }

    /// <summary>
    /// How the position changes, m/s: the slope of the polynomial, in the frame of the table.
    /// </summary>
    public Vec3 VelocityMPerS(in EphemerisMoment at, int satellite)
        => Sum(at.FirstNode, at.Slopes, satellite);

    // One row an axis, so that a window is one load: bench ephemeris-table.
    private Vec3 Sum(int firstNode, Vector512<double> weights, int satellite)
    {
        ReadOnlySpan<double> rows =
            _metres.AsSpan((3 * _nodes * satellite) + firstNode, (2 * _nodes) + Window);
        return new Vec3(
            Vector512.Sum(weights * Vector512.Create(rows[..Window])),
            Vector512.Sum(weights * Vector512.Create(rows.Slice(_nodes, Window))),
            Vector512.Sum(weights * Vector512.Create(rows.Slice(2 * _nodes, Window))));
    }
}

/// <summary>A moment in an <see cref="EphemerisTable"/>: the same weights serve all satellites.</summary>
public readonly struct EphemerisMoment
{
    internal EphemerisMoment(int firstNode, double u, double stepS)
    {
        FirstNode = firstNode;
        Span<double> weights = stackalloc double[EphemerisTable.Window];
        Span<double> slopes = stackalloc double[EphemerisTable.Window];
        double middle = (EphemerisTable.Window / 2) - 1;
        for (int k = 0; k < EphemerisTable.Window; k++)
        {
            // The product of (u - j) over the other nodes j, and its slope by the rule of products.
            double product = 1;
            double slope = 0;
            double scale = 1;
            for (int j = 0; j < EphemerisTable.Window; j++)
            {
                if (j != k)
                {
                    double off = u + middle - j;
                    slope = (slope * off) + product;
                    product *= off;
                    scale *= k - j;
                }
            }
            weights[k] = product / scale;
            slopes[k] = slope / (scale * stepS);
        }
        Weights = Vector512.Create<double>(weights);
        Slopes = Vector512.Create<double>(slopes);
    }

    internal int FirstNode { get; }

    internal Vector512<double> Weights { get; }

    internal Vector512<double> Slopes { get; }
}
