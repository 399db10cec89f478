using System;
using System.Buffers.Binary;

namespace Orbweaver.Live.Records;

/// <summary>What a datagram between two hosts is.</summary>
public enum RecordType : byte
{
    /// <summary>First message of a handshake, in clear, with a code that only peers can make.</summary>
    Hello = 1,

    /// <summary>Its answer.</summary>
    Answer = 2,

    /// <summary>A sealed record of frames.</summary>
    Data = 3,

    /// <summary>A sealed record of the association's own: rekeying, signs of life.</summary>
    Control = 4,
}

/// <summary>
/// The 16 bytes before every record, which are the associated data of its seal. Big-endian: type (1
/// byte), key phase (2 bits), class (3 bits), three zero bits, length of the whole record (2 bytes), the
/// receiver's index (4), counter (8). The default value is no header.
/// </summary>
public readonly record struct RecordHeader
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 16;

    /// <summary>What a record has beyond its plain text.</summary>
    public const int OverheadBytes = Bytes + AeadSizes.TagBytes;

    /// <summary>The largest record that any link profile has.</summary>
    public const int RecordBytesMax = 16_384;

    /// <summary>Classes that may overtake each other.</summary>
    public const int Classes = 8;

    /// <summary>What it is.</summary>
    public required RecordType Type { get; init; }

    /// <summary>The key's number modulo 4.</summary>
    public int Phase { get; init; }

    /// <summary>The class, from 0 to 7.</summary>
    public int Class { get; init; }

    /// <summary>Bytes of header, cipher text and tag, or of the whole handshake message.</summary>
    public required int Length { get; init; }

    /// <summary>The number under which the receiver knows the association; 0 in a hello.</summary>
    public uint Receiver { get; init; }

    /// <summary>Never twice in an association and direction; 0 in a handshake.</summary>
    public ulong Counter { get; init; }

    /// <summary>
    /// Reads the header of a datagram; false if it is none of ours. Checks type, zero bits and that the
    /// length is the datagram's, so that whoever has a header has its whole record.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out RecordHeader header, out RecordRefusal why)
    {
        header = default;
        if (datagram.Length is < OverheadBytes or > RecordBytesMax
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length)
        {
            why = RecordRefusal.Length;
            return false;
        }
        if (datagram[0] is < (byte)RecordType.Hello or > (byte)RecordType.Control || (datagram[1] & 7) != 0)
        {
            why = RecordRefusal.Type;
            return false;
        }
        header = new RecordHeader
        {
            Type = (RecordType)datagram[0],
            Phase = datagram[1] >> 6,
            Class = (datagram[1] >> 3) & 7,
            Length = datagram.Length,
            Receiver = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Counter = BinaryPrimitives.ReadUInt64BigEndian(datagram[8..]),
        };
        why = RecordRefusal.None;
        return true;
    }

    /// <summary>Writes it to the first bytes of a record.</summary>
    public void Write(Span<byte> record)
    {
        uint first = ((uint)Type << 24) | ((uint)Phase << 22) | ((uint)Class << 19) | (uint)Length;
        BinaryPrimitives.WriteUInt32BigEndian(record, first);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], Receiver);
        BinaryPrimitives.WriteUInt64BigEndian(record[8..], Counter);
    }
}
