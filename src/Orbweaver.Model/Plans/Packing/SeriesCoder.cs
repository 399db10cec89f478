using System;
using System.Numerics;

namespace Orbweaver.Model;

/// <summary>
/// Packs a series of delays without loss, as audio is packed (Shorten, Robinson 1994; FLAC, RFC 9639 section
/// 9.2.5): a polynomial through the last few values foretells the next, and only the error is written, by a
/// code of Rice. Second differences would leave 1,400 ns of a laser's curvature in 7.5 s; the fourth leave
/// little but the rounding to whole nanoseconds. Each series takes the order that packs it best.
/// </summary>
internal static class SeriesCoder
{
    /// <summary>Values that a series may have.</summary>
    public const int LengthMax = 256;

    /// <summary>
    /// Words that no reading of one series goes beyond, whatever the bits: 8 bytes and a bit a value.
    /// </summary>
    public const int WordsMax = (LengthMax * 9 / 8) + 2;

    private const int OrderMax = 6;
    private const int OrderBits = 3;
    private const int RiceBits = 5;
    private const int FirstBits = 32;
    private const int WidthBits = 6;

    // So many ones say that the error follows as it is, in full width.
    private const int EscapeOnes = 24;
    private const int EscapeBits = 40;

    /// <summary>Writes a series of at least one value.</summary>
    public static void Write(ReadOnlySpan<int> values, BitWriter to)
    {
        Span<long> best = stackalloc long[LengthMax];
        Span<long> errors = stackalloc long[LengthMax];
        errors = errors[..values.Length];
        best = best[..values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            errors[i] = values[i];
        }
        int bestOrder = 0;
        int bestRice = 0;
        long bestCost = long.MaxValue;
        for (int order = 1; order <= Math.Min(OrderMax, values.Length); order++)
        {
            // From differences of one order to those of the next; what comes before it stays.
            for (int i = values.Length - 1; i >= order; i--)
            {
                errors[i] -= errors[i - 1];
            }
            (int rice, long cost) = Cost(errors, order);
            if (cost < bestCost)
            {
                (bestOrder, bestRice, bestCost) = (order, rice, cost);
                errors.CopyTo(best);
            }
        }
        to.Write((ulong)bestOrder, OrderBits);
        to.Write((ulong)bestRice, RiceBits);
        to.Write((uint)values[0], FirstBits);
        for (int i = 1; i < values.Length; i++)
        {
            ulong folded = BitReader.Fold(best[i]);
            if (i < bestOrder)
            {
                int width = WidthOf(folded);
                to.Write((ulong)width, WidthBits);
                to.Write(folded, width);
            }
            else
            {
                WriteRice(folded, bestRice, to);
            }
        }
    }

    /// <summary>Reads a series of known length back.</summary>
    public static void Read(ref BitReader from, Span<int> values)
    {
        int order = (int)from.Read(OrderBits);
        int rice = (int)from.Read(RiceBits);
        // Differences of order 0, 1, ... at the last value.
        Span<long> differences = stackalloc long[OrderMax];
        differences.Clear();
        differences[0] = (int)(uint)from.Read(FirstBits);
        values[0] = (int)differences[0];
        for (int i = 1; i < values.Length; i++)
        {
            int top = Math.Min(i, order - 1);
            differences[top] += BitReader.Unfold(
                i < order ? from.Read((int)from.Read(WidthBits)) : ReadRice(ref from, rice));
            for (int d = top - 1; d >= 0; d--)
            {
                differences[d] += differences[d + 1];
            }
            values[i] = (int)differences[0];
        }
    }

    /// <summary>Whether what comes next can begin a series: all else of it may be any bits.</summary>
    public static bool CanRead(BitReader from) => from.Read(OrderBits) is >= 1 and <= OrderMax;

    private static (int Rice, long Cost) Cost(ReadOnlySpan<long> errors, int order)
    {
        long cost = 0;
        for (int i = 1; i < order; i++)
        {
            cost += WidthBits + WidthOf(BitReader.Fold(errors[i]));
        }
        ulong sum = 0;
        foreach (long error in errors[order..])
        {
            sum += BitReader.Fold(error);
        }
        int count = errors.Length - order;
        // Near the logarithm of the mean a Rice code is within a few hundredths of the best.
        int rice = count == 0 ? 0 : Math.Min(BitOperations.Log2((sum / (ulong)count) | 1), 31);
        foreach (long error in errors[order..])
        {
            ulong ones = BitReader.Fold(error) >> rice;
            cost += ones >= EscapeOnes ? EscapeOnes + EscapeBits : (long)ones + 1 + rice;
        }
        return (rice, cost);
    }

    private static int WidthOf(ulong folded) => 64 - BitOperations.LeadingZeroCount(folded);

    private static void WriteRice(ulong folded, int rice, BitWriter to)
    {
        ulong ones = folded >> rice;
        if (ones >= EscapeOnes)
        {
            to.Write((1UL << EscapeOnes) - 1, EscapeOnes);
            to.Write(folded, EscapeBits);
            return;
        }
        to.Write((1UL << (int)ones) - 1, (int)ones + 1);
        to.Write(folded & ((1UL << rice) - 1), rice);
    }

    private static ulong ReadRice(ref BitReader from, int rice)
    {
        int ones = from.CountOnes();
        if (ones >= EscapeOnes)
        {
            from.Skip(EscapeOnes);
            return from.Read(EscapeBits);
        }
        from.Skip(ones + 1);
        return ((ulong)ones << rice) | from.Read(rice);
    }
}
