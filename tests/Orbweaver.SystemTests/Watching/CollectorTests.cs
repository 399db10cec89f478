using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orbweaver.Scenarios;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Metrics that are pushed, taken by a collector of a few lines.</summary>
public sealed class CollectorTests
{
    [Fact]
    public void A_collector_gets_metrics_as_protobuf()
    {
        using HttpListener collector = Listen(out Uri at);
        using RunningNetwork network = new("--otlp", at.ToString(), "--otlp-every", "1s");
        HttpListenerContext request = collector.GetContext();

        Assert.Equal("/v1/metrics", request.Request.Url!.AbsolutePath);
        Assert.Equal("application/x-protobuf", request.Request.ContentType);
        using System.IO.MemoryStream body = new();
        request.Request.InputStream.CopyTo(body);
        request.Response.Close();
        collector.Abort();

        // ExportMetricsServiceRequest > resource_metrics > scope_metrics > metrics > name.
        string[] names =
        [
            .. from resource in Fields(body.ToArray(), 1)
               from scope in Fields(resource, 2)
               from metric in Fields(scope, 2)
               select Encoding.UTF8.GetString(Fields(metric, 1).Single()),
        ];
        Assert.Contains("orbweaver_packet_hops", names);
        Assert.Contains("orbweaver_contract_messages", names);
        Assert.Contains("orbweaver_lateness_seconds_bucket", names);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(0, network.Stop());
    }

    [Fact]
    public void A_collector_that_is_not_there_is_told_once_and_the_network_goes_on()
    {
        int port = FreePort();
        using RunningNetwork network = new(
            "--for", "4s", "--otlp", $"http://127.0.0.1:{port}", "--otlp-every", "1s");

        Assert.Equal(0, network.WaitForEnd());
        Assert.Single(
            network.Err.Split('\n'), l => l.Contains("metrics do not reach", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://c.example/otlp/v1/metrics", "https://c.example/otlp/v1/metrics")]
    public void Addresses_are_read(string text, string expected)
        => Assert.Equal(new Uri(expected), WatchOptions.CollectorOf(text));

    [Theory]
    [InlineData("127.0.0.1:4318")]
    [InlineData("ftp://a")]
    [InlineData("http://me:word@a")]
    public void Other_addresses_are_refused(string text)
        => Assert.Throws<BadInputException>(() => WatchOptions.CollectorOf(text));

    private static HttpListener Listen(out Uri at)
    {
        at = new Uri($"http://127.0.0.1:{FreePort()}/");
        HttpListener listener = new();
        listener.Prefixes.Add(at.ToString());
        listener.Start();
        return listener;
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    // The values of a field of a protobuf message that have a length.
    private static List<byte[]> Fields(byte[] message, int number)
    {
        List<byte[]> values = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message, ref at);
            int length = (key & 7) switch
            {
                0 => (int)(Varint(message, ref at) & 0),
                1 => 8,
                2 => (int)Varint(message, ref at),
                _ => 4,
            };
            if ((key & 7) == 2 && (int)(key >> 3) == number)
            {
                values.Add(message[at..(at + length)]);
            }
            at += length;
        }
        return values;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        int shift = 0;
        byte b;
        do
        {
            b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            shift += 7;
        }
        while ((b & 0x80) != 0);
        return value;
    }
}
