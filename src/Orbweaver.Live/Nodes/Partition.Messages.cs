using System;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Live.Nodes;

// Messages in and out, and the bytes that packets stand for.
public sealed partial class Partition
{
    // The pieces of a message that is being delivered.
    private byte[] _whole = new byte[Packet.PayloadBytesMax];
    private int _wholeBytes;
    private DropReason _refusal;

    /// <summary>
    /// Hands a message in at an edge that lives here. The answer is why it was not accepted, or
    /// <see cref="DropReason.None"/>.
    /// </summary>
    public DropReason Submit(Instant now, NodeId edge, in MessageOffer message)
    {
        Advance(now);
        Check.That(_steps.Has(edge));
        Counters.Submitted++;
        if (!_bodies.TryAddMessage(message.Payload, message.PayloadProtocol, out int tag))
        {
            Counters.NoteRefused(DropReason.PayloadStoreFull);
            return DropReason.PayloadStoreFull;
        }
        _refusal = DropReason.None;
        Submission submission = new(
            message.Flow, new DataSize(message.Payload.Length), message.Key, tag)
        {
            Contract = message.Contract,
        };
        Step(edge, NodeInput.Submit(submission));
        return _refusal;
    }

    private void Refuse(int tag, DropReason reason)
    {
        _refusal = reason;
        Counters.NoteRefused(reason);
        _bodies.Forget(tag);
    }

    // The pieces of a message come one after the other, the last one says so.
    private void Deliver(NodeId at, Packet packet, bool isMessageEnd)
    {
        ReadOnlySpan<byte> piece = _bodies.PieceOf(packet);
        if (packet.FragmentCount > 1)
        {
            if (_wholeBytes + piece.Length > _whole.Length)
            {
                Array.Resize(ref _whole, Math.Max(_wholeBytes + piece.Length, _whole.Length * 2));
            }
            piece.CopyTo(_whole.AsSpan(_wholeBytes));
            _wholeBytes += piece.Length;
        }
        if (isMessageEnd)
        {
            ReadOnlySpan<byte> whole = packet.FragmentCount > 1 ? _whole.AsSpan(0, _wholeBytes) : piece;
            Counters.Delivered++;
            Counters.DeliveredBytes += whole.Length;
            _deliveries.Deliver(new Delivery
            {
                At = at,
                Source = packet.Source,
                ContractIndex = packet.ContractIndex,
                Sequence = packet.Sequence,
                Key = packet.Key,
                Now = _told,
                Age = Duration.FromMicroseconds(packet.AgeUs) + (_told - packet.Entered),
                PayloadProtocol = _bodies.ProtocolOf(packet),
                Payload = whole,
            });
            _wholeBytes = 0;
        }
        TakeBack(packet);
    }

    private void Drop(Packet packet, DropReason reason)
    {
        Counters.NoteDropped(reason);
        TakeBack(packet);
    }

    private void TakeBack(Packet packet)
    {
        _bodies.Release(packet.HostTag);
        _packets.Return(packet);
    }
}
