using System;
using System.Buffers.Binary;

namespace Orbweaver.Wire;

/// <summary>
/// Reads big-endian numbers one after the other. Past the end it gives zeros and says so, so that whole
/// structures are read without a branch a field and judged once.
/// </summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether more was read than there was.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>One byte.</summary>
    public byte U8() => TryTake(1, out ReadOnlySpan<byte> b) ? b[0] : (byte)0;

    /// <summary>Two bytes.</summary>
    public ushort U16()
        => TryTake(2, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    /// <summary>Three bytes.</summary>
    public int U24() => (U8() << 16) | U16();

    /// <summary>Four bytes.</summary>
    public uint U32() => TryTake(4, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    /// <summary>Six bytes.</summary>
    public long U48() => ((long)U16() << 32) | U32();

    /// <summary>Eight bytes.</summary>
    public ulong U64() => TryTake(8, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    /// <summary>So many bytes; none when there are fewer.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
        => TryTake(count, out ReadOnlySpan<byte> b) ? b : [];

    private bool TryTake(int count, out ReadOnlySpan<byte> bytes)
    {
        if (count > _rest.Length)
        {
            IsShort = true;
            bytes = [];
            return false;
        }
        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }
}
