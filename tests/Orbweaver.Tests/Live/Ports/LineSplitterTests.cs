using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orbweaver.Live;
using Xunit;

namespace Orbweaver.Tests.Live;

public sealed class LineSplitterTests
{
    private readonly PortCounters _counters = new();

    [Fact]
    public void Lines_come_without_their_ends_and_the_last_may_have_none()
    {
        Assert.Equal(["one", "two", "three"], Split("one\ntwo\r\n\n\r\nthree", pieceBytes: 4));
        Assert.Equal(2, _counters[PortDrop.EmptyMessage]);
    }

    [Theory]
    [InlineData(LineSplitter.LineBytesMax, "\n", true)]
    [InlineData(LineSplitter.LineBytesMax, "\r\n", true)]
    [InlineData(LineSplitter.LineBytesMax, "", true)]
    [InlineData(LineSplitter.LineBytesMax + 1, "\n", false)]
    [InlineData(LineSplitter.LineBytesMax + 1, "", false)]
    [InlineData(LineSplitter.LineBytesMax * 3, "\n", false)]
    public void A_line_that_is_too_long_is_gone_whole(int length, string end, bool fits)
    {
        string line = new('x', length);

        List<string> lines = Split($"before\n{line}{end}" + (end.Length > 0 ? "after\n" : ""), 5000);

        string[] itself = fits ? [line] : [];
        string[] after = end.Length > 0 ? ["after"] : [];
        Assert.Equal(["before", .. itself, .. after], lines);
        Assert.Equal(fits ? 0 : 1, _counters[PortDrop.LineTooLong]);
    }

    [Fact]
    public void Where_the_stream_was_cut_does_not_show()
        => Prop.ForAll<byte[], byte>((bytes, piece) =>
        {
            // Few letters, so that ends are frequent.
            string text = string.Concat(bytes.Select(b => "ab\n\r"[b % 4]));
            IEnumerable<string> expected = text.Split('\n')
                .Select(line => line.EndsWith('\r') ? line[..^1] : line).Where(line => line.Length > 0);
            return expected.SequenceEqual(Split(text, (piece % 7) + 1));
        }).QuickCheckThrowOnFailure();

    private List<string> Split(string text, int pieceBytes)
    {
        LineSplitter splitter = new(_counters);
        List<string> lines = [];
        byte[] line = new byte[IEdgePort.MessageBytesMax];
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        int length;
        while (!rest.IsEmpty)
        {
            int count = Math.Min(Math.Min(pieceBytes, splitter.Room.Length), rest.Length);
            rest[..count].CopyTo(splitter.Room);
            rest = rest[count..];
            splitter.Fill(count);
            while (splitter.TryTake(line, out length))
            {
                lines.Add(Encoding.ASCII.GetString(line, 0, length));
            }
        }
        if (splitter.TryTakeRest(line, out length))
        {
            lines.Add(Encoding.ASCII.GetString(line, 0, length));
        }
        return lines;
    }
}
