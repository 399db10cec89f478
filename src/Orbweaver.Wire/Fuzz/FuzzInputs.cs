using System;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>
/// The inputs of one target, by number: equal seed and number give equal bytes, so a failing input is
/// repeated by its number alone.
/// </summary>
public sealed class FuzzInputs
{
    /// <summary>Bytes of the longest input.</summary>
    public const int BytesMax = 8_192;

    // Right bytes are dear to make, so some are made once.
    private const int SeedCount = 64;

    private readonly byte[][] _seeds = new byte[SeedCount][];
    private readonly byte[] _buffer = new byte[BytesMax];
    private readonly ulong _seed;

    /// <summary>Inputs for a target.</summary>
    public FuzzInputs(IFuzzTarget target, ulong seed)
    {
        _seed = StableHash.Finish(seed ^ StableHash.Of(target.Name));
        var dice = new Prng(_seed);
        for (int i = 0; i < SeedCount; i++)
        {
            int length = target.MakeSeed(dice, _buffer);
            _seeds[i] = _buffer[..length];
        }
    }

    /// <summary>The input of a number; valid until the next one is made.</summary>
    public ReadOnlySpan<byte> Make(long number)
    {
        var dice = new Prng(StableHash.Finish(_seed + (ulong)number));
        byte[] seed = _seeds[dice.NextBelow(SeedCount)];
        seed.CopyTo(_buffer.AsSpan());
        int length = FuzzMutator.Mutate(dice, _buffer, seed.Length, _seeds[dice.NextBelow(SeedCount)]);
        return _buffer.AsSpan(0, length);
    }
}
