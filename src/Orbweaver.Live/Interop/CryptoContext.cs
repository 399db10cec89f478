using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Orbweaver.Live.Interop;

/// <summary>
/// A cipher context of OpenSSL with its key expanded, for one direction. Freed, and its key wiped by OpenSSL,
/// also when somebody forgets to dispose of it.
/// </summary>
internal sealed class CryptoContext : SafeHandle
{
    /// <summary>Expands an AES-256-GCM key for sealing or for opening.</summary>
    public CryptoContext(ReadOnlySpan<byte> key, bool isSeal)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        SetHandle(CryptoNative.EVP_CIPHER_CTX_new());
        ReadOnlySpan<byte> nonce = stackalloc byte[12];
        if (IsInvalid || CryptoNative.EVP_CipherInit_ex(
            handle, CryptoNative.EVP_aes_256_gcm(), 0, in key[0], in nonce[0], isSeal ? 1 : 0) != 1)
        {
            throw new CryptographicException("OpenSSL made no AES-256-GCM context.");
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// The pointer. Without counting references: a context belongs to one thread, which also disposes of it.
    /// </summary>
    public nint Pointer => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        CryptoNative.EVP_CIPHER_CTX_free(handle);
        return true;
    }
}
