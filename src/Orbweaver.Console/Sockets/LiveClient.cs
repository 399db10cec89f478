using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Orbweaver.Console.Networks;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Sockets;

/// <summary>
/// One client of the socket: a loop that hears what it says, and one that shows it the network, live or at
/// another time. Nothing is kept for a client but its place in what all get.
/// </summary>
internal sealed partial class LiveClient : IDisposable
{
    /// <summary>Streams that one client may watch.</summary>
    public const int StreamsMax = NetworkDesk.WatchedMax;

    /// <summary>Sending at most so often.</summary>
    public const double RateHzMax = 5;

    private const double RateHzMin = 1;

    // A client that takes longer for what it is sent is served once a second.
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FarewellMax = TimeSpan.FromSeconds(1);

    // One that takes nothing for so long is gone.
    private static readonly TimeSpan SendMax = TimeSpan.FromSeconds(60);

    private readonly WebSocket _socket;
    private readonly ConsoleNetwork _network;
    private readonly Session _session;
    private readonly Action _watchAll;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly FrameFilter _filter = new();
    private readonly Lock _gate = new();
    private readonly Queue<ClientWord> _words = new();
    private readonly List<Frame> _taken = [];
    private int[] _streams = [];
    private double _rateHz = RateHzMax;
    private bool _isSlow;
    private uint _seq;
    private long _place;
    private Viewing _viewing = Viewing.Live;

    /// <summary>What a client sees.</summary>
    private enum Viewing
    {
        /// <summary>What is.</summary>
        Live,

        /// <summary>Something that stands still: a pause, the plan, the end of a recording.</summary>
        Still,

        /// <summary>What was.</summary>
        Replay,
    }

    /// <summary>A client on a socket.</summary>
    public LiveClient(WebSocket socket, ConsoleNetwork network, Session session, Action watchAll)
    {
        _socket = socket;
        _network = network;
        _session = session;
        _watchAll = watchAll;
    }

    /// <summary>The streams that it watches.</summary>
    public IReadOnlyList<int> Streams => Volatile.Read(ref _streams);

