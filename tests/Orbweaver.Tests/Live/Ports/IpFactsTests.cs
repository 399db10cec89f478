using System;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Live;

public sealed class IpFactsTests
{
    // An echo request of a kernel, 10.9.0.1 to 10.9.0.2, code point 46.
    private const string Ping4 =
        "45b8001c1234400040010000" + "0a090001" + "0a090002" + "0800f7ff00000000";

    private const string Udp6 =
        "6b800000000c1140" + "fd000000000000000000000000000001" + "fd000000000000000000000000000002"
        + "1f901f91000c0000" + "61626364";

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    [Fact]
    public void An_ipv4_packet_is_read()
    {
        Assert.True(IpFacts.TryRead(Hex(Ping4), out IpFacts facts));

        Assert.Equal(
            (4, 20, 28, false),
            (facts.Version, facts.HeaderBytes, facts.TotalBytes, facts.IsLaterFragment));
        Assert.Equal(
            new FlowKey(
                IpAddresses.From(IPAddress.Parse("10.9.0.1")), IpAddresses.From(IPAddress.Parse("10.9.0.2")),
                1, 0, 0, 46),
            facts.Flow);
    }

    [Fact]
    public void An_ipv6_packet_is_read()
    {
        Assert.True(IpFacts.TryRead(Hex(Udp6), out IpFacts facts));

        Assert.Equal(
            (6, 40, 52, false),
            (facts.Version, facts.HeaderBytes, facts.TotalBytes, facts.IsLaterFragment));
        Assert.Equal(
            new FlowKey(
                IpAddresses.From(IPAddress.Parse("fd00::1")), IpAddresses.From(IPAddress.Parse("fd00::2")),
                17, 8080, 8081, 46),
            facts.Flow);
    }

    [Fact]
    public void Extension_headers_are_walked_over()
    {
        byte[] packet = Packet6(0, [60, 0, 1, 4, 0, 0, 0, 0, 51, 0, 1, 4, 0, 0, 0, 0,
            6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 80, 1, 187]);

        Assert.True(IpFacts.TryRead(packet, out IpFacts facts));
        Assert.Equal(
            (6, 80, 443, 68),
            (facts.Flow.Protocol, facts.Flow.SourcePort, facts.Flow.DestinationPort, facts.HeaderBytes));
    }

    [Theory]
    [InlineData(0, false, 80)]
    [InlineData(8, true, 0)]
    public void Later_fragments_have_no_ports(byte offset, bool isLater, int port)
    {
        byte[] six = Packet6(44, [6, 0, 0, offset, 0, 0, 0, 1, 0, 80, 0, 81]);
        Assert.True(IpFacts.TryRead(six, out IpFacts facts));
        Assert.Equal(
            (6, isLater, port), (facts.Flow.Protocol, facts.IsLaterFragment, facts.Flow.SourcePort));

        byte[] four = Hex(Ping4);
        four[6] = 0x20;
        four[7] = offset;
        four[9] = 6;
        four[21] = 80;
        four[20] = 0;
        Assert.True(IpFacts.TryRead(four, out facts));
        Assert.Equal(
            (6, isLater, port), (facts.Flow.Protocol, facts.IsLaterFragment, facts.Flow.SourcePort));
    }

