using System;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Wire;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// Frames between hosts as bytes of a record. Which way a frame goes is not in them: a link has two ends, and
/// the receiver knows at which of them the sender lives.
/// </summary>
internal static class LinkFrameCodec
{
    /// <summary>Bytes that a frame takes in a record.</summary>
    public static int BytesOf(in LinkFrame frame) => frame.Kind switch
    {
        LinkFrameKind.Packet => FrameCodec.PacketHeaderBytes + PacketCodec.BytesOf(frame.Packet!),
        LinkFrameKind.Control => FrameCodec.ControlHeaderBytes + ControlCodec.BytesOf(frame.Control!),
        _ => FrameCodec.ControlHeaderBytes + FrameCodec.RaiseBytes,
    };

    /// <summary>Writes a frame to exactly so many bytes; false for what no layout can hold.</summary>
    public static bool TryWrite(in LinkFrame frame, Span<byte> to) => frame.Kind switch
    {
        LinkFrameKind.Packet => TryWritePacket(frame, to),
        LinkFrameKind.Control => TryWriteControl(frame, to),
        _ => TryWriteRaise(frame, to),
    };

    private static bool TryWritePacket(in LinkFrame frame, Span<byte> to)
    {
        Packet packet = frame.Packet!;
        Span<byte> body = to[FrameCodec.PacketHeaderBytes..];
        PayloadProtocol protocol = packet.Receipt is null
            ? (PayloadProtocol)frame.PayloadProtocol : PayloadProtocol.Receipt;
        FrameHeader header = FrameCodec.HeaderOf(packet, frame.Link);
        if (!FrameCodec.TryWriteHeader(header, body.Length, to, out _)
            || !PacketCodec.TryWriteHeader(packet, protocol, body, out int length, out _))
        {
            return false;
        }
        if (packet.Receipt is { } receipt)
        {
            return ReceiptCodec.TryWrite(receipt, body[length..], out _);
        }
        frame.Payload.CopyTo(body[length..]);
        return length + frame.Payload.Length == body.Length;
    }

    private static bool TryWriteControl(in LinkFrame frame, Span<byte> to)
    {
        Span<byte> body = to[FrameCodec.ControlHeaderBytes..];
        FrameHeader header = new(FrameKind.Control, frame.Link);
        return FrameCodec.TryWriteHeader(header, body.Length, to, out _)
            && ControlCodec.TryWrite(frame.Control!, NoDocuments.Instance, body, out _, out _);
    }

    private static bool TryWriteRaise(in LinkFrame frame, Span<byte> to)
    {
        FrameKind kind = frame.Kind == LinkFrameKind.StandbyAsk
            ? FrameKind.StandbyAsk : FrameKind.StandbyAnswer;
        Span<byte> body = to[FrameCodec.ControlHeaderBytes..];
        bool isWritten = FrameCodec.TryWriteHeader(
            new FrameHeader(kind, frame.Link), body.Length, to, out _);
        FrameCodec.WriteRaise(frame.Raise, body);
        return isWritten;
    }

    // A host keeps to the plan with which it started: its nodes have no documents to hand on.
    private sealed class NoDocuments : IPlanBytes
    {
        public static readonly NoDocuments Instance = new();

        public bool TryCopy(PlanPiece piece, Span<byte> to) => false;
    }
}
