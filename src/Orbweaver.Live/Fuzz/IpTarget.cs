using System;
using System.Buffers.Binary;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;

namespace Orbweaver.Live.Fuzz;

/// <summary>What the kernel hands over at a TUN device, or anybody who has one.</summary>
internal sealed class IpTarget : IFuzzTarget
{
    // They take none; whoever counts answers may.
    private const long AllocationMax = 1_024;

    private readonly byte[] _answer = new byte[IcmpError.BytesMax];

    /// <inheritdoc/>
    public string Name => "ip";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax;

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        int payload = (int)dice.NextBetween(8, 200);
        return dice.NextBelow(2) == 0 ? MakeIpv4(dice, to, payload) : MakeIpv6(dice, to, payload);
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        if (!IpFacts.TryRead(bytes, out IpFacts facts))
        {
            return bytes.Length < 20 ? WireError.TooShort
                : (bytes[0] >> 4) is 4 or 6 ? WireError.Range : WireError.Version;
        }
        Check.That(facts.HeaderBytes <= facts.TotalBytes && facts.TotalBytes <= bytes.Length);
        int length = IcmpError.Write(bytes, facts, IcmpReason.NoRoute, 0, _answer);
        Check.That(length >= 0 && length <= _answer.Length);
        Check.That(length == 0 || IpFacts.TryRead(_answer.AsSpan(0, length), out _));
        return length == 0 ? WireError.Kind : WireError.None;
    }

    private static int MakeIpv4(Prng dice, Span<byte> to, int payload)
    {
        int options = (int)dice.NextBelow(11);
        int length = 20 + (4 * options) + payload;
        Fill(dice, to[..length]);
        to[0] = (byte)(0x45 + options);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)length);
        to[9] = dice.NextBelow(2) == 0 ? (byte)17 : (byte)6;
        to[12] = 10;
        to[16] = 10;
        return length;
    }

    private static int MakeIpv6(Prng dice, Span<byte> to, int payload)
    {
        int extensions = (int)dice.NextBelow(4);
        int length = 40 + (8 * extensions) + payload;
        Fill(dice, to[..length]);
        to[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)(length - 40));
        to[6] = extensions > 0 ? (byte)60 : (byte)17;
        to[8] = 0xfd;
        to[24] = 0xfd;
        for (int i = 0; i < extensions; i++)
        {
            to[40 + (8 * i)] = i + 1 < extensions ? (byte)60 : (byte)17;
            to[41 + (8 * i)] = 0;
        }
        return length;
    }

    private static void Fill(Prng dice, Span<byte> to)
    {
        foreach (ref byte b in to)
        {
            b = (byte)dice.NextBits();
        }
    }
}
