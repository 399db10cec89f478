using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What is due.</summary>
internal enum EventKind : byte
{
    /// <summary>The first packet of a pipe arrives; the target is the pipe.</summary>
    Arrival,

    /// <summary>A node's deadline; the target is the node.</summary>
    NodeTimer,

    /// <summary>A source hands in its next message; the target is the source.</summary>
    Source,

    /// <summary>The ages of information are sampled.</summary>
    Sample,

    /// <summary>A new epoch begins: elastic flows are shared out again; the target is the epoch.</summary>
    Epoch,

    /// <summary>A fault begins, or comes again; the target is its hit.</summary>
    FaultBegins,

    /// <summary>A fault ends; the target is its hit.</summary>
    FaultEnds,

    /// <summary>A frame that others have overtaken arrives; the target is its place.</summary>
    Stray,

    /// <summary>
    /// An end of a link notices something; the target is twice the link's seat, plus one for B.
    /// </summary>
    EndNotices,

    /// <summary>A ground terminal has turned to a standby satellite; the target is the pair.</summary>
    StandbyTurned,

    /// <summary>A standby link stops carrying frames; the target is the pair.</summary>
    StandbyEnds,

    /// <summary>A controller hands a plan to its node; the target is the issue.</summary>
    PlanIssued,

    /// <summary>
    /// Terminals turn; the target is the node, or -1 for all at a boundary of epochs.
    /// </summary>
    TerminalsTurn,
}

/// <summary>
/// Something due at a moment. Events of one moment happen in the order in which they were scheduled.
/// </summary>
internal readonly record struct Event(Instant Time, long Sequence, EventKind Kind, int Target)
    : IComparable<Event>
{
    /// <summary>Whether it happens before another.</summary>
    public bool IsBefore(in Event other)
        => Time.Nanoseconds != other.Time.Nanoseconds
            ? Time.Nanoseconds < other.Time.Nanoseconds
            : Sequence < other.Sequence;

    /// <summary>The order in which events happen.</summary>
    public int CompareTo(Event other) => IsBefore(other) ? -1 : other.IsBefore(this) ? 1 : 0;
}
