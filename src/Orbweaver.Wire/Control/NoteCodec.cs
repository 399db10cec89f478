using System;
using Orbweaver.Model;

namespace Orbweaver.Wire;

/// <summary>What control frames say of plans and of time, as bytes.</summary>
internal static class NoteCodec
{
    /// <summary>Bytes of what is said of time.</summary>
    public const int ClockBytes = 9;

    private const int NoteBytes = 33;
    private const int PieceBytes = 22;

    // In 48 bits, of which an ask needs one.
    private const long OffsetMax = (1L << 47) - 1;
    private const int HasAsk = 1;
    private const int HasPiece = 2;
    private const int IsSure = 1;
    private const int IsDoubtful = 2;

    /// <summary>Bytes of what is said of plans.</summary>
    public static int BytesOf(PlanNote? note)
        => note is null ? 0
            : NoteBytes + (note.Ask is null ? 0 : PlanAsk.Bytes)
                + (note.Piece is null ? 0 : PieceBytes + note.Piece.Length);

    /// <summary>Whether a note can be written, and be meant.</summary>
    public static bool IsSense(PlanNote? note)
    {
        if (note is null)
        {
            return true;
        }
        bool isPlain = note.Number >= 0 && note.Heard >= 0 && IsPlan(note.InForce) && IsPlan(note.Newest);
        bool isAsk = note.Ask is not { } ask || (IsPlan(ask.Id) && ask.Offset is >= 0 and <= OffsetMax);
        bool isPiece = note.Piece is not { } piece || (IsPlan(piece.Id)
            && piece.Length is > 0 and <= PlanPiece.LengthMax
            && piece.DocumentBytes is > 0 and <= OffsetMax
            && piece.Offset >= 0 && piece.Offset <= piece.DocumentBytes - piece.Length);
        return isPlain && isAsk && isPiece;
    }

    /// <summary>Writes what is said of plans.</summary>
    public static WireError Write(PlanNote note, IPlanBytes plans, ref ByteWriter to)
    {
        to.U64((ulong)note.Number);
        to.U64((ulong)note.Heard);
        to.U32((uint)note.Epoch);
        to.Plan(note.InForce);
        to.Plan(note.Newest);
        to.U8((note.Ask is null ? 0 : HasAsk) | (note.Piece is null ? 0 : HasPiece));
        if (note.Ask is { } ask)
        {
            to.Plan(ask.Id);
            to.U48((ask.Offset << 1) | (ask.IsRepeat ? 1L : 0L));
        }
        if (note.Piece is not { } piece)
        {
            return WireError.None;
        }
        to.Plan(piece.Id);
        to.U48(piece.DocumentBytes);
        to.U48(piece.Offset);
        to.U32((uint)piece.Length);
        return plans.TryCopy(piece, to.Take(piece.Length)) ? WireError.None : WireError.Payload;
    }

    /// <summary>Writes what is said of time.</summary>
    public static void Write(ClockNote clock, ref ByteWriter to)
    {
        to.U64((ulong)clock.Wall.Nanoseconds);
        to.U8((clock.IsSure ? IsSure : 0) | (clock.IsDoubtful ? IsDoubtful : 0));
    }

    /// <summary>Reads what is said of plans.</summary>
    public static WireError Read(
        scoped ref ByteReader from, out PlanNote? note, out ReadOnlySpan<byte> piece)
    {
        piece = [];
        note = new PlanNote(
            (long)from.U64(), (long)from.U64(), (int)from.U32(), ReadPlan(ref from), ReadPlan(ref from));
        int flags = from.U8();
        if ((flags & ~(HasAsk | HasPiece)) != 0)
        {
            return WireError.Flags;
        }
        if ((flags & HasAsk) != 0)
        {
            PlanId id = ReadPlan(ref from);
            long offset = from.U48();
            note = note with { Ask = new PlanAsk(id, offset >> 1, (offset & 1) != 0) };
        }
        if ((flags & HasPiece) != 0)
        {
            PlanId id = ReadPlan(ref from);
            long documentBytes = from.U48();
            long offset = from.U48();
            uint length = from.U32();
            if (length > PlanPiece.LengthMax)
            {
                return WireError.TooLong;
            }
            piece = from.Bytes((int)length);
            note = note with { Piece = new PlanPiece(id, documentBytes, offset, (int)length, null) };
        }
        return from.IsShort ? WireError.TooShort : WireError.None;
    }

    /// <summary>Reads what is said of time.</summary>
    public static WireError Read(ref ByteReader from, out ClockNote? clock)
    {
        var wall = new Instant((long)from.U64());
        int flags = from.U8();
        clock = new ClockNote(wall, (flags & IsSure) != 0, (flags & IsDoubtful) != 0);
        return (flags & ~(IsSure | IsDoubtful)) != 0 ? WireError.Flags : WireError.None;
    }

    private static PlanId ReadPlan(ref ByteReader from)
        => new((int)from.U32(), new NodeId(from.U16()));

    private static bool IsPlan(PlanId id)
        => id.Version >= 0 && id.Controller.Value is >= 0 and < MeshAddress.NodesMax;
}
