using System;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>Records of several frames, whatever is in these.</summary>
internal sealed class FrameTarget : IFuzzTarget
{
    private const long AllocationMax = 65_536;
    private const int BodyMax = 200;

    private readonly byte[] _header = new byte[FrameCodec.PacketHeaderBytes];

    /// <inheritdoc/>
    public string Name => "frame";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax;

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        int length = 0;
        for (long left = dice.NextBetween(1, 8); left > 0; left--)
        {
            bool isBetweenHosts = dice.NextBelow(8) == 0;
            FrameHeader header = isBetweenHosts ? DrawStandby(dice) : Draw(dice);
            int body = isBetweenHosts ? FrameCodec.RaiseBytes : (int)dice.NextBetween(1, BodyMax);
            Check.That(FrameCodec.TryWriteHeader(header, body, to[length..], out _));
            length += FrameCodec.HeaderBytes(header.Kind);
            to.Slice(length, body).Fill((byte)body);
            length += body;
        }
        return length;
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        FrameReader frames = new(bytes);
        int at = 0;
        WireError error;
        while (frames.TryNext(out FrameHeader header, out ReadOnlySpan<byte> body, out error))
        {
            int length = FrameCodec.HeaderBytes(header.Kind);
            Check.That(FrameCodec.TryWriteHeader(header, body.Length, _header, out _));
            Check.That(bytes.Slice(at, length).SequenceEqual(_header.AsSpan(0, length)));
            at += length + body.Length;
        }
        Check.That(error != WireError.None || at == bytes.Length);
        return error;
    }

    private static FrameHeader DrawStandby(Prng dice)
        => new(
            dice.NextBelow(2) == 0 ? FrameKind.StandbyAsk : FrameKind.StandbyAnswer,
            ~(int)dice.NextBelow(int.MaxValue));

    /// <summary>Any header of a frame between nodes that can be.</summary>
    internal static FrameHeader Draw(Prng dice)
    {
        if (dice.NextBelow(2) == 0)
        {
            return new FrameHeader(FrameKind.Control, (int)dice.NextBits());
        }
        uint sequence = dice.NextBelow(2) == 0 ? 0 : (uint)dice.NextBetween(1, uint.MaxValue);
        return new FrameHeader(FrameKind.Packet, (int)dice.NextBits())
        {
            Incarnation = (uint)dice.NextBits(),
            Mark = dice.NextBelow(long.MaxValue),
            HopSequence = sequence,
            HopBase = sequence == 0 ? (uint)dice.NextBits() : (uint)dice.NextBetween(1, sequence),
        };
    }
}
