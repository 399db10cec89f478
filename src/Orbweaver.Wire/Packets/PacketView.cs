using System;
using System.Buffers.Binary;

namespace Orbweaver.Wire;

/// <summary>
/// The parts of a packet's bytes: an IPv6 header (RFC 8200), a hop-by-hop header with the contract option,
/// and, on an explicit way, a segment routing header (RFC 8754). Lengths are checked and nothing is
/// interpreted.
/// </summary>
internal readonly ref struct PacketView
{
    /// <summary>Bytes of the IPv6 header.</summary>
    public const int Ipv6Bytes = 40;

    /// <summary>Bytes of the hop-by-hop header, all of which the option fills.</summary>
    public const int HopByHopBytes = 4 + ContractOption.Bytes;

    /// <summary>Next header: hop-by-hop options.</summary>
    public const byte HopByHop = 0;

    /// <summary>Next header: routing.</summary>
    public const byte Routing = 43;

    private const int UnitBytes = 8;

    private PacketView(ReadOnlySpan<byte> bytes, int routingBytes, byte protocol)
    {
        Option = bytes.Slice(Ipv6Bytes + 4, ContractOption.Bytes);
        Source = bytes.Slice(8, MeshAddress.Bytes);
        Destination = bytes.Slice(24, MeshAddress.Bytes);
        Segments = bytes.Slice(Ipv6Bytes + HopByHopBytes, routingBytes);
        HopLimit = bytes[7];
        Protocol = protocol;
        PayloadOffset = Ipv6Bytes + HopByHopBytes + routingBytes;
        PayloadLength = bytes.Length - PayloadOffset;
    }

    /// <summary>The option's data.</summary>
    public ReadOnlySpan<byte> Option { get; }

    /// <summary>The source address.</summary>
    public ReadOnlySpan<byte> Source { get; }

    /// <summary>The destination address.</summary>
    public ReadOnlySpan<byte> Destination { get; }

    /// <summary>The segment routing header; empty where there is none.</summary>
    public ReadOnlySpan<byte> Segments { get; }

    /// <summary>Hops left.</summary>
    public byte HopLimit { get; }

    /// <summary>What the payload is.</summary>
    public byte Protocol { get; }

    /// <summary>Where the payload begins.</summary>
    public int PayloadOffset { get; }

    /// <summary>How long it is.</summary>
    public int PayloadLength { get; }

    /// <summary>Finds the parts.</summary>
    public static WireError TryFind(ReadOnlySpan<byte> bytes, out PacketView view)
    {
        view = default;
        if (bytes.Length < Ipv6Bytes + HopByHopBytes)
        {
            return WireError.TooShort;
        }
        if (bytes[0] >> 4 != 6)
        {
            return WireError.Version;
        }
        int said = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) + Ipv6Bytes;
        if (said != bytes.Length)
        {
            return said > bytes.Length ? WireError.TooShort : WireError.TooLong;
        }
        if (bytes[6] != HopByHop)
        {
            return WireError.ExtensionHeader;
        }
        ReadOnlySpan<byte> options = bytes[Ipv6Bytes..];
        bool isOurs = options[1] == (HopByHopBytes / UnitBytes) - 1
            && options[2] == ContractOption.Type && options[3] == ContractOption.Bytes;
        if (!isOurs)
        {
            return WireError.Option;
        }
        byte next = options[0];
        int routing = 0;
        if (next == Routing)
        {
            ReadOnlySpan<byte> header = options[HopByHopBytes..];
            routing = header.Length < UnitBytes ? int.MaxValue : (header[1] + 1) * UnitBytes;
            if (header.Length < routing)
            {
                return WireError.TooShort;
            }
            next = header[0];
        }
        view = new PacketView(bytes, routing, next);
        return WireError.None;
    }
}
