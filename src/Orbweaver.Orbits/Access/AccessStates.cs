using System;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// States at the nodes of one track and at the places between them where it is checked: of one satellite, or
/// of the eight of a batch's block at once, which costs less than two of them one by one (benchmark access).
/// Scratch of one worker: 700 kB.
/// </summary>
internal sealed class AccessStates
{
    // Every eighth interval is compared with the true ephemeris, and the last one.
    private const int SampleStride = 8;
    private const int MomentsMax = AccessTrack.NodesMax + (AccessTrack.NodesMax / SampleStride) + 1;

    private readonly double[] _timeS = new double[MomentsMax];
    private readonly Instant[] _at = new Instant[MomentsMax];
    private readonly EarthRotation[] _rotation = new EarthRotation[MomentsMax];
    private readonly double[] _rows = new double[MomentsMax * EphemerisBatch.BlockDoubles];
    private readonly PropagationError[] _errors = new PropagationError[MomentsMax * EphemerisBatch.BlockSize];

    private (AccessGrid? Grid, int First, double EndS) _aim;
    private int _block = -1;
    private int _momentCount;

    /// <summary>Nodes: the last one is at the end of the span, or the track is full.</summary>
    public int NodeCount { get; private set; }

    /// <summary>Whether the interval after a node is checked.</summary>
    public bool IsSampled(int node) => node % SampleStride == SampleStride / 2 || node + 2 == NodeCount;

    /// <summary>
    /// Where between its ends an interval is checked: by turns at its first and third quarter. A cubic errs
    /// most in the middle, but where SGP4's velocity is not quite the slope of its positions it errs there
    /// least.
    /// </summary>
    public static double PlaceOf(int node) => node / SampleStride % 2 == 0 ? 0.25 : 0.75;

    /// <summary>The moment of the check of an interval.</summary>
    public int SampleOf(int node)
        => NodeCount + (node + 2 == NodeCount && node % SampleStride != SampleStride / 2
            ? _momentCount - NodeCount - 1
            : node / SampleStride);

    /// <summary>A moment's time, seconds from the start of the span.</summary>
    public double TimeS(int moment) => _timeS[moment];

    /// <summary>The Earth's turn at a moment.</summary>
    public EarthRotation Rotation(int moment) => _rotation[moment];

    /// <summary>
    /// Chooses the moments: nodes of <paramref name="grid"/> from number <paramref name="first"/> on, as many
    /// as fit, the last one at <paramref name="endS"/> if that is reached.
    /// </summary>
    public void Aim(AccessGrid grid, int first, double endS)
    {
        if (_aim == (grid, first, endS))
        {
            return;
        }
        (_aim, _block, NodeCount) = ((grid, first, endS), -1, 0);
        bool isLast = false;
        while (!isLast && NodeCount < AccessTrack.NodesMax)
        {
            double timeS = (first + NodeCount) * grid.StepS;
            // A last interval of less than a microsecond would only be rounding errors.
            isLast = timeS > endS - 1e-6;
            _timeS[NodeCount++] = isLast ? endS : timeS;
        }
        _momentCount = NodeCount;
        for (int node = 0; node + 1 < NodeCount; node++)
        {
            if (IsSampled(node))
            {
                _timeS[_momentCount++] =
                    _timeS[node] + (PlaceOf(node) * (_timeS[node + 1] - _timeS[node]));
            }
        }
        for (int i = 0; i < _momentCount; i++)
        {
            _at[i] = grid.At(_timeS[i]);
            _rotation[i] = new EarthRotation(_at[i]);
        }
    }

    /// <summary>Fills in the states of a block, unless they are there.</summary>
    public void Fill(EphemerisBatch batch, int block)
    {
        if (_block != block)
        {
            batch.PropagateBlock(block, _at.AsSpan(0, _momentCount), _rows, _errors);
            _block = block;
        }
    }

    /// <summary>Fills in the states of one satellite as lane 0, up to the first that fails.</summary>
    public void Fill(IEphemeris satellite)
    {
        _block = -1;
        for (int i = 0; i < _momentCount; i++)
        {
            bool isKnown = satellite.TryPropagate(
                _at[i], out TemeState state, out _errors[i * EphemerisBatch.BlockSize]);
            if (!isKnown)
            {
                return;
            }
            (Vec3 r, Vec3 v) = (state.Position.Metres, state.Velocity.MetresPerSecond);
            Span<double> rows = _rows.AsSpan(i * EphemerisBatch.BlockDoubles);
            rows[0] = r.X;
            rows[EphemerisBatch.BlockSize] = r.Y;
            rows[2 * EphemerisBatch.BlockSize] = r.Z;
            rows[3 * EphemerisBatch.BlockSize] = v.X;
            rows[4 * EphemerisBatch.BlockSize] = v.Y;
            rows[5 * EphemerisBatch.BlockSize] = v.Z;
        }
    }

    /// <summary>The state of a lane at a moment; false with the reason where there is none.</summary>
    public bool TryGet(int lane, int moment, out TemeState state, out PropagationError error)
    {
        error = _errors[(moment * EphemerisBatch.BlockSize) + lane];
        state = EphemerisBatch.StateAt(
            _rows.AsSpan((moment * EphemerisBatch.BlockDoubles) + lane), EphemerisBatch.BlockSize);
        return error == PropagationError.None;
    }
}
