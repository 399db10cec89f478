// tidy: waits because a reader that stalls does so in real time.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Readers that do not read: they begin anew with a scene, and cost no memory.</summary>
public sealed class StalledClientTests
{
    private const int FrameBytes = 100_000;

    [Fact]
    public void A_place_that_is_gone_is_told_so()
    {
        FrameFeed feed = new();
        List<Frame> taken = [];
        long place = feed.End;
        for (int i = 0; i < 1_000; i++)
        {
            feed.Publish([Large()]);
        }
        Assert.False(feed.TryTake(ref place, taken));
        Assert.Empty(taken);
        feed.Publish([Large(), Large()]);
        Assert.True(feed.TryTake(ref place, taken));
        Assert.Equal(2, taken.Count);
        Assert.Equal(feed.End, place);
    }

    [Fact]
    public async Task A_socket_that_stalls_is_given_a_new_scene_and_nothing_is_kept_for_it()
    {
        const int First = 50;
        LoudNetwork network = new();
        using ConsoleServer server = ConsoleServer.Start(new ConsoleSettings
        {
            At = new IPEndPoint(IPAddress.Loopback, 0),
            Network = network,
        });
        using ApiClient client = ApiClient.SignIn(server.NewEntry("ana", Role.Viewer));
        using LiveSocket socket = await client.OpenLiveAsync("live", receiveBytes: 4_096);
        await socket.NextAsync();
        // More than all buffers on the way hold, and the server waits; then more than it keeps for anybody.
        network.Say(First);
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        network.Say((int)(FrameFeed.BytesMax / FrameBytes) + First);

        List<Frame> frames = await socket.UntilAsync(f => f.Type == FrameType.Resync);
        Assert.Equal(ResyncReason.TooSlow, FrameReader.Resync(frames[^1]));
        // What it had begun to send before it waited; it may have begun in the middle of the first.
        Assert.InRange(frames.Count(f => f.Type == FrameType.Event), 1, First);
        Assert.Equal(FrameType.LinkSet, (await socket.UntilAsync(f => f.Type == FrameType.LinkSet))[^1].Type);
        network.Say(1);
        List<Frame> after = await socket.UntilAsync(f => f.Type == FrameType.Event);
        Assert.Equal(
            Enumerable.Range((int)after[0].Header.Seq, after.Count), after.Select(f => (int)f.Header.Seq));
    }

    private static Frame Large() => FrameWriter.Event(new FrameStamp(0), new string('x', FrameBytes));

    // A network of which much is told: only what it says is made up.
    private sealed class LoudNetwork() : ConsoleNetwork(Nothing, Facts, historyFolder: null)
    {
        private static readonly Catalogue Nothing = new()
        {
            Network = "loud",
            Start = "2026-08-11T00:00:00.000Z",
            HopMs = 1,
            Planes = 0,
            Nodes = [],
            Streams = [],
        };

        private static new readonly NetworkFacts Facts = new()
        {
            Network = "loud",
            Version = "1",
            Build = 1,
            Start = DateTime.UnixEpoch,
        };

        private readonly NetworkView _view = new(Nothing);

        public override bool IsLive => true;

        public void Say(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                Feed.Publish([Large()]);
            }
        }

        public override T Now<T>(Func<NetworkView, T> read) => read(_view);

        public override T Change<T>(Func<NetworkDesk, T> change) => throw new NotSupportedException();

        public override void Watch(IReadOnlyList<int> streams)
        {
            // It says the same to all.
        }
    }
}
