// tidy: waits because a network that is up, its devices and applications live in real time.
using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using Orbweaver.Hosting;
using Xunit;

namespace Orbweaver.SystemTests.Up;

/// <summary>A network on the wall clock, with real devices, sockets and applications.</summary>
public sealed class UpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Pings_cross_the_network_at_the_speed_of_light_and_none_is_lost()
    {
        NetNamespace.NeedsTun();
        NetNamespace.NeedsTool("ping");
        using NetNamespace west = NetNamespace.Create();
        using NetNamespace east = NetNamespace.Create();
        using UpNetwork up = new(
            "--no-traffic", "--tun", $"reykjavik=ow-r,netns={west.Name}", "--tun",
            $"yakutsk=ow-y,netns={east.Name},mtu=9000");
        double[] ways =
        [
            DelayMs(up.Ask("path", "reykjavik", "yakutsk")), DelayMs(up.Ask("path", "yakutsk", "reykjavik")),
        ];

        foreach (string[] ping in (string[][])
            [["10.77.0.2"], ["fd77::2"], ["-s", "1300", "10.77.0.2"], ["-s", "5000", "fd77::2"]])
        {
            using Process process = west.Start(["ping", "-c", "10", "-i", "0.2", .. ping]);
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            Assert.Contains(" 0% packet loss", said, StringComparison.Ordinal);
            double least = double.Parse(
                Regex.Match(said, @"= (?<min>[\d.]+)/").Groups["min"].Value, CultureInfo.InvariantCulture);
            // Nothing is faster than light; how much slower a busy machine is says nothing.
            Assert.True(least > ways.Sum() - 1, $"{least} ms, planned {ways.Sum()} ms");
        }
        Assert.DoesNotContain("lost 1", up.Ask("status"), StringComparison.Ordinal);
    }

    [Fact]
    public void Datagrams_and_lines_come_out_as_they_went_in()
    {
        using UdpClient listener = new(new IPEndPoint(IPAddress.Loopback, 0));
        int udpOut = ((IPEndPoint)listener.Client.LocalEndPoint!).Port;
        (int udpIn, int tcpIn, int tcpOut) = (FreePort(), FreePort(), FreePort());
        using UpNetwork up = new(
            "--udp", $"nuuk={udpIn},to=murmansk", "--udp", $"murmansk=127.0.0.1:{udpOut},from=nuuk",
            "--tcp", $"nuuk={tcpIn},to=murmansk,lines", "--tcp", $"murmansk={tcpOut},from=nuuk,lines");
        listener.Client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        byte[] datagram = [.. Enumerable.Range(0, 4_000).Select(i => (byte)(i * 7))];

        using UdpClient sender = new();
        sender.Send(datagram, new IPEndPoint(IPAddress.Loopback, udpIn));
        IPEndPoint from = new(IPAddress.Any, 0);
        Assert.Equal(datagram, listener.Receive(ref from));

        using TcpClient reader = new("127.0.0.1", tcpOut);
        using TcpClient writer = new("127.0.0.1", tcpIn);
        string lines = string.Concat(Enumerable.Range(0, 200).Select(i => $"track {i} of 200\n"));
        // A client is known once the loop has looked at it.
        Thread.Sleep(200);
        writer.GetStream().Write(Encoding.ASCII.GetBytes(lines));
        reader.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        using StreamReader text = new(reader.GetStream(), Encoding.ASCII);
        string got = string.Concat(Enumerable.Range(0, 200).Select(_ => text.ReadLine() + "\n"));
        Assert.Equal(lines, got);
        // What came in as lines does not go out as datagrams.
        Assert.Equal(0, listener.Available);
    }

    [Fact]
    public void Faults_on_command_turn_the_path_and_stopping_leaves_nothing_behind()
    {
        using UpNetwork up = new("--no-traffic");
        string path = up.Ask("path", "svalbard", "troll");
        string through = Regex.Match(path, @"-> (?<name>P\d+-S\d+)").Groups["name"].Value;

        string added = up.Ask("fault", "add", "node", $"node={through}");
        Assert.Contains(through, added, StringComparison.Ordinal);
        DateTime until = DateTime.UtcNow + Patience;
        while (up.Ask("path", "svalbard", "troll").Contains(through, StringComparison.Ordinal)
            && DateTime.UtcNow < until)
        {
            Thread.Sleep(20);
        }
        Assert.DoesNotContain(through, up.Ask("path", "svalbard", "troll"), StringComparison.Ordinal);
        Assert.Contains("until ended", up.Ask("fault", "list"), StringComparison.Ordinal);
        up.Ask("fault", "end", "0");
        Assert.Contains("over", up.Ask("fault", "list"), StringComparison.Ordinal);

        (int second, string refusal) = UpNetwork.Run("up", "small", "--control", up.Control);
        Assert.Equal(ExitCodes.BadInput, second);
        Assert.Contains("another network is up", refusal, StringComparison.Ordinal);

        string mine = up.Control + ".txt";
        File.WriteAllText(mine, "mine");
        (int third, refusal) = UpNetwork.Run("up", "small", "--control", mine);
        Assert.Equal(ExitCodes.BadInput, third);
        Assert.Contains("something else of that name", refusal, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(mine));

        (int code, string last) = up.Stop();
        Assert.Equal(ExitCodes.Kept, code);
        Assert.Contains("stopped:", last, StringComparison.Ordinal);
        Assert.False(File.Exists(up.Control));
        (int gone, string nobody) = UpNetwork.Run("status", "--control", up.Control);
        Assert.Equal(ExitCodes.BadInput, gone);
        Assert.Contains("orbweaver up", nobody, StringComparison.Ordinal);
    }

    [Fact]
    public void What_if_and_top_tell_of_a_network_that_is_up()
    {
        using UpNetwork up = new();
        up.Ask("fault", "add", "node", "node=svalbard");

        string text = up.Ask("whatif", "kind: node, node: troll", "--horizon", "5s", "--quiet");
        Assert.Contains("5 s from", text, StringComparison.Ordinal);
        Assert.Contains("on time", text, StringComparison.Ordinal);
        string json = up.Ask("whatif", "--horizon", "2s", "--watch", "--json", "--quiet");
        using (JsonDocument answer = JsonDocument.Parse(json))
        {
            Assert.Equal("done", answer.RootElement.GetProperty("state").GetString());
            Assert.Equal(
                answer.RootElement.GetProperty("base").GetProperty("onTimeShare").GetDouble(),
                answer.RootElement.GetProperty("plan").GetProperty("onTimeShare").GetDouble());
            Assert.Equal(JsonValueKind.Object, answer.RootElement.GetProperty("live").ValueKind);
        }
        (int code, string wrong) = UpNetwork.Run(
            "whatif", "kind: node, node: P99-S99", "--control", up.Control);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("there is no node 'P99-S99'", wrong, StringComparison.Ordinal);

        string top = up.Ask("top", "--once");
        Assert.Contains("svalbard  (until ended)", top, StringComparison.Ordinal);
        Assert.Contains("STREAMS", top, StringComparison.Ordinal);
        using JsonDocument look = JsonDocument.Parse(up.Ask("top", "--json"));
        Assert.Equal("small", look.RootElement.GetProperty("network").GetString());
    }

    [Theory]
    [InlineData("fault", "there is no node 'P99-S99'", "add", "node", "node=P99-S99")]
    [InlineData("fault", "no kind of fault", "add", "meteor")]
    [InlineData("fault", "cannot begin in a network that is up", "add", "clock", "node=nuuk", "offset=1s")]
    [InlineData("fault", "there is no fault 7", "end", "7")]
    [InlineData("fault", "no field with a value", "add", "node", "P00-S00")]
    [InlineData("path", "there is no node 'nuk'", "nuk", "troll")]
    public void Wrong_commands_get_a_plain_answer(string command, string answer, params string[] rest)
    {
        using UpNetwork up = new("--no-traffic");

        (int code, string text) = UpNetwork.Run([command, .. rest, "--control", up.Control]);

        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(answer, text, StringComparison.Ordinal);
    }

    private static double DelayMs(string path) => double.Parse(
        Regex.Match(path, @"hops, (?<ms>[\d.]+) ms").Groups["ms"].Value, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
