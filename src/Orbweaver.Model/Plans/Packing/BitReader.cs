using System;
using System.Numerics;

namespace Orbweaver.Model;

/// <summary>Reads what a <see cref="BitWriter"/> wrote.</summary>
internal ref struct BitReader(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> _words = words;
    private long _bits;

    /// <summary>Bits taken so far.</summary>
    public readonly long Position => _bits;

    /// <summary>Numbers of either sign as numbers from zero: 0, -1, 1, -2, ...</summary>
    public static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>What <see cref="Fold"/> undoes.</summary>
    public static long Unfold(ulong folded) => (long)(folded >> 1) ^ -(long)(folded & 1);

    /// <summary>The next <paramref name="width"/> bits, 0 to 63.</summary>
    public ulong Read(int width)
    {
        ulong value = Peek() & ((1UL << width) - 1);
        _bits += width;
        return value;
    }

    /// <summary>A number by <see cref="BitWriter.WriteSmall"/>.</summary>
    public ulong ReadSmall()
    {
        int width = CountOnes();
        _bits += width + 1;
        return (Read(width) | (1UL << width)) - 1;
    }

    /// <summary>A number by <see cref="BitWriter.WriteSigned"/>.</summary>
    public int ReadSigned() => (int)Unfold(ReadSmall());

    /// <summary>How many ones come next, without taking them: up to 63.</summary>
    public readonly int CountOnes() => BitOperations.TrailingZeroCount(~Peek() | (1UL << 63));

    /// <summary>Passes over some bits.</summary>
    public void Skip(int width) => _bits += width;

    // The next 64 bits.
    private readonly ulong Peek()
    {
        int word = (int)(_bits >> 6);
        int shift = (int)(_bits & 63);
        ulong low = _words[word] >> shift;
        return shift == 0 ? low : low | (_words[word + 1] << (64 - shift));
    }
}
