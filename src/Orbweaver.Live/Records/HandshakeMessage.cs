using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>
/// A hello or its answer, both of the same size, so that answering amplifies nothing. Behind the header:
/// version (1 byte), suite (1), two zero bytes, the sender's index (4), the sender's and the receiver's id (8
/// each), a nonce (32), eight zero bytes, and a code over all of it (48, HMAC with SHA-384).
/// </summary>
public readonly record struct HandshakeMessage
{
    /// <summary>Bytes of a message.</summary>
    public const int Bytes = 128;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 32;

    /// <summary>Bytes before the code.</summary>
    internal const int CodedBytes = Bytes - KeySchedule.HashBytes;

    /// <summary>Where the nonce is.</summary>
    internal const int NonceAt = 40;

    private const byte Version = 1;

    // Suite 1 is AES-256-GCM with SHA-384; without a public-key exchange until there are identities.
    private const byte Suite = 1;

    /// <summary>Hello or answer.</summary>
    public required RecordType Type { get; init; }

    /// <summary>The number under which the receiver knows the handshake; 0 in a hello.</summary>
    public uint ReceiverIndex { get; init; }

    /// <summary>The number under which the sender will know the association.</summary>
    public required uint SenderIndex { get; init; }

    /// <summary><see cref="PeerName.Id"/> of the sender.</summary>
    public required ulong SenderId { get; init; }

    /// <summary><see cref="PeerName.Id"/> of the receiver.</summary>
    public required ulong ReceiverId { get; init; }

    /// <summary>
    /// Reads a message of which nothing is proven yet; false if a byte is not what it must be.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out HandshakeMessage message)
    {
        message = default;
        if (!RecordHeader.TryRead(datagram, out RecordHeader header, out _)
            || header.Type is not (RecordType.Hello or RecordType.Answer)
            || datagram.Length != Bytes || header.Phase != 0 || header.Class != 0 || header.Counter != 0
            || (header.Type == RecordType.Hello && header.Receiver != 0)
            || datagram[16] != Version || datagram[17] != Suite
            || datagram[18..20].ContainsAnyExcept((byte)0) || datagram[72..80].ContainsAnyExcept((byte)0))
        {
            return false;
        }
        message = new HandshakeMessage
        {
            Type = header.Type,
            ReceiverIndex = header.Receiver,
            SenderIndex = BinaryPrimitives.ReadUInt32BigEndian(datagram[20..]),
            SenderId = BinaryPrimitives.ReadUInt64BigEndian(datagram[24..]),
            ReceiverId = BinaryPrimitives.ReadUInt64BigEndian(datagram[32..]),
        };
        return true;
    }

    /// <summary>Writes all but the code.</summary>
    internal void Write(Span<byte> to, ReadOnlySpan<byte> nonce)
    {
        to[..Bytes].Clear();
        new RecordHeader { Type = Type, Length = Bytes, Receiver = ReceiverIndex }.Write(to);
        to[16] = Version;
        to[17] = Suite;
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], SenderIndex);
        BinaryPrimitives.WriteUInt64BigEndian(to[24..], SenderId);
        BinaryPrimitives.WriteUInt64BigEndian(to[32..], ReceiverId);
        nonce.CopyTo(to[NonceAt..]);
    }

    /// <summary>The nonce of a message.</summary>
    internal static Span<byte> NonceOf(Span<byte> message) => message.Slice(NonceAt, NonceBytes);

    /// <summary>Writes the code behind a message.</summary>
    internal static void Sign(Span<byte> message, ReadOnlySpan<byte> key)
        => HMACSHA384.HashData(key, message[..CodedBytes], message[CodedBytes..Bytes]);

    /// <summary>Whether the code behind a message is right; takes as long when it is not.</summary>
    internal static bool IsSigned(ReadOnlySpan<byte> message, ReadOnlySpan<byte> key)
    {
        Span<byte> code = stackalloc byte[KeySchedule.HashBytes];
        HMACSHA384.HashData(key, message[..CodedBytes], code);
        return CryptographicOperations.FixedTimeEquals(code, message[CodedBytes..Bytes]);
    }
}
