using System;
using System.Buffers.Binary;

namespace Orbweaver.Live;

/// <summary>The ones' complement sum of IP, ICMP and the transports (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>
    /// The sum over <paramref name="bytes"/>, added to <paramref name="sum"/>. An odd last octet is padded
    /// with zero, so only the last of several pieces may be odd.
    /// </summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }
        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
    }

    /// <summary>What goes into the header: with it in place the sum of all is 0xffff.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (ushort)~sum;
    }

    /// <summary>
    /// The checksum of an upper layer with its IPv6 pseudo header (RFC 8200 section 8.1).
    /// </summary>
    public static ushort OfUpperLayer(
        ReadOnlySpan<byte> addresses, byte protocol, ReadOnlySpan<byte> upper)
        => Finish(Add(Add((ulong)protocol + (ulong)upper.Length, addresses), upper));
}
