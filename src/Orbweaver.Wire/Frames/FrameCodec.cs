using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Writes what stands before a frame. Several frames lie in a record one behind the other; <see
/// cref="FrameReader"/> takes them apart.
/// </summary>
public static class FrameCodec
{
    /// <summary>The longest body: its length has 24 bits.</summary>
    public const int BodyBytesMax = 0xff_ffff;

    /// <summary>Bytes before a control frame.</summary>
    public const int ControlHeaderBytes = 8;

    /// <summary>Bytes before a packet.</summary>
    public const int PacketHeaderBytes = ControlHeaderBytes + 20;

    /// <summary>
    /// Bytes behind the header of an ask or answer about a standby link: the raise it is about.
    /// </summary>
    public const int RaiseBytes = 8;

    /// <summary>Bytes before a frame of a kind.</summary>
    public static int HeaderBytes(FrameKind kind)
        => kind == FrameKind.Packet ? PacketHeaderBytes : ControlHeaderBytes;

    /// <summary>The header of a packet, as its sender has noted it on it.</summary>
    public static FrameHeader HeaderOf(Packet packet, int link) => new(FrameKind.Packet, link)
    {
        Incarnation = packet.Incarnation,
        Mark = packet.Mark,
        HopSequence = packet.HopSequence,
        HopBase = packet.HopBase,
    };

    /// <summary>Notes a header on the packet that came behind it.</summary>
    public static void Note(in FrameHeader header, Packet packet)
    {
        packet.Incarnation = header.Incarnation;
        packet.Mark = header.Mark;
        packet.HopSequence = header.HopSequence;
        packet.HopBase = header.HopBase;
    }

    /// <summary>
    /// Writes the header of a frame whose body has so many bytes, which the caller puts behind it.
    /// </summary>
    public static bool TryWriteHeader(
        in FrameHeader header, int bodyBytes, Span<byte> to, out WireError error)
    {
        error = !IsKind(header.Kind) ? WireError.Kind
            : bodyBytes is <= 0 or > BodyBytesMax ? WireError.TooLong
            : to.Length < HeaderBytes(header.Kind) ? WireError.TooShort
            : Check(header, bodyBytes);
        if (error != WireError.None)
        {
            return false;
        }
        ByteWriter writer = new(to);
        writer.U8((int)header.Kind);
        writer.U24(bodyBytes);
        writer.U32((uint)header.Link);
        if (header.Kind == FrameKind.Packet)
        {
            writer.U32(header.Incarnation);
            writer.U64((ulong)header.Mark);
            writer.U32(header.HopSequence);
            writer.U32(header.HopBase);
        }
        return true;
    }

    /// <summary>Writes the body of an ask or answer about a standby link.</summary>
    public static void WriteRaise(ulong raise, Span<byte> to)
        => BinaryPrimitives.WriteUInt64BigEndian(to, raise);

    /// <summary>The raise that an ask or answer is about.</summary>
    public static ulong ReadRaise(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadUInt64BigEndian(body);

    /// <summary>Whether there is such a kind.</summary>
    internal static bool IsKind(FrameKind kind) => kind is >= FrameKind.Packet and <= FrameKind.StandbyAnswer;

    // A packet that is kept has a number that is not settled: a base of zero would settle all there are.
    internal static WireError Check(in FrameHeader header, int bodyBytes)
    {
        if (header.Kind is FrameKind.StandbyAsk or FrameKind.StandbyAnswer)
        {
            return header.Link >= 0 ? WireError.Range
                : bodyBytes < RaiseBytes ? WireError.TooShort
                : bodyBytes > RaiseBytes ? WireError.TooLong
                : WireError.None;
        }
        bool isKeptRight = header.HopSequence == 0
            || (header.HopBase > 0 && header.HopBase <= header.HopSequence);
        return header.Mark < 0 || !isKeptRight ? WireError.Range : WireError.None;
    }
}
