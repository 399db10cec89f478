using System;

namespace Orbweaver.Live.Records;

/// <summary>
/// Authenticated encryption with associated data (RFC 5116) under one AES-256-GCM key. A sealed text is the
/// cipher text and a tag of 16 bytes. Work in place is allowed: input and output may start at the same byte.
/// One thread at a time. Nobody but the caller sees to it that no nonce is used twice for sealing.
/// </summary>
public interface IAead : IDisposable
{
    /// <summary>Seals a plain text into as many bytes and a tag.</summary>
    void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain,
        Span<byte> sealedText);

    /// <summary>
    /// Opens a sealed text; false if it or its associated data is not what was sealed, and then the plain
    /// text is all zero.
    /// </summary>
    bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText,
        Span<byte> plain);
}

/// <summary>Makes an AEAD of a key.</summary>
public interface IAeadProvider
{
    /// <summary>What it is, as reports name it.</summary>
    string Name { get; }

    /// <summary>Expands a key of <see cref="AeadSizes.KeyBytes"/>.</summary>
    IAead Create(ReadOnlySpan<byte> key);
}

/// <summary>Sizes of AES-256-GCM as records use it.</summary>
public static class AeadSizes
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 12;

    /// <summary>Bytes of a tag.</summary>
    public const int TagBytes = 16;
}
