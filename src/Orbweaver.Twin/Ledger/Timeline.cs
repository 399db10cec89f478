using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>One piece of a run's time.</summary>
public struct TimelineSlot
{
    /// <summary>Messages handed in within it.</summary>
    public long Offered;

    /// <summary>Of these, delivered on time.</summary>
    public long OnTime;

    /// <summary>Of these, delivered late or expired.</summary>
    public long Late;

    /// <summary>Of these, lost for another reason.</summary>
    public long Lost;

    /// <summary>Packets that faults took within it.</summary>
    public long PacketsLost;

    /// <summary>
    /// Hops within it that were not on the base tree: packets on their way around something.
    /// </summary>
    public long Detours;

    /// <summary>How often an end of a link noticed within it that the link is lost.</summary>
    public long LinksLost;

    /// <summary>
    /// On time of those whose outcome is known and was not superseded; null when there are none.
    /// </summary>
    public readonly double? OnTimeShare
        => OnTime + Late + Lost is > 0 and long decided ? (double)OnTime / decided : null;
}

/// <summary>How a run went, in equal pieces of whole seconds.</summary>
public sealed record Timeline(Duration SlotLength, IReadOnlyList<TimelineSlot> Slots)
{
    /// <summary>No time at all.</summary>
    public static readonly Timeline Empty = new(Duration.FromSeconds(1), []);
}

/// <summary>
/// Collects a <see cref="Timeline"/>: seconds, or pieces so long that there are not too many.
/// </summary>
internal sealed class TimelineNotes
{
    private const int SlotsMax = 3_600;

    private readonly Instant _start;
    private readonly Duration _slot;
    private readonly TimelineSlot[] _slots;

    public TimelineNotes(Instant start, Duration length)
    {
        _start = start;
        long seconds = Math.Max(1, (length.Nanoseconds + 999_999_999) / 1_000_000_000);
        _slot = Duration.FromSeconds((seconds + SlotsMax - 1) / SlotsMax);
        _slots = new TimelineSlot[((seconds - 1) / (_slot / Duration.FromSeconds(1))) + 1];
    }

    public void NoteOffered(Instant now) => At(now).Offered++;

    /// <summary>A message was delivered.</summary>
    public void NoteDelivered(in Message message, Instant now)
    {
        ref TimelineSlot slot = ref At(message.Source);
        if (now <= message.Deadline)
        {
            slot.OnTime++;
        }
        else
        {
            slot.Late++;
        }
    }

    /// <summary>A message was dropped or refused.</summary>
    public void NoteDropped(in Message message, DropReason reason)
    {
        ref TimelineSlot slot = ref At(message.Source);
        switch (reason)
        {
            case DropReason.Superseded:
                break;
            case DropReason.Expired:
                slot.Late++;
                break;
            default:
                slot.Lost++;
                break;
        }
    }

    public void NotePacketLost(Instant now) => At(now).PacketsLost++;

    public void NoteDetour(Instant now) => At(now).Detours++;

    public void NoteLinkLost(Instant now) => At(now).LinksLost++;

    /// <summary>All pieces up to now.</summary>
    public Timeline Result(Instant now)
    {
        long begun = ((now - _start).Nanoseconds + _slot.Nanoseconds - 1) / _slot.Nanoseconds;
        return new Timeline(_slot, _slots[..(int)Math.Min(_slots.Length, begun)]);
    }

    // What happens at the very end counts for the last piece.
    private ref TimelineSlot At(Instant t)
        => ref _slots[Math.Min((t - _start) / _slot, _slots.Length - 1)];
}
