using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>
/// One key of an association for each direction, with what was done under it. Nonces are the direction's salt
/// xor the counter, which never repeats in an association.
/// </summary>
internal sealed class KeyPhase : IDisposable
{
    private readonly byte[] _root;
    private readonly IAead _sealing;
    private readonly IAead _opening;
    private readonly Salt _sealSalt;
    private readonly Salt _openSalt;

    /// <summary>Derives the keys of a phase. The root is this object's from now on.</summary>
    public KeyPhase(IAeadProvider aeads, byte[] root, byte[] transcript, uint number, bool isInitiator)
    {
        _root = root;
        Number = number;
        byte[] keys = KeySchedule.Traffic(root, transcript, number);
        Span<byte> there = keys.AsSpan(0, KeySchedule.DirectionBytes);
        Span<byte> back = keys.AsSpan(KeySchedule.DirectionBytes);
        Span<byte> own = isInitiator ? there : back;
        Span<byte> peers = isInitiator ? back : there;
        _sealing = aeads.Create(own[..AeadSizes.KeyBytes]);
        _opening = aeads.Create(peers[..AeadSizes.KeyBytes]);
        _sealSalt = new Salt(own[AeadSizes.KeyBytes..]);
        _openSalt = new Salt(peers[AeadSizes.KeyBytes..]);
        CryptographicOperations.ZeroMemory(keys);
    }

    /// <summary>Its number in the association, from 0; headers have it modulo 4.</summary>
    public uint Number { get; }

    /// <summary>When it came into force here.</summary>
    public long StartedNs { get; set; }

    /// <summary>Records sealed under it.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes sealed under it.</summary>
    public long Bytes { get; private set; }

    /// <summary>The secret that the next phase follows from.</summary>
    public ReadOnlySpan<byte> Root => _root;

    /// <summary>Whether any of these limits is met.</summary>
    public bool HasReached(in KeyLimits limits, long nowNs)
        => Records >= limits.Records || Bytes >= limits.Bytes || nowNs - StartedNs >= limits.AgeNs;

    /// <summary>Seals a record in place: header, then plain text; the tag comes behind.</summary>
    public void Seal(ulong counter, Span<byte> record)
    {
        Span<byte> nonce = stackalloc byte[AeadSizes.NonceBytes];
        _sealSalt.Write(nonce, counter);
        Span<byte> text = record[RecordHeader.Bytes..];
        _sealing.Seal(nonce, record[..RecordHeader.Bytes], text[..^AeadSizes.TagBytes], text);
        Records++;
        Bytes += record.Length;
    }

    /// <summary>Opens a record in place.</summary>
    public bool TryOpen(ulong counter, Span<byte> record)
    {
        Span<byte> nonce = stackalloc byte[AeadSizes.NonceBytes];
        _openSalt.Write(nonce, counter);
        Span<byte> text = record[RecordHeader.Bytes..];
        return _opening.TryOpen(nonce, record[..RecordHeader.Bytes], text, text[..^AeadSizes.TagBytes]);
    }

    /// <summary>Wipes what it can and frees the rest.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_root);
        _sealing.Dispose();
        _opening.Dispose();
    }

    private readonly struct Salt(ReadOnlySpan<byte> salt)
    {
        private readonly uint _first = BinaryPrimitives.ReadUInt32BigEndian(salt);
        private readonly ulong _rest = BinaryPrimitives.ReadUInt64BigEndian(salt[4..]);

        public void Write(Span<byte> nonce, ulong counter)
        {
            BinaryPrimitives.WriteUInt32BigEndian(nonce, _first);
            BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], _rest ^ counter);
        }
    }
}

/// <summary>How much is done under one key of one direction.</summary>
/// <param name="Records">Records.</param>
/// <param name="Bytes">Bytes of records.</param>
/// <param name="AgeNs">Nanoseconds since the key came into force.</param>
public readonly record struct KeyLimits(long Records, long Bytes, long AgeNs)
{
    /// <summary>
    /// When a new key is asked for: far below what AES-256-GCM bears with counters for nonces.
    /// </summary>
    public static readonly KeyLimits Rekey = new(1L << 32, 256L << 30, 600_000_000_000);

    /// <summary>Where nothing more is sealed or opened under a key: at twice the limits.</summary>
    public KeyLimits HardStop => new(2 * Records, 2 * Bytes, 2 * AgeNs);
}
