using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orbweaver.Model;

namespace Orbweaver.Live.Records;

/// <summary>
/// Who an end of an association is: a host of a network. Both names are bound into every key. The default
/// value names nobody.
/// </summary>
/// <param name="Network">The network's name: 1 to 255 bytes of UTF-8.</param>
/// <param name="Host">The host's name in it: 1 to 255 bytes of UTF-8.</param>
public readonly record struct PeerName(string Network, string Host)
{
    /// <summary>The longest name in bytes of UTF-8.</summary>
    public const int BytesMax = 255;

    /// <summary>
    /// The first 64 bits of a hash: how a hello says whose it is. It identifies and proves nothing.
    /// </summary>
    public ulong Id
    {
        get
        {
            Span<byte> text = stackalloc byte[2 * (1 + BytesMax)];
            int bytes = Write(text, Network);
            bytes += Write(text[bytes..], Host);
            Span<byte> hash = stackalloc byte[SHA384.HashSizeInBytes];
            SHA384.HashData(text[..bytes], hash);
            return BinaryPrimitives.ReadUInt64BigEndian(hash);
        }
    }

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string text) => Encoding.UTF8.GetByteCount(text) is > 0 and <= BytesMax;

    /// <summary>Writes a name with its length before it, so that no two pairs of names read alike.</summary>
    internal static int Write(Span<byte> to, string name)
    {
        Check.That(IsName(name));
        int bytes = Encoding.UTF8.GetBytes(name, to[1..]);
        to[0] = (byte)bytes;
        return 1 + bytes;
    }
}
