using System;
using System.Net;
using System.Net.Sockets;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Small values: their texts, and the rules by which flows are matched.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1, "1 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(-1_500, "-1.5 us")]
    [InlineData(31_900_000, "31.9 ms")]
    [InlineData(119_000_000_000, "119 s")]
    [InlineData(120_000_000_000, "2 min")]
    [InlineData(7_200_000_000_000, "2 h")]
    [InlineData(172_800_000_000_000, "2 d")]
    [InlineData(long.MinValue, "-106751.991 d")]
    public void Durations_are_readable(long nanoseconds, string text)
        => Assert.Equal(text, new Duration(nanoseconds).ToString());

    [Theory]
    [InlineData(0, "0 b/s")]
    [InlineData(64_000, "64 kb/s")]
    [InlineData(1_500_000, "1.5 Mb/s")]
    [InlineData(100_000_000_000, "100 Gb/s")]
    public void Rates_are_readable(long bitsPerSecond, string text)
        => Assert.Equal(text, new DataRate(bitsPerSecond).ToString());

    [Fact]
    public void Serialisation_time_is_rounded_up()
        => Seeds.Hold(dice =>
        {
            DataRate rate = new(dice.NextBetween(1, 1L << dice.Below(40)));
            DataSize size = new(dice.NextBetween(0, 1_000_000_000));
            UInt128 nanoseconds = (UInt128)rate.TimeFor(size).Nanoseconds;

            Assert.True(nanoseconds * (UInt128)rate.BitsPerSecond >= (UInt128)size.Bytes * 8_000_000_000);
            Assert.True(nanoseconds == 0
                || (nanoseconds - 1) * (UInt128)rate.BitsPerSecond < (UInt128)size.Bytes * 8_000_000_000);
        });

    [Fact]
    public void Every_quality_of_service_survives_its_text()
    {
        int count = 0;
        for (byte priority = 0; priority <= Qos.PriorityMax; priority++)
        {
            foreach (Overtaking overtaking in Enum.GetValues<Overtaking>())
            {
                foreach (Assurance assurance in Enum.GetValues<Assurance>())
                {
                    Qos qos = new(priority, overtaking, assurance);
                    Assert.True(Qos.TryParse(qos.ToString(), out Qos parsed));
                    Assert.Equal(qos, parsed);
                    count++;
                }
            }
        }
        Assert.Equal(90, count);
        Assert.Equal("7-r-d", new Qos(7, Overtaking.Replace, Assurance.Deadline).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("7-r")]
    [InlineData("7-r-d ")]
    [InlineData("10-r-d")]
    [InlineData("a-r-d")]
    [InlineData("7-x-d")]
    [InlineData("7-r-r")]
    [InlineData("7-R-D")]
    [InlineData("7_r-d")]
    [InlineData("\u0667-r-d")]
    public void Bad_quality_of_service_is_refused(string text) => Assert.False(Qos.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.1.2", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::a00:1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    [InlineData("10.1.2.3/8", "10.9.9.9", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "8.8.8.8", true)]
    [InlineData("::ffff:0:0/96", "8.8.8.8", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.0/31", "192.0.2.1", true)]
    [InlineData("192.0.2.0/31", "192.0.2.2", false)]
    public void Prefixes_contain_what_they_should(string prefix, string address, bool isWithin)
    {
        Assert.True(AddressPrefix.TryParse(prefix, out AddressPrefix parsed));
        Assert.Equal(isWithin, parsed.Contains(Number(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.1/16")]
    [InlineData("10")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("2001:db8::/129")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("fe80::1%2")]
    [InlineData("example.org")]
    public void Doubtful_prefixes_are_refused(string text)
        => Assert.False(AddressPrefix.TryParse(text, out _));

    [Fact]
    public void A_prefix_agrees_with_comparing_bit_by_bit()
        => Seeds.Hold(dice =>
        {
            UInt128 a = new(dice.NextBits(), dice.NextBits());
            byte length = (byte)dice.Between(0, 128);
            UInt128 b = a ^ (UInt128.One << dice.Below(128));
            bool isEqual = true;
            for (int i = 0; i < length; i++)
            {
                isEqual &= ((a >> (127 - i)) & 1) == ((b >> (127 - i)) & 1);
            }

            Assert.Equal(isEqual, new AddressPrefix(a, length).Contains(b));
            Assert.True(new AddressPrefix(a, length).Contains(a));
        });

    [Fact]
    public void Every_field_of_a_rule_must_fit()
    {
        Assert.True(AddressPrefix.TryParse("10.0.0.0/8", out AddressPrefix ten));
        FlowMatch rule = new()
        {
            Source = ten,
            Destination = ten,
            Protocol = 6,
            SourcePorts = new PortRange(5, 9),
            DestinationPorts = new PortRange(80, 80),
            Dscp = 46,
        };
        FlowKey fits = rule.Example();

        Assert.True(rule.Fits(fits));
        Assert.True(rule.Fits(fits with { SourcePort = 9 }));
        Assert.False(rule.Fits(fits with { SourcePort = 10 }));
        Assert.False(rule.Fits(fits with { DestinationPort = 81 }));
        Assert.False(rule.Fits(fits with { Protocol = 17 }));
        Assert.False(rule.Fits(fits with { Dscp = 0 }));
        Assert.False(rule.Fits(fits with { Source = 1 }));
        Assert.False(rule.Fits(fits with { Destination = 1 }));
        Assert.True((rule with { IsDefault = true }).Fits(default));
    }

    [Fact]
    public void Hashes_have_the_published_values()
    {
        // SplitMix64 from seed 0 starts with this number; FNV-1a of "foobar" is in its authors' test suite.
        Assert.Equal(0xE220_A839_7B1D_CDAFul, StableHash.Finish(0x9E37_79B9_7F4A_7C15));
        Assert.Equal(StableHash.Finish(0x8594_4171_F739_67E8), StableHash.Of("foobar"));
        Assert.Equal(StableHash.Finish(0xCBF2_9CE4_8422_2325), StableHash.Of(""));
        Assert.NotEqual(StableHash.Of("\u0101"), StableHash.Of("\u0001"));
        Assert.Equal(0ul, StableHash.Mix(0, 0));
        Assert.Equal(0x9E37_79B9_7F4A_7C15ul, StableHash.Mix(0, 1));
        Assert.NotEqual(
            StableHash.Mix(StableHash.Mix(1, 2), 3), StableHash.Mix(StableHash.Mix(1, 3), 2));
    }

    private static UInt128 Number(string address)
    {
        IPAddress parsed = IPAddress.Parse(address);
        byte[] bytes = parsed.AddressFamily == AddressFamily.InterNetwork
            ? parsed.MapToIPv6().GetAddressBytes()
            : parsed.GetAddressBytes();
        UInt128 number = 0;
        foreach (byte b in bytes)
        {
            number = (number << 8) | b;
        }
        return number;
    }
}
