using System;
using System.Linq;
using System.Net;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests.Live;

public sealed class PortOptionsTests
{
    [Fact]
    public void A_tun_port_is_read_with_all_its_settings()
    {
        Assert.True(
            TunPortOptions.TryParse(
                "london=tun0,netns=left,addr=10.1.0.1/24,addr=fd00::1/64,route=10.5.0.0/16,route=::/0,"
                    + "mtu=9000",
                out TunPortOptions options, out string error),
            error);

        Assert.Equal("", error);
        Assert.Equal(("london", "tun0", "left", 9000),
            (options.Edge, options.Interface, options.Namespace, options.MtuBytes));
        Assert.Equal(["10.1.0.1/24", "fd00::1/64"], options.Addresses.Select(PortText.Show));
        Assert.Equal(["10.5.0.0/16", "::/0"], options.Routes.Select(PortText.Show));
    }

    [Fact]
    public void A_tun_port_needs_only_edge_and_device()
    {
        Assert.True(TunPortOptions.TryParse("london=tun0", out TunPortOptions options, out _));

        Assert.Equal(1420, options.MtuBytes);
        Assert.Null(options.Namespace);
        Assert.Empty(options.Addresses);
        Assert.Empty(options.Routes);
    }

    [Theory]
    [InlineData("", "write EDGE=IFNAME")]
    [InlineData("tun0", "write EDGE=IFNAME")]
    [InlineData("=tun0", "write EDGE=IFNAME")]
    [InlineData("london=", "write EDGE=IFNAME")]
    [InlineData("london=a-name-that-is-too-long", "23 characters: 15 at most")]
    [InlineData("london=a/b", "no device name")]
    [InlineData("london=tun%d", "no device name")]
    [InlineData("london=..", "no device name")]
    [InlineData("london=tun0,", "between two commas")]
    [InlineData("london=tun0,mtu", "mtu= is no whole number")]
    [InlineData("london=tun0,mtu=67", "from 68 to 65,535")]
    [InlineData("london=tun0,mtu=65536", "from 68 to 65,535")]
    [InlineData("london=tun0,mtu=-1", "from 68 to 65,535")]
    [InlineData("london=tun0,mtu=1500,mtu=1500", "mtu is given twice")]
    [InlineData("london=tun0,mtu=1000,addr=fd00::1/64", "too small for IPv6")]
    [InlineData("london=tun0,netns=../x", "no name of a namespace")]
    [InlineData("london=tun0,netns=", "no name of a namespace")]
    [InlineData("london=tun0,netns=a,netns=b", "netns is given twice")]
    [InlineData("london=tun0,addr=10.1.0.1", "no address with a length")]
    [InlineData("london=tun0,addr=10.1/16", "no address with a length")]
    [InlineData("london=tun0,addr=10.1.0.1/33", "no address with a length")]
    [InlineData("london=tun0,addr=fe80::1/64", "link-local")]
    [InlineData("london=tun0,addr=224.0.0.1/4", "multicast")]
    [InlineData("london=tun0,route=10.1.0.1/24", "write 10.1.0.0/24")]
    [InlineData("london=tun0,route=fd00::1/64", "write fd00::/64")]
    [InlineData("london=tun0,route=paris", "is no prefix")]
    [InlineData("london=tun0,adr=10.1.0.1/24", "'adr' is no setting")]
    public void A_tun_port_that_makes_no_sense_is_refused_in_one_sentence(string text, string expected)
    {
        Assert.False(TunPortOptions.TryParse(text, out _, out string error));
        Assert.Contains(expected, error);
        Assert.Contains($"'{text}'", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_tun_port_has_bounded_lists()
    {
        string addresses = string.Concat(Enumerable.Range(1, 17).Select(i => $",addr=10.1.0.{i}/24"));
        Assert.False(TunPortOptions.TryParse("a=t" + addresses, out _, out string error));
        Assert.Contains("more than 16 addresses", error);

        string routes = string.Concat(
            Enumerable.Range(0, 257).Select(i => $",route=10.{i / 256}.{i % 256}.0/24"));
        Assert.False(TunPortOptions.TryParse("a=t" + routes, out _, out error));
        Assert.Contains("more than 256 routes", error);
    }

    [Theory]
    [InlineData("a=5000,to=b", "127.0.0.1:5000", PortDirection.ToSubscriber, "b", null)]
    [InlineData("a=10.0.0.1:5000,from=b", "10.0.0.1:5000", PortDirection.FromPublisher, "b", null)]
    [InlineData("a=[::1]:0,to=b,contract=video", "[::1]:0", PortDirection.ToSubscriber, "b", "video")]
    [InlineData("a = 5000 , to=b", "127.0.0.1:5000", PortDirection.ToSubscriber, "b", null)]
    public void A_udp_port_is_read(
        string text, string endPoint, PortDirection direction, string peer, string? contract)
    {
        Assert.True(
            SocketPortOptions.TryParseUdp(text, out SocketPortOptions options, out string error), error);

        Assert.Equal(IPEndPoint.Parse(endPoint), options.EndPoint);
        Assert.Equal(("a", direction, peer, contract),
            (options.Edge, options.Direction, options.Peer, options.Contract));
    }

    [Theory]
    [InlineData("a=5000,to=b", false)]
    [InlineData("a=5000,to=b,lines", true)]
    [InlineData("a=5000,lines,from=b", true)]
    public void A_tcp_port_is_read(string text, bool isByLine)
    {
        Assert.True(
            SocketPortOptions.TryParseTcp(text, out SocketPortOptions options, out string error), error);
        Assert.Equal(isByLine, options.IsByLine);
    }

    [Theory]
    [InlineData("5000,to=b", "does not begin with an edge")]
    [InlineData("a=,to=b", "does not begin with an edge")]
    [InlineData("a=b,to=c", "no port number")]
    [InlineData("a=65536,to=b", "no port number")]
    [InlineData("a=127.0.0.1,to=b", "no port number")]
    [InlineData("a=::1:5000,to=b", "IPv6 is written")]
    [InlineData("a=[10.0.0.1]:5000,to=b", "IPv6 is written")]
    [InlineData("a=localhost:5000,to=b", "is no address")]
    [InlineData("a=10.1:5000,to=b", "is no address")]
    [InlineData("a=10.0.0.0/8:5000,to=b", "is no address")]
    [InlineData("a=5000", "neither to=SUBSCRIBER nor from=PUBLISHER")]
    [InlineData("a=5000,to=b,from=c", "a port goes one way")]
    [InlineData("a=5000,to=b,to=c", "a port goes one way")]
    [InlineData("a=5000,to=", "to= has no name")]
    [InlineData("a=5000,to=a", "would send to itself")]
    [InlineData("a=0,from=b", "port 0 is no place to send to")]
    [InlineData("a=255.255.255.255:5000,from=b", "255.255.255.255 is no place to send to")]
    [InlineData("a=[::]:5000,from=b", ":: is no place to send to")]
    [InlineData("a=5000,from=b,contract=c", "contract= belongs to")]
    [InlineData("a=5000,to=b,contract=c,contract=c", "contract is given twice")]
    [InlineData("a=5000,to=b,lines", "'lines' is no setting")]
    [InlineData("a=5000,to=b,too=c", "'too' is no setting")]
    public void A_udp_port_that_makes_no_sense_is_refused_in_one_sentence(string text, string expected)
    {
        Assert.False(SocketPortOptions.TryParseUdp(text, out _, out string error));
        Assert.Contains(expected, error);
    }

    [Theory]
    [InlineData("a=5000,to=b,lines=yes", "lines stands alone")]
    [InlineData("a=5000,to=b,lines,lines", "lines is given twice")]
    [InlineData("a=5000,to=b,line", "there are to, from, contract and lines")]
    public void A_tcp_port_that_makes_no_sense_is_refused_in_one_sentence(string text, string expected)
    {
        Assert.False(SocketPortOptions.TryParseTcp(text, out _, out string error));
        Assert.Contains(expected, error);
    }

    [Fact]
    public void A_packet_goes_to_the_edge_of_its_longest_prefix()
    {
        TunRoutes routes = new();
        Add(routes, "a=t,addr=10.9.0.1/24,addr=fd00::1/64,route=10.0.0.0/8");
        Add(routes, "b=t,addr=10.9.0.2/24,route=10.5.0.0/16,route=::/0");

        Assert.Equal("a", Find(routes, "10.9.0.1"));
        Assert.Equal("b", Find(routes, "10.9.0.2"));
        Assert.Equal("a", Find(routes, "10.9.0.3"));
        Assert.Equal("b", Find(routes, "10.5.255.255"));
        Assert.Equal("a", Find(routes, "fd00::1"));
        Assert.Equal("b", Find(routes, "fd00::2"));
        // A default route of IPv6 says nothing of IPv4.
        Assert.Equal("", Find(routes, "192.0.2.1"));
        Assert.Equal(6, routes.Count);
    }

    [Fact]
    public void A_prefix_belongs_to_one_edge()
    {
        TunRoutes routes = new();
        Add(routes, "a=t,addr=10.9.0.1/24");

        Assert.True(TunPortOptions.TryParse("b=t,addr=10.9.0.1/16", out TunPortOptions twin, out _));
        Assert.False(routes.TryAdd(twin, out string error));
        Assert.Equal("10.9.0.1/32 is at a and at b: a prefix leads to one edge", error);

        Assert.True(TunPortOptions.TryParse("a=t,route=10.9.0.1/32", out TunPortOptions again, out _));
        Assert.False(routes.TryAdd(again, out error));
        Assert.Equal("a has 10.9.0.1/32 twice: name it once", error);
    }

    [Fact]
    public void The_table_of_routes_is_bounded()
    {
        TunRoutes routes = new();
        for (int i = 0; i < TunRoutes.PrefixesMax; i++)
        {
            Assert.True(routes.TryAdd(new AddressPrefix((UInt128)i << 64, 64), "a", out _));
        }
        AddressPrefix oneMore = new((UInt128)TunRoutes.PrefixesMax << 64, 64);
        Assert.False(routes.TryAdd(oneMore, "a", out string error));
        Assert.Contains("more than 4,096", error);
    }

    private static void Add(TunRoutes routes, string text)
    {
        Assert.True(TunPortOptions.TryParse(text, out TunPortOptions options, out string error), error);
        Assert.True(routes.TryAdd(options, out error), error);
    }

    private static string Find(TunRoutes routes, string address)
        => routes.TryFind(IpAddresses.From(IPAddress.Parse(address)), out string edge) ? edge : "";
}
