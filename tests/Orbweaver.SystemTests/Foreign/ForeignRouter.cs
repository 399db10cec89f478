using System;
using System.Collections.Generic;
using System.Diagnostics;
using Orbweaver.Live;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.SystemTests.Foreign;

/// <summary>
/// A Linux kernel as a router of SRv6: a namespace with a device where packets go in and one where they come
/// out, both in our hands.
/// </summary>
internal sealed class ForeignRouter : IDisposable
{
    private const string InName = "in0";
    private const string OutName = "out0";

    private readonly PortLoop _loop = new();
    private readonly TunPort _in;
    private readonly TunPort _out;

    private ForeignRouter(NetNamespace space)
    {
        Space = space;
        // What is not for us is for somebody, or the port would not take it.
        TunRoutes routes = new();
        Assert.True(routes.TryAdd(Options("all=none,route=::/0,route=0.0.0.0/0"), out string error), error);
        _in = Open(Options($"in={InName},netns={space.Name},mtu=1500"), routes);
        _out = Open(Options($"out={OutName},netns={space.Name},mtu=1500,addr=10.0.0.254/24"), routes);
        // The rest of the mesh and the users lie behind.
        Route("fcbb:bb00::/32", "dev", OutName);
        Route("fd00::/64", "dev", OutName);
    }

    /// <summary>The namespace.</summary>
    public NetNamespace Space { get; }

    /// <summary>Makes one, or skips the test with the reason.</summary>
    public static ForeignRouter Create()
    {
        NetNamespace.NeedsTun();
        NetNamespace space = NetNamespace.Create();
        MakeRouter(space);
        return new ForeignRouter(space);
    }

    /// <summary>Lets a namespace hand packets on that are not its own.</summary>
    public static void MakeRouter(NetNamespace space)
    {
        NetNamespace.NeedsTool("sysctl");
        using Process process = space.Start(
            "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1", "net.ipv4.ip_forward=1");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Adds a route for IPv6.</summary>
    public void Route(string prefix, params string[] rest)
        => Space.Ip(["-6", "route", "add", prefix, .. rest]);

    /// <summary>
    /// Gives a segment identifier its behaviour (<c>encap seg6local action ...</c>); skips where the kernel
    /// does not have it.
    /// </summary>
    public void Segment(string prefix, params string[] behaviour)
        => AddSegment(Space, prefix, OutName, behaviour);

    /// <summary>The same in any namespace.</summary>
    public static void AddSegment(NetNamespace space, string prefix, string device, params string[] behaviour)
    {
        string[] command =
        [
            "-6", "route", "add", prefix, "encap", "seg6local", "action", .. behaviour, "dev", device,
        ];
        (int code, string output) = space.TryIp(command);
        Assert.SkipUnless(
            code == 0, $"this kernel or iproute2 has no {string.Join(' ', behaviour)}: {output}");
    }

    /// <summary>Lets a packet in.</summary>
    public void Send(byte[] packet)
    {
        _in.Deliver(packet);
        Assert.Equal(1, _in.Counters.MessagesOut);
    }

    /// <summary>What comes out for what goes in.</summary>
    public byte[] Pass(byte[] packet)
    {
        byte[]? came = null;
        Send(packet);
        _loop.Run(() => came is not null, (port, _, bytes) =>
        {
            // What came back where it went in is the kernel's complaint.
            Assert.True(port == _out, $"sent back: {Convert.ToHexString(bytes)}");
            came = bytes;
        });
        return came!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        Space.Dispose();
    }

    private TunPort Open(TunPortOptions options, TunRoutes routes)
    {
        TunPort.TryOpen(
            options, new TunPortServices(routes, new List<AddressPrefix>(), _loop.Waiter, _loop.Clock),
            out TunPort? port, out string error);
        return _loop.Add(port, error);
    }

    private static TunPortOptions Options(string text)
    {
        Assert.True(TunPortOptions.TryParse(text, out TunPortOptions options, out string error), error);
        return options;
    }
}
