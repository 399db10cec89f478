using System.Runtime.InteropServices;

namespace Orbweaver.Live.Interop;

/// <summary>
/// OpenSSL's EVP cipher calls. The short ones skip the switch of the garbage collector's mode, which costs as
/// much as they do; bulk work of more than <see cref="ShortBytesMax"/> does not, so that a collection never
/// waits for it for more than a microsecond.
/// </summary>
internal static partial class CryptoNative
{
    /// <summary>The library's name, with the version whose calls these are.</summary>
    public const string Library = "libcrypto.so.3";

    /// <summary>What OpenSSL calls EVP_CTRL_AEAD_GET_TAG.</summary>
    public const int GetTag = 0x10;

    /// <summary>What OpenSSL calls EVP_CTRL_AEAD_SET_TAG.</summary>
    public const int SetTag = 0x11;

    /// <summary>Up to here AES-GCM is done within a microsecond, at more than 2 bytes a nanosecond.</summary>
    public const int ShortBytesMax = 2_048;

    [LibraryImport(Library)]
    internal static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    internal static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    internal static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)]
    internal static partial nint OpenSSL_version(int what);

    [LibraryImport(Library)]
    internal static partial int EVP_CipherInit_ex(
        nint context, nint cipher, nint engine, ref readonly byte key, ref readonly byte nonce, int isSeal);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    [SuppressGCTransition]
    internal static partial int SetNonce(
        nint context, nint cipher, nint engine, nint key, ref readonly byte nonce, int direction);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    [SuppressGCTransition]
    internal static partial int Associate(
        nint context, nint output, out int written, ref readonly byte input, int inputBytes);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    [SuppressGCTransition]
    internal static partial int UpdateShort(
        nint context, ref byte output, out int written, ref readonly byte input, int inputBytes);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    internal static partial int UpdateLong(
        nint context, ref byte output, out int written, ref readonly byte input, int inputBytes);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    [SuppressGCTransition]
    internal static partial int Finish(nint context, ref byte output, out int written);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    [SuppressGCTransition]
    internal static partial int Control(nint context, int command, int bytes, ref byte data);
}
