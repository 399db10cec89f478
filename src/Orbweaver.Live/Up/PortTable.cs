using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Live;

/// <summary>A contract that what comes in at a port may belong to.</summary>
/// <param name="Match">Which flows.</param>
/// <param name="Contract">The contract, by index.</param>
public readonly record struct PortRule(FlowMatch Match, int Contract);

/// <summary>A port with its place in the network.</summary>
/// <param name="Port">The port.</param>
/// <param name="Edge">The edge it belongs to.</param>
/// <param name="Kind">What its messages are.</param>
public sealed record PortBinding(IEdgePort Port, NodeId Edge, PayloadKind Kind)
{
    /// <summary>Of a port that only gives out: whose messages; null for all others.</summary>
    public NodeId? Publisher { get; init; }

    /// <summary>
    /// Of a port that only gives out: the contracts whose messages it gives; null for all of its publisher.
    /// </summary>
    public IReadOnlyList<int>? Takes { get; init; }

    /// <summary>By the name of the subscriber: the contracts, in the order in which they are tried.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PortRule>> Rules { get; init; }
        = new Dictionary<string, IReadOnlyList<PortRule>>(StringComparer.Ordinal);

    /// <summary>The contract of a message that came in here; null where there is none.</summary>
    public int? ContractOf(in InboundMessage message)
    {
        if (Rules.TryGetValue(message.Subscriber, out IReadOnlyList<PortRule>? rules))
        {
            for (int i = 0; i < rules.Count; i++)
            {
                if (rules[i].Match.Fits(message.Flow))
                {
                    return rules[i].Contract;
                }
            }
        }
        return null;
    }
}

/// <summary>
/// Takes messages from ports into the world and out of it to ports, and measures how late they come out. All
/// of it belongs to the thread of the loop.
/// </summary>
public sealed class PortTable : IDeliveries
{
    private readonly IReadOnlyList<PortBinding> _bindings;
    private readonly IHostClock _clock;
    private readonly byte[] _buffer = new byte[IEdgePort.MessageBytesMax];
    private readonly PortOutlets _outlets;

    /// <summary>A table of ports; contracts are those of the world, by index.</summary>
    public PortTable(
        IReadOnlyList<PortBinding> bindings, IReadOnlyList<Contract> contracts, IHostClock clock)
    {
        _bindings = bindings;
        _outlets = new PortOutlets(bindings, contracts);
        _clock = clock;
    }

    /// <summary>How the world's time follows the clock; set when the loop begins.</summary>
    public Pace Pace { get; set; } = new(default, 0, Pace.RealTimePermille);

    /// <summary>What it has counted.</summary>
    public LoopFigures Figures { get; } = new();

    /// <summary>The ports.</summary>
    public IReadOnlyList<PortBinding> Bindings => _bindings;

    /// <summary>
    /// Hands in what waits at the ports, at most <paramref name="batch"/> messages of each; false when
    /// nothing is left.
    /// </summary>
    public bool Receive(LiveWorld world, int batch)
    {
        bool isMore = false;
        foreach (PortBinding binding in _bindings)
        {
            int left = batch;
            while (left > 0 && binding.Port.TryReceive(_buffer, out InboundMessage message))
            {
                Take(world, binding, message);
                left--;
            }
            isMore |= left == 0;
        }
        return isMore;
    }

    /// <summary>No port takes in any more.</summary>
    public void Pause()
    {
        foreach (PortBinding binding in _bindings)
        {
            binding.Port.IsPaused = true;
        }
    }

    /// <inheritdoc/>
    public void Deliver(
        int contract, NodeId subscriber, PayloadKind kind, ReadOnlySpan<byte> payload, Instant modelled)
    {
        foreach (IEdgePort port in _outlets.Of(contract, subscriber, kind))
        {
            port.Deliver(payload);
        }
        Figures.MessagesOut++;
        Figures.BytesOut += payload.Length;
        long latenessNs = Math.Max(0, _clock.MonotonicNs - Pace.HostNsAt(modelled));
        Figures.LatenessNs.Add(latenessNs);
        Figures.Lateness.Add(latenessNs);
    }

    /// <inheritdoc/>
    public void Lose(int contract, NodeId subscriber, DropReason reason) => Figures.MessagesLost++;

    private void Take(LiveWorld world, PortBinding binding, in InboundMessage message)
    {
        if (binding.ContractOf(message) is int contract
            && world.TrySubmit(contract, binding.Kind, _buffer.AsSpan(0, message.LengthBytes), key: 0))
        {
            Figures.MessagesIn++;
            Figures.BytesIn += message.LengthBytes;
        }
        else
        {
            Figures.MessagesRefused++;
        }
    }
}
