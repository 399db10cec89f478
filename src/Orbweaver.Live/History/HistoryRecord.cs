using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Numerics;

namespace Orbweaver.Live.History;

/// <summary>What a record of a recording holds.</summary>
public enum HistoryKind : byte
{
    /// <summary>One frame.</summary>
    Frame,

    /// <summary>A whole scene: frames with their lengths before them.</summary>
    Scene,
}

/// <summary>A record as it was read.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="SimMs">When it was so, by the world's time (Unix).</param>
/// <param name="Bytes">The frame, or the frames of the scene.</param>
/// <param name="IsBreak">Whether it does not follow from the record before: something is missing.</param>
public readonly record struct HistoryRecord(
    HistoryKind Kind, double SimMs, ReadOnlyMemory<byte> Bytes, bool IsBreak = false);

/// <summary>What is known of a record before its bytes are read.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="FrameType">The type of its frame; 0 for scenes.</param>
/// <param name="SimMs">When it was so.</param>
/// <param name="IsBreak">Whether something is missing before it.</param>
internal readonly record struct HistoryHeader(HistoryKind Kind, byte FrameType, double SimMs, bool IsBreak);

/// <summary>
/// The bytes of one record of a segment: <c>u32 length, u32 CRC-32C, u8 packed, u8 kind, u8 frame type, u8
/// break, f64 simMs</c>, then the bytes, packed by zlib where that pays. The code covers all that comes
/// behind it, and the length is judged by what lies at its end, so that a record cut short never checks.
/// </summary>
internal static class HistoryRecordCodec
{
    /// <summary>Before the bytes.</summary>
    public const int HeaderBytes = 20;

    /// <summary>The most bytes of a record, packed or not: a scene of 65,535 nodes has less.</summary>
    public const int BytesMax = 16 << 20;

    /// <summary>
    /// Bytes that are checked in the search for a scene: random ones seem to begin one hardly ever, and those
    /// that somebody made to seem so cost no more than this.
    /// </summary>
    public const long SearchBytesMax = 256 << 20;

    /// <summary>Shorter ones are not worth packing.</summary>
    public const int PackedFrom = 512;

    /// <summary>Writes a record.</summary>
    public static void Write(Stream target, in HistoryRecord record, MemoryStream scratch)
    {
        scratch.SetLength(0);
        scratch.Position = 0;
        ReadOnlySpan<byte> bytes = record.Bytes.Span;
        bool isPacked = false;
        if (bytes.Length >= PackedFrom)
        {
            using (ZLibStream zlib = new(scratch, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(bytes);
            }
            isPacked = scratch.Length < bytes.Length;
        }
        ReadOnlySpan<byte> stored = isPacked
            ? scratch.GetBuffer().AsSpan(0, (int)scratch.Length) : bytes;
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)stored.Length);
        header[8] = isPacked ? (byte)1 : (byte)0;
        header[9] = (byte)record.Kind;
        header[10] = record.Kind == HistoryKind.Frame && bytes.Length > 0 ? bytes[0] : (byte)0;
        header[11] = record.IsBreak ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteDoubleLittleEndian(header[12..], record.SimMs);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Code(header[8..], stored));
        target.Write(header);
        target.Write(stored);
    }

    /// <summary>Whether a header may be one, and how many bytes follow it.</summary>
    public static bool TryLength(ReadOnlySpan<byte> header, out int length)
    {
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(header);
        length = (int)Math.Min(stored, BytesMax + 1u);
        return stored is > 0 and <= BytesMax && header[8] <= 1
            && header[9] <= (byte)HistoryKind.Scene && header[11] <= 1;
    }

    /// <summary>Whether header and bytes are as they were written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> stored)
        => BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == Code(header[8..], stored)
            && double.IsFinite(SimMs(header));

    /// <summary>What a header says.</summary>
    public static HistoryHeader Parse(ReadOnlySpan<byte> header)
        => new((HistoryKind)header[9], header[10], SimMs(header), header[11] == 1);

    /// <summary>The record; false where its packed bytes are none, or too many.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> header, byte[] stored, out HistoryRecord record)
    {
        HistoryHeader its = Parse(header);
        record = new HistoryRecord(its.Kind, its.SimMs, stored, its.IsBreak);
        if (header[8] == 0)
        {
            return true;
        }
        using ZLibStream zlib = new(new MemoryStream(stored), CompressionMode.Decompress);
        MemoryStream bytes = new(stored.Length * 3);
        try
        {
            byte[] buffer = new byte[16 << 10];
            for (int count; (count = zlib.Read(buffer)) > 0;)
            {
                if (bytes.Length + count > BytesMax)
                {
                    return false;
                }
                bytes.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
        record = record with { Bytes = bytes.GetBuffer().AsMemory(0, (int)bytes.Length) };
        return true;
    }

    /// <summary>Where the first scene begins that is whole; less than zero where none is.</summary>
    public static int FindScene(ReadOnlySpan<byte> bytes)
    {
        long left = SearchBytesMax;
        for (int i = 0; i + HeaderBytes < bytes.Length && left > 0; i++)
        {
            ReadOnlySpan<byte> header = bytes.Slice(i, HeaderBytes);
            if (header[9] == (byte)HistoryKind.Scene && header[10] == 0
                && TryLength(header, out int length) && length <= bytes.Length - i - HeaderBytes)
            {
                left -= length;
                if (IsWhole(header, bytes.Slice(i + HeaderBytes, length)))
                {
                    return i;
                }
            }
        }
        return -1;
    }

    private static double SimMs(ReadOnlySpan<byte> header)
        => BinaryPrimitives.ReadDoubleLittleEndian(header[12..]);

    private static uint Code(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> stored)
        => ~Continue(Continue(uint.MaxValue, tail), stored);

    // CRC-32C, eight bytes at a time; the processor has an instruction for it.
    private static uint Continue(uint code, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            code = BitOperations.Crc32C(code, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (byte one in bytes)
        {
            code = BitOperations.Crc32C(code, one);
        }
        return code;
    }
}
