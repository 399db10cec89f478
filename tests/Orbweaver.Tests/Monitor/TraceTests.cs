using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>One message of a stream, followed from hop to hop.</summary>
public sealed class TraceTests
{
    private const int Stream = 4;

    [Fact]
    public void The_hops_of_a_message_add_up_to_its_latency()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Duration.FromSeconds(3));
        MessageTrace trace = watched.BeginTrace(Stream);
        while (!trace.IsDone)
        {
            watched.Step();
        }
        TraceAnswer answer = trace.Answer();

        Assert.Equal("delivered", answer.State);
        Assert.True(answer.InTime);
        TraceHop[] way = [.. answer.Hops.Where(h => h.Leads).OrderBy(h => h.LeftMs)];
        CatalogueStream terms = watched.Catalogue.Streams[Stream];
        Assert.Equal(terms.From, way[0].From);
        Assert.Equal(terms.To, way[^1].To);
        Assert.All(way.Zip(way.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        // What a hop waited and flew is all that there is before the egress.
        double came = way.Sum(h => h.WaitedMs!.Value + h.FlewMs!.Value);
        Assert.Equal(answer.TookMs!.Value - answer.Parts!.ProcessingMs, came, 1e-3);
        Assert.Equal(
            watched.View.PathOf(Stream)!.Hops.Select(h => (h.From, (int?)h.To)),
            way.Select(h => (h.From, h.To)));
    }

    [Fact]
    public void A_message_that_ends_on_its_way_says_why()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Duration.FromSeconds(3));
        int egress = watched.Catalogue.Streams[Stream].To;
        watched.Lose(Duration.FromMinutes(5), egress);
        MessageTrace trace = watched.BeginTrace(Stream);
        while (!trace.IsDone)
        {
            watched.Step();
        }
        TraceAnswer answer = trace.Answer();

        Assert.Equal("dropped", answer.State);
        Assert.Matches("^[a-z ]+$", answer.Reason);
        Assert.DoesNotContain(answer.Hops, h => h.Leads || h.To == egress);
        Assert.Null(answer.Parts);
    }

    [Fact]
    public void A_run_is_the_same_with_and_without()
    {
        WatchedWorld plain = WatchedWorld.Small();
        WatchedWorld traced = WatchedWorld.Small();
        traced.BeginTrace(Stream);
        plain.RunTo(Duration.FromSeconds(5));
        traced.RunTo(Duration.FromSeconds(5));
        Assert.Equal(plain.World.TraceHash, traced.World.TraceHash);
    }

    [Fact]
    public void A_stream_without_messages_has_none_to_follow()
    {
        WatchedWorld watched = WatchedWorld.Small();
        TraceAnswer answer = watched.BeginTrace(Stream).Answer();
        Assert.Equal("none", answer.State);
        Assert.Empty(answer.Hops);
    }
}
