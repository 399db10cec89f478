using System;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>
/// AES-256-GCM of the base class library: what there is where libcrypto cannot be called. It throws on every
/// forged record, which costs some microseconds.
/// </summary>
public sealed class BaseAead : IAead
{
    /// <summary>The provider.</summary>
    public static readonly IAeadProvider Provider = new BaseProvider();

    private readonly AesGcm _cipher;

    private BaseAead(ReadOnlySpan<byte> key) => _cipher = new AesGcm(key, AeadSizes.TagBytes);

    /// <inheritdoc/>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain,
        Span<byte> sealedText)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sealedText.Length, plain.Length + AeadSizes.TagBytes);
        _cipher.Encrypt(nonce, plain, sealedText[..plain.Length], sealedText[plain.Length..], associated);
    }

    /// <inheritdoc/>
    public bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText,
        Span<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length + AeadSizes.TagBytes, sealedText.Length);
        try
        {
            _cipher.Decrypt(
                nonce, sealedText[..plain.Length], sealedText[plain.Length..], plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain.Clear();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private sealed class BaseProvider : IAeadProvider
    {
        public string Name => "base class library";

        public IAead Create(ReadOnlySpan<byte> key)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, AeadSizes.KeyBytes);
            return new BaseAead(key);
        }
    }
}
