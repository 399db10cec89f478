using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>Frames against golden bytes that were packed by another program, and against nonsense.</summary>
public sealed class FrameTests
{
    public static TheoryData<string> Golden => new(GoldenFrames.Names);

    [Fact]
    public void There_is_a_golden_frame_of_every_type()
        => Assert.Equal(
            Enum.GetValues<FrameType>().Select(t => (byte)t),
            GoldenFrames.Names.Select(n => (byte)GoldenFrames.JsonOf(n)["header"]!["type"]!)
                .Distinct().Order());

    [Theory]
    [MemberData(nameof(Golden))]
    public void What_is_said_becomes_the_golden_bytes(string name)
        => Assert.Equal(
            Convert.ToHexString(GoldenFrames.BytesOf(name)),
            Convert.ToHexString(GoldenFrames.Encode(GoldenFrames.JsonOf(name)).Bytes.Span));

    [Theory]
    [MemberData(nameof(Golden))]
    public void Golden_bytes_say_what_is_written_beside_them(string name)
    {
        Assert.True(Frame.TryParse(GoldenFrames.BytesOf(name), out Frame? frame, out string error), error);

        JsonNode said = JsonNode.Parse(GoldenFrames.Decode(frame).ToJsonString())!;
        Assert.True(
            JsonNode.DeepEquals(GoldenFrames.JsonOf(name), said),
            $"{GoldenFrames.JsonOf(name).ToJsonString()} is not {said.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_frame_that_is_cut_or_too_long_is_none(string name)
    {
        byte[] bytes = GoldenFrames.BytesOf(name);

        Assert.False(Frame.TryParse(bytes.AsMemory(0, bytes.Length - 1), out _, out _));
        Assert.False(Frame.TryParse((byte[])[.. bytes, 0], out _, out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 14)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(20, 2)]
    public void A_header_that_is_wrong_somewhere_is_none(int at, byte value)
    {
        byte[] bytes = GoldenFrames.BytesOf("clock");
        bytes[at] = value;

        Assert.False(Frame.TryParse(bytes, out _, out string error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Any_bytes_are_a_frame_that_can_be_read_or_none()
        => Seeds.Hold(dice =>
        {
            byte[] bytes = GoldenFrames.BytesOf(GoldenFrames.Names[dice.Below(GoldenFrames.Names.Count)]);
            for (int i = dice.Between(1, 8); i > 0; i--)
            {
                bytes[dice.Between(0, bytes.Length - 1)] = (byte)dice.Between(0, 255);
            }
            if (Frame.TryParse(bytes, out Frame? frame, out _))
            {
                Assert.Equal(frame.Header.Count > 0,
                    GoldenFrames.Decode(frame)["entries"]!.AsArray().Count > 0);
            }
        });

    [Fact]
    public void Frames_behind_each_other_come_apart_again()
    {
        Frame[] frames = [.. GoldenFrames.Names.Select(n => GoldenFrames.Encode(GoldenFrames.JsonOf(n)))];
        ReadOnlyMemory<byte> rest = FrameWriter.Concatenate(frames);
        List<string> found = [];
        while (Frame.TryTake(ref rest, out Frame? frame, out _))
        {
            found.Add(Convert.ToHexString(frame.Bytes.Span));
        }

        Assert.Equal(frames.Select(f => Convert.ToHexString(f.Bytes.Span)), found);
        Assert.True(rest.IsEmpty);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 })]
    public void What_is_shorter_than_it_says_is_told(byte[] bytes)
    {
        ReadOnlyMemory<byte> rest = bytes;

        Assert.False(Frame.TryTake(ref rest, out _, out string error));
        Assert.NotEmpty(error);
    }
}
