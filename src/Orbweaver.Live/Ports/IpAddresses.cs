using System;
using System.Buffers.Binary;
using System.Net;

namespace Orbweaver.Live;

/// <summary>Protocol numbers (IANA) that an edge has to know.</summary>
internal static class IpProtocol
{
    /// <summary>IPv6 hop-by-hop options.</summary>
    public const byte HopByHop = 0;

    /// <summary>ICMP for IPv4.</summary>
    public const byte Icmp = 1;

    /// <summary>TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>UDP.</summary>
    public const byte Udp = 17;

    /// <summary>DCCP.</summary>
    public const byte Dccp = 33;

    /// <summary>IPv6 routing header.</summary>
    public const byte Routing = 43;

    /// <summary>IPv6 fragment header.</summary>
    public const byte Fragment = 44;

    /// <summary>IPsec authentication header: its length counts in four octets.</summary>
    public const byte Authentication = 51;

    /// <summary>ICMP for IPv6.</summary>
    public const byte Icmpv6 = 58;

    /// <summary>IPv6 destination options.</summary>
    public const byte DestinationOptions = 60;

    /// <summary>SCTP.</summary>
    public const byte Sctp = 132;

    /// <summary>IPv6 mobility header.</summary>
    public const byte Mobility = 135;

    /// <summary>UDP-Lite.</summary>
    public const byte UdpLite = 136;

    /// <summary>Host identity protocol.</summary>
    public const byte HostIdentity = 139;

    /// <summary>Shim6.</summary>
    public const byte Shim6 = 140;
}

/// <summary>
/// Addresses as 128-bit numbers, IPv4 mapped (RFC 4291 section 2.5.5.2), as contracts know them.
/// </summary>
internal static class IpAddresses
{
    private static readonly UInt128 Mapped = new(0, 0x0000_ffff_0000_0000);

    /// <summary>An IPv4 address.</summary>
    public static UInt128 FromIpv4(uint address) => Mapped | address;

    /// <summary>Any address.</summary>
    public static UInt128 From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Whether it is an IPv4 address in IPv6 clothes.</summary>
    public static bool IsIpv4(UInt128 address) => address >> 32 == Mapped >> 32;

    /// <summary>The address as the framework knows it.</summary>
    public static IPAddress ToIPAddress(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(IsIpv4(address) ? bytes[12..] : bytes);
    }

    /// <summary>Address family number of the kernel: AF_INET or AF_INET6.</summary>
    public static byte Family(UInt128 address)
        => (byte)(IsIpv4(address) ? 2 : 10);

    /// <summary>Multicast of either version, and the limited broadcast.</summary>
    public static bool IsMulticast(UInt128 address)
        => IsIpv4(address)
            ? (uint)address >> 28 == 0xe || (uint)address == uint.MaxValue
            : (byte)(address >> 120) == 0xff;

    /// <summary>Unspecified, loopback and link-local addresses: routers do not forward them.</summary>
    public static bool StaysOnLink(UInt128 address)
    {
        if (!IsIpv4(address))
        {
            return address <= UInt128.One || (uint)(address >> 118) == 0xfe80 >> 6;
        }
        uint ipv4 = (uint)address;
        return ipv4 >> 24 is 0 or 127 || ipv4 >> 16 == 0xa9fe;
    }
}
