using System;
using Orbweaver.Live.Links;
using Orbweaver.Live.Nodes;
using Orbweaver.Live.Records;
using Orbweaver.Model;
using Orbweaver.Wire;

namespace Orbweaver.Live.Hosts;

// What comes in: datagrams, then records, then frames. Nothing of it throws; it is counted by reason.
public sealed partial class LinkHost
{
    /// <summary>Hands in what has come; false when nothing is left.</summary>
    public bool Receive(long nowNs, Instant now)
    {
        _nowNs = nowNs;
        for (int i = 0; i < ReceivesPerTurn && _isReadable; i++)
        {
            UdpReceipt receipt = _socket.Receive(_received);
            if (receipt.Bytes == 0)
            {
                _isReadable = false;
            }
            for (int start = 0; start < receipt.Bytes; start += receipt.SegmentBytes)
            {
                int bytes = Math.Min(receipt.SegmentBytes, receipt.Bytes - start);
                Take(_received.AsSpan(start, bytes), receipt.Peer, now);
            }
        }
        return _isReadable;
    }

    private void Take(Span<byte> datagram, int from, Instant now)
    {
        int place = _table.Find(datagram);
        if (place < 0)
        {
            Counters.Note(LinkDrop.Unknown);
            NoteStranger(datagram, from);
            return;
        }
        LinkPeer peer = _peers[place];
        RecordArrival arrival = peer.Association.Arrive(_nowNs, datagram, _outbox);
        Post(peer);
        NoteArrival(peer, datagram, arrival);
        if (arrival.PlainBytes > 0)
        {
            Counters.RecordsIn++;
            Counters.BytesIn += datagram.Length;
            TakeFrames(place + 1, datagram.Slice(RecordHeader.Bytes, arrival.PlainBytes), now);
        }
    }

    private void TakeFrames(int host, ReadOnlySpan<byte> plain, Instant now)
    {
        FrameReader frames = new(plain);
        WireError error;
        while (frames.TryNext(out FrameHeader header, out ReadOnlySpan<byte> body, out error))
        {
            if (!_partition!.TryFindEnds(header.Link, out NodeId from, out NodeId to))
            {
                Counters.Note(LinkDrop.Stranger);
                continue;
            }
            if (_setup.Hosts.HostOf(from) != host)
            {
                (from, to) = (to, from);
            }
            if (_setup.Hosts.HostOf(from) != host || _setup.Hosts.HostOf(to) != HostMap.Self)
            {
                Counters.Note(LinkDrop.Stranger);
                continue;
            }
            TakeFrame(header, body, from, to, now);
        }
        if (error != WireError.None)
        {
            Counters.Note(LinkDrop.Unreadable);
        }
    }

    private void TakeFrame(
        in FrameHeader header, ReadOnlySpan<byte> body, NodeId from, NodeId to, Instant now)
    {
        switch (header.Kind)
        {
            case FrameKind.Packet:
                TakePacket(header, body, from, to, now);
                break;
            case FrameKind.Control:
                TakeControl(header, body, from, to, now);
                break;
            default:
                _partition!.Receive(now, new LinkFrame
                {
                    Kind = header.Kind == FrameKind.StandbyAsk
                        ? LinkFrameKind.StandbyAsk : LinkFrameKind.StandbyAnswer,
                    Link = header.Link,
                    From = from,
                    To = to,
                    Raise = FrameCodec.ReadRaise(body),
                });
                break;
        }
    }

    private void TakePacket(
        in FrameHeader header, ReadOnlySpan<byte> bytes, NodeId from, NodeId to, Instant now)
    {
        Packet packet = _partition!.Packets.Rent();
        if (!PacketCodec.TryRead(bytes, packet, out PacketBody body, out _))
        {
            _partition.Packets.Return(packet);
            Counters.Note(LinkDrop.Unreadable);
            return;
        }
        FrameCodec.Note(header, packet);
        Counters.PacketsIn++;
        _partition.Receive(now, new LinkFrame
        {
            Kind = LinkFrameKind.Packet,
            Link = header.Link,
            From = from,
            To = to,
            Packet = packet,
            Payload = packet.Receipt is null ? bytes.Slice(body.Offset, body.Length) : [],
            PayloadProtocol = (byte)body.Protocol,
        });
    }

    private void TakeControl(
        in FrameHeader header, ReadOnlySpan<byte> bytes, NodeId from, NodeId to, Instant now)
    {
        ControlFrame frame = _partition!.Frames.Rent();
        if (!ControlCodec.TryRead(bytes, frame, out _, out _))
        {
            _partition.Frames.Return(frame);
            Counters.Note(LinkDrop.Unreadable);
            return;
        }
        Counters.ControlIn++;
        _partition.Receive(now, new LinkFrame
        {
            Kind = LinkFrameKind.Control,
            Link = header.Link,
            From = from,
            To = to,
            Control = frame,
        });
    }

    private void NoteArrival(LinkPeer peer, ReadOnlySpan<byte> datagram, in RecordArrival arrival)
    {
        if (arrival.Refusal == RecordRefusal.None)
        {
            peer.HeardNs = datagram[0] >= (byte)RecordType.Data ? _nowNs : peer.HeardNs;
            if (peer.HandshakesTold < peer.Handshakes && peer.HeardNs == _nowNs)
            {
                peer.HandshakesTold = peer.Handshakes;
                peer.Complaint = "";
                _tell($"{peer.Name} at {peer.Address}: connected");
            }
        }
        else if (arrival.Refusal == RecordRefusal.Forged && datagram[0] <= (byte)RecordType.Answer)
        {
            Complain(peer, "has another network key: give all hosts the same key file");
        }
    }

    // A hello from where a peer lives, between names that nobody here has: the name of the network is made of
    // what all must hold alike.
    private void NoteStranger(ReadOnlySpan<byte> datagram, int from)
    {
        if (from >= 0 && HandshakeMessage.TryRead(datagram, out HandshakeMessage hello)
            && hello.Type == RecordType.Hello)
        {
            Complain(
                _peers[from],
                $"speaks for another network or host (this is {_setup.Self} of {_setup.Network}):"
                + " give all hosts the same scenario, start, horizon, ports and program");
        }
    }

    // Once, until it is right: whoever can send from that address could fill the log else.
    private void Complain(LinkPeer peer, string what)
    {
        if (peer.Complaint.Length == 0)
        {
            peer.Complaint = what;
            _tell($"{peer.Name} at {peer.Address}: {what}");
        }
    }
}
