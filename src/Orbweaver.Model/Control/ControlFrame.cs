using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// What neighbours say to each other, apart from data: news, how much of each other's log they have, which
/// packets they took, that they hear each other. A host carries it over a link as one frame ahead of queued
/// data, and changes nothing; nodes read it and keep no hold of it, so it can be used again.
/// </summary>
public sealed record ControlFrame
{
    /// <summary>Bytes of a frame without entries.</summary>
    public const int BytesMin = 60;

    /// <summary>The sender's incarnation: grows with every restart.</summary>
    public required uint Incarnation { get; set; }

    /// <summary>Entries of the sender's log, in order; or a snapshot of all that still counts.</summary>
    public IReadOnlyList<Announcement> Entries { get; set; } = [];

    /// <summary>
    /// Length of the sender's log behind the last entry. Without entries: the length of its log now.
    /// </summary>
    public required long Position { get; set; }

    /// <summary>
    /// Whether the entries are a snapshot: they replace whatever was missing before the position.
    /// </summary>
    public bool IsSnapshot { get; set; }

    /// <summary>
    /// Whether the snapshot is really all there is, and not the word that the receiver has it already: who
    /// reads the news again has not.
    /// </summary>
    public bool IsFull { get; set; }

    /// <summary>The receiver's incarnation as the sender knows it; 0 when it has not heard of it.</summary>
    public required uint PeerIncarnation { get; set; }

    /// <summary>How much of the receiver's log the sender has, without gaps.</summary>
    public required long PeerPosition { get; set; }

    /// <summary>All numbered packets of the receiver up to this one were taken.</summary>
    public uint TakenThrough { get; set; }

    /// <summary>Of the next but one on, which were taken too.</summary>
    public ulong TakenBits { get; set; }

    /// <summary>Asks for what is missing beyond <see cref="PeerPosition"/>.</summary>
    public bool IsGapRequest { get; set; }

    /// <summary>
    /// Whether the sender hears the receiver: a link that is dead one way is down for both.
    /// </summary>
    public bool HearsPeer { get; set; } = true;

    /// <summary>
    /// Which of the control frames that the sender's life has put on this link it is, from 1, so that missing
    /// ones are noticed; 0 without liveness.
    /// </summary>
    public uint Number { get; set; }

    /// <summary>Which plans the sender has; null while it knows of none but the first.</summary>
    public PlanNote? Plans { get; set; }

    /// <summary>The sender's time; null where neighbours do not exchange it.</summary>
    public ClockNote? Clock { get; set; }

    /// <summary>Bytes on a link.</summary>
    public int SizeBytes => BytesMin + (Announcement.Bytes * Entries.Count) + (Plans?.SizeBytes ?? 0)
        + (Clock is null ? 0 : ClockNote.Bytes);
}
