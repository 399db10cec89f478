using System;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Wire;

public sealed class ControlCodecTests
{
    [Fact]
    public void Any_frame_comes_back_as_it_was_and_is_no_larger_than_it_says()
    {
        var dice = new Prng(3);
        byte[] bytes = new byte[FuzzInputs.BytesMax];
        ControlFrame read = ControlTarget.Empty();
        for (int i = 0; i < 3_000; i++)
        {
            ControlFrame sent = ControlTarget.Draw(dice);

            Assert.True(ControlCodec.TryWrite(sent, Pattern.Instance, bytes, out int length, out _));
            Assert.True(ControlCodec.TryRead(
                bytes.AsSpan(0, length), read, out ReadOnlySpan<byte> piece, out _));

            Assert.InRange(length, 1, sent.SizeBytes - FrameCodec.ControlHeaderBytes);
            Assert.Equal(sent.Entries, read.Entries);
            Assert.Equal(sent with { Entries = [] }, read with { Entries = [] });
            Assert.Equal(sent.Plans?.Piece?.Length ?? 0, piece.Length);
            Assert.Equal(-1, piece.IndexOfAnyExcept(Pattern.Value));
        }
    }

    [Fact]
    public void A_document_that_is_gone_is_said_and_not_made_up()
    {
        ControlFrame frame = ControlTarget.Empty();
        frame.Plans = new PlanNote(1, 1, 0, default, default)
        {
            Piece = new PlanPiece(new PlanId(1, default), 1_000, 0, 100, null),
        };
        byte[] bytes = new byte[500];
        Assert.False(ControlCodec.TryWrite(frame, Nothing.Instance, bytes, out _, out WireError error));
        Assert.Equal(WireError.Payload, error);
        Assert.False(ControlCodec.TryWrite(frame, Pattern.Instance, new byte[100], out _, out error));
        Assert.Equal(WireError.TooShort, error);
    }

    [Fact]
    public void What_has_no_room_is_refused()
    {
        PlanId plan = new(1, default);
        PlanNote note = new(1, 1, 0, plan, plan);
        Refuse(f => f.Position = -1);
        Refuse(f => f.PeerPosition = -1);
        Refuse(f => f.Plans = note with { Newest = new PlanId(1, NodeId.None) });
        Refuse(f => f.Plans = note with { Ask = new PlanAsk(plan, 1L << 47, false) });
        Refuse(f => f.Plans = note with { Piece = new PlanPiece(plan, 10, 5, 6, null) });
        Refuse(f => f.Plans = note with { Piece = new PlanPiece(plan, 100_000, 0, 32_769, null) });

        static void Refuse(Action<ControlFrame> spoil)
        {
            ControlFrame frame = ControlTarget.Empty();
            spoil(frame);
            Assert.False(ControlCodec.TryWrite(
                frame, Pattern.Instance, new byte[40_000], out _, out WireError error));
            Assert.Equal(WireError.Range, error);
        }
    }

    [Theory]
    [InlineData(0, 2, WireError.Version)]
    [InlineData(1, 0x40, WireError.Flags)]
    [InlineData(1, 0x10, WireError.TooShort)]
    [InlineData(6, 0x80, WireError.Range)]
    [InlineData(45, 1, WireError.TooShort)]
    public void Every_wrong_byte_has_its_reason(int at, byte value, WireError expected)
    {
        byte[] bytes = new byte[46];
        Assert.True(ControlCodec.TryWrite(
            ControlTarget.Empty(), Pattern.Instance, bytes, out int length, out _));
        Assert.Equal(bytes.Length, length);
        bytes[at] = value;

        Assert.False(ControlCodec.TryRead(bytes, ControlTarget.Empty(), out _, out WireError error));

        Assert.Equal(expected, error);
        Assert.False(ControlCodec.TryRead([.. bytes, 0], ControlTarget.Empty(), out _, out _));
    }

    private sealed class Pattern : IPlanBytes
    {
        public const byte Value = 0x5a;

        public static readonly Pattern Instance = new();

        public bool TryCopy(PlanPiece piece, Span<byte> to)
        {
            to.Fill(Value);
            return true;
        }
    }

    private sealed class Nothing : IPlanBytes
    {
        public static readonly Nothing Instance = new();

        public bool TryCopy(PlanPiece piece, Span<byte> to) => false;
    }
}
