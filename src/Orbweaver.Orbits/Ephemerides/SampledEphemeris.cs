using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>How states between the given ones are made.</summary>
public enum InterpolationMethod : byte
{
    /// <summary>A polynomial through positions and velocities (osculating).</summary>
    Hermite,

    /// <summary>A polynomial through positions, and one through velocities.</summary>
    Lagrange,
}

/// <summary>A state and its moment.</summary>
public readonly record struct EphemerisState(Instant At, TemeState State);

/// <summary>
/// States of one satellite over a span, in ascending order of time. Between them one polynomial after the
/// other; none reaches over the ends of the segment, behind which there may be a manoeuvre.
/// </summary>
/// <param name="States">At least two, in strictly ascending order.</param>
/// <param name="UseableStart">From here on the segment answers; not before the first state.</param>
/// <param name="UseableStop">Up to here (inclusive); not after the last state.</param>
/// <param name="Method">How states between the given ones are made.</param>
/// <param name="Degree">Degree of the polynomial, from 1 to
/// <see cref="SampledEphemeris.DegreeMax"/>; less where the segment has too few states for it.</param>
public sealed record EphemerisSegment(
    IReadOnlyList<EphemerisState> States,
    Instant UseableStart,
    Instant UseableStop,
    InterpolationMethod Method,
    int Degree);

/// <summary>
/// An ephemeris that somebody else made: states at moments, interpolated between them. Outside its segments
/// it has no answer (<see cref="PropagationError.OutsideSpan"/>). Immutable; a call allocates nothing.
/// </summary>
public sealed class SampledEphemeris : IEphemeris
{
    /// <summary>The greatest degree: beyond it equidistant polynomials gain nothing and begin to swing.
    /// </summary>
    public const int DegreeMax = 15;

    private const double SecondsPerNanosecond = 1e-9;

    private readonly Piece[] _pieces;

    /// <summary>
    /// An ephemeris of one or more segments, in ascending order; their useable spans may touch, not overlap.
    /// </summary>
    public SampledEphemeris(IReadOnlyList<EphemerisSegment> segments)
    {
        Check.That(segments.Count > 0);
        _pieces = new Piece[segments.Count];
        for (int i = 0; i < _pieces.Length; i++)
        {
            Check.That(i == 0 || segments[i].UseableStart >= segments[i - 1].UseableStop);
            _pieces[i] = new Piece(segments[i]);
        }
    }

    /// <summary>The first moment with an answer.</summary>
    public Instant First => _pieces[0].UseableStart;

    /// <summary>The last moment with an answer; between segments there may be moments without one.</summary>
    public Instant Last => _pieces[^1].UseableStop;

    /// <inheritdoc/>
    public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
    {
        // The later of two segments that meet at t: it is the one that holds after the manoeuvre.
        int low = 0;
        int high = _pieces.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _pieces[middle].UseableStart <= t ? (middle + 1, high) : (low, middle);
        }
        if (low == 0 || t > _pieces[low - 1].UseableStop)
        {
            state = default;
            error = PropagationError.OutsideSpan;
            return false;
        }
        state = _pieces[low - 1].At(t);
        error = PropagationError.None;
        return true;
    }

    private sealed class Piece
    {
        private readonly long[] _ns;
        private readonly Vec3[] _positionM;
        private readonly Vec3[] _velocityMPerS;
        private readonly bool _isHermite;
        private readonly int _nodes;

        public Piece(EphemerisSegment segment)
        {
            int count = segment.States.Count;
            Check.That(count >= 2 && segment.Degree is >= 1 and <= DegreeMax);
            _ns = new long[count];
            _positionM = new Vec3[count];
            _velocityMPerS = new Vec3[count];
            for (int i = 0; i < count; i++)
            {
                EphemerisState given = segment.States[i];
                _ns[i] = given.At.Nanoseconds;
                Check.That(i == 0 || _ns[i] > _ns[i - 1]);
                _positionM[i] = given.State.Position.Metres;
                _velocityMPerS[i] = given.State.Velocity.MetresPerSecond;
            }
            _isHermite = segment.Method == InterpolationMethod.Hermite;
            // Each state gives Hermite two conditions, Lagrange one; a polynomial of degree n takes n + 1.
            _nodes = Math.Min(count, _isHermite ? (segment.Degree + 2) / 2 : segment.Degree + 1);
            UseableStart = segment.UseableStart;
            UseableStop = segment.UseableStop;
            Check.That(UseableStart.Nanoseconds >= _ns[0] && UseableStop.Nanoseconds <= _ns[^1]);
        }

        public Instant UseableStart { get; }

        public Instant UseableStop { get; }

        public TemeState At(Instant t)
        {
            int place = Array.BinarySearch(_ns, t.Nanoseconds);
            if (place >= 0)
            {
                return State(_positionM[place], _velocityMPerS[place]);
            }
            // As many states before t as after it, as far as the segment has them.
            int first = Math.Clamp(~place - (_nodes / 2), 0, _ns.Length - _nodes);
            Span<double> secondsTo = stackalloc double[2 * (DegreeMax + 1)];
            Span<Vec3> values = stackalloc Vec3[2 * (DegreeMax + 1)];
            if (_isHermite)
            {
                for (int i = 0; i < _nodes; i++)
                {
                    secondsTo[2 * i] = secondsTo[(2 * i) + 1] = SecondsTo(first + i, t);
                    values[2 * i] = values[(2 * i) + 1] = _positionM[first + i];
                }
                (Vec3 at, Vec3 slope) = Newton(
                    secondsTo[..(2 * _nodes)], values[..(2 * _nodes)], _velocityMPerS.AsSpan(first, _nodes));
                return State(at, slope);
            }
            for (int i = 0; i < _nodes; i++)
            {
                secondsTo[i] = SecondsTo(first + i, t);
                values[i] = _positionM[first + i];
            }
            (Vec3 position, _) = Newton(secondsTo[.._nodes], values[.._nodes], default);
            _velocityMPerS.AsSpan(first, _nodes).CopyTo(values);
            (Vec3 velocity, _) = Newton(secondsTo[.._nodes], values[.._nodes], default);
            return State(position, velocity);
        }

        private static TemeState State(Vec3 positionM, Vec3 velocityMPerS)
            => new(new TemePosition(positionM), new TemeVelocity(velocityMPerS));

        private double SecondsTo(int node, Instant t) => (_ns[node] - t.Nanoseconds) * SecondsPerNanosecond;

        // Newton's divided differences, in place, and the polynomial and its slope at 0 by Horner's rule.
        // Where nodes come twice the first difference is the derivative there (Hermite; Burden and Faires,
        // Numerical Analysis, section 3.4).
        private static (Vec3 Value, Vec3 Slope) Newton(
            ReadOnlySpan<double> z, Span<Vec3> f, ReadOnlySpan<Vec3> derivatives)
        {
            for (int order = 1; order < z.Length; order++)
            {
                for (int i = z.Length - 1; i >= order; i--)
                {
                    bool isTwice = order == 1 && !derivatives.IsEmpty && (i & 1) == 1;
                    f[i] = isTwice ? derivatives[i / 2] : (f[i] - f[i - 1]) * (1.0 / (z[i] - z[i - order]));
                }
            }
            Vec3 value = f[^1];
            Vec3 slope = default;
            for (int i = z.Length - 2; i >= 0; i--)
            {
                slope = value - (slope * z[i]);
                value = f[i] - (value * z[i]);
            }
            return (value, slope);
        }
    }
}
