using System;
using System.Numerics;

namespace Orbweaver.Model;

/// <summary>
/// Writes numbers of any width one after the other, lowest bit first; reused block by block.
/// </summary>
internal sealed class BitWriter
{
    private ulong[] _words = new ulong[1024];
    private long _bits;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _words.AsSpan().Clear();
        _bits = 0;
    }

    /// <summary>
    /// Appends the low <paramref name="width"/> bits (0 to 64); the others must be zero.
    /// </summary>
    public void Write(ulong value, int width)
    {
        int word = (int)(_bits >> 6);
        int shift = (int)(_bits & 63);
        if (word + 2 > _words.Length)
        {
            Array.Resize(ref _words, _words.Length * 2);
        }
        _words[word] |= value << shift;
        if (shift + width > 64)
        {
            _words[word + 1] |= value >> (64 - shift);
        }
        _bits += width;
    }

    /// <summary>
    /// Appends a number below 2^62 that is mostly small: its length in ones, a zero, then its bits (the gamma
    /// code of Elias, IEEE Trans. Inf. Theory 21, 1975).
    /// </summary>
    public void WriteSmall(ulong value)
    {
        ulong above = value + 1;
        int width = BitOperations.Log2(above);
        Write((1UL << width) - 1, width + 1);
        Write(above ^ (1UL << width), width);
    }

    /// <summary>Appends a number of either sign that is mostly near zero.</summary>
    public void WriteSigned(int value) => WriteSmall(BitReader.Fold(value));

    /// <summary>What was written, with a word to spare so that a reader may look ahead.</summary>
    public ulong[] ToArray() => _words.AsSpan(0, (int)((_bits + 63) >> 6) + 1).ToArray();
}
