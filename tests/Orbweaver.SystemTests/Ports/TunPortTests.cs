using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.SystemTests;

public sealed class TunPortTests
{
    [Theory]
    [InlineData("10.9.0.2")]
    [InlineData("fd00:9::2")]
    public void A_ping_of_the_kernel_passes_between_two_namespaces(string address)
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace left = NetNamespace.Create();
        using NetNamespace right = NetNamespace.Create();
        using PortLoop loop = new();
        (TunPort a, TunPort b) = OpenPair(
            loop,
            $"a=t0,netns={left.Name},addr=10.9.0.1/24,addr=fd00:9::1/64",
            $"b=t0,netns={right.Name},addr=10.9.0.2/24,addr=fd00:9::2/64");
        HashSet<byte> protocols = [];

        using Process ping = left.Start("ping", "-n", "-c", "3", "-i", "0.2", "-W", "20", "-M", "do",
            "-s", "1300", address);
        loop.Run(() => ping.HasExited, (port, message, bytes) =>
        {
            protocols.Add(message.Flow.Protocol);
            Assert.Equal(port == a ? "b" : "a", message.Subscriber);
            (message.Subscriber == "a" ? a : b).Deliver(bytes);
        });

        Assert.True(ping.ExitCode == 0, ping.StandardOutput.ReadToEnd());
        Assert.Equal(3, a.Counters.MessagesIn);
        Assert.Equal(3, b.Counters.MessagesIn);
        Assert.Equal(a.Counters.BytesIn, b.Counters.BytesOut);
        Assert.Equal([(byte)(address.Contains(':') ? 58 : 1)], protocols);
    }

    [Theory]
    [InlineData("10.9.0.77", "Destination Net Unreachable")]
    [InlineData("fd00:9::77", "Destination unreachable: No route")]
    public void Who_sends_to_nobody_is_told(string address, string words)
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        TunPort port = Open(
            loop, $"a=t0,netns={space.Name},addr=10.9.0.1/24,addr=fd00:9::1/64", new TunRoutes());

        using Process ping = space.Start("ping", "-n", "-c", "1", "-W", "20", address);
        loop.Run(() => ping.HasExited, (_, message, _) => Assert.Fail($"{message.Flow} was taken"));

        Assert.Contains(words, ping.StandardOutput.ReadToEnd());
        Assert.Equal(1, port.Counters[PortDrop.NoRoute]);
        Assert.Equal(1, port.Counters.Errors);
    }

    [Fact]
    public void What_lies_behind_an_edge_is_reached_by_a_route()
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace left = NetNamespace.Create();
        using NetNamespace right = NetNamespace.Create();
        right.Ip("address", "add", "10.77.0.1/16", "dev", "lo");
        using PortLoop loop = new();
        (TunPort a, TunPort b) = OpenPair(
            loop,
            $"a=t0,netns={left.Name},addr=10.9.0.1/24",
            $"b=t0,netns={right.Name},addr=10.9.0.2/24,route=10.77.0.0/16,route=fd00:77::/48");

        using Process ping = left.Start("ping", "-n", "-c", "1", "-W", "20", "10.77.0.1");
        loop.Run(() => ping.HasExited, (_, message, bytes)
            => (message.Subscriber == "a" ? a : b).Deliver(bytes));

        Assert.True(ping.ExitCode == 0, ping.StandardOutput.ReadToEnd());
        Assert.Contains("fd00:77::/48 dev t0", left.Ip("-6", "route", "show"));
    }

    [Fact]
    public void The_device_has_what_was_asked_for_and_the_thread_stays_where_it_was()
    {
        NetNamespace.NeedsTun();
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        TunPort port = Open(
            loop, $"a=tun-x,netns={space.Name},addr=10.9.0.1/24,addr=fd00:9::1/64,mtu=9000", new TunRoutes());

        string shown = space.Ip("address", "show", "dev", "tun-x");
        Assert.Contains("mtu 9000", shown);
        Assert.Contains($"qlen {TunPortOptions.QueuePackets}", shown);
        Assert.Contains("UP", shown);
        Assert.Contains("10.9.0.1/24", shown);
        Assert.Contains("fd00:9::1/64", shown);
        Assert.Equal(("a", "tun-x", null), (port.Edge, port.Name, port.Failure));
        Assert.DoesNotContain(
            System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces(), i => i.Name == "tun-x");
    }

    [Fact]
    public void A_device_that_was_prepared_is_taken_and_stays()
    {
        NetNamespace.NeedsTun();
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        space.Ip("tuntap", "add", "dev", "t0", "mode", "tun");
        string text = $"a=t0,netns={space.Name},addr=10.9.0.1/24,addr=fd00:9::1/64";

        Open(loop, text, new TunRoutes()).Dispose();
        Open(loop, text, new TunRoutes()).Dispose();

        Assert.Contains("10.9.0.1/24", space.Ip("address", "show", "dev", "t0"));
    }

    [Fact]
    public void The_largest_packets_pass_whole()
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace left = NetNamespace.Create();
        using NetNamespace right = NetNamespace.Create();
        using PortLoop loop = new();
        (TunPort a, TunPort b) = OpenPair(
            loop,
            $"a=t0,netns={left.Name},addr=10.9.0.1/24,mtu=65535",
            $"b=t0,netns={right.Name},addr=10.9.0.2/24,mtu=65535");
        int largest = 0;

        using Process ping = left.Start("ping", "-n", "-c", "1", "-W", "20", "-s", "65507", "10.9.0.2");
        loop.Run(() => ping.HasExited, (_, message, bytes) =>
        {
            largest = bytes.Length > largest ? bytes.Length : largest;
            (message.Subscriber == "a" ? a : b).Deliver(bytes);
        });

        Assert.True(ping.ExitCode == 0, ping.StandardOutput.ReadToEnd());
        Assert.Equal(IEdgePort.MessageBytesMax, largest);
    }

    [Fact]
    public void A_device_that_is_taken_away_is_a_failure_of_its_port_only()
    {
        NetNamespace.NeedsTun();
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        TunPort port = Open(loop, $"a=t0,netns={space.Name},addr=10.9.0.1/24", new TunRoutes());

        space.Ip("link", "set", "t0", "down");
        loop.Run(() => true, (_, _, _) => { });
        port.Deliver(Packet("10.9.0.2", "10.9.0.1"));
        Assert.Equal(1, port.Counters[PortDrop.Failed]);
        Assert.Null(port.Failure);

        space.Ip("link", "del", "t0");
        loop.Run(() => port.Failure is not null, (_, _, _) => { });
        Assert.Contains("t0 of a: the device has gone", port.Failure);
        port.Deliver(Packet("10.9.0.2", "10.9.0.1"));
    }

    [Fact]
    public void A_delivery_that_is_no_packet_does_not_reach_the_kernel()
    {
        NetNamespace.NeedsTun();
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        TunPort port = Open(loop, $"a=t0,netns={space.Name},addr=10.9.0.1/24", new TunRoutes());

        port.Deliver([1, 2, 3]);
        port.Deliver([.. Packet("10.9.0.2", "10.9.0.1"), 0]);
        port.Deliver(Packet("10.9.0.2", "10.9.0.1"));

        Assert.Equal(2, port.Counters[PortDrop.NotAPacket]);
        Assert.Equal(1, port.Counters.MessagesOut);
    }

    [Fact]
    public void Noise_of_the_link_is_counted_and_not_carried()
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        TunPort port = Open(loop, $"a=t0,netns={space.Name},addr=10.9.0.1/24", new TunRoutes());

        using Process ping = space.Start("ping", "-n", "-c", "1", "-W", "1", "-I", "t0", "224.0.0.251");
        loop.Run(
            () => port.Counters[PortDrop.LinkNoise] > 0 && ping.HasExited,
            (_, message, _) => Assert.Fail($"{message.Flow} was taken"));

        Assert.Equal(0, port.Counters.Errors);
    }

    [Fact]
    public void What_the_operator_has_to_do_is_said()
    {
        NetNamespace.NeedsTun();
        using NetNamespace space = NetNamespace.Create();
        using PortLoop loop = new();
        space.Ip("link", "add", "dummy1", "type", "veth", "peer", "name", "dummy2");
        Open(loop, $"a=t0,netns={space.Name}", new TunRoutes());

        Assert.Equal(
            "t0: another program has this device: end it, or name another device",
            OpenError(loop, $"b=t0,netns={space.Name}"));
        Assert.Equal(
            "t0: there is no network namespace 'ow-none': make it with 'ip netns add ow-none'",
            OpenError(loop, "b=t0,netns=ow-none"));
        Assert.Equal(
            "dummy1: there is a device of this name that is no TUN device: name another",
            OpenError(loop, $"b=dummy1,netns={space.Name}"));
    }

    private static (TunPort A, TunPort B) OpenPair(PortLoop loop, string a, string b)
    {
        TunRoutes routes = new();
        TunPortOptions[] both = [Options(a), Options(b)];
        foreach (TunPortOptions options in both)
        {
            Assert.True(routes.TryAdd(options, out string error), error);
        }
        return (Open(loop, both[0], routes, both[1].Routes), Open(loop, both[1], routes, both[0].Routes));
    }

    private static TunPort Open(PortLoop loop, string text, TunRoutes routes)
        => Open(loop, Options(text), routes, []);

    private static TunPort Open(
        PortLoop loop, TunPortOptions options, TunRoutes routes, IReadOnlyList<AddressPrefix> reach)
    {
        TunPort.TryOpen(
            options, new TunPortServices(routes, reach, loop.Waiter, loop.Clock), out TunPort? port,
            out string error);
        return loop.Add(port, error);
    }

    private static string OpenError(PortLoop loop, string text)
    {
        TunPortServices services = new(new TunRoutes(), [], loop.Waiter, loop.Clock);
        Assert.False(TunPort.TryOpen(Options(text), services, out TunPort? port, out string error));
        Assert.Null(port);
        return error;
    }

    private static TunPortOptions Options(string text)
    {
        Assert.True(TunPortOptions.TryParse(text, out TunPortOptions options, out string error), error);
        return options;
    }

    // An IPv4 header alone, of the protocol for experiments.
    private static byte[] Packet(string source, string destination)
        => [0x45, 0, 0, 20, 0, 0, 0, 0, 64, 253, 0, 0,
            .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes()];
}
