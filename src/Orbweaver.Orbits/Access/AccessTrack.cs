using System;

namespace Orbweaver.Orbits;

/// <summary>
/// One satellite at evenly spaced moments (nodes) of a part of the span, in the Earth-fixed frame, and what
/// all sites share of the question where it cannot be seen. Scratch of one worker, filled again and again.
/// </summary>
internal sealed class AccessTrack
{
    /// <summary>Nodes held at once: their directions stay in the first-level cache.</summary>
    public const int NodesMax = 1536;

    // Four times the worst error that was met is taken as the error anywhere; twice is what it can be.
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
    private readonly double[] _radiusM = new double[NodesMax];

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
    /// Takes a satellite's states from a lane of <paramref name="states"/>. False when a moment has no state:
    /// which one, and why.
    /// </summary>
    public bool Fill(
        IEphemeris satellite, AccessGrid grid, AccessStates states, int lane, AccessView view,
        out AccessFailure failure)
    {
        failure = default;
        Count = states.NodeCount;
        (StartS, StepS, EndS) = (states.TimeS(0), grid.StepS, states.TimeS(Count - 1));
        for (int i = 0; i < Count; i++)
        {
            if (!states.TryGet(lane, i, out TemeState state, out PropagationError error))
            {
                failure = new AccessFailure(states.TimeS(i), error);
                return false;
            }
            ItrfState itrf = states.Rotation(i).ToItrf(state);
            _positionM[i] = itrf.Position.Metres;
            _velocityMPerS[i] = itrf.Velocity.MetresPerSecond;
        }
        Aim(view);
        return IsClearOfDecay(satellite, grid, ref failure) && Measure(states, lane, view, ref failure);
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
            _radiusM[i] = radiusM;
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
            double radiusM = _radiusM[i];
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
    private bool Measure(AccessStates states, int lane, AccessView view, ref AccessFailure failure)
    {
        double positionErrorM = 0;
        double rootErrorM = 0;
        for (int i = 0; i + 1 < Count; i++)
        {
            if (!_isEccentric && !states.IsSampled(i))
            {
                continue;
            }
            var place = new Between(i, TimeS(i + 1) - TimeS(i), AccessStates.PlaceOf(i));
            Vec3 positionM = PositionAt(place);
            double marginM = MarginAt(place, view.Example);
            rootErrorM = Math.Max(rootErrorM, Math.Abs(marginM - view.Example.MarginM(positionM)));
            if (states.IsSampled(i))
            {
                int sample = states.SampleOf(i);
                if (!states.TryGet(lane, sample, out TemeState state, out PropagationError error))
                {
                    failure = new AccessFailure(states.TimeS(sample), error);
                    return false;
                }
                Vec3 trueM = states.Rotation(sample).ToItrf(state.Position).Metres;
                positionErrorM = Math.Max(positionErrorM, (trueM - positionM).Length);
            }
        }
        ErrorM = (SampleSafety * ((2 * positionErrorM) + rootErrorM)) + ErrorFloorM;
        return true;
    }

    // Near the surface SGP4 ends, perhaps for the few seconds of a perigee only: looked for each second.
    private bool IsClearOfDecay(IEphemeris satellite, AccessGrid grid, ref AccessFailure failure)
    {
        for (int i = 0; i + 1 < Count; i++)
        {
            if (Math.Min(_radiusM[i], _radiusM[i + 1]) > DecayWatchRadiusM)
            {
                continue;
            }
            for (double t = TimeS(i) + 1; t < TimeS(i + 1); t++)
            {
                if (!satellite.TryPropagate(grid.At(t), out _, out PropagationError error))
                {
                    failure = new AccessFailure(t, error);
                    return false;
                }
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
