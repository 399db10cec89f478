using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>
/// Control frames as bytes. With the header before it a frame never takes more than
/// <see cref="ControlFrame.SizeBytes"/>, by which its sender occupies the link. Neither reading nor writing
/// throws, whatever the bytes.
/// </summary>
public static class ControlCodec
{
    /// <summary>Entries of one frame: the bodies of frames end there.</summary>
    public const int EntriesMax = 1 << 19;

    private const int Version = 1;
    private const int HeadBytes = 46;
    private const int EntryBytes = Announcement.Bytes;
    private const int EntrySpareBytes = EntryBytes - 9;

    // Flags of the frame.
    private const int Snapshot = 1;
    private const int Full = 2;
    private const int GapRequest = 4;
    private const int HearsPeer = 8;
    private const int HasPlans = 16;
    private const int HasClock = 32;
    private const int AllFlags = 63;

    // Flags of an entry.
    private const int FromA = 1;
    private const int Down = 2;

    /// <summary>Bytes that a frame takes, without the header before it.</summary>
    public static int BytesOf(ControlFrame frame)
        => HeadBytes + (EntryBytes * frame.Entries.Count) + NoteCodec.BytesOf(frame.Plans)
            + (frame.Clock is null ? 0 : NoteCodec.ClockBytes);

    /// <summary>
    /// Writes a frame; the bytes of a part of a plan are asked for. False, with the reason, for what the
    /// layout cannot hold.
    /// </summary>
    public static bool TryWrite(
        ControlFrame frame, IPlanBytes plans, Span<byte> to, out int length, out WireError error)
    {
        length = 0;
        error = Check(frame);
        if (error != WireError.None)
        {
            return false;
        }
        int bytes = BytesOf(frame);
        if (to.Length < bytes)
        {
            error = WireError.TooShort;
            return false;
        }
        ByteWriter writer = new(to);
        WriteHead(frame, ref writer);
        WriteEntries(frame.Entries, ref writer);
        if (frame.Plans is { } note)
        {
            error = NoteCodec.Write(note, plans, ref writer);
        }
        if (frame.Clock is { } clock)
        {
            NoteCodec.Write(clock, ref writer);
        }
        length = error == WireError.None ? bytes : 0;
        return error == WireError.None;
    }

    /// <summary>
    /// Reads a frame of exactly these bytes. A part of a plan comes without its document; its bytes are
    /// given beside it, and lie in those that were read. After false the frame holds rubbish.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, ControlFrame into, out ReadOnlySpan<byte> piece, out WireError error)
    {
        ByteReader from = new(bytes);
        int flags = ReadHead(ref from, into, out int version, out long entries);
        piece = [];
        error = from.IsShort || from.Left < entries * EntryBytes ? WireError.TooShort
            : version != Version ? WireError.Version
            : (flags & ~AllFlags) != 0 ? WireError.Flags
            : entries > EntriesMax ? WireError.TooLong
            : WireError.None;
        into.Entries = [];
        into.Plans = null;
        into.Clock = null;
        error = error != WireError.None ? error : ReadEntries(ref from, (int)entries, into);
        if (error == WireError.None && (flags & HasPlans) != 0)
        {
            error = NoteCodec.Read(ref from, out PlanNote? note, out piece);
            into.Plans = note;
        }
        if (error == WireError.None && (flags & HasClock) != 0)
        {
            error = NoteCodec.Read(ref from, out ClockNote? clock);
            into.Clock = clock;
        }
        error = error != WireError.None ? error
            : from.IsShort ? WireError.TooShort
            : from.Left > 0 ? WireError.TooLong
            : Check(into);
        return error == WireError.None;
    }

    private static WireError Check(ControlFrame frame)
    {
        if (frame.Entries.Count > EntriesMax)
        {
            return WireError.TooLong;
        }
        return frame.Position < 0 || frame.PeerPosition < 0 || !NoteCodec.IsSense(frame.Plans)
            ? WireError.Range
            : WireError.None;
    }

    private static void WriteHead(ControlFrame frame, ref ByteWriter to)
    {
        int flags = (frame.IsSnapshot ? Snapshot : 0)
            | (frame.IsFull ? Full : 0)
            | (frame.IsGapRequest ? GapRequest : 0)
            | (frame.HearsPeer ? HearsPeer : 0)
            | (frame.Plans is null ? 0 : HasPlans)
            | (frame.Clock is null ? 0 : HasClock);
        to.U8(Version);
        to.U8(flags);
        to.U32(frame.Incarnation);
        to.U64((ulong)frame.Position);
        to.U32(frame.PeerIncarnation);
        to.U64((ulong)frame.PeerPosition);
        to.U32(frame.TakenThrough);
        to.U64(frame.TakenBits);
        to.U32(frame.Number);
        to.U32((uint)frame.Entries.Count);
    }

    private static int ReadHead(
        ref ByteReader from, ControlFrame into, out int version, out long entries)
    {
        version = from.U8();
        int flags = from.U8();
        into.IsSnapshot = (flags & Snapshot) != 0;
        into.IsFull = (flags & Full) != 0;
        into.IsGapRequest = (flags & GapRequest) != 0;
        into.HearsPeer = (flags & HearsPeer) != 0;
        into.Incarnation = from.U32();
        into.Position = (long)from.U64();
        into.PeerIncarnation = from.U32();
        into.PeerPosition = (long)from.U64();
        into.TakenThrough = from.U32();
        into.TakenBits = from.U64();
        into.Number = from.U32();
        entries = from.U32();
        return flags;
    }

    private static void WriteEntries(IReadOnlyList<Announcement> entries, ref ByteWriter to)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            Announcement entry = entries[i];
            to.U32((uint)entry.Link);
            to.U32(entry.Sequence);
            to.U8((entry.IsFromA ? FromA : 0) | (entry.IsDown ? Down : 0));
            to.Take(EntrySpareBytes).Clear();
        }
    }

    private static WireError ReadEntries(ref ByteReader from, int count, ControlFrame into)
    {
        if (count == 0)
        {
            return WireError.None;
        }
        var entries = new Announcement[count];
        for (int i = 0; i < count; i++)
        {
            int link = (int)from.U32();
            uint sequence = from.U32();
            int flags = from.U8();
            bool isPlain = (flags & ~(FromA | Down)) == 0
                && from.Bytes(EntrySpareBytes).IndexOfAnyExcept((byte)0) < 0;
            if (!isPlain)
            {
                return WireError.Flags;
            }
            entries[i] = new Announcement(
                link, (flags & FromA) != 0, sequence, (flags & Down) != 0);
        }
        into.Entries = entries;
        return WireError.None;
    }
}
