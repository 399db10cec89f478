using System;
using Orbweaver.Model;
using Orbweaver.Wire;

namespace Orbweaver.Twin;

// Every frame as bytes and back, on every hop: what arrives is what the bytes say and nothing else. Costs
// time, and changes no run.
public sealed partial class TwinWorld
{
    // What stands in a field before it is read: nothing that a run would give.
    private const uint Poison = 0xdead_beef;

    private readonly byte[] _wireBytes = new byte[FrameCodec.PacketHeaderBytes + PacketCodec.BytesMax];
    private byte[] _wireControlBytes = [];

    private void CrossWire(Packet packet, int link)
    {
        // Payloads are no part of this world: a message that its user would know is opaque as well.
        PayloadProtocol protocol = packet.Receipt is null ? PayloadProtocol.Opaque : PayloadProtocol.Receipt;
        int bytes = PacketCodec.BytesOf(packet);
        FrameHeader frame = FrameCodec.HeaderOf(packet, link);
        Check.That(FrameCodec.TryWriteHeader(frame, bytes, _wireBytes, out _));
        Span<byte> body = _wireBytes.AsSpan(FrameCodec.PacketHeaderBytes, bytes);
        Check.That(PacketCodec.TryWriteHeader(packet, protocol, body, out int header, out _));
        Check.That(packet.Receipt is null || ReceiptCodec.TryWrite(packet.Receipt, body[header..], out _));
        Forget(packet);
        FrameReader frames = new(_wireBytes.AsSpan(0, FrameCodec.PacketHeaderBytes + bytes));
        Check.That(frames.TryNext(out FrameHeader read, out ReadOnlySpan<byte> packetBytes, out _));
        Check.That(read.Kind == FrameKind.Packet && read.Link == link);
        FrameCodec.Note(read, packet);
        Check.That(PacketCodec.TryRead(packetBytes, packet, out _, out _));
        Check.That(!frames.TryNext(out _, out _, out WireError error) && error == WireError.None);
    }

    private void CrossWire(ControlFrame frame, int link)
    {
        int bytes = ControlCodec.BytesOf(frame);
        int size = FrameCodec.ControlHeaderBytes + bytes;
        Check.That(size <= frame.SizeBytes);
        if (_wireControlBytes.Length < size)
        {
            _wireControlBytes = new byte[size * 2];
        }
        PlanDocument? document = frame.Plans?.Piece?.Document;
        FrameHeader header = new(FrameKind.Control, link);
        Check.That(FrameCodec.TryWriteHeader(header, bytes, _wireControlBytes, out _));
        Span<byte> body = _wireControlBytes.AsSpan(FrameCodec.ControlHeaderBytes, bytes);
        Check.That(ControlCodec.TryWrite(frame, FillerBytes.Instance, body, out _, out _));
        Forget(frame);
        FrameReader frames = new(_wireControlBytes.AsSpan(0, size));
        Check.That(frames.TryNext(out FrameHeader read, out ReadOnlySpan<byte> frameBytes, out _));
        Check.That(read == header);
        Check.That(ControlCodec.TryRead(frameBytes, frame, out ReadOnlySpan<byte> piece, out _));
        if (frame.Plans is { Piece: { } part } note)
        {
            // The document is in this process: what stood for its bytes has come, and it comes along.
            Check.That(piece.Length == part.Length);
            frame.Plans = note with { Piece = part with { Document = document } };
        }
    }

    // All that travels, and what a node must find out anew.
    private static void Forget(Packet packet)
    {
        packet.ContractIndex = int.MinValue;
        packet.Sequence = Poison;
        packet.Key = Poison;
        packet.FragmentIndex = ushort.MaxValue;
        packet.FragmentCount = 0;
        packet.SizeBytes = 0;
        packet.Source = NodeId.None;
        packet.Targets = 0;
        packet.Destination = NodeId.None;
        packet.PlanVersion = int.MinValue;
        packet.PlanController = NodeId.None;
        packet.Epoch = int.MinValue;
        packet.AgeUs = Poison;
        packet.BudgetUs = Poison;
        packet.Priority = byte.MaxValue;
        packet.Overtaking = (Overtaking)byte.MaxValue;
        packet.Assurance = (Assurance)byte.MaxValue;
        packet.HopLimit = 0;
        packet.Incarnation = Poison;
        packet.Mark = long.MinValue;
        packet.Way = [];
        packet.WayIndex = byte.MaxValue;
        packet.HopSequence = Poison;
        packet.HopBase = Poison;
        packet.Base = Poison;
        packet.Receipt = null;
        packet.ViewStamp = long.MinValue;
        packet.Entered = Instant.Max;
        packet.DepartBy = Instant.Max;
        packet.QueueOrder = 0;
    }

    private static void Forget(ControlFrame frame)
    {
        frame.Incarnation = Poison;
        frame.Entries = [];
        frame.Position = long.MinValue;
        frame.IsSnapshot = !frame.IsSnapshot;
        frame.IsFull = !frame.IsFull;
        frame.PeerIncarnation = Poison;
        frame.PeerPosition = long.MinValue;
        frame.TakenThrough = Poison;
        frame.TakenBits = Poison;
        frame.IsGapRequest = !frame.IsGapRequest;
        frame.HearsPeer = !frame.HearsPeer;
        frame.Number = Poison;
        frame.Plans = null;
        frame.Clock = null;
    }

    // Documents are modelled to be of any size: as many bytes as they say stand for them.
    private sealed class FillerBytes : IPlanBytes
    {
        public static readonly FillerBytes Instance = new();

        public bool TryCopy(PlanPiece piece, Span<byte> to)
        {
            to.Clear();
            return true;
        }
    }
}
