using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>
/// Makes bytes wrong in the ways in which they go wrong: bits flip, ends are missing, lengths lie, parts
/// come twice, or of something else.
/// </summary>
internal static class FuzzMutator
{
    private const int ChangesMax = 4;
    private const int PartMax = 64;

    private static readonly ulong[] Telling =
    [
        0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0xff_ffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
        0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, ulong.MaxValue,
    ];

    /// <summary>Changes the first bytes of a buffer a few times; gives how many there are then.</summary>
    public static int Mutate(Prng dice, Span<byte> buffer, int length, ReadOnlySpan<byte> other)
    {
        // Some stay as they are: a reader that refuses all would pass every other test.
        int changes = (int)dice.NextBelow(ChangesMax + 1);
        for (int i = 0; i < changes; i++)
        {
            length = Change(dice, buffer, length, other);
        }
        return length;
    }

    private static int Change(Prng dice, Span<byte> buffer, int length, ReadOnlySpan<byte> other)
    {
        int at = (int)dice.NextBelow(length + 1);
        Span<byte> rest = buffer[at..length];
        int part = (int)Math.Min(dice.NextBetween(1, PartMax), rest.Length);
        switch (dice.NextBelow(8))
        {
            case 0 or 1 when !rest.IsEmpty:
                rest[0] ^= (byte)(1 << (int)dice.NextBelow(8));
                return length;
            case 2 when !rest.IsEmpty:
                rest[0] = (byte)dice.NextBits();
                return length;
            case 3:
                Lie(dice, rest);
                return length;
            case 4:
                return at;
            case 5:
                return Grow(dice, buffer, length, at);
            case 6 when !rest.IsEmpty:
                rest[part..].CopyTo(rest);
                return length - part;
            default:
                return Splice(dice, buffer, at, other);
        }
    }

    // A number in one of four widths, where a length or a count may be.
    private static void Lie(Prng dice, Span<byte> rest)
    {
        ulong value = Telling[dice.NextBelow(Telling.Length)];
        int width = 1 << (int)dice.NextBelow(4);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        width = Math.Min(width, rest.Length);
        bytes[^width..].CopyTo(rest);
    }

    // Some bytes once more.
    private static int Grow(Prng dice, Span<byte> buffer, int length, int at)
    {
        int room = buffer.Length - length;
        int part = (int)Math.Min(dice.NextBetween(1, PartMax), Math.Min(room, length - at));
        buffer[at..length].CopyTo(buffer[(at + part)..]);
        return length + part;
    }

    // From here on something else.
    private static int Splice(Prng dice, Span<byte> buffer, int at, ReadOnlySpan<byte> other)
    {
        ReadOnlySpan<byte> from = other[(int)dice.NextBelow(other.Length + 1)..];
        from = from[..Math.Min(from.Length, buffer.Length - at)];
        from.CopyTo(buffer[at..]);
        return at + from.Length;
    }
}
