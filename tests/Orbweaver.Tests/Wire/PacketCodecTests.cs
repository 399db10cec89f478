using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Wire;
using Orbweaver.Wire.Fuzz;
using Xunit;

namespace Orbweaver.Tests.Wire;

public sealed class PacketCodecTests
{
    [Fact]
    public void Any_packet_comes_back_as_it_was()
    {
        var dice = new Prng(1);
        Packet sent = new();
        Packet read = new();
        byte[] bytes = new byte[PacketCodec.BytesMax];
        for (int i = 0; i < 5_000; i++)
        {
            PayloadProtocol protocol = PacketTarget.Draw(dice, sent);
            int length = Write(sent, protocol, bytes);

            Assert.True(PacketCodec.TryRead(bytes.AsSpan(0, length), read, out PacketBody body, out _));

            Assert.Equal(protocol, body.Protocol);
            Assert.Equal(length, body.Offset + body.Length);
            Assert.Equal(Fields(sent), Fields(read));
            Assert.Equal(sent.Way?.Skip(sent.WayIndex), read.Way);
            Assert.Equal(0, read.WayIndex);
            Assert.Equal(sent.Receipt?.Egress, read.Receipt?.Egress);
            Assert.Equal(sent.Receipt?.Items, read.Receipt?.Items);
        }
    }

