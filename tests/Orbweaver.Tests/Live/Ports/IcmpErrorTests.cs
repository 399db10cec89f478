using System;
using System.Buffers.Binary;
using Orbweaver.Live;
using Xunit;

namespace Orbweaver.Tests.Live;

public sealed class IcmpErrorTests
{
    private const string Udp4 =
        "4500002000010000401166c5" + "0a000001" + "0a000002" + "1f901f91000c0000" + "61626364";

    private const string Udp6 =
        "60000000000c1140" + "fd000000000000000000000000000001" + "fd000000000000000000000000000002"
        + "1f901f91000c0000" + "61626364";

    // The example of RFC 1071 section 3, and a header whose checksum is known.
    [Theory]
    [InlineData("0001f203f4f5f6f7", 0x220d)]
    [InlineData("45000073000040004011" + "0000" + "c0a80001c0a800c7", 0xb861)]
    [InlineData("01", 0xfeff)]
    [InlineData("", 0xffff)]
    public void The_checksum_is_that_of_known_bytes(string hex, int expected)
        => Assert.Equal(
            expected, InternetChecksum.Finish(InternetChecksum.Add(0, Convert.FromHexString(hex))));

    [Theory]
    [InlineData(IcmpReason.NoRoute, 0, 0)]
    [InlineData(IcmpReason.Prohibited, 13, 0)]
    [InlineData(IcmpReason.TooBig, 4, 1300)]
    public void An_ipv4_error_goes_back_with_a_sound_checksum(IcmpReason reason, int code, int mtuBytes)
    {
        byte[] error = Error(Convert.FromHexString(Udp4), reason, mtuBytes);

        Assert.True(IpFacts.TryRead(error, out IpFacts facts));
        Assert.Equal("0A0000020A000001", Convert.ToHexString(error.AsSpan(12, 8)));
        Assert.Equal((1, error.Length), (facts.Flow.Protocol, facts.TotalBytes));
        Assert.Equal((3, code), (error[20], error[21]));
        Assert.Equal(mtuBytes, BinaryPrimitives.ReadUInt16BigEndian(error.AsSpan(26)));
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, error.AsSpan(0, 20))));
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, error.AsSpan(20))));
        Assert.Equal(Udp4.ToUpperInvariant(), Convert.ToHexString(error.AsSpan(28)));
    }

    [Theory]
    [InlineData(IcmpReason.NoRoute, 1, 0, 0)]
    [InlineData(IcmpReason.Prohibited, 1, 1, 0)]
    [InlineData(IcmpReason.TooBig, 2, 0, 1420)]
    public void An_ipv6_error_goes_back_with_a_sound_checksum(
        IcmpReason reason, int type, int code, int mtuBytes)
    {
        byte[] error = Error(Convert.FromHexString(Udp6), reason, mtuBytes);

        Assert.True(IpFacts.TryRead(error, out IpFacts facts));
        Assert.Equal((58, error.Length), (facts.Flow.Protocol, facts.TotalBytes));
        Assert.Equal((type, code), (error[40], error[41]));
        Assert.Equal(mtuBytes, BinaryPrimitives.ReadInt32BigEndian(error.AsSpan(44)));
        Assert.Equal(0, InternetChecksum.OfUpperLayer(error.AsSpan(8, 32), 58, error.AsSpan(40)));
        Assert.Equal(Udp6.ToUpperInvariant(), Convert.ToHexString(error.AsSpan(48)));
    }

    [Theory]
    [InlineData(4, 576)]
    [InlineData(6, 1280)]
    public void A_long_packet_is_quoted_as_far_as_an_error_may_go(int version, int expected)
    {
        byte[] packet = new byte[4000];
        Convert.FromHexString(version == 4 ? Udp4 : Udp6).CopyTo(packet, 0);
        BinaryPrimitives.WriteUInt16BigEndian(
            packet.AsSpan(version == 4 ? 2 : 4), (ushort)(version == 4 ? 4000 : 3960));

        Assert.Equal(expected, Error(packet, IcmpReason.NoRoute, 0).Length);
    }

    [Theory]
    [InlineData(4, 3, true)]
    [InlineData(4, 11, true)]
    [InlineData(4, 8, false)]
    [InlineData(6, 1, true)]
    [InlineData(6, 127, true)]
    [InlineData(6, 128, false)]
    public void Errors_are_not_answered(int version, byte type, bool isError)
    {
        byte[] packet = Convert.FromHexString(version == 4 ? Udp4 : Udp6);
        packet[version == 4 ? 9 : 6] = (byte)(version == 4 ? 1 : 58);
        packet[version == 4 ? 20 : 40] = type;

        Assert.Equal(isError, Error(packet, IcmpReason.NoRoute, 0).Length == 0);
    }

    [Fact]
    public void A_later_fragment_and_link_noise_are_not_answered()
    {
        byte[] fragment = Convert.FromHexString(Udp4);
        fragment[7] = 1;
        Assert.Empty(Error(fragment, IcmpReason.NoRoute, 0));

        byte[] multicast = Convert.FromHexString(Udp4);
        multicast[16] = 224;
        Assert.Empty(Error(multicast, IcmpReason.NoRoute, 0));
    }

    [Fact]
    public void The_limiter_lets_a_burst_pass_and_then_its_rate()
    {
        RateLimiter limiter = new(perSecond: 10, burst: 3);
        int passed = 0;
        for (int i = 0; i < 20; i++)
        {
            passed += limiter.TryTake(nowNs: 0) ? 1 : 0;
        }
        Assert.Equal(3, passed);
        Assert.False(limiter.TryTake(99_999_999));
        Assert.True(limiter.TryTake(100_000_000));
        Assert.False(limiter.TryTake(100_000_000));
    }

    private static byte[] Error(byte[] packet, IcmpReason reason, int mtuBytes)
    {
        Assert.True(IpFacts.TryRead(packet, out IpFacts facts));
        byte[] error = new byte[IcmpError.BytesMax];
        return error[..IcmpError.Write(packet, facts, reason, mtuBytes, error)];
    }
}
