using System;
using System.Globalization;
using System.Net;

namespace Orbweaver.Model;

/// <summary>
/// The header fields by which an edge finds the contract of what a source hands in. Addresses are IPv6 as
/// 128-bit numbers; IPv4 is mapped (RFC 4291 section 2.5.5.2). The default value is an all-zero header.
/// </summary>
public readonly record struct FlowKey(
    UInt128 Source, UInt128 Destination, byte Protocol, ushort SourcePort, ushort DestinationPort, byte Dscp);

/// <summary>An address prefix; length 0 fits every address. The default value fits everything.</summary>
public readonly record struct AddressPrefix(UInt128 Address, byte Length)
{
    /// <summary>
    /// Parses <c>2001:db8::/32</c> or <c>10.0.0.0/8</c>; without a length the whole address must match.
    /// Short, octal and hexadecimal IPv4, zones and ports are refused: <c>10.1/16</c> would mean 10.0.0.0/16.
    /// </summary>
    public static bool TryParse(string text, out AddressPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out IPAddress? address)
            || host.AsSpan().ContainsAny('[', '%')
            || (!host.Contains(':', StringComparison.Ordinal)
                && !string.Equals(address.ToString(), host, StringComparison.Ordinal)))
        {
            return false;
        }
        int bits = address.GetAddressBytes().Length * 8;
        int length = bits;
        ReadOnlySpan<char> digits = text.AsSpan(slash + 1);
        if (slash >= 0
            && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length)
                || length > bits))
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        prefix = new AddressPrefix(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), (byte)(length + 128 - bits));
        return true;
    }

    /// <summary>Whether <paramref name="address"/> lies within.</summary>
    public bool Contains(UInt128 address)
        => Length == 0 || (address ^ Address) >> (128 - Length) == UInt128.Zero;
}

/// <summary>An inclusive range of ports. The default value is port 0 only; use <see cref="Any"/>.</summary>
public readonly record struct PortRange(ushort First, ushort Last)
{
    /// <summary>Every port.</summary>
    public static readonly PortRange Any = new(0, ushort.MaxValue);

    /// <summary>Whether <paramref name="port"/> lies within.</summary>
    public bool Contains(ushort port) => port >= First && port <= Last;
}

/// <summary>
/// One rule: every field given must fit. At an edge the first rule that fits wins; the default rule fits all.
/// </summary>
public sealed record FlowMatch
{
    /// <summary>Matches everything: an edge's default contract.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Source prefix.</summary>
    public AddressPrefix Source { get; init; }

    /// <summary>Destination prefix.</summary>
    public AddressPrefix Destination { get; init; }

    /// <summary>IP protocol number; null fits all.</summary>
    public byte? Protocol { get; init; }

    /// <summary>Source ports.</summary>
    public PortRange SourcePorts { get; init; } = PortRange.Any;

    /// <summary>Destination ports.</summary>
    public PortRange DestinationPorts { get; init; } = PortRange.Any;

    /// <summary>Differentiated services code point; null fits all.</summary>
    public byte? Dscp { get; init; }

    /// <summary>Whether a header fits this rule.</summary>
    public bool Fits(in FlowKey flow)
        => IsDefault
            || ((Protocol is null || Protocol == flow.Protocol)
                && (Dscp is null || Dscp == flow.Dscp)
                && SourcePorts.Contains(flow.SourcePort)
                && DestinationPorts.Contains(flow.DestinationPort)
                && Source.Contains(flow.Source)
                && Destination.Contains(flow.Destination));

    /// <summary>
    /// A header that fits this rule: what a generator sends to reach it. A protocol that is open is the one
    /// for experiments (253, RFC 3692), as a rule before this one may well be about UDP.
    /// </summary>
    public FlowKey Example() => new(
        Source.Address, Destination.Address,
        Protocol ?? 253, SourcePorts.First, DestinationPorts.First, Dscp ?? 0);
}
