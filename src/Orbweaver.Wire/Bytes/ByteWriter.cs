using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Writes big-endian numbers one after the other; the caller has seen that there is room and that they fit.
/// </summary>
internal ref struct ByteWriter(Span<byte> bytes)
{
    private Span<byte> _rest = bytes;

    /// <summary>One byte.</summary>
    public void U8(int value)
    {
        _rest[0] = (byte)value;
        _rest = _rest[1..];
    }

    /// <summary>Two bytes.</summary>
    public void U16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_rest, (ushort)value);
        _rest = _rest[2..];
    }

    /// <summary>Three bytes.</summary>
    public void U24(int value)
    {
        U8(value >> 16);
        U16(value);
    }

    /// <summary>Four bytes.</summary>
    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_rest, value);
        _rest = _rest[4..];
    }

    /// <summary>Six bytes.</summary>
    public void U48(long value)
    {
        U16((int)(value >> 32));
        U32((uint)value);
    }

    /// <summary>Eight bytes.</summary>
    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_rest, value);
        _rest = _rest[8..];
    }

    /// <summary>A plan: its version, and the node of its controller.</summary>
    public void Plan(PlanId id)
    {
        U32((uint)id.Version);
        U16(id.Controller.Value);
    }

    /// <summary>Passes over some bytes, and gives them to be filled.</summary>
    public Span<byte> Take(int count)
    {
        Span<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
