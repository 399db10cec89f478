using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// The pieces in which latencies are told: a quarter of an octave each, from 1 ms on. What is shorter is in
/// the first, what is longer in the last.
/// </summary>
public static class LatencyPieces
{
    /// <summary>How many there are: up to four seconds.</summary>
    public const int Count = 48;

    // 2^(i/4) ms within the first octave, in nanoseconds: whole numbers, to be the same everywhere.
    private static readonly long[] FirstOctave = [1_000_000, 1_189_207, 1_414_214, 1_681_793];

    private static readonly long[] Bounds = MakeBounds();

    /// <summary>Where each begins, in nanoseconds.</summary>
    public static ReadOnlySpan<long> BoundsNs => Bounds;

    /// <summary>Where one begins.</summary>
    public static Duration BeginOf(int piece) => new(Bounds[piece]);

    private static long[] MakeBounds()
    {
        long[] bounds = new long[Count];
        for (int i = 0; i < Count; i++)
        {
            bounds[i] = FirstOctave[i % 4] << (i / 4);
        }
        return bounds;
    }
}
