using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>What a fault took of a message.</summary>
[System.Flags]
internal enum FrameLosses : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A frame on a link that had failed, or in a node that was lost.</summary>
    Link = 1,

    /// <summary>A single frame, by noise.</summary>
    Noise = 2,
}

/// <summary>One message to one subscriber, as a witness saw it.</summary>
internal struct MessageRecord
{
    public MessageRef Message;
    public uint Key;
    public DataSize Size;
    public Instant Offered;
    public Instant Deadline;
    public Instant Ended;
    public DropReason? Reason;
    public bool IsEnded;
    public FrameLosses Lost;

    public readonly bool IsDelivered => IsEnded && Reason is null;

    public readonly bool IsOnTime => IsDelivered && Ended <= Deadline;
}

/// <summary>Keeps all that a witness is told, for the judges of one run.</summary>
/// <param name="kept">The contracts whose messages are kept, by index; all where it is not said.</param>
internal sealed class RunRecord(IReadOnlyList<bool>? kept = null) : IRunWitness
{
    private readonly List<MessageRecord> _messages = [];
    private readonly Dictionary<MessageRef, int> _places = [];
    private readonly List<(NodeId Node, int Link, bool IsLost, Instant At)> _told = [];
    private readonly List<(int Link, bool IsUp, Instant At)> _standby = [];
    private readonly List<(NodeId Node, Instant At)> _nodesLost = [];
    private readonly List<(NodeId Node, PlanId Plan, Instant At)> _plans = [];
    private readonly List<(NodeId Node, int Link, Instant At)> _silences = [];

    /// <summary>All messages, in the order in which they were offered.</summary>
    public IReadOnlyList<MessageRecord> Messages => _messages;

    /// <summary>What nodes were told of links, in order.</summary>
    public IReadOnlyList<(NodeId Node, int Link, bool IsLost, Instant At)> Told => _told;

    /// <summary>When standby links came and went.</summary>
    public IReadOnlyList<(int Link, bool IsUp, Instant At)> Standby => _standby;

    /// <summary>When nodes were lost.</summary>
    public IReadOnlyList<(NodeId Node, Instant At)> NodesLost => _nodesLost;

    /// <summary>When which plan came into force where, in order.</summary>
    public IReadOnlyList<(NodeId Node, PlanId Plan, Instant At)> Plans => _plans;

    /// <summary>When nodes found silence by themselves, in order.</summary>
    public IReadOnlyList<(NodeId Node, int Link, Instant At)> Silences => _silences;

    /// <inheritdoc/>
    public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
    {
        if (!IsKept(message))
        {
            return;
        }
        _places.Add(message, _messages.Count);
        _messages.Add(new MessageRecord
        {
            Message = message,
            Key = key,
            Size = size,
            Offered = now,
            Deadline = deadline,
        });
    }

    /// <inheritdoc/>
    public void Ended(in MessageRef message, DropReason? reason, Instant now)
    {
        if (!IsKept(message))
        {
            return;
        }
        ref MessageRecord record = ref At(message);
        // A copy may still deliver what another lost; the first delivery stays.
        if (!record.IsDelivered)
        {
            record.IsEnded = true;
            record.Reason = reason;
            record.Ended = now;
        }
    }

    /// <inheritdoc/>
    public void FrameLost(in MessageRef message, DropReason reason, Instant now)
    {
        if (IsKept(message))
        {
            At(message).Lost |= reason is DropReason.FrameLost or DropReason.Corrupted
                ? FrameLosses.Noise
                : FrameLosses.Link;
        }
    }

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
        => _told.Add((node, link, isLost, now));

    /// <inheritdoc/>
    public void StandbyTurned(int link, bool isUp, Instant now) => _standby.Add((link, isUp, now));

    /// <inheritdoc/>
    public void SilenceNoticed(NodeId node, int link, Instant now) => _silences.Add((node, link, now));

    /// <inheritdoc/>
    public void PlanTurned(NodeId node, PlanId inForce, Instant now)
    {
        // Told at every turn of an epoch as well.
        int last = _plans.FindLastIndex(p => p.Node == node);
        if (last < 0 || _plans[last].Plan != inForce)
        {
            _plans.Add((node, inForce, now));
        }
    }

    /// <inheritdoc/>
    public void NodeLost(NodeId node, Instant now) => _nodesLost.Add((node, now));

    /// <inheritdoc/>
    public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
    {
        // Judged by the exhaustive lane only.
    }

    private bool IsKept(in MessageRef message) => kept?[message.Contract] != false;

    private ref MessageRecord At(in MessageRef message)
        => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_messages)[_places[message]];
}
