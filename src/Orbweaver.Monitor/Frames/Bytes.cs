using System;
using System.Buffers.Binary;

namespace Orbweaver.Monitor;

/// <summary>Writes little-endian values one behind the other.</summary>
internal ref struct ByteSink(Span<byte> to)
{
    private Span<byte> _rest = to;

    public void U8(byte value)
    {
        _rest[0] = value;
        _rest = _rest[1..];
    }

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
        _rest = _rest[2..];
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
        _rest = _rest[4..];
    }

    // One pattern for all that is no number, so that equal frames are equal bytes on every machine.
    public void F32(float value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(
            _rest, float.IsNaN(value) ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits(value));
        _rest = _rest[4..];
    }

    public void F64(double value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(
            _rest, double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(value));
        _rest = _rest[8..];
    }

    /// <summary>Leaves zeros.</summary>
    public void Skip(int bytes) => _rest = _rest[bytes..];
}

/// <summary>Reads little-endian values one behind the other.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> from)
{
    private ReadOnlySpan<byte> _rest = from;

    public byte U8()
    {
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ushort U16()
    {
        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        _rest = _rest[2..];
        return value;
    }

    public uint U32()
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public float F32()
    {
        float value = BinaryPrimitives.ReadSingleLittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public double F64()
    {
        double value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public void Skip(int bytes) => _rest = _rest[bytes..];
}
