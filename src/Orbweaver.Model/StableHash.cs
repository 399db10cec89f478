using System;

namespace Orbweaver.Model;

/// <summary>
/// Hashes that are the same in every process, on every machine: for names of streams and for traces.
/// </summary>
public static class StableHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    /// <summary>FNV-1a over the UTF-16 code units of a name, finished by <see cref="Finish"/>.</summary>
    public static ulong Of(ReadOnlySpan<char> name)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 0x0000_0100_0000_01B3;
        }
        return Finish(hash);
    }

    /// <summary>
    /// Folds one more word into a running hash: one multiplication, for use on every event of a run.
    /// </summary>
    public static ulong Mix(ulong hash, ulong word)
        => (System.Numerics.BitOperations.RotateLeft(hash, 27) ^ word) * Prime;

    /// <summary>
    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
    /// </summary>
    public static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
