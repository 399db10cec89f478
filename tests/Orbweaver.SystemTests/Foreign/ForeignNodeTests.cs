using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Orbweaver.Model;
using Orbweaver.Wire;
using Xunit;

namespace Orbweaver.SystemTests.Foreign;

/// <summary>
/// A node that is not ours, a Linux kernel, takes its part in explicit ways that we wrote, and in their end.
/// </summary>
public sealed class ForeignNodeTests
{
    private const int HopLimitAt = 7;
    private const string NextCsid = "next-csid";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_kernel_without_segments_passes_on_a_packet_as_it_is()
    {
        using ForeignRouter router = ForeignRouter.Create();
        byte[] packet = Encode(UserPackets.Ipv6(), PayloadProtocol.Ipv6, []);

        byte[] came = router.Pass(packet);

        Assert.Equal(OneHopOn(packet), came);
        Assert.Equal(0, Read(came).WayIndex);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(20)]
    public void The_End_of_a_kernel_takes_its_node_out_of_a_compressed_way(int nodes)
    {
        using ForeignRouter router = ForeignRouter.Create();
        router.Segment(
            "fcbb:bb00:1::/48", "End", "flavors", NextCsid, "lblen", "32", "nflen", "16");
        int[] way = [.. Enumerable.Range(1, nodes)];
        byte[] packet = Encode(UserPackets.Ipv6(), PayloadProtocol.Ipv6, way);

        byte[] came = router.Pass(packet);

        Packet read = Read(came);
        Assert.Equal([.. way[1..], 500], read.Way?.Select(n => n.Value) ?? [500]);
        Assert.Equal((byte)199, read.HopLimit);
        // All that follows the destination is as it was, but for the count of segments.
        int count = Packet.OverheadBytes + 3;
        came[count] = packet[count];
        Assert.Equal(packet[40..], came[40..]);
        AssertDissected(came);
    }

