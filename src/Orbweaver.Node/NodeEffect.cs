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

    /// <summary>
    /// Report only: the packet is one more copy of <see cref="NodeEffect.Of"/>. The node keeps it.
    /// </summary>
    Copy,

    /// <summary>
    /// Report only: the packet has taken over some of the subscribers of <see cref="NodeEffect.Of"/>. The
    /// node keeps it.
    /// </summary>
    Split,

    /// <summary>
    /// Report only: the packet should have had a copy on a disjoint way, and there is no such pair.
    /// </summary>
    Unpaired,

    /// <summary>Report only: the packet is the node's own, of no message. The node keeps it.</summary>
    Originate,

    /// <summary>
    /// The packet is not needed any more: it was acknowledged, or was of no message. The host takes it back,
    /// and nothing is lost by it.
    /// </summary>
    Release,

    /// <summary>Put the control frame on the link now; it keeps the port busy like any other.</summary>
    SendControl,

    /// <summary>
    /// Point a terminal at the satellite of a standby link; <see cref="NodeInputKind.Acquired"/> follows.
    /// </summary>
    Raise,

    /// <summary>The standby link is given up; its terminal follows the plan again.</summary>
    Lower,

    /// <summary>Report only: by silence, or by its peer's word, the node has found the link lost.</summary>
    Notice,
}

/// <summary>One effect, as data. Hosts perform effects in order.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Packet">The packet; null for <see cref="NodeEffectKind.Refuse"/>.</param>
/// <param name="Link">The link it is about; <see cref="NoLink"/> where there is none.</param>
/// <param name="Reason">Why it was dropped or refused.</param>
/// <param name="IsMessageEnd">With this piece the message is complete.</param>
/// <param name="HostTag">The host's mark of the message.</param>
/// <param name="Control">The frame of <see cref="NodeEffectKind.SendControl"/>.</param>
/// <param name="Of">The packet that was copied or split.</param>
/// <param name="Targets">The subscribers of a copy at that moment.</param>
public readonly record struct NodeEffect(
    NodeEffectKind Kind,
    Packet? Packet,
    int Link,
    DropReason Reason,
    bool IsMessageEnd,
    int HostTag,
    ControlFrame? Control = null,
    Packet? Of = null,
    ulong Targets = 0)
{
    /// <summary>Not about a link.</summary>
    public const int NoLink = int.MinValue;
}

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
            NodeEffectKind.Deliver, packet, NodeEffect.NoLink, DropReason.None, isMessageEnd,
                packet.HostTag));

    internal void Drop(Packet packet, DropReason reason, int link = NodeEffect.NoLink)
        => Add(new NodeEffect(NodeEffectKind.Drop, packet, link, reason, false, packet.HostTag));

    internal void Refuse(DropReason reason, int hostTag)
        => Add(new NodeEffect(NodeEffectKind.Refuse, null, NodeEffect.NoLink, reason, false, hostTag));

    internal void SendControl(int link, ControlFrame control)
        => Add(new NodeEffect(NodeEffectKind.SendControl, null, link, DropReason.None, false, -1, control));

    internal void Raise(int link)
        => Add(new NodeEffect(NodeEffectKind.Raise, null, link, DropReason.None, false, -1));

    internal void Lower(int link)
        => Add(new NodeEffect(NodeEffectKind.Lower, null, link, DropReason.None, false, -1));

    internal void Notice(int link)
        => Add(new NodeEffect(NodeEffectKind.Notice, null, link, DropReason.None, false, -1));

    internal void Copy(Packet copy, Packet of)
        => Add(new NodeEffect(
            NodeEffectKind.Copy, copy, NodeEffect.NoLink, DropReason.None, false, copy.HostTag,
            Of: of, Targets: copy.Targets));

    internal void Split(Packet part, Packet of)
        => Add(new NodeEffect(
            NodeEffectKind.Split, part, NodeEffect.NoLink, DropReason.None, false, part.HostTag, Of: of));

    internal void Unpaired(Packet packet)
        => Add(new NodeEffect(
            NodeEffectKind.Unpaired, packet, NodeEffect.NoLink, DropReason.None, false, packet.HostTag));

    internal void Originate(Packet packet)
        => Add(new NodeEffect(
            NodeEffectKind.Originate, packet, NodeEffect.NoLink, DropReason.None, false, packet.HostTag));

    internal void Release(Packet packet)
        => Add(new NodeEffect(
            NodeEffectKind.Release, packet, NodeEffect.NoLink, DropReason.None, false, packet.HostTag));

    internal void Park(Packet packet)
        => Add(new NodeEffect(
            NodeEffectKind.Park, packet, NodeEffect.NoLink, DropReason.None, false, packet.HostTag));

    private void Add(in NodeEffect effect)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        _items[Count++] = effect;
    }
}
