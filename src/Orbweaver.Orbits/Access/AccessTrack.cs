using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// One satellite at evenly spaced moments (nodes) of a part of the span, in the Earth-fixed frame, and what
/// all sites share of the question where it cannot be seen. Scratch of one worker, filled again and again.
/// </summary>
internal sealed class AccessTrack
{
    /// <summary>Nodes held at once: their directions stay in the first-level cache.</summary>
    public const int NodesMax = 1536;

    // Every eighth interval is compared with the true ephemeris, by turns at its first and third quarter: a
    // cubic errs most in the middle, but where SGP4's velocity is not quite the slope of its positions it
    // errs there least. Four times the worst is taken as the error anywhere; twice is what it can be.
    private const int SampleStride = 8;
    private const double SampleSafety = 4.0;

    // Where apogee and perigee differ by more than this the whole track is looked at.
    private const double EccentricRatio = 1.02;

    // Rounding of the propagator and of the frame, metres.
    private const double ErrorFloorM = 0.01;

    // Direction and threshold are single precision: half the cache, twice the lanes. Their rounding errors,
    // 2e-7 together, are within this.
    private const double CosineSlack = 1e-6;

    // 25 km above the radius below which SGP4 gives up: an eccentric orbit falls 3 km in half a step.
    private const double DecayWatchRadiusM = 6_403_135;

    private bool _isEccentric;
    private readonly Vec3[] _positionM = new Vec3[NodesMax];
    private readonly Vec3[] _velocityMPerS = new Vec3[NodesMax];

    /// <summary>The direction from the Earth's centre, and the least cosine to a site.</summary>
    public float[] X { get; } = new float[NodesMax];

    /// <inheritdoc cref="X"/>
    public float[] Y { get; } = new float[NodesMax];

    /// <inheritdoc cref="X"/>
    public float[] Z { get; } = new float[NodesMax];

    /// <inheritdoc cref="X"/>
    public float[] LeastCosine { get; } = new float[NodesMax];

    /// <summary>Nodes that are filled; those after it are never near any site.</summary>
    public int Count { get; private set; }

    /// <summary>The first node's time, seconds from the start of the span.</summary>
    public double StartS { get; private set; }

    /// <summary>Time between nodes, seconds; the last two may be nearer.</summary>
    public double StepS { get; private set; }

    /// <summary>The last node's time, seconds from the start of the span.</summary>
    public double EndS { get; private set; }

    /// <summary>How far a margin interpolated between nodes may be from the true one, metres.</summary>
    public double ErrorM { get; private set; }

    /// <summary>Positions of the nodes.</summary>
    public ReadOnlySpan<Vec3> PositionM => _positionM.AsSpan(0, Count);

    /// <summary>Velocities of the nodes, as seen by the turning Earth.</summary>
    public ReadOnlySpan<Vec3> VelocityMPerS => _velocityMPerS.AsSpan(0, Count);

    /// <summary>A node's time, seconds from the start of the span.</summary>
    public double TimeS(int node) => node == Count - 1 ? EndS : StartS + (node * StepS);

    /// <summary>
    /// Fills nodes of <paramref name="grid"/> from number <paramref name="first"/> on: as many as fit, the
    /// last one at <paramref name="endS"/> if that is reached. False when a moment has no state: which one,
    /// and why.
    /// </summary>
    public bool Fill(
        IEphemeris satellite,
        AccessGrid grid,
        int first,
        double endS,
        AccessView view,
        out AccessFailure failure)
    {
        failure = default;
        (StartS, StepS, Count) = (first * grid.StepS, grid.StepS, 0);
        for (int node = first; Count < NodesMax; node++)
        {
            double timeS = node * grid.StepS;
            // A last interval of less than a microsecond would only be rounding errors.
            bool isLast = timeS > endS - 1e-6;
            timeS = isLast ? endS : timeS;
            Instant at = grid.At(timeS);
            if (!satellite.TryPropagate(at, out TemeState state, out PropagationError error))
            {
                failure = new AccessFailure(timeS, error);
                return false;
            }
            ItrfState itrf = (isLast ? new EarthRotation(at) : grid.Rotation(node)).ToItrf(state);
            _positionM[Count] = itrf.Position.Metres;
            _velocityMPerS[Count] = itrf.Velocity.MetresPerSecond;
            EndS = timeS;
            Count++;
            if (isLast)
            {
                break;
            }
        }
        Aim(view);
        return Measure(satellite, grid, view, ref failure);
    }

