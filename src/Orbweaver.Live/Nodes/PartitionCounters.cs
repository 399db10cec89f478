using System;
using Orbweaver.Model;

namespace Orbweaver.Live.Nodes;

/// <summary>Why a frame from another host, or a node's own on its way out, went no further.</summary>
public enum FrameRefusal : byte
{
    /// <summary>It was not refused.</summary>
    None,

    /// <summary>There is no such link, or the nodes are not its ends, or none of them lives here.</summary>
    UnknownLink,

    /// <summary>The contact is not open now, or the standby link is not up.</summary>
    NotInForce,

    /// <summary>The host has been told that the link is dark.</summary>
    Dark,

    /// <summary>What it says cannot be: a sender of another version, plan or set of contracts.</summary>
    Malformed,

    /// <summary>A part of a later plan: this host follows the one with which it started.</summary>
    LaterPlan,

    /// <summary>There is no room for its payload.</summary>
    PayloadStoreFull,

    /// <summary>An ask or answer about a raise of a standby link that is over.</summary>
    StaleRaise,
}

/// <summary>What a partition has done so far, by outcome.</summary>
public sealed class PartitionCounters
{
    private readonly long[] _refused = new long[(int)DropReason.PayloadStoreFull + 1];
    private readonly long[] _dropped = new long[(int)DropReason.PayloadStoreFull + 1];
    private readonly long[] _frames = new long[(int)FrameRefusal.StaleRaise + 1];

    /// <summary>Messages that were handed in.</summary>
    public long Submitted { get; internal set; }

    /// <summary>Messages that were delivered, one a subscriber.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long DeliveredBytes { get; internal set; }

    /// <summary>Frames, of packets and of control, to nodes of other hosts.</summary>
    public long FramesOut { get; internal set; }

    /// <summary>Frames from nodes of other hosts, those that were refused included.</summary>
    public long FramesIn { get; internal set; }

    /// <summary>Frames between nodes that live here.</summary>
    public long FramesWithin { get; internal set; }

    /// <summary>Packets that were to go two ways and went one, as there was no disjoint pair.</summary>
    public long Unpaired { get; internal set; }

    /// <summary>Links that nodes found lost by silence, or by their peer's word.</summary>
    public long Silences { get; internal set; }

    /// <summary>Standby links that were taken up at an end that lives here.</summary>
    public long StandbyEnds { get; internal set; }

    /// <summary>How late the host was with anything at most.</summary>
    public Duration LateMost { get; internal set; }

    /// <summary>Messages that were not accepted, by reason.</summary>
    public long Refused(DropReason reason) => _refused[(int)reason];

    /// <summary>Packets that were dropped, by reason.</summary>
    public long Dropped(DropReason reason) => _dropped[(int)reason];

    /// <summary>Frames that went no further, by reason.</summary>
    public long FramesRefused(FrameRefusal reason) => _frames[(int)reason];

    /// <summary>Messages that were not accepted.</summary>
    public long AllRefused => Sum(_refused);

    /// <summary>Packets that were dropped.</summary>
    public long AllDropped => Sum(_dropped);

    internal void NoteRefused(DropReason reason) => _refused[(int)reason]++;

    internal void NoteDropped(DropReason reason) => _dropped[(int)reason]++;

    internal void NoteFrame(FrameRefusal reason) => _frames[(int)reason]++;

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }
        return sum;
    }
}
