using System;

namespace Orbweaver.Wire;

/// <summary>
/// Takes the frames of a record apart, one by one. What is behind a frame that is not right is not looked
/// at. Takes no memory, and ends after as many steps as there are bytes, or <see cref="FramesMax"/>.
/// </summary>
public ref struct FrameReader(ReadOnlySpan<byte> record)
{
    /// <summary>Frames of one record; 16 KiB hold 150 of the smallest.</summary>
    public const int FramesMax = 4_096;

    private ReadOnlySpan<byte> _rest = record;
    private int _count;

    /// <summary>The next frame. False at the end, without an error, or at what is not right.</summary>
    public bool TryNext(out FrameHeader header, out ReadOnlySpan<byte> body, out WireError error)
    {
        header = default;
        body = [];
        error = WireError.None;
        if (_rest.IsEmpty)
        {
            return false;
        }
        ByteReader from = new(_rest);
        var kind = (FrameKind)from.U8();
        int length = from.U24();
        header = new FrameHeader(kind, (int)from.U32());
        if (kind == FrameKind.Packet)
        {
            header = header with
            {
                Incarnation = from.U32(),
                Mark = (long)from.U64(),
                HopSequence = from.U32(),
                HopBase = from.U32(),
            };
        }
        body = from.Bytes(length);
        error = !FrameCodec.IsKind(kind) ? WireError.Kind
            : from.IsShort || length == 0 ? WireError.TooShort
            : ++_count > FramesMax ? WireError.TooLong
            : FrameCodec.Check(header, length);
        _rest = error == WireError.None ? _rest[^from.Left..] : [];
        return error == WireError.None;
    }
}
