using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Wire;

public sealed class FrameCodecTests
{
    [Fact]
    public void Frames_of_a_record_come_back_in_order()
    {
        var dice = new Prng(2);
        byte[] record = new byte[16_384];
        for (int round = 0; round < 200; round++)
        {
            List<(FrameHeader Header, byte Mark)> sent = [];
            int length = 0;
            for (byte i = 0; i < 50; i++)
            {
                FrameHeader header = FrameTarget.Draw(dice);
                Assert.True(FrameCodec.TryWriteHeader(header, i + 1, record.AsSpan(length), out _));
                length += FrameCodec.HeaderBytes(header.Kind);
                record.AsSpan(length, i + 1).Fill(i);
                length += i + 1;
                sent.Add((header, i));
            }

            FrameReader reader = new(record.AsSpan(0, length));
            foreach ((FrameHeader header, byte mark) in sent)
            {
                Assert.True(reader.TryNext(out FrameHeader read, out ReadOnlySpan<byte> body, out _));
                Assert.Equal(header, read);
                Assert.Equal(mark + 1, body.Length);
                Assert.Equal(-1, body.IndexOfAnyExcept(mark));
            }
            Assert.False(reader.TryNext(out _, out _, out WireError error));
            Assert.Equal(WireError.None, error);
        }
    }

    [Theory]
    [InlineData("05 000001 00000000 00", WireError.Kind)]
    [InlineData("03 000001 00000000 00", WireError.Range)]
    [InlineData("02 000002 00000000 00", WireError.TooShort)]
    [InlineData("02 000000 00000000", WireError.TooShort)]
    [InlineData("02 0000", WireError.TooShort)]
    [InlineData("01 000001 00000000 00000001 8000000000000000 00000000 00000000 00", WireError.Range)]
    [InlineData("01 000001 00000000 00000001 0000000000000000 00000001 00000000 00", WireError.Range)]
    [InlineData("01 000001 00000000 00000001 0000000000000000 00000001 00000002 00", WireError.Range)]
    public void What_is_not_right_ends_the_record_with_its_reason(string hex, WireError expected)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        FrameReader reader = new(bytes);

        Assert.False(reader.TryNext(out _, out _, out WireError error));

        Assert.Equal(expected, error);
        Assert.False(reader.TryNext(out _, out _, out error));
        Assert.Equal(WireError.None, error);
    }

    [Fact]
    public void A_record_has_a_limit_of_frames()
    {
        byte[] record = new byte[9 * (FrameReader.FramesMax + 1)];
        for (int i = 0; i < record.Length; i += 9)
        {
            FrameCodec.TryWriteHeader(new FrameHeader(FrameKind.Control, 1), 1, record.AsSpan(i), out _);
        }
        FrameReader reader = new(record);
        int count = 0;
        WireError error;
        while (reader.TryNext(out _, out _, out error))
        {
            count++;
        }
        Assert.Equal((FrameReader.FramesMax, WireError.TooLong), (count, error));
    }

    [Fact]
    public void A_header_that_means_nothing_is_not_written()
    {
        byte[] bytes = new byte[64];
        FrameHeader fine = new(FrameKind.Packet, 1);
        Assert.True(FrameCodec.TryWriteHeader(fine, 1, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine with { Mark = -1 }, 1, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine with { HopSequence = 1 }, 1, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine with { Kind = (FrameKind)5 }, 1, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine, 0, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine, FrameCodec.BodyBytesMax + 1, bytes, out _));
        Assert.False(FrameCodec.TryWriteHeader(fine, 1, bytes.AsSpan(0, 27), out _));
    }
}
