using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Many satellites at once: near-Earth <see cref="Sgp4Ephemeris"/> and <see cref="CircularEphemeris"/> go
/// through vector kernels, any other by its own TryPropagate. Satellites stand in blocks of
/// <see cref="BlockSize"/>, of one kind each. Every state has the bits of the ephemeris's own answer,
/// whatever the width of the machine's vectors, the company in the block and the order of questions.
/// Immutable: any number of threads may ask at once. A call allocates nothing.
/// </summary>
public sealed class EphemerisBatch
{
    /// <summary>Satellites of a block, or fewer in the last block of a kind.</summary>
    public const int BlockSize = 8;

    /// <summary>Numbers of a state: x, y, z, vx, vy, vz; m and m/s in TEME.</summary>
    public const int RowCount = 6;

    /// <summary>Numbers of the states of a block at one moment.</summary>
    public const int BlockDoubles = RowCount * BlockSize;

    // Blocks that go through together at one moment; their states are 3 kB of stack.
    private const int TileBlocks = 8;

    private readonly LaneGroup<Sgp4Near> _near;
    private readonly LaneGroup<CircularKernel> _circular;
    private readonly IEphemeris[] _others;

    // By place: near-Earth satellites, circular ones, others, each kind from a new block on; -1: none.
    private readonly int[] _satellites;

    /// <summary>Packs <paramref name="ephemerides"/>; satellites are called by their index there.</summary>
    public EphemerisBatch(IReadOnlyList<IEphemeris> ephemerides)
        : this(ephemerides, LanesOfThisMachine())
    {
    }

    /// <summary>As on a machine whose vectors hold <paramref name="lanes"/> doubles: 1, 4 or 8.</summary>
    internal EphemerisBatch(IReadOnlyList<IEphemeris> ephemerides, int lanes)
    {
        List<int> near = [];
        List<int> circular = [];
        List<int> others = [];
        for (int i = 0; i < ephemerides.Count; i++)
        {
            List<int> kind = ephemerides[i] switch
            {
                Sgp4Ephemeris { IsNearEarth: true } => near,
                CircularEphemeris => circular,
                _ => others,
            };
            kind.Add(i);
        }
        Count = ephemerides.Count;
        _satellites = [.. Padded(near), .. Padded(circular), .. Padded(others)];
        Sgp4Ephemeris[] nearOnes = [.. near.Select(i => (Sgp4Ephemeris)ephemerides[i])];
        CircularEphemeris[] circularOnes = [.. circular.Select(i => (CircularEphemeris)ephemerides[i])];
        _near = new LaneGroup<Sgp4Near>(
            [.. nearOnes.Select(e => e.Elements.Epoch.Nanoseconds)],
            [.. nearOnes.Select(e => e.Terms)],
            lanes);
        _circular = new LaneGroup<CircularKernel>(
            [.. circularOnes.Select(e => e.Orbit.Epoch.Nanoseconds)],
            [.. circularOnes.Select(e => e.Terms)],
            lanes);
        _others = [.. others.Select(i => ephemerides[i])];
    }

    /// <summary>Satellites.</summary>
    public int Count { get; }

    /// <summary>Blocks: the unit in which work is asked for and divided among workers.</summary>
    public int BlockCount => _satellites.Length / BlockSize;

    private int FirstOther => _near.BlockCount + _circular.BlockCount;

    /// <summary>
    /// The satellites of a block, by lane; every satellite is in one block, and at least one in each.
    /// </summary>
    public ReadOnlySpan<int> SatellitesOf(int block)
    {
        ReadOnlySpan<int> lanes = _satellites.AsSpan(block * BlockSize, BlockSize);
        int end = lanes.IndexOf(-1);
        return end < 0 ? lanes : lanes[..end];
    }

    /// <summary>
    /// States of one block at many moments, the fastest way of asking. The number in row r (x, y, z, vx, vy,
    /// vz; m and m/s in TEME) of lane l at moment i goes to <paramref name="states"/>[i * BlockDoubles +
    /// r * BlockSize + l], its error to <paramref name="errors"/>[i * BlockSize + l]. States are zero where
    /// there is an error; lanes without a satellite are void.
    /// </summary>
    public void PropagateBlock(
        int block, ReadOnlySpan<Instant> at, Span<double> states, Span<PropagationError> errors)
    {
        Check.That(block >= 0 && block < BlockCount);
        if (block >= FirstOther)
        {
            PropagateOther(block, at, states, errors);
        }
        else if (block >= _near.BlockCount)
        {
            _circular.Propagate(block - _near.BlockCount, false, at, at.Length, states, errors);
        }
        else
        {
            _near.Propagate(block, false, at, at.Length, states, errors);
        }
    }

