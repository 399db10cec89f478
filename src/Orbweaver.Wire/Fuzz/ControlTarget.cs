using System;
using Orbweaver.Model;

namespace Orbweaver.Wire.Fuzz;

/// <summary>Control frames, with news, plans and time.</summary>
internal sealed class ControlTarget : IFuzzTarget
{
    private const long AllocationMax = 65_536;
    private const int EntriesMax = 20;
    private const int PieceMax = 1_000;

    private readonly ControlFrame _frame = Empty();
    private readonly byte[] _bytes = new byte[FuzzInputs.BytesMax];
    private readonly Piece _piece = new();

    /// <inheritdoc/>
    public string Name => "control";

    /// <inheritdoc/>
    public long AllocationMaxFor(int bytes) => AllocationMax;

    /// <inheritdoc/>
    public int MakeSeed(Prng dice, Span<byte> to)
    {
        ControlFrame frame = Draw(dice);
        _piece.Take([]);
        Check.That(ControlCodec.TryWrite(frame, _piece, to, out int length, out _));
        return length;
    }

    /// <inheritdoc/>
    public WireError Read(ReadOnlySpan<byte> bytes)
    {
        if (!ControlCodec.TryRead(bytes, _frame, out ReadOnlySpan<byte> piece, out WireError error))
        {
            return error;
        }
        _piece.Take(piece);
        Check.That(FrameCodec.ControlHeaderBytes + bytes.Length <= _frame.SizeBytes);
        Check.That(ControlCodec.TryWrite(_frame, _piece, _bytes, out int length, out _));
        Check.That(bytes.SequenceEqual(_bytes.AsSpan(0, length)));
        return WireError.None;
    }

    /// <summary>A frame to read into.</summary>
    internal static ControlFrame Empty()
        => new() { Incarnation = 0, Position = 0, PeerIncarnation = 0, PeerPosition = 0 };

    /// <summary>Any frame that can be.</summary>
    internal static ControlFrame Draw(Prng dice)
    {
        var entries = new Announcement[dice.NextBelow(EntriesMax)];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new Announcement(
                (int)dice.NextBits(), Flip(dice), (uint)dice.NextBits(), Flip(dice));
        }
        return new ControlFrame
        {
            Incarnation = (uint)dice.NextBits(),
            Entries = entries,
            Position = dice.NextBelow(long.MaxValue),
            IsSnapshot = Flip(dice),
            IsFull = Flip(dice),
            PeerIncarnation = (uint)dice.NextBits(),
            PeerPosition = dice.NextBelow(long.MaxValue),
            TakenThrough = (uint)dice.NextBits(),
            TakenBits = dice.NextBits(),
            IsGapRequest = Flip(dice),
            HearsPeer = Flip(dice),
            Number = (uint)dice.NextBits(),
            Plans = Flip(dice) ? null : DrawNote(dice),
            Clock = Flip(dice)
                ? null : new ClockNote(new Instant((long)dice.NextBits()), Flip(dice), Flip(dice)),
        };
    }

    private static PlanNote DrawNote(Prng dice)
    {
        int length = (int)dice.NextBetween(1, PieceMax);
        long document = length + dice.NextBelow(1 << 30);
        return new PlanNote(
            dice.NextBelow(long.MaxValue), dice.NextBelow(long.MaxValue), (int)dice.NextBits(),
            DrawPlan(dice), DrawPlan(dice))
        {
            Ask = Flip(dice) ? null : new PlanAsk(DrawPlan(dice), dice.NextBelow(1L << 47), Flip(dice)),
            Piece = Flip(dice) ? null : new PlanPiece(
                DrawPlan(dice), document, dice.NextBelow(document - length + 1), length, null),
        };
    }

    private static PlanId DrawPlan(Prng dice)
        => new((int)dice.NextBelow(int.MaxValue), new NodeId((int)dice.NextBelow(MeshAddress.NodesMax)));

    private static bool Flip(Prng dice) => dice.NextBelow(2) == 0;

    // The bytes of a part, as they were read; zeros behind.
    private sealed class Piece : IPlanBytes
    {
        private readonly byte[] _bytes = new byte[PlanPiece.LengthMax];

        public void Take(ReadOnlySpan<byte> bytes)
        {
            _bytes.AsSpan(0, PieceMax).Clear();
            bytes.CopyTo(_bytes);
        }

        public bool TryCopy(PlanPiece piece, Span<byte> to) => _bytes.AsSpan(0, to.Length).TryCopyTo(to);
    }
}
