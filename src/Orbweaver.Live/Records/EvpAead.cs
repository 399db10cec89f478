using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Orbweaver.Live.Interop;

namespace Orbweaver.Live.Records;

/// <summary>
/// AES-256-GCM by libcrypto's EVP with contexts that are kept for the life of the key: no allocation, and a
/// forged record costs a fraction of a microsecond, as nothing is thrown.
/// </summary>
public sealed class EvpAead : IAead
{
    private const int KeepDirection = -1;

    private readonly CryptoContext _seal;
    private readonly CryptoContext _open;

    private EvpAead(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, AeadSizes.KeyBytes);
        _seal = new CryptoContext(key, isSeal: true);
        _open = new CryptoContext(key, isSeal: false);
    }

    /// <summary>
    /// The provider; null, with the reason, where the library is missing or is not the one we know.
    /// </summary>
    public static IAeadProvider? TryLoad(out string why)
    {
        if (!NativeLibrary.TryLoad(CryptoNative.Library, out _))
        {
            why = $"{CryptoNative.Library} is missing";
            return null;
        }
        try
        {
            string version = Marshal.PtrToStringUTF8(CryptoNative.OpenSSL_version(0)) ?? "OpenSSL";
            new EvpAead(new byte[AeadSizes.KeyBytes]).Dispose();
            why = "";
            return new Provider(version);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or CryptographicException)
        {
            why = $"{CryptoNative.Library} does not do AES-256-GCM ({e.Message.TrimEnd('.')})";
            return null;
        }
    }

    /// <inheritdoc/>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain,
        Span<byte> sealedText)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sealedText.Length, plain.Length + AeadSizes.TagBytes);
        nint context = _seal.Pointer;
        ref byte tag = ref sealedText[plain.Length];
        if (!Begin(context, nonce, associated)
            || !Update(context, plain, sealedText)
            || CryptoNative.Finish(context, ref tag, out _) != 1
            || CryptoNative.Control(context, CryptoNative.GetTag, AeadSizes.TagBytes, ref tag) != 1)
        {
            throw new CryptographicException("OpenSSL did not seal.");
        }
    }

    /// <inheritdoc/>
    public bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText,
        Span<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length + AeadSizes.TagBytes, sealedText.Length);
        nint context = _open.Pointer;
        // OpenSSL takes the tag by a pointer that is not const, and does not write there.
        ref byte tag = ref MemoryMarshal.GetReference(sealedText[plain.Length..]);
        Span<byte> rest = stackalloc byte[AeadSizes.TagBytes];
        if (Begin(context, nonce, associated)
            && Update(context, sealedText[..plain.Length], plain)
            && CryptoNative.Control(context, CryptoNative.SetTag, AeadSizes.TagBytes, ref tag) == 1
            && CryptoNative.Finish(context, ref rest[0], out _) == 1)
        {
            return true;
        }
        plain.Clear();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _seal.Dispose();
        _open.Dispose();
    }

    private static bool Begin(nint context, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, AeadSizes.NonceBytes);
        return CryptoNative.SetNonce(context, 0, 0, 0, in nonce[0], KeepDirection) == 1
            && (associated.IsEmpty
                || CryptoNative.Associate(context, 0, out _, in associated[0], associated.Length) == 1);
    }

    private static bool Update(nint context, ReadOnlySpan<byte> input, Span<byte> output)
        => input.IsEmpty || (input.Length <= CryptoNative.ShortBytesMax
            ? CryptoNative.UpdateShort(context, ref output[0], out _, in input[0], input.Length)
            : CryptoNative.UpdateLong(context, ref output[0], out _, in input[0], input.Length)) == 1;

    private sealed class Provider(string version) : IAeadProvider
    {
        public string Name => $"libcrypto EVP ({version})";

        public IAead Create(ReadOnlySpan<byte> key) => new EvpAead(key);
    }
}
