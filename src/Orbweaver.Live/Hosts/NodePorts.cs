using System;
using System.Collections.Generic;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;
using Orbweaver.Twin;
using Orbweaver.Wire;

namespace Orbweaver.Live.Hosts;

/// <summary>
/// Takes messages from ports into the nodes of a host, and out of them to ports. Belongs to the thread of the
/// loop. A packet of a device goes as what it is; all else is opaque.
/// </summary>
/// <param name="bindings">The ports of edges that live here.</param>
/// <param name="contracts">All contracts, by index.</param>
public sealed class NodePorts(IReadOnlyList<PortBinding> bindings, IReadOnlyList<Contract> contracts)
    : Nodes.IDeliveries
{
    private readonly byte[] _buffer = new byte[IEdgePort.MessageBytesMax];
    private readonly PortOutlets _outlets = new(bindings, contracts);

    /// <summary>The ports.</summary>
    public IReadOnlyList<PortBinding> Bindings => bindings;

    /// <summary>Messages taken in.</summary>
    public long MessagesIn { get; private set; }

    /// <summary>Messages given out.</summary>
    public long MessagesOut { get; private set; }

    /// <summary>Messages for which there is no contract, or that their edge refused.</summary>
    public long MessagesRefused { get; private set; }

    /// <summary>How old messages were that came out, as far as hosts can tell, in ns.</summary>
    public LogHistogram AgesNs { get; } = new();

    /// <summary>
    /// Hands in what waits at the ports, at most so many messages of each; false when nothing is left.
    /// </summary>
    public bool Receive(Partition partition, Instant now, int batch)
    {
        bool isMore = false;
        foreach (PortBinding binding in bindings)
        {
            int left = batch;
            while (left > 0 && binding.Port.TryReceive(_buffer, out InboundMessage message))
            {
                Take(partition, now, binding, message);
                left--;
            }
            isMore |= left == 0;
        }
        return isMore;
    }

    /// <summary>No port takes in any more.</summary>
    public void Pause()
    {
        foreach (PortBinding binding in bindings)
        {
            binding.Port.IsPaused = true;
        }
    }

    /// <inheritdoc/>
    public void Deliver(in Delivery delivery)
    {
        PayloadKind kind = (PayloadProtocol)delivery.PayloadProtocol is PayloadProtocol.Opaque
            ? PayloadKind.Opaque : PayloadKind.IpPacket;
        foreach (IEdgePort port in _outlets.Of(delivery.ContractIndex, delivery.At, kind))
        {
            port.Deliver(delivery.Payload);
        }
        MessagesOut++;
        AgesNs.Add(Math.Max(0, delivery.Age.Nanoseconds));
    }

    private void Take(Partition partition, Instant now, PortBinding binding, in InboundMessage message)
    {
        ReadOnlySpan<byte> payload = _buffer.AsSpan(0, message.LengthBytes);
        bool isTaken = binding.ContractOf(message) is int contract
            && partition.Submit(now, binding.Edge, new MessageOffer
            {
                Flow = message.Flow,
                Contract = contract,
                Payload = payload,
                PayloadProtocol = (byte)ProtocolOf(binding.Kind, payload),
            }) == DropReason.None;
        MessagesIn += isTaken ? 1 : 0;
        MessagesRefused += isTaken ? 0 : 1;
    }

    private static PayloadProtocol ProtocolOf(PayloadKind kind, ReadOnlySpan<byte> payload)
        => kind != PayloadKind.IpPacket ? PayloadProtocol.Opaque
            : payload[0] >> 4 == 6 ? PayloadProtocol.Ipv6 : PayloadProtocol.Ipv4;
}
