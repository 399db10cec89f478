using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.Intrinsics;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Finds the edges of one site and one satellite among the nodes of a track. Between two nodes the margin is
/// taken for the cubic through its values and rates there, which errs by less than the track's error. Where
/// the cubic keeps clear of zero by more than that, so does the margin. Extremes within the error of zero are
/// looked at on the true margin before edges are sought, so that no pass is lost because it is short.
/// </summary>
internal sealed class AccessScan(AccessSite[] sites, AccessSight sight)
{
    // Extremes are also looked for a little outside of an interval, because the cubic may misplace them.
    private const double Overlap = 0.05;

    // Of a cubic with end rates d0 and d1 the parts of those are at most this, times the interval.
    private const double RatePart = 4.0 / 27.0;

    private const int WordCount = AccessTrack.NodesMax / 64;

    private readonly ulong[] _near = new ulong[WordCount + 1];
    private readonly List<AccessEdge> _edges = [];

    private AccessTrack _track = null!;
    private double _endS;
    private int _site;
    private bool _isUp;

    // Margins and rates at the ends of an interval, in units of the interval.
    private readonly record struct Piece(
        double StartS, double LengthS, double M0, double D0, double M1, double D1)
    {
        private double Square => (3 * (M1 - M0)) - (2 * D0) - D1;

        private double Cube => (2 * (M0 - M1)) + D0 + D1;

        public double At(double u) => M0 + (u * (D0 + (u * (Square + (u * Cube)))));

        public double Rate(double u) => D0 + (u * ((2 * Square) + (u * 3 * Cube)));

        public double Curve(double u) => (2 * Square) + (6 * Cube * u);

        // Where the rate is zero, in order; not a number where it never is.
        public (double First, double Second) Extremes()
        {
            // Rate = d0 + 2 b u + c u^2, solved without taking near numbers from each other.
            double b = Square;
            double c = 3 * Cube;
            double root = Math.Sqrt((b * b) - (c * D0));
            double q = -(b + Math.CopySign(root, b));
            (double u, double v) = (q / c, D0 / q);
            return u < v ? (u, v) : (v, u);
        }
    }

    /// <summary>The edges found; their owner clears them.</summary>
    public List<AccessEdge> Edges => _edges;

    /// <summary>
    /// Scans the track for one site; <paramref name="isUp"/> is whether the site sees the satellite at the
    /// first node, known from the track before, or null where the span begins. Returns the same of the last
    /// node.
    /// </summary>
    public bool Scan(AccessTrack track, int site, double endS, bool? isUp, out bool isUpAtStart)
    {
        (_track, _site, _endS) = (track, site, endS);
        FindNear();
        _isUp = isUp ?? false;
        isUpAtStart = _isUp;
        int node = -1;
        (double marginM, double rateMPerS) = (0, 0);
        for (int w = 0; w < WordCount; w++)
        {
            // An interval counts when either of its nodes does.
            ulong word = _near[w] | (_near[w] >> 1) | (_near[w + 1] << 63);
            for (; word != 0; word &= word - 1)
            {
                int i = (w * 64) + BitOperations.TrailingZeroCount(word);
                if (i + 1 >= track.Count)
                {
                    break;
                }
                if (node != i)
                {
                    marginM = MarginM(i, out rateMPerS);
                    if (i == 0 && isUp is null)
                    {
                        isUpAtStart = _isUp = marginM >= 0;
                    }
                    // What was skipped cannot have been seen.
                    Check.That(_isUp == marginM >= 0);
                }
                double nextMarginM = MarginM(i + 1, out double nextRateMPerS);
                double startS = track.TimeS(i);
                double lengthS = track.TimeS(i + 1) - startS;
                Look(new Piece(
                    startS, lengthS, marginM, rateMPerS * lengthS, nextMarginM, nextRateMPerS * lengthS));
                (node, marginM, rateMPerS) = (i + 1, nextMarginM, nextRateMPerS);
            }
        }
        Check.That(!_isUp || node == track.Count - 1);
        return _isUp;
    }

    private double MarginM(int node, out double rateMPerS)
        => sites[_site].MarginM(_track.PositionM[node], _track.VelocityMPerS[node], out rateMPerS);

