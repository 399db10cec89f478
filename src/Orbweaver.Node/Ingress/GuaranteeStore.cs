using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// What an ingress keeps until it is acknowledged: guaranteed messages by contract, and how much of that is
/// for whom. Within its limits at any time; what has no room is not taken.
/// </summary>
internal sealed class GuaranteeStore(DataSize most, DataSize mostPerSubscriber)
{
    private readonly SortedDictionary<int, long> _bytesOf = [];
    private long _bytes;

    /// <summary>Contracts with guaranteed messages, in the order in which they began.</summary>
    public List<IngressContract> Contracts { get; } = [];

    /// <summary>Packets held.</summary>
    public int Packets { get; private set; }

    /// <summary>Bytes of a message of some size, as packets.</summary>
    public static long BytesOf(DataSize size)
        => size.Bytes + ((long)Packet.PiecesOf(size) * Packet.OverheadBytes);

    /// <summary>Whether one more message of a contract can be kept.</summary>
    public bool HasRoomFor(IngressContract ingress, DataSize size)
    {
        long bytes = BytesOf(size);
        // An egress takes what is older than its window for something it has had.
        if (_bytes + bytes > most.Bytes || ingress.NextSequence - ingress.Base >= SequenceWindow.Size / 2)
        {
            return false;
        }
        foreach (NodeId subscriber in ingress.Contract.Subscribers)
        {
            if (_bytesOf.GetValueOrDefault(subscriber.Value) + bytes > mostPerSubscriber.Bytes)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Puts a message in for all subscribers of its contract; gives the one that it replaces, if any: that is
    /// still in.
    /// </summary>
    public StoredMessage? Add(IngressContract ingress, StoredMessage message)
    {
        if (!Contracts.Contains(ingress))
        {
            Contracts.Add(ingress);
        }
        _bytes += message.Bytes;
        foreach (NodeId subscriber in ingress.Contract.Subscribers)
        {
            _bytesOf[subscriber.Value] = _bytesOf.GetValueOrDefault(subscriber.Value) + message.Bytes;
        }
        return ingress.Store(message);
    }

    /// <summary>Puts a packet of a message in.</summary>
    public void AddPiece(StoredMessage message, Packet piece)
    {
        message.Pieces[piece.FragmentIndex] = piece;
        Packets++;
    }

    /// <summary>A subscriber has a message, or will not get it any more.</summary>
    public void Settle(StoredMessage message, NodeId subscriber)
        => _bytesOf[subscriber.Value] -= message.Bytes;

    /// <summary>A message is settled for all its subscribers; its packets are the caller's.</summary>
    public void Forget(IngressContract ingress, StoredMessage message)
    {
        ingress.Forget(message);
        _bytes -= message.Bytes;
        Packets -= message.Pieces.Length;
    }
}
