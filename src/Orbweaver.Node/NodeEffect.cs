using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What a host is asked to do.</summary>
public enum NodeEffectKind : byte
{
    /// <summary>
    /// Put the packet on the contact now; it keeps the port busy for its serialisation time.
    /// </summary>
    SendFrame,

    /// <summary>Hand the packet's piece of a message to the subscriber.</summary>
    Deliver,

    /// <summary>The packet is dropped, with a reason. The host takes it back.</summary>
    Drop,

    /// <summary>The message was not accepted, with a reason. There is no packet.</summary>
    Refuse,

    /// <summary>Report only: the packet waits here, as there is no way. The node keeps it.</summary>
    Park,
}

/// <summary>One effect, as data. Hosts perform effects in order.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Packet">The packet; null for <see cref="NodeEffectKind.Refuse"/>.</param>
/// <param name="ContactIndex">The contact to send on, or in whose queue a packet expired; -1
/// otherwise.</param>
/// <param name="Reason">Why it was dropped or refused.</param>
/// <param name="IsMessageEnd">With this piece the message is complete.</param>
/// <param name="HostTag">The host's mark of the message.</param>
public readonly record struct NodeEffect(
    NodeEffectKind Kind, Packet? Packet, int ContactIndex, DropReason Reason, bool IsMessageEnd, int HostTag);

/// <summary>The effects of a step, in order. The host owns it, empties it and uses it again.</summary>
public sealed class EffectList
{
    private NodeEffect[] _items = new NodeEffect[16];

    /// <summary>Effects so far.</summary>
    public int Count { get; private set; }

    /// <summary>All effects, in order.</summary>
    public ReadOnlySpan<NodeEffect> All => _items.AsSpan(0, Count);

    /// <summary>Forgets all effects.</summary>
    public void Clear() => Count = 0;

    internal void Send(Packet packet, int contactIndex)
        => Add(new NodeEffect(
            NodeEffectKind.SendFrame, packet, contactIndex, DropReason.None, false, packet.HostTag));

    internal void Deliver(Packet packet, bool isMessageEnd)
        => Add(new NodeEffect(
            NodeEffectKind.Deliver, packet, -1, DropReason.None, isMessageEnd, packet.HostTag));

    internal void Drop(Packet packet, DropReason reason, int contactIndex = -1)
        => Add(new NodeEffect(NodeEffectKind.Drop, packet, contactIndex, reason, false, packet.HostTag));

    internal void Refuse(DropReason reason, int hostTag)
        => Add(new NodeEffect(NodeEffectKind.Refuse, null, -1, reason, false, hostTag));

    internal void Park(Packet packet)
        => Add(new NodeEffect(NodeEffectKind.Park, packet, -1, DropReason.None, false, packet.HostTag));

    private void Add(in NodeEffect effect)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        _items[Count++] = effect;
    }
}