    // One bit a node: whether the satellite may be seen within half a step of it. Eight nodes at a time,
    // because this looks at all of them (benchmark access: 1,441 nodes of a day in some 150 ns).
    private void FindNear()
    {
        Vec3 up = sites[_site].Up;
        Vector256<float> x = Vector256.Create((float)up.X);
        Vector256<float> y = Vector256.Create((float)up.Y);
        Vector256<float> z = Vector256.Create((float)up.Z);
        ReadOnlySpan<float> xs = _track.X;
        ReadOnlySpan<float> ys = _track.Y;
        ReadOnlySpan<float> zs = _track.Z;
        ReadOnlySpan<float> least = _track.LeastCosine;
        Array.Clear(_near);
        for (int i = 0; i < _track.Count; i += Vector256<float>.Count)
        {
            Vector256<float> cosine = (Vector256.Create(xs[i..]) * x) + (Vector256.Create(ys[i..]) * y)
                + (Vector256.Create(zs[i..]) * z);
            ulong bits = Vector256.GreaterThanOrEqual(cosine, Vector256.Create(least[i..]))
                .ExtractMostSignificantBits();
            _near[i / 64] |= bits << (i % 64);
        }
    }

    private void Look(in Piece piece)
    {
        double errorM = _track.ErrorM;
        if (piece.M0 < 0 && piece.M1 < 0)
        {
            double most = Math.Max(piece.M0, piece.M1)
                + (RatePart * (Math.Max(piece.D0, 0) + Math.Max(-piece.D1, 0)));
            if (most < -errorM)
            {
                return;
            }
        }
        else if (piece.M0 >= 0 && piece.M1 >= 0)
        {
            double least = Math.Min(piece.M0, piece.M1)
                - (RatePart * (Math.Max(-piece.D0, 0) + Math.Max(piece.D1, 0)));
            if (least > errorM)
            {
                return;
            }
        }
        (double first, double second) = piece.Extremes();
        double at = LookAtExtreme(piece, 0, first);
        at = LookAtExtreme(piece, at, second);
        Pass(piece, at, 1, piece.M1 >= 0);
    }

    // Returns how far the interval has been passed.
    private double LookAtExtreme(in Piece piece, double from, double u)
    {
        if (!(u > -Overlap && u < 1 + Overlap))
        {
            return from;
        }
        double marginM = piece.At(u);
        if (Math.Abs(marginM) <= _track.ErrorM)
        {
            (double timeS, marginM) =
                sight.Extreme(_site, piece.StartS + (u * piece.LengthS), piece.LengthS, _endS);
            u = (timeS - piece.StartS) / piece.LengthS;
        }
        return u > from && u < 1 ? Pass(piece, from, u, marginM >= 0) : from;
    }

    private double Pass(in Piece piece, double from, double to, bool isUp)
    {
        if (isUp != _isUp)
        {
            double u = Root(piece, from, to);
            _edges.Add(new AccessEdge
            {
                Site = _site,
                IsRise = isUp,
                TimeS = piece.StartS + (u * piece.LengthS),
                LowS = piece.StartS + (from * piece.LengthS),
                HighS = piece.StartS + (to * piece.LengthS),
                CurvePerS = Math.Abs(piece.Curve(u) / (2 * piece.Rate(u) * piece.LengthS)),
            });
            _isUp = isUp;
        }
        return to;
    }

    // The cubic's root between two places; the middle where the cubic, other than the margin, has none.
    private static double Root(in Piece piece, double low, double high)
    {
        (double atLow, double atHigh) = (piece.At(low), piece.At(high));
        if (atLow >= 0 == atHigh >= 0)
        {
            return (low + high) / 2;
        }
        double u = low + ((high - low) * atLow / (atLow - atHigh));
        for (int i = 0; i < 30; i++)
        {
            double value = piece.At(u);
            if (value >= 0 == atLow >= 0)
            {
                low = u;
            }
            else
            {
                high = u;
            }
            double next = u - (value / piece.Rate(u));
            next = next >= low && next <= high ? next : (low + high) / 2;
            double stepped = Math.Abs(next - u);
            u = next;
            if (stepped < 1e-6)
            {
                break;
            }
        }
        return u;
    }
}