    /// <summary>Serves it until it goes, is told to, or <paramref name="end"/> is cancelled.</summary>
    public async Task RunAsync(CancellationTokenSource end)
    {
        Task hearing = HearAsync(end.Token);
        Task showing = ShowAsync(end.Token);
        Task first = await Task.WhenAny(hearing, showing);
        // A word of farewell goes before everything is given up, which breaks the connection.
        await CloseAsync();
        if (first == showing)
        {
            await Task.WhenAny(hearing, Task.Delay(FarewellMax, CancellationToken.None));
        }
        await end.CancelAsync();
        try
        {
            await Task.WhenAll(hearing, showing);
        }
        catch (Exception e) when (IsAway(e))
        {
            // It has gone, or everything stops.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _replay?.Dispose();
        _wake.Dispose();
    }

    private static bool IsAway(Exception e)
        => e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;

    private async Task CloseAsync()
    {
        using CancellationTokenSource patience = new(FarewellMax);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                WebSocketCloseStatus why = _session.IsOver
                    ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.EndpointUnavailable;
                await _socket.CloseOutputAsync(why, _session.IsOver ? "signed out" : null, patience.Token);
            }
        }
        catch (Exception e) when (IsAway(e))
        {
            _socket.Abort();
        }
    }

    private async Task HearAsync(CancellationToken end)
    {
        byte[] buffer = new byte[ClientWord.BytesMax];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult got = await _socket.ReceiveAsync(buffer.AsMemory(length), end);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
            length += got.Count;
            if (!got.EndOfMessage)
            {
                if (length == buffer.Length)
                {
                    return;
                }
                continue;
            }
            // What is no word may be one of a newer page.
            if (got.MessageType == WebSocketMessageType.Text
                && ClientWord.Read(buffer.AsSpan(0, length)) is { } word && word.Op is not "pong")
            {
                lock (_gate)
                {
                    // The last word of a hasty client stands.
                    if (_words.Count > 16)
                    {
                        _words.Dequeue();
                    }
                    _words.Enqueue(word);
                }
                Wake();
            }
            length = 0;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    private async Task ShowAsync(CancellationToken end)
    {
        using IDisposable listening = _network.Feed.Listen(() =>
        {
            if (_viewing == Viewing.Live)
            {
                Wake();
            }
        });
        await BeginLiveAsync(reason: null, end);
        while (!_session.IsOver)
        {
            long begun = Environment.TickCount64;
            while (TryWord(out ClientWord? word))
            {
                await HeedAsync(word!, end);
            }
            TimeSpan wait = _viewing switch
            {
                Viewing.Live => await ShowLiveAsync(end),
                Viewing.Replay => await ShowReplayAsync(end),
                _ => await ShowStillAsync(end),
            };
            // Sending was waiting for the client.
            double tookMs = Environment.TickCount64 - begun;
            _isSlow = tookMs > (_isSlow ? SlowAfter.TotalMilliseconds / 4 : SlowAfter.TotalMilliseconds);
            await PauseAsync(wait, end);
        }
    }

    // A rate is kept by not looking again too soon; words are heeded at once.
    private async Task PauseAsync(TimeSpan wait, CancellationToken end)
    {
        long until = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        while (true)
        {
            long left = until - Environment.TickCount64;
            if (left <= 0 || HasWord())
            {
                return;
            }
            _ = await _wake.WaitAsync((int)left, end);
        }
    }

    private bool HasWord()
    {
        lock (_gate)
        {
            return _words.Count > 0;
        }
    }

    private bool TryWord(out ClientWord? word)
    {
        lock (_gate)
        {
            return _words.TryDequeue(out word);
        }
    }

    private async Task HeedAsync(ClientWord word, CancellationToken end)
    {
        switch (word.Op)
        {
            case "sub":
                int streams = _network.Catalogue.Streams.Count;
                int[] chosen =
                    [.. (word.Streams ?? []).Where(s => s >= 0 && s < streams).Distinct().Take(StreamsMax)];
                _filter.Choose(word.Topics is { } names ? TopicNames.Of(names) : Topics.All, chosen);
                _rateHz = Math.Clamp(word.RateHz ?? RateHzMax, RateHzMin, RateHzMax);
                Volatile.Write(ref _streams, chosen);
                _watchAll();
                break;
            case "live":
                await BeginLiveAsync(ResyncReason.Moved, end);
                break;
            case "pause":
                await PauseClockAsync(end);
                break;
            case "replay":
                await BeginReplayAsync(word.From!.Value, word.Rate ?? 1, end);
                break;
            default:
                await BeginPlanAsync(word.At!.Value, end);
                break;
        }
    }

    private async Task BeginLiveAsync(ResyncReason? reason, CancellationToken end)
    {
        StopReplay();
        _viewing = _network.IsLive ? Viewing.Live : Viewing.Still;
        (IReadOnlyList<Frame> frames, double simMs) = _network.Now(view =>
        {
            _place = _network.Feed.End;
            return (view.Scene(), view.SimMs);
        });
        if (reason is { } why)
        {
            await SendAsync(FrameWriter.Resync(new FrameStamp(simMs), why), end);
        }
        (_stillMs, _stillMode) = (simMs, ClockMode.Ended);
        foreach (Frame frame in frames.Where(f => _network.IsLive || f.Type != FrameType.Clock))
        {
            await SendSomeAsync(frame, isScene: true, end);
        }
        if (!_network.IsLive)
        {
            await SendAsync(SceneMaker.Clock(_network, simMs, ClockMode.Ended, rate: 0), end);
        }
    }

    private async Task<TimeSpan> ShowLiveAsync(CancellationToken end)
    {
        if (!_network.Feed.TryTake(ref _place, _taken))
        {
            await BeginLiveAsync(ResyncReason.TooSlow, end);
        }
        else
        {
            foreach (Frame frame in FrameFilter.Newest(_taken))
            {
                await SendSomeAsync(frame, isScene: false, end);
            }
        }
        return TimeSpan.FromSeconds(1 / (_isSlow ? RateHzMin : _rateHz));
    }

    private async Task SendSomeAsync(Frame frame, bool isScene, CancellationToken end)
    {
        if (_filter.Of(frame, isScene) is { } some)
        {
            await SendAsync(some, end);
        }
    }

    // Frames are shared by all: only the number is this client's own, in a copy that goes at once.
    private async Task SendAsync(Frame frame, CancellationToken end)
    {
        int length = frame.Bytes.Length;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            frame.Bytes.Span.CopyTo(copy);
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(FrameHeader.SeqOffset), _seq++);
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(end);
            patience.CancelAfter(SendMax);
            await _socket.SendAsync(
                copy.AsMemory(0, length), WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
