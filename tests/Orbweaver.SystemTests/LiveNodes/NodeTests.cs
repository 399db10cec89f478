using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests.LiveNodes;

/// <summary>Hosts of parts of a network, each with a socket, a key and a thread of its own.</summary>
public sealed class NodeTests : IDisposable
{
    private readonly UdpClient _listener = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _sender = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly HashSet<string> _came = [];
    private readonly HostFiles _files;
    private int _sent;

    public NodeTests()
    {
        _listener.Client.ReceiveTimeout = 20;
        _files = new HostFiles(((IPEndPoint)_listener.Client.LocalEndPoint!).Port);
    }

    [Fact]
    public void Three_hosts_carry_what_goes_in_and_a_host_comes_back_with_its_next_life()
    {
        using HostProcess left = new(_files.Write("left"));
        using HostProcess edges = new(_files.Write("edges"));
        using (HostProcess right = new(_files.Write("right")))
        {
            Carry(20, edges);
            Assert.Contains("right: life 1, 8 of 19 nodes", right.Ask("status"), StringComparison.Ordinal);
        }
        Assert.Equal("1\n", File.ReadAllText(Path.Combine(_files.StateOf("right"), "incarnation")));
        using (HostProcess right = new(_files.Write("right")))
        {
            HostProcess.Until(
                () => edges.Said.Split("right at").Length == 3, () => $"no second connection: {edges.Said}");
            Carry(20, edges);
            Assert.Contains("right: life 2", right.Ask("status"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Links_that_a_command_darkens_carry_nothing_until_it_ends()
    {
        using HostProcess left = new(_files.Write("left"));
        using HostProcess right = new(_files.Write("right"));
        using HostProcess edges = new(_files.Write("edges"));
        Carry(5, edges);

        string added = edges.Ask("fault", "add", "node", "node=[oslo,sydney]");
        while (Take())
        {
            // What had come out before.
        }
        int before = _came.Count;
        for (int i = 0; i < 50; i++)
        {
            Send();
            Take();
        }
        Assert.Equal(before, _came.Count);
        Assert.Contains("0  node", added, StringComparison.Ordinal);
        Assert.Contains("oslo", edges.Ask("fault", "list"), StringComparison.Ordinal);

        edges.Ask("fault", "end", "0");
        Carry(5, edges);
        Assert.Contains("no faults now", edges.Ask("fault", "list"), StringComparison.Ordinal);
        (int code, string text) = HostProcess.Run(
            "fault", "add", "noise", "loss=1%", "--control", edges.Control);
        Assert.True(code == ExitCodes.BadInput, text);
    }

    [Fact]
    public void Hosts_with_another_key_or_another_plan_are_refused_in_a_line()
    {
        string other = Path.Combine(Path.GetDirectoryName(_files.KeyFile)!, "other.key");
        Assert.Equal(ExitCodes.Kept, HostProcess.Run("keys", "network", "--out", other).Code);
        using HostProcess left = new(_files.Write("left"));
        using HostProcess right = new(_files.Write("right", "network.key", "other.key"));
        using HostProcess edges = new(_files.Write("edges", "horizon: 30min", "horizon: 31min"));

        HostProcess.Until(
            () => left.Said.Contains("right at", StringComparison.Ordinal)
                && left.Said.Contains("edges at", StringComparison.Ordinal),
            () => $"left said: {left.Said}");

        string[] lines =
        [
            .. left.Said.Split('\n').Where(l => l.Contains(" at 127.0.0.1:", StringComparison.Ordinal)
                && !l.StartsWith("left", StringComparison.Ordinal)),
        ];
        Assert.Contains(lines, l => l.StartsWith("right", StringComparison.Ordinal)
            && l.Contains("another network key", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("edges", StringComparison.Ordinal)
            && l.Contains("the same scenario, start, horizon, ports", StringComparison.Ordinal));
        Assert.DoesNotContain("connected", left.Said, StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData("listen: 127.0.0.1:", "listen: 192.0.2.1:", "this machine has no such address")]
    [InlineData("network.key", "no.key", "is no file")]
    [InlineData("udp oslo=", "upd oslo=", "is no port")]
    [InlineData("to=sydney", "to=sidney", "'sidney' is no site or edge")]
    [InlineData("nodes: [P00-*, P01-*]\n", "nodes: [P09-*]\n", "no node of the plan is called 'P09-*'")]
    public void What_cannot_be_is_said_in_a_line(string from, string to, string expected)
    {
        using HostProcess host = new(_files.Write("left", from, to));

        Assert.Equal(ExitCodes.BadInput, host.End());
        Assert.Contains(expected, host.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files.StateOf("left")));
    }

    [Fact]
    public void A_key_that_others_may_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no such modes there");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_files.KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }
        using HostProcess host = new(_files.Write("left"));

        Assert.Equal(ExitCodes.BadInput, host.End());
        Assert.Contains("has mode 0404", host.Said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _sender.Dispose();
        _files.Dispose();
    }

    // Sends until so many different datagrams more have come out.
    private void Carry(int count, HostProcess edges)
    {
        int until = _came.Count + count;
        HostProcess.Until(
            () =>
            {
                Send();
                Take();
                return _came.Count >= until;
            },
            () => $"{_came.Count} of {_sent} came: {edges.Ask("status")} {edges.Said}");
    }

    private void Send()
        => _sender.Send(
            Encoding.ASCII.GetBytes($"message {_sent++}"), new IPEndPoint(IPAddress.Loopback, _files.In));

    private bool Take()
    {
        IPEndPoint? from = null;
        try
        {
            string text = Encoding.ASCII.GetString(_listener.Receive(ref from));
            Assert.StartsWith("message ", text, StringComparison.Ordinal);
            // What is guaranteed comes once.
            Assert.True(_came.Add(text), $"{text} came twice");
            return true;
        }
        catch (SocketException)
        {
            // Nothing for a moment.
            return false;
        }
    }
}
