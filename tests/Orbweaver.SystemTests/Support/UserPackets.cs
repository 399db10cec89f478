using System;
using System.Buffers.Binary;
using System.Net;

namespace Orbweaver.SystemTests;

/// <summary>UDP datagrams as users send them, whole IP packets with right checksums.</summary>
internal static class UserPackets
{
    /// <summary>The port that they go to.</summary>
    public const ushort Port = 4000;

    private const byte Udp = 17;
    private const int UdpBytes = 8;

    /// <summary>What is inside by default.</summary>
    public static ReadOnlySpan<byte> Words => "hello out there"u8;

    /// <summary>Over IPv4; a UDP checksum of zero is none.</summary>
    public static byte[] Ipv4(string from = "10.0.0.1", string to = "10.0.0.2")
    {
        byte[] bytes = new byte[20 + UdpBytes + Words.Length];
        bytes[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        bytes[8] = 64;
        bytes[9] = Udp;
        IPAddress.Parse(from).TryWriteBytes(bytes.AsSpan(12), out _);
        IPAddress.Parse(to).TryWriteBytes(bytes.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), Checksum(bytes.AsSpan(0, 20), 0));
        WriteUdp(bytes.AsSpan(20));
        return bytes;
    }

    /// <summary>Over IPv6, where the checksum is a must.</summary>
    public static byte[] Ipv6(string from = "fd00::1", string to = "fd00::2")
    {
        byte[] bytes = new byte[40 + UdpBytes + Words.Length];
        bytes[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)(bytes.Length - 40));
        bytes[6] = Udp;
        bytes[7] = 64;
        IPAddress.Parse(from).TryWriteBytes(bytes.AsSpan(8), out _);
        IPAddress.Parse(to).TryWriteBytes(bytes.AsSpan(24), out _);
        WriteUdp(bytes.AsSpan(40));
        // The pseudo header has the addresses, the length and the protocol.
        ushort sum = Checksum(bytes.AsSpan(8), (uint)(bytes.Length - 40 + Udp));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(46), sum);
        return bytes;
    }

    private static void WriteUdp(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, 4_096);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], Port);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)to.Length);
        Words.CopyTo(to[UdpBytes..]);
    }

    private static ushort Checksum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (int i = 0; i < bytes.Length; i += 2)
        {
            sum += (uint)(bytes[i] << 8) + (i + 1 < bytes.Length ? bytes[i + 1] : 0u);
        }
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }
}
