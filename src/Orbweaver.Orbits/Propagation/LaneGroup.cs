using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Satellites of one model in blocks of <see cref="EphemerisBatch.BlockSize"/>, their terms interleaved for
/// one width of vectors. Read only once made.
/// </summary>
internal sealed class LaneGroup<TKernel>
    where TKernel : ILaneKernel
{
    private const int BlockSize = EphemerisBatch.BlockSize;

    // Items that go through a kernel together: enough to overlap, and all in the first cache.
    private const int TileItems = 8;

    private readonly int _lanes;
    private readonly double[] _terms;
    private readonly long[] _epochNs;
    private readonly long _earliestNs;
    private readonly long _latestNs;

    /// <summary>
    /// A group of satellites with these epochs and terms, for vectors of <paramref name="lanes"/> doubles.
    /// </summary>
    public LaneGroup(long[] epochNs, double[][] terms, int lanes)
    {
        Check.That(epochNs.Length == terms.Length);
        Check.That(lanes is 1 or 4 or 8);
        _lanes = lanes;
        BlockCount = (terms.Length + BlockSize - 1) / BlockSize;
        _epochNs = new long[BlockCount * BlockSize];
        _terms = new double[BlockCount * BlockSize * TKernel.TermRows];
        (_earliestNs, _latestNs) = (long.MaxValue, long.MinValue);
        for (int i = 0; i < _epochNs.Length; i++)
        {
            // Lanes without a satellite repeat the last one.
            int satellite = Math.Min(i, terms.Length - 1);
            _epochNs[i] = epochNs[satellite];
            _earliestNs = Math.Min(_earliestNs, _epochNs[i]);
            _latestNs = Math.Max(_latestNs, _epochNs[i]);
            int first = (i / lanes * lanes * TKernel.TermRows) + (i % lanes);
            for (int row = 0; row < TKernel.TermRows; row++)
            {
                _terms[first + (row * lanes)] = terms[satellite][row];
            }
        }
    }

    /// <summary>Blocks.</summary>
    public int BlockCount { get; }

    /// <summary>
    /// States of <paramref name="count"/> items: of one block at many moments, or of neighbouring blocks at
    /// one moment. Item i's numbers are at <paramref name="states"/>[i * BlockDoubles + row * BlockSize +
    /// lane], its errors at <paramref name="errors"/>[i * BlockSize + lane].
    /// </summary>
    public void Propagate(
        int block,
        bool isOneMoment,
        ReadOnlySpan<Instant> at,
        int count,
        Span<double> states,
        Span<PropagationError> errors)
    {
        Check.That(block >= 0 && count >= 0 && block + (isOneMoment ? count : 1) <= BlockCount);
        Check.That(at.Length >= (isOneMoment ? 1 : count));
        states = states[..(count * EphemerisBatch.BlockDoubles)];
        errors = errors[..(count * BlockSize)];
        errors.Clear();
        if (count == 0)
        {
            return;
        }
        switch (_lanes)
        {
            case 8:
                Run<Lanes8>(block, isOneMoment, at, states, errors);
                break;
            case 4:
                Run<Lanes4>(block, isOneMoment, at, states, errors);
                break;
            default:
                Run<Lanes1>(block, isOneMoment, at, states, errors);
                break;
        }
    }

    private void Run<T>(
        int block,
        bool isOneMoment,
        ReadOnlySpan<Instant> at,
        Span<double> states,
        Span<PropagationError> errors)
        where T : struct, ILanes<T>
    {
        int count = errors.Length / BlockSize;
        int workStride = TKernel.WorkRows * T.Count;
        Span<double> work = stackalloc double[TileItems * workStride];
        for (int first = 0; first < count; first += TileItems)
        {
            int items = Math.Min(TileItems, count - first);
            for (int lane = 0; lane < BlockSize; lane += T.Count)
            {
                int place = ((block + (isOneMoment ? first : 0)) * BlockSize) + lane;
                for (int i = 0; i < items; i++)
                {
                    T elapsedNs = isOneMoment
                        ? Elapsed<T>(at[0].Nanoseconds, place + (i * BlockSize))
                        : Elapsed<T>(at[first + i].Nanoseconds, place);
                    T.Store(TKernel.Time(elapsedNs), ref work[i * workStride]);
                }
                bool hasError = TKernel.Propagate<T>(
                    in _terms[place * TKernel.TermRows],
                    isOneMoment ? BlockSize * TKernel.TermRows : 0,
                    ref MemoryMarshal.GetReference(work),
                    items,
                    ref states[(first * EphemerisBatch.BlockDoubles) + lane],
                    EphemerisBatch.BlockDoubles,
                    BlockSize);
                if (hasError)
                {
                    ReadErrors<T>(work, items, errors[((first * BlockSize) + lane)..]);
                }
            }
        }
    }

    private static void ReadErrors<T>(ReadOnlySpan<double> work, int items, Span<PropagationError> errors)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < items; i++)
        {
            for (int lane = 0; lane < T.Count; lane++)
            {
                double code = work[(i * TKernel.WorkRows * T.Count) + lane];
                errors[(i * BlockSize) + lane] = (PropagationError)code;
            }
        }
    }

    // Nanoseconds since the epochs of the satellites from this place on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Elapsed<T>(long atNs, int place)
        where T : struct, ILanes<T>
        => IsInRange(atNs, _earliestNs) && IsInRange(atNs, _latestNs)
            ? T.Differences(atNs, in _epochNs[place])
            : ElapsedFar<T>(atNs, place);

    // Centuries apart: more than a long holds.
    private T ElapsedFar<T>(long atNs, int place)
        where T : struct, ILanes<T>
    {
        Span<double> elapsedNs = stackalloc double[BlockSize];
        for (int lane = 0; lane < T.Count; lane++)
        {
            elapsedNs[lane] = (double)((Int128)atNs - _epochNs[place + lane]);
        }
        return T.Load(in elapsedNs[0]);
    }

    private static bool IsInRange(long a, long b) => ((a ^ b) & (a ^ (a - b))) >= 0;
}
