using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>
/// The secret that two hosts share before they meet. Today it follows from the network key; an exchange
/// between identities will make it instead, and everything after it stays as it is.
/// </summary>
public sealed class PairSecret
{
    private readonly byte[] _secret;

    private PairSecret(byte[] secret) => _secret = secret;

    /// <summary>The secret of a pair of hosts under the network key, whichever of them asks.</summary>
    public static PairSecret FromNetworkKey(NetworkKey key, PeerName one, PeerName other)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool isOneFirst = string.CompareOrdinal(one.Host, other.Host) <= 0;
        byte[] names = new byte[3 * (1 + PeerName.BytesMax)];
        int bytes = PeerName.Write(names, one.Network);
        bytes += PeerName.Write(names.AsSpan(bytes), (isOneFirst ? one : other).Host);
        bytes += PeerName.Write(names.AsSpan(bytes), (isOneFirst ? other : one).Host);
        byte[] extracted = new byte[KeySchedule.HashBytes];
        HKDF.Extract(KeySchedule.Hash, key.Span, "orbweaver/1 pair"u8, extracted);
        byte[] secret = new byte[KeySchedule.HashBytes];
        HKDF.Expand(KeySchedule.Hash, extracted, secret, names.AsSpan(0, bytes));
        return new PairSecret(secret);
    }

    /// <summary>The bytes, for the schedule.</summary>
    internal ReadOnlySpan<byte> Span => _secret;
}

/// <summary>
/// How keys follow from each other: HKDF (RFC 5869) with SHA-384 throughout. A root is the secret of one key
/// phase; the next root follows from it and from fresh nonces of both sides, under the transcript's hash.
/// </summary>
internal static class KeySchedule
{
    /// <summary>The hash function.</summary>
    public static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA384;

    /// <summary>Bytes of a hash, of a root and of a pair's secret.</summary>
    public const int HashBytes = SHA384.HashSizeInBytes;

    /// <summary>Bytes of key and salt of one direction.</summary>
    public const int DirectionBytes = AeadSizes.KeyBytes + AeadSizes.NonceBytes;

    /// <summary>The key of the codes behind hellos.</summary>
    public static byte[] HelloKey(PairSecret pair) => Expand(pair.Span, "orbweaver/1 hello"u8, [], HashBytes);

    /// <summary>The root of the first phase.</summary>
    public static byte[] FirstRoot(PairSecret pair, ReadOnlySpan<byte> nonces)
    {
        byte[] root = new byte[HashBytes];
        HKDF.Extract(Hash, pair.Span, nonces, root);
        return root;
    }

    /// <summary>
    /// The key of the code behind an answer, which thereby proves that its sender has the
    /// root.
    /// </summary>
    public static byte[] AnswerKey(ReadOnlySpan<byte> root, ReadOnlySpan<byte> transcript)
        => Expand(root, "orbweaver/1 answer"u8, transcript, HashBytes);

    /// <summary>
    /// Key and salt from the initiator to the responder, then those of the other
    /// direction.
    /// </summary>
    public static byte[] Traffic(ReadOnlySpan<byte> root, ReadOnlySpan<byte> transcript, uint phase)
        => Expand(root, "orbweaver/1 traffic"u8, WithPhase(transcript, phase), 2 * DirectionBytes);

    /// <summary>The root of the phase after this one.</summary>
    public static byte[] NextRoot(
        ReadOnlySpan<byte> root, ReadOnlySpan<byte> transcript, uint phase, ReadOnlySpan<byte> nonces)
    {
        byte[] chained = Expand(root, "orbweaver/1 rekey"u8, WithPhase(transcript, phase), HashBytes);
        byte[] next = new byte[HashBytes];
        HKDF.Extract(Hash, chained, nonces, next);
        CryptographicOperations.ZeroMemory(chained);
        return next;
    }

    private static byte[] WithPhase(ReadOnlySpan<byte> transcript, uint phase)
    {
        byte[] context = new byte[transcript.Length + sizeof(uint)];
        transcript.CopyTo(context);
        BinaryPrimitives.WriteUInt32BigEndian(context.AsSpan(transcript.Length), phase);
        return context;
    }

    private static byte[] Expand(
        ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, int bytes)
    {
        byte[] info = new byte[1 + label.Length + context.Length];
        info[0] = (byte)label.Length;
        label.CopyTo(info.AsSpan(1));
        context.CopyTo(info.AsSpan(1 + label.Length));
        byte[] made = new byte[bytes];
        HKDF.Expand(Hash, secret, made, info);
        return made;
    }
}
