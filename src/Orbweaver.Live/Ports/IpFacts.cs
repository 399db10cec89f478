using System;
using System.Buffers.Binary;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>
/// What an edge reads of an IP packet before it is a message: enough to find a contract and a subscriber,
/// nothing more. Bytes from outside are judged here once; whoever holds a value need not look again. The
/// default value is no packet.
/// </summary>
/// <param name="Version">4 or 6.</param>
/// <param name="Flow">The fields that contracts are matched by; ports are 0 where there are none.</param>
/// <param name="HeaderBytes">Octets before the upper layer: IPv4 options, IPv6 extension headers.</param>
/// <param name="TotalBytes">The whole packet by its own word; what follows is no part of it.</param>
/// <param name="IsLaterFragment">Whether it is a fragment without the first octets of its packet.</param>
public readonly record struct IpFacts(
    byte Version, FlowKey Flow, int HeaderBytes, int TotalBytes, bool IsLaterFragment)
{
    /// <summary>
    /// Extension headers that are walked over. RFC 8200 section 4.1 names eight places at most; a chain that
    /// goes on longer is made to keep us busy.
    /// </summary>
    public const int ExtensionsMax = 8;

    private const int Ipv4HeaderBytes = 20;
    private const int Ipv6HeaderBytes = 40;

    /// <summary>
    /// Reads a packet. False for anything that is not one whole packet; never throws, never allocates.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out IpFacts facts)
    {
        facts = default;
        return packet.Length > 0 && (packet[0] >> 4) switch
        {
            4 => TryReadIpv4(packet, out facts),
            6 => TryReadIpv6(packet, out facts),
            _ => false,
        };
    }

    /// <summary>
    /// Whether a packet is the business of its own link only: multicast and broadcast, link-local and
    /// loopback addresses, and hosts that have no address yet. A mesh of contracts does not carry it.
    /// </summary>
    public bool IsLinkNoise
        => IpAddresses.IsMulticast(Flow.Destination) || IpAddresses.IsMulticast(Flow.Source)
            || IpAddresses.StaysOnLink(Flow.Destination) || IpAddresses.StaysOnLink(Flow.Source);

    private static bool TryReadIpv4(ReadOnlySpan<byte> packet, out IpFacts facts)
    {
        facts = default;
        if (packet.Length < Ipv4HeaderBytes)
        {
            return false;
        }
        int headerBytes = (packet[0] & 0x0f) * 4;
        int totalBytes = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerBytes < Ipv4HeaderBytes || totalBytes < headerBytes || totalBytes > packet.Length)
        {
            return false;
        }
        bool isLater = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff) != 0;
        byte protocol = packet[9];
        (ushort source, ushort destination) = isLater
            ? default : Ports(protocol, packet[headerBytes..totalBytes]);
        FlowKey flow = new(
            IpAddresses.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(packet[12..])),
            IpAddresses.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(packet[16..])),
            protocol, source, destination, (byte)(packet[1] >> 2));
        facts = new IpFacts(4, flow, headerBytes, totalBytes, isLater);
        return true;
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> packet, out IpFacts facts)
    {
        facts = default;
        if (packet.Length < Ipv6HeaderBytes)
        {
            return false;
        }
        int totalBytes = Ipv6HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        // A jumbogram (RFC 2675) says 0 here and its length in an option: no device of ours has room for one.
        bool isJumbo = totalBytes == Ipv6HeaderBytes && packet.Length > Ipv6HeaderBytes;
        if (totalBytes > packet.Length || isJumbo
            || !TryWalk(packet[..totalBytes], out byte protocol, out int headerBytes, out bool isLater))
        {
            return false;
        }
        (ushort source, ushort destination) = isLater
            ? default : Ports(protocol, packet[headerBytes..totalBytes]);
        FlowKey flow = new(
            BinaryPrimitives.ReadUInt128BigEndian(packet[8..]),
            BinaryPrimitives.ReadUInt128BigEndian(packet[24..]),
            protocol, source, destination,
            (byte)((BinaryPrimitives.ReadUInt16BigEndian(packet) >> 6) & 0x3f));
        // On the wire these mean nothing, and to us they would be IPv4 and fit its rules.
        if (IpAddresses.IsIpv4(flow.Source) || IpAddresses.IsIpv4(flow.Destination))
        {
            return false;
        }
        facts = new IpFacts(6, flow, headerBytes, totalBytes, isLater);
        return true;
    }

    // Ends at the upper layer, or at a later fragment, whose protocol is what the fragment header says.
    private static bool TryWalk(
        ReadOnlySpan<byte> packet, out byte protocol, out int offset, out bool isLater)
    {
        protocol = packet[6];
        offset = Ipv6HeaderBytes;
        isLater = false;
        for (int count = 0; IsExtension(protocol); count++)
        {
            if (count == ExtensionsMax || packet.Length < offset + 8)
            {
                return false;
            }
            ReadOnlySpan<byte> header = packet[offset..];
            isLater = protocol == IpProtocol.Fragment
                && (BinaryPrimitives.ReadUInt16BigEndian(header[2..]) & 0xfff8) != 0;
            offset += protocol switch
            {
                IpProtocol.Fragment => 8,
                IpProtocol.Authentication => (header[1] + 2) * 4,
                _ => (header[1] + 1) * 8,
            };
            if (offset > packet.Length)
            {
                return false;
            }
            protocol = header[0];
            if (isLater)
            {
                break;
            }
        }
        return true;
    }

    private static bool IsExtension(byte protocol)
        => protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment
            or IpProtocol.Authentication or IpProtocol.DestinationOptions or IpProtocol.Mobility
            or IpProtocol.HostIdentity or IpProtocol.Shim6;

    // All five begin with the two ports. A transport header that is cut off has none: port 0 fits no rule
    // that names a port.
    private static (ushort Source, ushort Destination) Ports(byte protocol, ReadOnlySpan<byte> upper)
        => upper.Length >= 4 && HasPorts(protocol)
            ? (BinaryPrimitives.ReadUInt16BigEndian(upper), BinaryPrimitives.ReadUInt16BigEndian(upper[2..]))
            : default;

    private static bool HasPorts(byte protocol)
        => protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Dccp or IpProtocol.Sctp
            or IpProtocol.UdpLite;
}