    [Fact]
    public void A_chain_without_an_end_is_refused()
    {
        byte[] chain = new byte[8 * (IpFacts.ExtensionsMax + 1)];
        for (int i = 0; i < chain.Length; i += 8)
        {
            chain[i] = 60;
        }
        chain[^8] = 59;
        Assert.False(IpFacts.TryRead(Packet6(60, chain), out _));

        byte[] shorter = chain[..^8];
        shorter[^8] = 59;
        Assert.True(IpFacts.TryRead(Packet6(60, shorter), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("00000000000000000000000000000000000000000000000000000000")]
    [InlineData("4400001c123440004001000000000000000000000000000000000000")]
    [InlineData("4500001d12344000400100000a0900010a0900020800f7ff00000000")]
    [InlineData("4500001312344000400100000a0900010a0900020800f7ff00000000")]
    [InlineData("4f00001c12344000400100000a0900010a0900020800f7ff00000000")]
    public void What_is_no_whole_packet_is_refused(string hex)
    {
        Assert.False(IpFacts.TryRead(Hex(hex), out IpFacts facts));
        Assert.Equal(default, facts);
    }

    [Fact]
    public void Octets_behind_the_packet_are_no_part_of_it()
    {
        byte[] packet = [.. Hex(Udp6), 1, 2, 3];

        Assert.True(IpFacts.TryRead(packet, out IpFacts facts));
        Assert.Equal(52, facts.TotalBytes);
    }

    [Fact]
    public void A_mapped_address_on_the_wire_does_not_pass_for_ipv4()
    {
        byte[] packet = Hex(Udp6);
        IPAddress.Parse("::ffff:10.9.0.1").GetAddressBytes().CopyTo(packet, 8);

        Assert.False(IpFacts.TryRead(packet, out _));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "224.0.0.251", true)]
    [InlineData("10.0.0.1", "255.255.255.255", true)]
    [InlineData("0.0.0.0", "10.0.0.2", true)]
    [InlineData("10.0.0.1", "127.0.0.1", true)]
    [InlineData("169.254.1.1", "10.0.0.2", true)]
    [InlineData("10.0.0.1", "223.255.255.255", false)]
    public void Link_noise_of_ipv4_is_known(string source, string destination, bool isNoise)
    {
        byte[] packet = Hex(Ping4);
        IPAddress.Parse(source).GetAddressBytes().CopyTo(packet, 12);
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(packet, 16);

        Assert.True(IpFacts.TryRead(packet, out IpFacts facts));
        Assert.Equal(isNoise, facts.IsLinkNoise);
    }

    [Theory]
    [InlineData("fd00::1", "fd00::2", false)]
    [InlineData("fe80::1", "fd00::2", true)]
    [InlineData("febf::1", "fd00::2", true)]
    [InlineData("fec0::1", "fd00::2", false)]
    [InlineData("fd00::1", "ff02::2", true)]
    [InlineData("::", "fd00::2", true)]
    [InlineData("fd00::1", "::1", true)]
    public void Link_noise_of_ipv6_is_known(string source, string destination, bool isNoise)
    {
        byte[] packet = Hex(Udp6);
        IPAddress.Parse(source).GetAddressBytes().CopyTo(packet, 8);
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(packet, 24);

        Assert.True(IpFacts.TryRead(packet, out IpFacts facts));
        Assert.Equal(isNoise, facts.IsLinkNoise);
    }

    [Fact]
    public void No_bytes_break_the_reader_or_the_writer_of_errors()
        => Prop.ForAll<byte[], byte, bool>((bytes, next, isSix) =>
        {
            // Random bytes alone would hardly get past the first checks.
            byte[] packet = isSix
                ? Packet6(next, bytes)
                : [0x45, 0, 0, (byte)Math.Min(255, 20 + bytes.Length), 0, 0, 0, 0, 64, next, 0, 0,
                    10, 0, 0, 1, 10, 0, 0, 2, .. bytes];
            bool isRead = IpFacts.TryRead(packet, out IpFacts facts);
            bool isSane = !isRead
                || (facts.HeaderBytes <= facts.TotalBytes && facts.TotalBytes <= packet.Length);
            Span<byte> error = stackalloc byte[IcmpError.BytesMax];
            int length = isRead
                ? IcmpError.Write(packet.AsSpan(0, facts.TotalBytes), facts, IcmpReason.NoRoute, 0, error)
                : 0;
            return isSane && length <= IcmpError.BytesMax
                && (length == 0 || IpFacts.TryRead(error[..length], out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_cut_of_a_packet_is_refused()
    {
        foreach (string hex in new[] { Ping4, Udp6 })
        {
            byte[] packet = Hex(hex);
            for (int length = 0; length < packet.Length; length++)
            {
                Assert.False(IpFacts.TryRead(packet.AsSpan(0, length), out _), $"cut to {length}");
            }
        }
    }

    private static byte[] Packet6(byte next, byte[] payload)
    {
        byte[] packet = [.. Hex(Udp6).AsSpan(0, 40), .. payload];
        packet[4] = (byte)(payload.Length >> 8);
        packet[5] = (byte)payload.Length;
        packet[6] = next;
        return packet;
    }
}