    /// <summary>
    /// States at one moment of blocks from <paramref name="first"/> up to <paramref name="end"/>: the
    /// satellite in lane l of block b goes to [(b - first) * BlockSize + l]. States are zero where there is
    /// an error; lanes without a satellite are void.
    /// </summary>
    public void PropagateBlocks(
        Instant at, int first, int end, Span<TemeState> states, Span<PropagationError> errors)
    {
        Check.That(first >= 0 && first <= end && end <= BlockCount);
        Span<double> rows = stackalloc double[TileBlocks * BlockDoubles];
        ReadOnlySpan<Instant> moment = MemoryMarshal.CreateReadOnlySpan(ref at, 1);
        int blocks;
        for (int block = first; block < end; block += blocks)
        {
            Span<PropagationError> tileErrors = errors[((block - first) * BlockSize)..];
            if (block >= FirstOther)
            {
                blocks = 1;
                PropagateOther(block, moment, rows, tileErrors);
            }
            else if (block >= _near.BlockCount)
            {
                blocks = Math.Min(TileBlocks, Math.Min(end, FirstOther) - block);
                _circular.Propagate(block - _near.BlockCount, true, moment, blocks, rows, tileErrors);
            }
            else
            {
                blocks = Math.Min(TileBlocks, Math.Min(end, _near.BlockCount) - block);
                _near.Propagate(block, true, moment, blocks, rows, tileErrors);
            }
            Transpose(rows, states.Slice((block - first) * BlockSize, blocks * BlockSize));
        }
    }

    /// <summary>
    /// States of all satellites at one moment, and their errors, by satellite; zero where there is an error.
    /// </summary>
    public void Propagate(Instant at, Span<TemeState> states, Span<PropagationError> errors)
    {
        Span<TemeState> tile = stackalloc TemeState[TileBlocks * BlockSize];
        Span<PropagationError> tileErrors = stackalloc PropagationError[tile.Length];
        for (int first = 0; first < BlockCount; first += TileBlocks)
        {
            int end = Math.Min(first + TileBlocks, BlockCount);
            PropagateBlocks(at, first, end, tile, tileErrors);
            for (int i = 0; i < (end - first) * BlockSize; i++)
            {
                int satellite = _satellites[(first * BlockSize) + i];
                if (satellite >= 0)
                {
                    states[satellite] = tile[i];
                    errors[satellite] = tileErrors[i];
                }
            }
        }
    }

    /// <summary>The state whose numbers stand <paramref name="stride"/> apart.</summary>
    internal static TemeState StateAt(ReadOnlySpan<double> rows, int stride)
        => new(
            new TemePosition(new Vec3(rows[0], rows[stride], rows[2 * stride])),
            new TemeVelocity(new Vec3(rows[3 * stride], rows[4 * stride], rows[5 * stride])));

    private static void Transpose(ReadOnlySpan<double> rows, Span<TemeState> states)
    {
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = StateAt(rows[((i / BlockSize * BlockDoubles) + (i % BlockSize))..], BlockSize);
        }
    }

    private void PropagateOther(
        int block, ReadOnlySpan<Instant> at, Span<double> states, Span<PropagationError> errors)
    {
        int first = (block - FirstOther) * BlockSize;
        int end = Math.Min(first + BlockSize, _others.Length);
        for (int i = 0; i < at.Length; i++)
        {
            for (int other = first; other < end; other++)
            {
                bool isKnown = _others[other].TryPropagate(
                    at[i], out TemeState state, out PropagationError error);
                Check.That(isKnown == (error == PropagationError.None));
                errors[(i * BlockSize) + other - first] = error;
                (Vec3 r, Vec3 v) = isKnown
                    ? (state.Position.Metres, state.Velocity.MetresPerSecond)
                    : (default, default);
                Span<double> rows = states[((i * BlockDoubles) + other - first)..];
                rows[0] = r.X;
                rows[BlockSize] = r.Y;
                rows[2 * BlockSize] = r.Z;
                rows[3 * BlockSize] = v.X;
                rows[4 * BlockSize] = v.Y;
                rows[5 * BlockSize] = v.Z;
            }
        }
    }

    private static IEnumerable<int> Padded(List<int> satellites)
        => satellites.Concat(Enumerable.Repeat(-1, -satellites.Count & (BlockSize - 1)));

    // Vectors that the machine does not have are emulated, ten times slower than one lane.
    private static int LanesOfThisMachine()
        => Vector512.IsHardwareAccelerated ? Lanes8.Count
            : Vector256.IsHardwareAccelerated ? Lanes4.Count
            : Lanes1.Count;
}
