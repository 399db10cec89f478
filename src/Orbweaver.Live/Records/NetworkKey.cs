using System;
using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Orbweaver.Live.Records;

/// <summary>
/// The secret of a whole network: 256 random bits. Provisional: whoever has it is a peer under any name. Text
/// form: comment lines that begin with #, and one line of 64 hexadecimal digits.
/// </summary>
public sealed class NetworkKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Bytes = 32;

    /// <summary>More than this no file of a key has.</summary>
    public const int TextCharsMax = 4_096;

    private readonly byte[] _key;

    /// <summary>A key of 32 bytes from a good source.</summary>
    public NetworkKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Bytes);
        _key = key.ToArray();
    }

    /// <summary>The bytes, for deriving keys of links.</summary>
    internal ReadOnlySpan<byte> Span => _key;

    /// <summary>A line that tells keys apart without showing them.</summary>
    public string Fingerprint
    {
        get
        {
            Span<byte> hash = stackalloc byte[SHA384.HashSizeInBytes];
            HKDF.Expand(HashAlgorithmName.SHA384, Extract(), hash, "orbweaver/1 fingerprint"u8);
            return Convert.ToHexStringLower(hash[..8]);
        }
    }

    /// <summary>The text of a key file.</summary>
    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # Orbweaver network key. Whoever has it is a host of the network: keep it secret.
        # Fingerprint {Fingerprint}
        {Convert.ToHexStringLower(_key)}

        """);

    /// <summary>Reads the text of a key file; null, with what is wrong as a clause.</summary>
    public static NetworkKey? TryParse(ReadOnlySpan<char> text, out string wrong)
    {
        wrong = "has no line of 64 hexadecimal digits";
        NetworkKey? key = null;
        Span<byte> bytes = stackalloc byte[Bytes];
        foreach (ReadOnlySpan<char> given in text.EnumerateLines())
        {
            ReadOnlySpan<char> line = given.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }
            if (key is not null || line.Length != 2 * Bytes
                || Convert.FromHexString(line, bytes, out _, out _) != OperationStatus.Done)
            {
                wrong = key is null
                    ? "has a line that is not 64 hexadecimal digits" : "has more than one key";
                return null;
            }
            if (!bytes.ContainsAnyExcept(bytes[0]))
            {
                wrong = "has a key of equal bytes, which nobody drew";
                return null;
            }
            key = new NetworkKey(bytes);
        }
        return key;
    }

    private byte[] Extract()
        => HKDF.Extract(HashAlgorithmName.SHA384, _key, "orbweaver/1 network key"u8.ToArray());
}
