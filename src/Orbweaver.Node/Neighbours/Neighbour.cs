using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// What a node remembers of another that it meets: how much of each other's log they have. It outlives
/// contacts: when they meet again, they go on where they stopped.
/// </summary>
internal sealed class Neighbour(NodeId id)
{
    // Most neighbours never make anything wait.
    private List<(Packet Packet, Port Port)>? _held;

    /// <summary>Who it is.</summary>
    public NodeId Id { get; } = id;

    /// <summary>Its incarnation, as far as it was heard; 0 before.</summary>
    public uint Incarnation { get; private set; }

    /// <summary>How much of its log came, without gaps.</summary>
    public long Received { get; set; }

    /// <summary>
    /// Whether its news is read again from the start, as some of it did not seem to count: that we had it
    /// says nothing then.
    /// </summary>
    public bool IsReread { get; set; }

    /// <summary>How much of our log has left towards it.</summary>
    public long Sent { get; set; }

    /// <summary>How much of our log it has said to have.</summary>
    public long Acknowledged { get; set; }

    /// <summary>When what it has not acknowledged is sent again.</summary>
    public Instant ResendAt { get; set; } = Instant.Max;

    /// <summary>When it is asked again for what is missing.</summary>
    public Instant AskAgainAt { get; set; } = Instant.Max;

    /// <summary>
    /// When it is told how much of its log came, if nothing else is said before: in a flood one answer does
    /// for many entries. Data never overtakes it.
    /// </summary>
    public Instant AnswerAt { get; set; } = Instant.Max;

    /// <summary>Copies of what went to it; null before there was any.</summary>
    public KeptPackets? Kept { get; set; }

    /// <summary>What of its numbered packets was taken; null before there was any.</summary>
    public TakenPackets? Taken { get; set; }

    /// <summary>When it is told what was taken, if nothing else is said before.</summary>
    public Instant TakenAnswerAt { get; set; } = Instant.Max;

    /// <summary>How many it has not been told of.</summary>
    public int TakenUntold { get; set; }

    /// <summary>Over which link they came, and the answer goes.</summary>
    public Port? TakenOn { get; set; }

    /// <summary>Data that must wait until its log has come up to their mark, in order of arrival.</summary>
    public List<(Packet Packet, Port Port)> Held => _held ??= [];

    /// <summary>How many these are.</summary>
    public int HeldCount => _held?.Count ?? 0;

    /// <summary>Bytes of held data.</summary>
    public long HeldBytes { get; set; }

    /// <summary>What it said last of its clock.</summary>
    public ClockNote? Clock { get; set; }

    /// <summary>How far its clock was ahead of ours then.</summary>
    public Duration ClockAhead { get; set; }

    /// <summary>When that was.</summary>
    public Instant ClockHeardAt { get; set; }

    /// <summary>What it said last of its plans; null when it has said nothing in its present life.</summary>
    public PlanNote? Plans { get; set; }

    /// <summary>What it was told of plans last, without what was asked or handed over.</summary>
    public PlanNote? NoteSaid { get; set; }

    /// <summary>When it is told again of our plans, as it has not said that it heard of them.</summary>
    public Instant PlansResendAt { get; set; } = Instant.Max;

    /// <summary>
    /// Notes an incarnation. False: it is older than the one known, so what came with it is void. A newer one
    /// has forgotten everything: what it had acknowledged, and what was known of its log, is void too.
    /// </summary>
    public bool TryMeet(uint incarnation)
    {
        if (incarnation < Incarnation)
        {
            return false;
        }
        if (incarnation > Incarnation)
        {
            bool isRestart = Incarnation != 0;
            Incarnation = incarnation;
            Received = 0;
            Taken = null;
            TakenAnswerAt = Instant.Max;
            TakenUntold = 0;
            IsReread = false;
            Plans = null;
            Clock = null;
            if (isRestart)
            {
                Sent = 0;
                Acknowledged = 0;
            }
        }
        return true;
    }
}
