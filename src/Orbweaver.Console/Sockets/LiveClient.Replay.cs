using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Live.History;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Sockets;

internal sealed partial class LiveClient
{
    private const double ClockEveryMs = 1_000;

    private HistoryCursor? _replay;
    private HistoryRecord? _next;
    private double _replayFromMs;
    private double _replayRate = 1;
    private long _replayBegun;
    private double _replayedMs;
    private long _clockTold;
    private double _stillMs;
    private ClockMode _stillMode = ClockMode.Paused;

    // A time of which nothing is known is answered by the time that is shown: nothing changes.
    private async Task BeginReplayAsync(double fromMs, double rate, CancellationToken end)
    {
        IReadOnlyList<Frame> scene;
        _replayRate = double.IsFinite(rate) ? Math.Clamp(rate, 0.01, ClientWord.RateMax) : 1;
        try
        {
            double at = fromMs;
            if (_network.Recorded() is { } span)
            {
                at = Math.Clamp(fromMs, span.FromMs, Math.Max(span.FromMs, span.ToMs));
            }
            (scene, _) = SceneMaker.Frames(_network, at, (float)_replayRate);
            fromMs = at;
        }
        catch (RequestProblem)
        {
            return;
        }
        StopReplay();
        _replay = new HistoryReader(_network.HistoryFolder!).CursorAt(fromMs);
        _next = null;
        (_replayFromMs, _replayedMs, _replayBegun) = (fromMs, fromMs, Environment.TickCount64);
        _viewing = Viewing.Replay;
        await MoveAsync(scene, fromMs, end);
    }

    private async Task BeginPlanAsync(double atMs, CancellationToken end)
    {
        IReadOnlyList<Frame> scene;
        ClockMode mode;
        try
        {
            (scene, mode) = SceneMaker.Frames(_network, atMs, rate: 0);
        }
        catch (RequestProblem)
        {
            return;
        }
        StopReplay();
        _viewing = Viewing.Still;
        (_stillMs, _stillMode) = (atMs, mode);
        await MoveAsync(scene, atMs, end);
    }

    private async Task PauseClockAsync(CancellationToken end)
    {
        double atMs = _viewing switch
        {
            Viewing.Replay => _replayedMs,
            Viewing.Live => _network.Now(static v => v.SimMs),
            _ => _stillMs,
        };
        StopReplay();
        _viewing = Viewing.Still;
        (_stillMs, _stillMode) = (double.IsFinite(atMs) ? atMs : 0, ClockMode.Paused);
        _clockTold = 0;
        await ShowStillAsync(end);
    }

    private async Task MoveAsync(IReadOnlyList<Frame> scene, double atMs, CancellationToken end)
    {
        await SendAsync(FrameWriter.Resync(new FrameStamp(atMs), ResyncReason.Moved), end);
        foreach (Frame frame in scene)
        {
            await SendSomeAsync(frame, isScene: true, end);
        }
        _clockTold = Environment.TickCount64;
    }

    // The clock goes on being told, so that a page knows that it is still connected.
    private async Task<TimeSpan> ShowStillAsync(CancellationToken end)
    {
        if (Environment.TickCount64 - _clockTold >= ClockEveryMs)
        {
            _clockTold = Environment.TickCount64;
            await SendAsync(SceneMaker.Clock(_network, _stillMs, _stillMode, rate: 0), end);
        }
        return TimeSpan.FromMilliseconds(ClockEveryMs);
    }

    private async Task<TimeSpan> ShowReplayAsync(CancellationToken end)
    {
        double due = _replayFromMs + ((Environment.TickCount64 - _replayBegun) * _replayRate);
        _taken.Clear();
        bool isMore = true;
        while (isMore && _taken.Count < FrameFeed.FramesMax)
        {
            isMore = TryRecord(due, out HistoryRecord record);
            // A scene has nothing new for whoever saw what was before it.
            if (isMore && (record.Kind == HistoryKind.Frame || record.IsBreak))
            {
                _taken.AddRange(RecordedViews.FramesOf(record).Where(f => f.Type != FrameType.Clock));
            }
        }
        foreach (Frame frame in FrameFilter.Newest(_taken))
        {
            await SendSomeAsync(frame, isScene: false, end);
        }
        if (_network.Recorded() is { } span && due >= span.ToMs && !isMore && !_network.IsLive)
        {
            // The recording is over.
            _viewing = Viewing.Still;
            (_stillMs, _stillMode, _clockTold) = (span.ToMs, ClockMode.Ended, 0);
            return await ShowStillAsync(end);
        }
        if (Environment.TickCount64 - _clockTold >= ClockEveryMs)
        {
            _clockTold = Environment.TickCount64;
            double newest = _network.IsLive ? _network.Now(static v => v.SimMs) : due;
            _replayedMs = Math.Min(due, double.IsFinite(newest) ? newest : due);
            await SendAsync(
                SceneMaker.Clock(_network, _replayedMs, ClockMode.Replay, (float)_replayRate), end);
        }
        return TimeSpan.FromSeconds(1 / (_isSlow ? RateHzMin : _rateHz));
    }

    private bool TryRecord(double dueMs, out HistoryRecord record)
    {
        while (true)
        {
            if (_next is null)
            {
                if (_replay is null || !_replay.TryNext(out HistoryRecord next))
                {
                    record = default;
                    return false;
                }
                _next = next;
            }
            record = _next.Value;
            if (record.SimMs > dueMs)
            {
                return false;
            }
            _next = null;
            // What the scene that it began with has already is passed over.
            if (record.SimMs > _replayFromMs)
            {
                return true;
            }
        }
    }

    private void StopReplay()
    {
        _replay?.Dispose();
        (_replay, _next) = (null, null);
    }
}