    [Fact]
    public void The_plain_End_of_a_kernel_goes_on_to_the_next_segment()
    {
        using ForeignRouter router = ForeignRouter.Create();
        router.Segment("fcbb:bb00:1::/48", "End");
        // A zero begins a container of its own, so that node 1 is alone in one.
        byte[] packet = Encode(UserPackets.Ipv4(), PayloadProtocol.Ipv4, [1, 0, 3]);

        Packet read = Read(router.Pass(packet));

        Assert.Equal([0, 3, 500], read.Way!.Select(n => n.Value));
        Assert.Equal((byte)199, read.HopLimit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void At_the_End_DT6_of_a_kernel_the_users_packet_comes_out(bool hasWay)
    {
        using ForeignRouter router = ForeignRouter.Create();
        router.Segment("fcbb:bb00:1f4:d046::/64", "End.DT6", "table", "254");
        byte[] user = UserPackets.Ipv6();
        byte[] packet = Encode(user, PayloadProtocol.Ipv6, hasWay ? [1] : []);

        byte[] came = router.Pass(hasWay ? AtItsEnd(packet) : packet);

        Assert.Equal(OneHopOn(user), came);
    }

    [Fact]
    public void At_the_End_DX4_of_a_kernel_the_users_packet_comes_out()
    {
        using ForeignRouter router = ForeignRouter.Create();
        router.Segment("fcbb:bb00:1f4:d046::/64", "End.DX4", "nh4", "10.0.0.2");
        byte[] user = UserPackets.Ipv4();

        byte[] came = router.Pass(Encode(user, PayloadProtocol.Ipv4, []));

        // A router counts down the time to live, and the checksum follows.
        Assert.Equal(63, came[8]);
        (came[8], came[10], came[11]) = (user[8], user[10], user[11]);
        Assert.Equal(user, came);
    }

    [Theory]
    [InlineData(PayloadProtocol.Ipv4)]
    [InlineData(PayloadProtocol.Ipv6)]
    public void The_End_DT46_of_a_kernel_takes_both(PayloadProtocol protocol)
    {
        using ForeignRouter router = ForeignRouter.Create();
        (int code, string output) = router.Space.TryIp(
            "link", "add", "vrf0", "type", "vrf", "table", "100");
        Assert.SkipUnless(code == 0, $"this kernel has no VRF, which End.DT46 needs: {output}");
        router.Space.Ip("link", "set", "vrf0", "up");
        router.Space.Ip("-4", "route", "add", "10.0.0.0/24", "dev", "out0", "table", "100");
        router.Route("fd00::/64", "dev", "out0", "table", "100");
        router.Segment("fcbb:bb00:1f4:d046::/64", "End.DT46", "vrftable", "100");
        byte[] user = protocol == PayloadProtocol.Ipv4 ? UserPackets.Ipv4() : UserPackets.Ipv6();

        byte[] came = router.Pass(Encode(user, protocol, []));

        Assert.Equal(user.Length, came.Length);
        Assert.Equal(user[^UserPackets.Words.Length..], came[^UserPackets.Words.Length..]);
    }

    [Fact]
    public void A_datagram_crosses_three_kernels_to_a_socket()
    {
        using ForeignRouter first = ForeignRouter.Create();
        using NetNamespace second = NetNamespace.Create();
        using NetNamespace egress = NetNamespace.Create();
        using NetNamespace host = NetNamespace.Create();
        ForeignRouter.MakeRouter(second);
        ForeignRouter.MakeRouter(egress);
        Join(first.Space, second, "fcbb:bb00:2::/48");
        Join(second, egress, "fcbb:bb00:1f4::/48");
        Join(egress, host, "fd00::2/128");
        host.Ip("address", "add", "fd00::2/128", "dev", "lo", "nodad");
        first.Segment("fcbb:bb00:1::/48", "End", "flavors", NextCsid, "lblen", "32", "nflen", "16");
        ForeignRouter.AddSegment(
            second, "fcbb:bb00:2::/48", "right", "End", "flavors", NextCsid, "lblen", "32", "nflen", "16");
        ForeignRouter.AddSegment(
            egress, "fcbb:bb00:1f4:d046::/64", "right", "End.DT6", "table", "254");
        using Socket socket = host.Inside(() =>
        {
            Socket s = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            s.Bind(new IPEndPoint(IPAddress.Parse("fd00::2"), UserPackets.Port));
            return s;
        });
        socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;

        first.Send(Encode(UserPackets.Ipv6(), PayloadProtocol.Ipv6, [1, 2]));

        byte[] buffer = new byte[100];
        int length = socket.Receive(buffer);
        Assert.Equal(UserPackets.Words, buffer.AsSpan(0, length));
    }

    [Theory]
    [InlineData("fcbb:bb00:5::")]
    [InlineData("fcbb:bb00:5:6:7::,fcbb:bb00:1f4:d046:0:0:0:1")]
    public void What_a_kernel_encapsulates_is_refused_for_it_has_no_contract(string segments)
    {
        using ForeignRouter router = ForeignRouter.Create();
        router.Space.Ip("sr", "tunsrc", "set", "fcbb:bb00:7::");
        (int code, string output) = router.Space.TryIp(
            "-6", "route", "add", "fd01::/64", "encap", "seg6", "mode", "encap", "segs", segments, "dev",
            "out0");
        Assert.SkipUnless(code == 0, $"this kernel does not encapsulate: {output}");

        byte[] came = router.Pass(UserPackets.Ipv6("fd00::1", "fd01::2"));

        Assert.False(PacketCodec.TryRead(came, new Packet(), out _, out WireError error));
        Assert.Equal(WireError.ExtensionHeader, error);
    }

    private static byte[] Encode(byte[] user, PayloadProtocol protocol, int[] way)
    {
        NodeId egress = new(500);
        Packet packet = new()
        {
            ContractIndex = 5,
            Sequence = 77,
            Base = 70,
            FragmentCount = 1,
            SizeBytes = Packet.OverheadBytes + user.Length,
            Source = new NodeId(7),
            Targets = 1ul << 33,
            Destination = egress,
            PlanVersion = 1,
            AgeUs = 12_345,
            BudgetUs = 250_000,
            Priority = 6,
            Overtaking = Overtaking.Independent,
            Assurance = Assurance.Deadline,
            HopLimit = 200,
            Way = way.Length == 0 ? null : [.. way.Select(n => new NodeId(n)), egress],
        };
        byte[] bytes = new byte[PacketCodec.BytesOf(packet)];
        Assert.True(PacketCodec.TryWriteHeader(packet, protocol, bytes, out int length, out _));
        user.CopyTo(bytes.AsSpan(length));
        return bytes;
    }

    private static Packet Read(byte[] bytes)
    {
        Packet packet = new();
        Assert.True(PacketCodec.TryRead(bytes, packet, out PacketBody body, out WireError error), $"{error}");
        Assert.Equal(bytes.Length, body.Offset + body.Length);
        Assert.Equal((5, 77u, 70u), (packet.ContractIndex, packet.Sequence, packet.Base));
        Assert.Equal((12_345u, 250_000u), (packet.AgeUs, packet.BudgetUs));
        Assert.Equal(new NodeId(500), packet.Destination);
        return packet;
    }

    // As the last node before the egress sends it: no segments left, the last one as destination.
    private static byte[] AtItsEnd(byte[] packet)
    {
        byte[] bytes = [.. packet];
        bytes[Packet.OverheadBytes + 3] = 0;
        packet.AsSpan(Packet.OverheadBytes + 8, 16).CopyTo(bytes.AsSpan(24));
        return bytes;
    }

    private static byte[] OneHopOn(byte[] ipv6)
    {
        byte[] bytes = [.. ipv6];
        bytes[HopLimitAt]--;
        return bytes;
    }

    private static void AssertDissected(byte[] packet)
    {
        string line = Assert.Single(Tshark.Dissect([packet], "frame.protocols", "_ws.malformed"));
        Assert.Equal("raw:ipv6:ipv6.hopopts:ipv6.routing:ipv6:udp:data|", line);
    }

    private static void Join(NetNamespace left, NetNamespace right, string prefix)
    {
        left.Ip("link", "add", "right", "type", "veth", "peer", "name", "left", "netns", right.Name);
        left.Ip("address", "add", "fe80::1/64", "dev", "right", "nodad");
        right.Ip("address", "add", "fe80::2/64", "dev", "left", "nodad");
        left.Ip("link", "set", "right", "up");
        right.Ip("link", "set", "left", "up");
        left.Ip("-6", "route", "add", prefix, "via", "fe80::2", "dev", "right");
    }
}
