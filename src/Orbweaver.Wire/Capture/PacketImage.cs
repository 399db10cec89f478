using System;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// A packet whole, as a link would carry it: header, and the piece of its message that it has. Where nobody
/// knows the message's bytes, as of generated traffic, zeros stand for them.
/// </summary>
public static class PacketImage
{
    /// <summary>
    /// Writes a packet; false where the layout cannot hold it. <paramref name="message"/> is all of its
    /// message, empty where that is not known.
    /// </summary>
    public static bool TryWrite(
        Packet packet, ReadOnlySpan<byte> message, bool isIpPacket, Span<byte> to, out int length)
    {
        length = 0;
        PayloadProtocol protocol = ProtocolOf(packet, message, isIpPacket);
        if (!PacketCodec.TryWriteHeader(packet, protocol, to, out int header, out _))
        {
            return false;
        }
        int whole = PacketCodec.BytesOf(packet);
        Span<byte> payload = to[header..whole];
        if (packet.Receipt is { } receipt)
        {
            length = ReceiptCodec.TryWrite(receipt, payload, out _) ? whole : 0;
            return length > 0;
        }
        int start = Math.Min(packet.FragmentIndex * Packet.PayloadBytesMax, message.Length);
        int known = Math.Min(message.Length - start, payload.Length);
        message.Slice(start, known).CopyTo(payload);
        payload[known..].Clear();
        length = whole;
        return true;
    }

    // A piece of a larger IP packet is none itself.
    private static PayloadProtocol ProtocolOf(Packet packet, ReadOnlySpan<byte> message, bool isIpPacket)
        => packet.Receipt is not null ? PayloadProtocol.Receipt
            : !isIpPacket || message.IsEmpty || packet.FragmentCount != 1 ? PayloadProtocol.Opaque
            : message[0] >> 4 == 4 ? PayloadProtocol.Ipv4
            : PayloadProtocol.Ipv6;
}
