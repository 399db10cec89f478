using System;
using System.Buffers.Binary;

namespace Orbweaver.Live;

/// <summary>Why a packet comes back to its sender as an ICMP error.</summary>
public enum IcmpReason
{
    /// <summary>No port has its destination.</summary>
    NoRoute,

    /// <summary>No contract admits it.</summary>
    Prohibited,

    /// <summary>It is larger than its contract allows; the error says what would pass.</summary>
    TooBig,
}

/// <summary>
/// Builds ICMP errors (RFC 792 with 1122 and 1812, RFC 4443). Their source is the address that could not be
/// reached: one of the device's own would be refused by the kernel behind it as a martian.
/// </summary>
internal static class IcmpError
{
    /// <summary>The largest error: IPv6's least MTU (RFC 4443 section 2.4 c).</summary>
    public const int BytesMax = 1280;

    // RFC 1812 section 4.3.2.3.
    private const int Ipv4BytesMax = 576;
    private const int IcmpHeaderBytes = 8;
    private const byte HopLimit = 64;

    /// <summary>
    /// Writes the error about <paramref name="packet"/>; 0 where there must be none: about errors, later
    /// fragments, and packets that name no single sender.
    /// </summary>
    /// <param name="packet">The packet, as long as it says.</param>
    /// <param name="facts">What was read of it.</param>
    /// <param name="reason">Why it comes back.</param>
    /// <param name="mtuBytes">For <see cref="IcmpReason.TooBig"/>: what passes.</param>
    /// <param name="error">At least <see cref="BytesMax"/> octets.</param>
    public static int Write(
        ReadOnlySpan<byte> packet, in IpFacts facts, IcmpReason reason, int mtuBytes, Span<byte> error)
    {
        if (facts.IsLaterFragment || facts.IsLinkNoise || IsError(packet, facts))
        {
            return 0;
        }
        return facts.Version == 4
            ? WriteIpv4(packet, reason, mtuBytes, error) : WriteIpv6(packet, reason, mtuBytes, error);
    }

    private static int WriteIpv4(
        ReadOnlySpan<byte> packet, IcmpReason reason, int mtuBytes, Span<byte> error)
    {
        int quoted = Math.Min(packet.Length, Ipv4BytesMax - 20 - IcmpHeaderBytes);
        int length = 20 + IcmpHeaderBytes + quoted;
        error[..(20 + IcmpHeaderBytes)].Clear();
        error[0] = 0x45;
        // Class selector 6, internetwork control, as RFC 1812 section 4.3.2.5 asks.
        error[1] = 0xc0;
        BinaryPrimitives.WriteUInt16BigEndian(error[2..], (ushort)length);
        error[8] = HopLimit;
        error[9] = IpProtocol.Icmp;
        packet.Slice(16, 4).CopyTo(error[12..]);
        packet.Slice(12, 4).CopyTo(error[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            error[10..], InternetChecksum.Finish(InternetChecksum.Add(0, error[..20])));

        Span<byte> icmp = error[20..length];
        icmp[0] = 3;
        icmp[1] = reason switch { IcmpReason.NoRoute => 0, IcmpReason.Prohibited => 13, _ => 4 };
        if (reason == IcmpReason.TooBig)
        {
            BinaryPrimitives.WriteUInt16BigEndian(icmp[6..], (ushort)mtuBytes);
        }
        packet[..quoted].CopyTo(icmp[IcmpHeaderBytes..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            icmp[2..], InternetChecksum.Finish(InternetChecksum.Add(0, icmp)));
        return length;
    }

    private static int WriteIpv6(
        ReadOnlySpan<byte> packet, IcmpReason reason, int mtuBytes, Span<byte> error)
    {
        int quoted = Math.Min(packet.Length, BytesMax - 40 - IcmpHeaderBytes);
        int length = 40 + IcmpHeaderBytes + quoted;
        error[..(40 + IcmpHeaderBytes)].Clear();
        error[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(error[4..], (ushort)(length - 40));
        error[6] = IpProtocol.Icmpv6;
        error[7] = HopLimit;
        packet.Slice(24, 16).CopyTo(error[8..]);
        packet.Slice(8, 16).CopyTo(error[24..]);

        Span<byte> icmp = error[40..length];
        (icmp[0], icmp[1]) = reason switch
        {
            IcmpReason.NoRoute => ((byte)1, (byte)0),
            IcmpReason.Prohibited => ((byte)1, (byte)1),
            _ => ((byte)2, (byte)0),
        };
        if (reason == IcmpReason.TooBig)
        {
            BinaryPrimitives.WriteInt32BigEndian(icmp[4..], mtuBytes);
        }
        packet[..quoted].CopyTo(icmp[IcmpHeaderBytes..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            icmp[2..], InternetChecksum.OfUpperLayer(error.Slice(8, 32), IpProtocol.Icmpv6, icmp));
        return length;
    }

    // An ICMP header that is cut off might be an error's: silence is the safe answer.
    private static bool IsError(ReadOnlySpan<byte> packet, in IpFacts facts)
    {
        bool isIcmp = facts.Flow.Protocol == (facts.Version == 4 ? IpProtocol.Icmp : IpProtocol.Icmpv6);
        if (!isIcmp || facts.HeaderBytes >= facts.TotalBytes)
        {
            return isIcmp;
        }
        byte type = packet[facts.HeaderBytes];
        return facts.Version == 4 ? type is 3 or 4 or 5 or 11 or 12 : type < 128;
    }
}
