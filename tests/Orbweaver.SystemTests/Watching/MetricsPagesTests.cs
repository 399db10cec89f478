using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Scenarios;
using Orbweaver.Up;
using Xunit;

namespace Orbweaver.SystemTests;

/// <summary>Metrics of a network that is up, over HTTP.</summary>
public sealed class MetricsPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_and_health_are_served_on_the_loopback_only()
    {
        using RunningNetwork network = new("--http", "0");
        Uri at = network.MetricsAt;
        Assert.Equal("127.0.0.1", at.Host);

        // Figures are fresh for a second: those of another moment come by and by.
        double first = 0;
        double then = 0;
        while (then <= first || first == 0)
        {
            using HttpResponseMessage response = await network.Client.GetAsync(at, Cancel);
            Assert.Equal(
                "text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            string text = await response.Content.ReadAsStringAsync(Cancel);
            first = first == 0 ? Value(text, "orbweaver_packet_hops_total") : first;
            then = Value(text, "orbweaver_packet_hops_total");
            Assert.Contains(
                "offered_total{contract=\"spread\",publisher=\"nuuk\",subscriber=\"london\"}", text,
                StringComparison.Ordinal);
        }
        using HttpResponseMessage health = await network.Client.GetAsync(new Uri(at, "/healthz"), Cancel);
        string says = await health.Content.ReadAsStringAsync(Cancel);
        // A machine that others keep busy may be behind, and then that is what it says.
        bool isHealthy = health.StatusCode == HttpStatusCode.OK;
        Assert.Matches(isHealthy ? "^ok\n$" : "^the world is [0-9.]+ s behind the clock\n$", says);
        using HttpResponseMessage wrong = await network.Client.GetAsync(
            new Uri(at, "/other.txt"), Cancel);
        using HttpResponseMessage post = await network.Client.PostAsync(
            at, content: null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(0, network.Stop());
    }

    [Fact]
    public void A_port_that_is_taken_is_bad_input()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        using RunningNetwork network = new("--http", port.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(2, network.WaitForEnd());
        Assert.Contains(
            $"another program has 127.0.0.1:{port}", network.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9464", "127.0.0.1:9464")]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("192.0.2.1", "192.0.2.1:8400")]
    [InlineData("[::1]:81", "[::1]:81")]
    [InlineData("::1", "[::1]:8400")]
    public void Places_are_read(string text, string expected)
        => Assert.Equal(IPEndPoint.Parse(expected), HttpChoice.EndPointOf(text));

    [Theory]
    [InlineData("")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("localhost:x")]
    [InlineData("1.2.3.4:70000")]
    public void Other_places_are_refused(string text)
        => Assert.Throws<BadInputException>(() => HttpChoice.EndPointOf(text));

    private static double Value(string text, string name) => double.Parse(
        text.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);
}
