// tidy: waits because a slow reader is slow in real time.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>The socket: scenes, frames, other times, and readers that do not read.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class LiveTests(ConsoleFixture console)
{
    [Fact]
    public async Task A_client_gets_a_scene_and_then_frames_by_number()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        using LiveSocket socket = await client.OpenLiveAsync();
        await socket.SayAsync(
            """{"op":"sub","topics":["state","kpi","stats","routes"],"streams":[0,1],"rateHz":5}""");
        List<Frame> frames = await socket.UntilAsync(f => f.Type == FrameType.Kpi);
        for (int clocks = 0; clocks < 3;)
        {
            Frame next = (await socket.NextAsync())!;
            frames.Add(next);
            clocks += next.Type == FrameType.Clock ? 1 : 0;
        }

        Assert.Equal(
            Enumerable.Range(0, frames.Count).Select(i => (uint)i), frames.Select(f => f.Header.Seq));
        Assert.Equal(
            [FrameType.Clock, FrameType.Ephemeris, FrameType.LinkSet],
            frames.Take(3).Select(f => f.Type));
        Assert.DoesNotContain(frames, f => f.Type is FrameType.LinkLoad && f.Header.Seq > 8);
        ClockEntry clock = FrameReader.Clock(frames[^1]);
        Assert.Equal(ClockMode.Live, clock.Mode);
    }

    [Fact]
    public async Task The_past_is_played_again_and_the_present_comes_back()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        // The first frames must be on the disk.
        while (console.Admin.Get("about").GetProperty("historyFrom").GetString() is null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        double from = JsonTime(console.Admin.Get("about").GetProperty("historyFrom"));
        while (console.Admin.StatusOf($"scene?at={from + 400}") != 200)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        using LiveSocket socket = await client.OpenLiveAsync();
        await socket.SayAsync($$"""{"op":"replay","from":{{from + 400:0}},"rate":4}""");
        List<Frame> before = await socket.UntilAsync(f => f.Type == FrameType.Resync);
        Assert.Equal(ResyncReason.Moved, FrameReader.Resync(before[^1]));
        Frame clock = (await socket.NextAsync())!;
        ClockEntry entry = FrameReader.Clock(clock);
        Assert.Equal((ClockMode.Replay, 4f), (entry.Mode, entry.Rate));
        Assert.InRange(entry.DataAsOfMs, from, from + 1_000);
        List<Frame> more = await socket.UntilAsync(
            f => f.Type == FrameType.Clock && FrameReader.Clock(f).DataAsOfMs > from + 1_500);
        Assert.Equal(ClockMode.Replay, FrameReader.Clock(more[^1]).Mode);

        await socket.SayAsync("""{"op":"pause"}""");
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Paused);
        await socket.SayAsync("""{"op":"what is this"}""");
        await socket.SayAsync("no json");
        await socket.SayAsync("""{"op":"live"}""");
        await socket.UntilAsync(f => f.Type == FrameType.Resync);
        List<Frame> back = await socket.UntilAsync(f => f.Type == FrameType.Clock);
        Assert.Equal(ClockMode.Live, FrameReader.Clock(back[^1]).Mode);
    }

    [Fact]
    public async Task The_future_is_shown_as_planned()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        double at = JsonTime(client.Get("about").GetProperty("planEnd")) - 60_000;
        using LiveSocket socket = await client.OpenLiveAsync();
        await socket.SayAsync($$"""{"op":"plan","at":{{at:0}}}""");
        await socket.UntilAsync(f => f.Type == FrameType.Resync);
        ClockEntry clock = FrameReader.Clock((await socket.NextAsync())!);
        Assert.Equal((ClockMode.Plan, Math.Floor(at)), (clock.Mode, Math.Floor(clock.DataAsOfMs)));
        List<Frame> scene = await socket.UntilAsync(f => f.Type == FrameType.LinkSet);
        Assert.True(scene[^1].Header.Count > 100);
        await socket.UntilAsync(f => f.Type == FrameType.Clock
            && FrameReader.Clock(f).Mode == ClockMode.Plan);
        Assert.Equal(404, client.StatusOf($"scene?at={at + 7_200_000:0}"));
    }

    [Fact]
    public async Task A_client_that_reads_late_is_served_on_in_order()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        using LiveSocket socket = await client.OpenLiveAsync();
        await socket.NextAsync();
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        uint last = 0;
        for (int i = 0; i < 20; i++)
        {
            Frame next = (await socket.NextAsync())!;
            Assert.Equal(last + 1, next.Header.Seq);
            last = next.Header.Seq;
        }
    }

    [Fact]
    public async Task Sockets_that_are_gone_leave_nothing()
    {
        using ApiClient client = console.SignIn(Role.Viewer);
        List<LiveSocket> sockets = [];
        for (int i = 0; i < 20; i++)
        {
            sockets.Add(await client.OpenLiveAsync());
        }
        foreach (LiveSocket socket in sockets)
        {
            socket.Socket.Abort();
            socket.Dispose();
        }
        // There is room for as many again as there may be: those before are forgotten.
        for (int round = 0; round < 4; round++)
        {
            List<LiveSocket> more = [];
            for (int i = 0; i < 20; i++)
            {
                more.Add(await Retry(client));
            }
            foreach (LiveSocket socket in more)
            {
                await socket.NextAsync();
                socket.Socket.Abort();
                socket.Dispose();
            }
        }
    }

    // The server sees an abort when it next looks.
    private static async Task<LiveSocket> Retry(ApiClient client)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return await client.OpenLiveAsync();
            }
            catch (System.Net.WebSockets.WebSocketException) when (i < 100)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    private static double JsonTime(JsonElement text)
        => (text.GetDateTime().ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;
}
