using System;
using Orbweaver.Model;

namespace Orbweaver.Live.Nodes;

/// <summary>What one host has to say to another.</summary>
public enum LinkFrameKind : byte
{
    /// <summary>A packet with its payload, from a node to its neighbour.</summary>
    Packet,

    /// <summary>A control frame, from a node to its neighbour.</summary>
    Control,

    /// <summary>
    /// A ground terminal has found the satellite of a standby link: between hosts, as no node has said it.
    /// </summary>
    StandbyAsk,

    /// <summary>The satellite has taken the standby link up: the answer to an ask.</summary>
    StandbyAnswer,
}

/// <summary>
/// A frame between two hosts, for as long as the call that carries it: a transport encodes it before it
/// returns, or copies what it needs.
/// </summary>
public readonly ref struct LinkFrame
{
    /// <summary>Which of the cases this is.</summary>
    public required LinkFrameKind Kind { get; init; }

    /// <summary>The link: a contact, or below zero a standby pair.</summary>
    public required int Link { get; init; }

    /// <summary>The node at the end where it enters.</summary>
    public required NodeId From { get; init; }

    /// <summary>The node at the other end.</summary>
    public required NodeId To { get; init; }

    /// <summary>
    /// The packet of <see cref="LinkFrameKind.Packet"/>. On its way in it is rented from the pool of the
    /// partition, and given to it with the call.
    /// </summary>
    public Packet? Packet { get; init; }

    /// <summary>The bytes of the packet's piece of a message; none for a receipt.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>What the payload is, as an IPv6 next header.</summary>
    public byte PayloadProtocol { get; init; }

    /// <summary>
    /// The frame of <see cref="LinkFrameKind.Control"/>; on its way in rented and given like a packet.
    /// </summary>
    public ControlFrame? Control { get; init; }

    /// <summary>
    /// On its way in: how long it lay here before this call, by the time stamps of the machine. Without it a
    /// host that wakes up late takes everybody's clock for slow, and what lay here for younger than it is.
    /// </summary>
    public Duration Late { get; init; }

    /// <summary>
    /// Which raise of a standby link an ask or answer is about: grows over all raises of a ground node's
    /// host, and over its restarts, so that a late one can be told from a new one.
    /// </summary>
    public ulong Raise { get; init; }
}

/// <summary>
/// Carries frames to the hosts of other nodes. It may lose, double and delay them, as nodes repeat what
/// matters. It must not hand one in while it is being called.
/// </summary>
public interface ILinkTransport
{
    /// <summary>Sends a frame now, or loses it. What it refers to is used again after the call.</summary>
    void Send(in LinkFrame frame);
}

/// <summary>A message as a port hands it in.</summary>
public readonly ref struct MessageOffer
{
    /// <summary>By which the edge finds the contract.</summary>
    public required FlowKey Flow { get; init; }

    /// <summary>
    /// The contract, by index, where the port has found it itself; null for the edge to find.
    /// </summary>
    public int? Contract { get; init; }

    /// <summary>The whole message; copied by the call.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>What the payload is, as an IPv6 next header; it is given back on delivery.</summary>
    public byte PayloadProtocol { get; init; }

    /// <summary>Replace-key; only contracts with <c>r</c> look at it.</summary>
    public uint Key { get; init; }
}

/// <summary>A whole message as a subscriber gets it, for as long as the call lasts.</summary>
public readonly ref struct Delivery
{
    /// <summary>Where it leaves the network.</summary>
    public required NodeId At { get; init; }

    /// <summary>Where it entered.</summary>
    public required NodeId Source { get; init; }

    /// <summary>Its contract, by index.</summary>
    public required int ContractIndex { get; init; }

    /// <summary>Its number under the contract.</summary>
    public required uint Sequence { get; init; }

    /// <summary>Its replace-key.</summary>
    public required uint Key { get; init; }

    /// <summary>When it is delivered, by the host.</summary>
    public required Instant Now { get; init; }

    /// <summary>How old it is, as far as nodes and hosts can tell.</summary>
    public required Duration Age { get; init; }

    /// <summary>What the payload is, as an IPv6 next header.</summary>
    public required byte PayloadProtocol { get; init; }

    /// <summary>All its bytes, as they were handed in.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }
}

/// <summary>Takes what leaves the network at the edges of a partition.</summary>
public interface IDeliveries
{
    /// <summary>
    /// Takes a message. It may not call the partition: what it wants to hand in waits for its turn.
    /// </summary>
    void Deliver(in Delivery delivery);
}
