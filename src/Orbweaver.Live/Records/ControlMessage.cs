using System;
using System.Buffers.Binary;

namespace Orbweaver.Live.Records;

/// <summary>What two ends of an association say to each other under seal.</summary>
public enum ControlKind : byte
{
    /// <summary>I have the key; say something under it.</summary>
    Confirm = 1,

    /// <summary>Said because of a confirmation.</summary>
    Echo = 2,

    /// <summary>From the responder: let us have a new key.</summary>
    RekeyWanted = 3,

    /// <summary>From the initiator: a nonce for the next key.</summary>
    RekeyRequest = 4,

    /// <summary>From the responder: its nonce for the next key.</summary>
    RekeyAnswer = 5,
}

/// <summary>
/// The plain text of a control record: kind (1 byte), three zero bytes, a phase's number (4), a nonce
/// (32; zero where there is none). All are of one size, so no answer is larger than what asked for it.
/// </summary>
public readonly record struct ControlMessage
{
    /// <summary>Bytes of the plain text.</summary>
    public const int Bytes = 8 + HandshakeMessage.NonceBytes;

    /// <summary>Bytes of the whole record.</summary>
    public const int RecordBytes = Bytes + RecordHeader.OverheadBytes;

    /// <summary>What is said.</summary>
    public required ControlKind Kind { get; init; }

    /// <summary>The phase that is spoken of.</summary>
    public required uint Phase { get; init; }

    /// <summary>Reads one; false if a byte is not what it must be.</summary>
    public static bool TryRead(ReadOnlySpan<byte> plain, out ControlMessage message)
    {
        message = default;
        if (plain.Length != Bytes
            || plain[0] is < (byte)ControlKind.Confirm or > (byte)ControlKind.RekeyAnswer
            || plain[1..4].ContainsAnyExcept((byte)0))
        {
            return false;
        }
        message = new ControlMessage
        {
            Kind = (ControlKind)plain[0],
            Phase = BinaryPrimitives.ReadUInt32BigEndian(plain[4..]),
        };
        return true;
    }

    /// <summary>Writes it with a nonce, or with none.</summary>
    internal void Write(Span<byte> plain, ReadOnlySpan<byte> nonce)
    {
        plain[..Bytes].Clear();
        plain[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(plain[4..], Phase);
        nonce.CopyTo(plain[8..]);
    }

    /// <summary>The nonce of a message.</summary>
    internal static ReadOnlySpan<byte> NonceOf(ReadOnlySpan<byte> plain) => plain[8..Bytes];
}