    // Where no site can see the satellite within half a step of a node. Seen at elevation E or higher from
    // distance s, a satellite at distance p is within acos(s cos E / p) - E of the zenith's direction (the
    // sum of angles in the triangle); then it may move for half a step, and the origin is shifted.
    private void Aim(AccessView view)
    {
        double rateMax = 0;
        (double radiusMinM, double radiusMaxM) = (double.MaxValue, 0);
        for (int i = 0; i < Count; i++)
        {
            Vec3 r = _positionM[i];
            double squaredM2 = r.Dot(r);
            double radiusM = Math.Sqrt(squaredM2);
            (radiusMinM, radiusMaxM) = (Math.Min(radiusMinM, radiusM), Math.Max(radiusMaxM, radiusM));
            rateMax = Math.Max(rateMax, r.Cross(_velocityMPerS[i]).Length / squaredM2);
        }
        _isEccentric = radiusMaxM > EccentricRatio * radiusMinM;
        // A tenth for what the rate may exceed between nodes.
        double travelRad = 1.1 * rateMax * StepS / 2;
        double slackRad = travelRad + (1.01 * view.OffsetMaxM / radiusMinM);
        double angleRad = view.ElevationRad - slackRad;
        (double sin, double cos) = Math.SinCos(angleRad);
        for (int i = 0; i < Count; i++)
        {
            Vec3 r = _positionM[i];
            double radiusM = r.Length;
            double riseM = Math.Abs(r.Dot(_velocityMPerS[i])) / radiusM * StepS / 2;
            double furthestM =
                (radiusM * (1 + (2 * travelRad * travelRad))) + (1.1 * riseM) + view.OffsetMaxM;
            bool isLow = radiusM - riseM < view.UpMaxM + (2 * view.OffsetMaxM);
            double k = view.UpMinM * view.CosElevation / furthestM;
            // cos(acos k - angle), which is not beyond half a turn.
            double least = isLow || angleRad < -Math.PI / 2
                ? -2
                : (k * cos) + (Math.Sqrt(1 - (k * k)) * sin) - CosineSlack;
            LeastCosine[i] = (float)least;
            X[i] = (float)(r.X / radiusM);
            Y[i] = (float)(r.Y / radiusM);
            Z[i] = (float)(r.Z / radiusM);
        }
        LeastCosine.AsSpan(Count).Fill(2);
    }

    // The position errs as the orbit bends, which samples tell. A margin errs by as much and by what its root
    // bends besides: on eccentric orbits within few nodes, so it is looked at between all of them.
    private bool Measure(IEphemeris satellite, AccessGrid grid, AccessView view, ref AccessFailure failure)
    {
        double positionErrorM = 0;
        double rootErrorM = 0;
        for (int i = 0; i + 1 < Count; i++)
        {
            if (!IsClearOfDecay(satellite, grid, i, ref failure))
            {
                return false;
            }
            bool isSample = i % SampleStride == SampleStride / 2 || i + 2 == Count;
            if (isSample || _isEccentric)
            {
                var place = new Between(i, TimeS(i + 1) - TimeS(i), i / SampleStride % 2 == 0 ? 0.25 : 0.75);
                Vec3 positionM = PositionAt(place);
                double marginM = MarginAt(place, view.Example);
                rootErrorM = Math.Max(rootErrorM, Math.Abs(marginM - view.Example.MarginM(positionM)));
                if (isSample)
                {
                    double timeS = TimeS(i) + (place.U * place.LengthS);
                    Instant at = grid.At(timeS);
                    if (!satellite.TryPropagate(at, out TemeState state, out PropagationError error))
                    {
                        failure = new AccessFailure(timeS, error);
                        return false;
                    }
                    Vec3 trueM = new EarthRotation(at).ToItrf(state.Position).Metres;
                    positionErrorM = Math.Max(positionErrorM, (trueM - positionM).Length);
                }
            }
        }
        ErrorM = (SampleSafety * ((2 * positionErrorM) + rootErrorM)) + ErrorFloorM;
        return true;
    }

    // Near the surface SGP4 ends, perhaps for the few seconds of a perigee only: looked for each second.
    private bool IsClearOfDecay(IEphemeris satellite, AccessGrid grid, int node, ref AccessFailure failure)
    {
        if (Math.Min(_positionM[node].Length, _positionM[node + 1].Length) > DecayWatchRadiusM)
        {
            return true;
        }
        for (double t = TimeS(node) + 1; t < TimeS(node + 1); t++)
        {
            if (!satellite.TryPropagate(grid.At(t), out _, out PropagationError error))
            {
                failure = new AccessFailure(t, error);
                return false;
            }
        }
        return true;
    }

    private Vec3 PositionAt(Between place)
    {
        int i = place.Node;
        return (_positionM[i] * place.First) + (_positionM[i + 1] * (1 - place.First))
            + (_velocityMPerS[i] * place.FirstRateS) - (_velocityMPerS[i + 1] * place.SecondRateS);
    }

    // The same for all sites but for some kilometres of height.
    private double MarginAt(Between place, in AccessSite site)
    {
        int i = place.Node;
        double margin0M = site.MarginM(_positionM[i], _velocityMPerS[i], out double rate0);
        double margin1M = site.MarginM(_positionM[i + 1], _velocityMPerS[i + 1], out double rate1);
        return (margin0M * place.First) + (margin1M * (1 - place.First))
            + (rate0 * place.FirstRateS) - (rate1 * place.SecondRateS);
    }

    // A place between two nodes, and the weights of a cubic there (Hermite's).
    private readonly record struct Between(int Node, double LengthS, double U)
    {
        public double First => (1 + (2 * U)) * (1 - U) * (1 - U);

        public double FirstRateS => LengthS * U * (1 - U) * (1 - U);

        public double SecondRateS => LengthS * U * U * (1 - U);
    }
}
