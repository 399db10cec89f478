using System;
using System.Buffers.Binary;

namespace Orbweaver.Monitor;

/// <summary>The first 24 bytes of every frame, little-endian.</summary>
/// <param name="Type">What the frame says.</param>
/// <param name="Marks">Its flags.</param>
/// <param name="Seq">Its number among those a client gets.</param>
/// <param name="SimMs">When it was so: Unix milliseconds of the world's time.</param>
/// <param name="Generation">Of the link set that it is about.</param>
/// <param name="Count">Entries.</param>
public readonly record struct FrameHeader(
    FrameType Type, FrameMarks Marks, uint Seq, double SimMs, uint Generation, uint Count)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 24;

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const byte Version = 1;

    /// <summary>Where <see cref="Seq"/> stands: the one field that differs between clients.</summary>
    public const int SeqOffset = 4;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> to)
    {
        to[0] = (byte)Type;
        to[1] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)Marks);
        BinaryPrimitives.WriteUInt32LittleEndian(to[SeqOffset..], Seq);
        BinaryPrimitives.WriteDoubleLittleEndian(to[8..], SimMs);
        BinaryPrimitives.WriteUInt32LittleEndian(to[16..], Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], Count);
    }

    /// <summary>Reads it from at least <see cref="Size"/> bytes, whatever they are.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> from) => new(
        (FrameType)from[0],
        (FrameMarks)BinaryPrimitives.ReadUInt16LittleEndian(from[2..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[SeqOffset..]),
        BinaryPrimitives.ReadDoubleLittleEndian(from[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[20..]));
}
