using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>A packet in a node, for checks from outside.</summary>
/// <param name="Node">Where it is.</param>
/// <param name="Contract">Its contract, by index.</param>
/// <param name="Destination">Where it leaves.</param>
/// <param name="Since">When it came there.</param>
/// <param name="IsParked">Whether the node said that there is no way for it.</param>
public readonly record struct HeldPacket(
    NodeId Node, int Contract, NodeId Destination, Instant Since, bool IsParked);

public sealed partial class TwinWorld
{
    private readonly IRunWitness? _witness;
    private IPacketTap? _tap;

    /// <summary>
    /// Who is shown every packet on links; null, as usual, for nobody. It may be another between any two
    /// steps, as it changes nothing.
    /// </summary>
    public IPacketTap? Tap
    {
        get => _tap;
        set => _tap = value;
    }

    /// <summary>The hash over every event so far.</summary>
    public ulong TraceHash => _traceHash;

    /// <summary>
    /// Looks for every packet in use and at the bounds of all queues, as at the end of a run. Throws when
    /// something does not add up.
    /// </summary>
    public void CheckNow() => CheckPackets();

    /// <summary>All packets that are in nodes, in the order of their places.</summary>
    public IEnumerable<HeldPacket> HeldPackets()
    {
        foreach (Packet packet in _packets.Rented())
        {
            PacketNotes notes = NotesOf(packet);
            if (!notes.IsFlying)
            {
                yield return new HeldPacket(
                    notes.Holder, packet.ContractIndex, packet.Destination, notes.Entered, notes.IsParked);
            }
        }
    }

    private MessageRef RefOf(in Message message) => new(
        message.ContractIndex, message.Number,
        _config.Contracts[message.ContractIndex].Subscribers[message.Target]);

    private uint NumberOf(Packet packet)
        => packet.Receipt is not null
            ? 0 : _messages[packet.HostTag + BitOperations.TrailingZeroCount(packet.Targets)].Number;

    // Late is told with the port at which most of the waiting was.
    private void TellFailed(in Message message, NodeId at, in PacketNotes notes, DropReason? reason)
    {
        if (_witness is null || reason == DropReason.Superseded)
        {
            return;
        }
        bool isQueued = notes.WorstPipe != PacketNotes.NoPipe && (reason is null or DropReason.Expired);
        (NodeId From, NodeId To)? port = isQueued ? PortOfPipe(notes.WorstPipe) : null;
        _witness.Failed(RefOf(message), port?.From ?? at, port?.To, reason, _now);
    }

    private void TellFrameLost(Packet packet, DropReason reason)
    {
        if (_witness is null || packet.Receipt is not null)
        {
            return;
        }
        for (ulong left = packet.Targets; left != 0; left &= left - 1)
        {
            Message message = _messages[packet.HostTag + BitOperations.TrailingZeroCount(left)];
            _witness.FrameLost(RefOf(message), reason, _now);
        }
    }
}