    [Fact]
    public void The_header_takes_what_is_charged_for_it_and_lies_as_documented()
    {
        Packet packet = Plain();
        byte[] bytes = new byte[200];

        Assert.True(PacketCodec.TryWriteHeader(packet, PayloadProtocol.Ipv4, bytes, out int length, out _));

        Assert.Equal(Packet.OverheadBytes, length);
        Assert.Equal(packet.SizeBytes, PacketCodec.BytesOf(packet));
        Assert.Equal(
            // Version, AF32 (class 3, precedence 2), flow label; 60 bytes follow; hop-by-hop; hop limit.
            "670" + Label(packet.ContractIndex) + "003c" + "00" + "fe"
            // Source and destination: locator, End.DT46, the bit of the subscriber.
            + "fcbbbb00" + "0007" + "0000" + "0000000000000000"
            + "fcbbbb00" + "0009" + "d046" + "0000000000000004"
            // IPv4 follows; four units more; the option and its length.
            + "04" + "04" + "3e" + "24"
            // Version 1 with a base; 5-f-g; contract, sequence, key; plan 3 of node 2; epoch 8.
            + "11" + "54" + "000102" + "00000064" + "0000002a" + "00000003" + "0002" + "000008"
            // Age, budget, piece 0 of 1, base 94 is 6 below.
            + "000003e8" + "000186a0" + "0000" + "0001" + "0006",
            Convert.ToHexStringLower(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Reading_and_writing_take_no_memory()
    {
        Packet packet = Plain();
        byte[] bytes = new byte[packet.SizeBytes];
        Cross(packet, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Cross(packet, bytes);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Cross(Packet packet, byte[] bytes)
        {
            Check.That(PacketCodec.TryWriteHeader(packet, PayloadProtocol.Opaque, bytes, out _, out _));
            Check.That(PacketCodec.TryRead(bytes, packet, out _, out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(98)]
    public void A_way_shrinks_by_moving_up_as_a_router_would_do_it(int nodes)
    {
        // With node 0 in the middle, whose number would end a container.
        NodeId[] way = [.. Enumerable.Range(1, nodes).Select(i => new NodeId(i == nodes / 2 ? 0 : 100 + i))];
        Packet packet = Plain();
        packet.Destination = way[^1];
        packet.Way = way;
        byte[] bytes = new byte[PacketCodec.BytesMax];
        byte[] next = new byte[PacketCodec.BytesMax];
        Packet read = new();
        for (int place = 0; place < nodes; place++)
        {
            packet.WayIndex = (byte)place;
            int length = Write(packet, PayloadProtocol.Opaque, bytes);
            Assert.True(PacketCodec.TryRead(bytes.AsSpan(0, length), read, out _, out _));
            Assert.Equal(way[place..], read.Way);
            if (place + 1 < nodes)
            {
                packet.WayIndex = (byte)(place + 1);
                Write(packet, PayloadProtocol.Opaque, next);
                Assert.Equal(MovedUp(bytes), next.AsSpan(24, MeshAddress.Bytes).ToArray());
            }
        }
        packet.WayIndex = 0;
        int containers = (packet.Way.Count - 1 + 5) / 6;
        Assert.InRange(
            PacketCodec.BytesOf(packet) - packet.SizeBytes, 24 + (16 * containers), 40 + (16 * containers));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(20)]
    public void A_way_that_other_routers_moved_up_is_read(int nodes)
    {
        NodeId[] way = [.. Enumerable.Range(1, nodes).Select(i => new NodeId(100 + i)), new NodeId(9)];
        Packet packet = Plain();
        packet.Way = way;
        byte[] bytes = new byte[PacketCodec.BytesMax];
        int length = Write(packet, PayloadProtocol.Opaque, bytes);
        Packet read = new();
        for (int place = 1; place <= nodes; place++)
        {
            // They leave the list as it is, and count segments only.
            byte[] next = MovedUp(bytes);
            bytes[80 + 3] -= (byte)(IsAlone(bytes) ? 1 : 0);
            next.CopyTo(bytes, 24);

            Assert.True(PacketCodec.TryRead(bytes.AsSpan(0, length), read, out _, out _));
            Assert.Equal(way[place..], read.Way);
        }
    }

    [Theory]
    [InlineData("fcbbbb00006600670000000000000000")]
    [InlineData("fcbbbb00006600690000000000000000")]
    [InlineData("fcbbbb00006700000000000000000001")]
    [InlineData("fcbbbb01006800000000000000000000")]
    [InlineData("fcbbbb00000000000000000000000000")]
    [InlineData("fcbbbb000066006700680066006700" + "68")]
    public void A_destination_that_is_no_end_of_the_segment_is_refused(string destination)
    {
        Packet packet = Plain();
        packet.Way = [new NodeId(0x66), new NodeId(0x67), new NodeId(0x68), packet.Destination];
        byte[] bytes = new byte[PacketCodec.BytesMax];
        int length = Write(packet, PayloadProtocol.Opaque, bytes);
        Convert.FromHexString(destination).CopyTo(bytes, 24);

        Assert.False(PacketCodec.TryRead(bytes.AsSpan(0, length), new Packet(), out _, out WireError error));
        Assert.Equal(WireError.Segments, error);
    }

    public static TheoryData<WireError, Action<Packet>> Unfit => new()
    {
        { WireError.Range, p => p.ContractIndex = 0xff_ffff },
        { WireError.Payload, p => p.ContractIndex = -1 },
        { WireError.Range, p => p.Epoch = -1 },
        { WireError.Range, p => p.Epoch = 0x100_0000 },
        { WireError.Range, p => p.PlanController = NodeId.None },
        { WireError.Range, p => p.Base = p.Sequence + 1 },
        { WireError.Fragment, p => p.FragmentIndex = 1 },
        { WireError.Qos, p => p.Priority = 10 },
        { WireError.Targets, p => p.Targets = 0 },
        { WireError.Address, p => p.Destination = NodeId.None },
        { WireError.Address, p => p.Source = new NodeId(70_000) },
        { WireError.HopLimit, p => p.HopLimit = 0 },
        { WireError.TooLong, p => p.SizeBytes = 1_501 },
        { WireError.TooShort, p => p.SizeBytes = 80 },
        { WireError.Segments, p => p.Way = [new NodeId(1)] },
        { WireError.Segments, p => p.Way = [.. Enumerable.Repeat(p.Destination, 257)] },
        { WireError.Segments, p => p.Way = [.. Enumerable.Repeat(new NodeId(0), 200), p.Destination] },
        { WireError.Range, p => p.Way = [new NodeId(-1), p.Destination] },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_has_no_room_is_refused_and_not_cut_off(WireError expected, Action<Packet> spoil)
    {
        Packet packet = Plain();
        spoil(packet);
        byte[] bytes = new byte[PacketCodec.BytesMax];

        Assert.False(PacketCodec.TryWriteHeader(
            packet, PayloadProtocol.Opaque, bytes, out int length, out WireError error));

        Assert.Equal((expected, 0), (error, length));
    }

    public static TheoryData<WireError, int, byte> Wrong => new()
    {
        { WireError.Version, 0, 0x45 },
        { WireError.TooShort, 5, 0xff },
        { WireError.TooLong, 5, 1 },
        { WireError.ExtensionHeader, 6, 43 },
        { WireError.HopLimit, 7, 0 },
        { WireError.Address, 8, 0x20 },
        { WireError.Address, 23, 1 },
        { WireError.Address, 30, 0 },
        { WireError.Targets, 39, 0 },
        { WireError.Targets, 39, 5 },
        { WireError.Payload, 40, 17 },
        { WireError.Option, 41, 5 },
        { WireError.Option, 42, 0x1e },
        { WireError.Option, 43, 35 },
        { WireError.Version, 44, 0x21 },
        { WireError.Flags, 44, 0x13 },
        { WireError.Flags, 44, 0x10 },
        { WireError.Qos, 45, 0xa4 },
        { WireError.Qos, 45, 0x57 },
        { WireError.Range, 57, 0x80 },
        { WireError.Fragment, 77, 0 },
        { WireError.Payload, 77, 2 },
        { WireError.Range, 78, 1 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_wrong_byte_has_its_reason(WireError expected, int at, byte value)
    {
        byte[] bytes = new byte[100];
        Write(Plain(), PayloadProtocol.Ipv4, bytes);
        Assert.NotEqual(value, bytes[at]);
        bytes[at] = value;

        Assert.False(PacketCodec.TryRead(bytes, new Packet(), out _, out WireError error));

        Assert.Equal(expected, error);
    }

    [Fact]
    public void Code_points_are_those_of_their_priority()
    {
        Dictionary<string, int> points = new()
        {
            ["9-i-g"] = 48,
            ["8-i-d"] = 46,
            ["7-i-c"] = 38,
            ["7-i-d"] = 36,
            ["6-i-d"] = 26,
            ["2-i-g"] = 10,
            ["1-i-d"] = 12,
            ["0-i-c"] = 1,
        };
        Assert.All(points, p =>
        {
            Assert.True(Qos.TryParse(p.Key, out Qos qos));
            Assert.Equal(p.Value, TrafficClass.Dscp(qos.Priority, qos.Assurance));
        });
    }

    private static Packet Plain() => new()
    {
        ContractIndex = 0x102,
        Sequence = 100,
        Key = 42,
        FragmentCount = 1,
        SizeBytes = 100,
        Source = new NodeId(7),
        Targets = 4,
        Destination = new NodeId(9),
        PlanVersion = 3,
        PlanController = new NodeId(2),
        Epoch = 8,
        AgeUs = 1_000,
        BudgetUs = 100_000,
        Priority = 5,
        Overtaking = Overtaking.Follow,
        Assurance = Assurance.Guaranteed,
        HopLimit = 254,
        Base = 94,
    };

    private static string Label(int contract)
        => ((uint)StableHash.Finish((ulong)contract) & 0xf_ffff)
            .ToString("x5", System.Globalization.CultureInfo.InvariantCulture);

    private static int Write(Packet packet, PayloadProtocol protocol, byte[] bytes)
    {
        Assert.True(PacketCodec.TryWriteHeader(packet, protocol, bytes, out int length, out WireError error));
        Assert.Equal(WireError.None, error);
        int whole = PacketCodec.BytesOf(packet);
        PacketTarget.WritePayload(packet, bytes.AsSpan(length, whole - length));
        return whole;
    }

    // What RFC 9800 section 4.1.1 has a node do with the destination; past a container the next segment.
    private static byte[] MovedUp(byte[] bytes)
    {
        byte[] address = bytes[24..40];
        if (!IsAlone(bytes))
        {
            address.AsSpan(6).CopyTo(address.AsSpan(4));
            address.AsSpan(14).Clear();
            return address;
        }
        int left = bytes[80 + 3] - 1;
        return bytes.AsSpan(88 + (16 * left), 16).ToArray();
    }

    // Whether the node is the last one of its container.
    private static bool IsAlone(byte[] bytes) => bytes.AsSpan(30, 10).IndexOfAnyExcept((byte)0) < 0;

    private static object Fields(Packet p) => (
        (p.ContractIndex, p.Sequence, p.Key, p.FragmentIndex, p.FragmentCount, p.SizeBytes, p.Source),
        (p.Targets, p.Destination, p.PlanVersion, p.PlanController, p.Epoch, p.AgeUs, p.BudgetUs),
        (p.Priority, p.Overtaking, p.Assurance, p.HopLimit, p.Base));
}
