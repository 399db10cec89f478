using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Orbweaver.Model;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.Tests.Wire;

/// <summary>Capture files, taken apart by a reader that knows the format and none of our code.</summary>
public sealed class PcapngTests
{
    private static readonly Instant At = Utc.FromCalendar(2026, 8, 11, 7, 30, 0.25) + new Duration(7);

    [Fact]
    public void A_header_is_a_section_with_one_interface_of_ipv6_in_nanoseconds()
    {
        byte[] file = new byte[Pcapng.HeaderBytesMax];
        List<(uint Type, byte[] Body)> blocks = Blocks(file.AsSpan(0, Pcapng.WriteHeader("P00-S01", file)));

        Assert.Equal([0x0a0d0d0a, 1u], blocks.Select(b => b.Type));
        Assert.Equal(0x1a2b3c4du, U32(blocks[0].Body, 0));
        Assert.Equal([0, 1, 0, 0], blocks[0].Body[4..8]);
        Assert.Equal(229, BinaryPrimitives.ReadUInt16BigEndian(blocks[1].Body));
        Dictionary<int, byte[]> options = Options(blocks[1].Body.AsSpan(8));
        Assert.Equal("P00-S01", Encoding.UTF8.GetString(options[2]));
        Assert.Equal([9], options[9]);
    }

    [Theory]
    [InlineData(300, 'x', 255)]
    [InlineData(200, 'ä', 254)]
    public void A_name_that_is_too_long_is_cut_between_letters(int count, char letter, int bytes)
    {
        byte[] file = new byte[Pcapng.HeaderBytesMax];
        string name = new(letter, count);
        List<(uint Type, byte[] Body)> blocks = Blocks(file.AsSpan(0, Pcapng.WriteHeader(name, file)));

        byte[] written = Options(blocks[1].Body.AsSpan(8))[2];
        Assert.Equal(bytes, written.Length);
        Assert.All(Encoding.UTF8.GetString(written), c => Assert.Equal(letter, c));
    }

    [Fact]
    public void A_packet_of_any_length_comes_back_with_its_time_and_way()
    {
        Prng dice = new(1);
        for (int length = 1; length <= 1_600; length += (int)dice.NextBetween(1, 7))
        {
            byte[] packet = new byte[length];
            Array.ConvertAll(packet, _ => (byte)dice.NextBelow(256)).CopyTo(packet, 0);
            byte[] room = new byte[Pcapng.PacketBlockBytes(length) + 8];
            room.AsSpan().Fill(0xee);
            packet.CopyTo(room, Pcapng.PacketOffset);
            CaptureDirection way = length % 2 == 0 ? CaptureDirection.Sent : CaptureDirection.Received;

            int written = Pcapng.WriteAround(length, At, way, room);

            Assert.Equal(Pcapng.PacketBlockBytes(length), written);
            Assert.All(room[written..], b => Assert.Equal(0xee, b));
            (uint type, byte[] body) = Assert.Single(Blocks(room.AsSpan(0, written)));
            Assert.Equal(6u, type);
            Assert.Equal(1_786_433_400_250_000_007UL, BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(4)));
            Assert.Equal([(uint)length, (uint)length], [U32(body, 12), U32(body, 16)]);
            Assert.Equal(packet, body[20..(20 + length)]);
            int options = 20 + ((length + 3) / 4 * 4);
            Assert.All(body[(20 + length)..options], b => Assert.Equal(0, b));
            Assert.Equal((uint)way, U32(Options(body.AsSpan(options))[2], 0));
        }
    }

    [Fact]
    public void Sums_say_how_many_packets_there_were_and_how_many_are_missing()
    {
        byte[] block = new byte[Pcapng.SumsBytes];
        Assert.Equal(block.Length, Pcapng.WriteSums(At, 1L << 40, 3, block));

        (uint type, byte[] body) = Assert.Single(Blocks(block));
        Assert.Equal(5u, type);
        Dictionary<int, byte[]> options = Options(body.AsSpan(12));
        Assert.Equal(1L << 40, BinaryPrimitives.ReadInt64BigEndian(options[4]));
        Assert.Equal(3, BinaryPrimitives.ReadInt64BigEndian(options[5]));
    }

    /// <summary>Blocks of a file, each held against its two lengths.</summary>
    internal static List<(uint Type, byte[] Body)> Blocks(ReadOnlySpan<byte> bytes)
    {
        List<(uint Type, byte[] Body)> blocks = [];
        while (bytes.Length > 0)
        {
            int length = (int)U32(bytes, 4);
            Assert.Equal(0, length % 4);
            Assert.Equal((uint)length, U32(bytes, length - 4));
            blocks.Add((U32(bytes, 0), bytes[8..(length - 4)].ToArray()));
            bytes = bytes[length..];
        }
        return blocks;
    }

    private static Dictionary<int, byte[]> Options(ReadOnlySpan<byte> bytes)
    {
        Dictionary<int, byte[]> options = [];
        while (BinaryPrimitives.ReadUInt16BigEndian(bytes) is not 0 and ushort code)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            options.Add(code, bytes.Slice(4, length).ToArray());
            bytes = bytes[(4 + ((length + 3) / 4 * 4))..];
        }
        Assert.Equal(4, bytes.Length);
        return options;
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at)
        => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
