using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Orbweaver.Live.History;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Orbits;

namespace Orbweaver.Console.Networks;

/// <summary>What the thread of the world hands over beside an observation.</summary>
/// <param name="NowMs">The world's time, Unix milliseconds.</param>
/// <param name="Plan">The plan in force.</param>
/// <param name="PlanEndMs">Its end.</param>
/// <param name="LagMs">How far the world is behind its clock.</param>
public readonly record struct WorldFacts(double NowMs, Plan Plan, double PlanEndMs, double LagMs);

/// <summary>
/// A network that is up, as the console sees it. The thread of the world hands observations over and goes on;
/// a thread of this class turns them into frames, records them, and gives them to clients. All that looks or
/// changes takes turns.
/// </summary>
public sealed class LiveNetwork : ConsoleNetwork, IDisposable
{
    /// <summary>Observations under way: with none free the world does not look, and loses nothing.</summary>
    public const int ObservationsMax = 3;

    private const double ClockEveryMs = 1_000;

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly NetworkDesk _desk;
    private readonly IReadOnlyList<IEphemeris> _satellites;
    private readonly HistoryWriter? _history;
    private readonly ConcurrentQueue<Observation> _free = new();
    private readonly BlockingCollection<(Observation Seen, WorldFacts Facts)> _seen = new(ObservationsMax);
    private readonly Thread _thread;
    private IReadOnlyList<int> _watched = [];
    private Plan? _plan;
    private double _clockMs = double.NegativeInfinity;

    /// <summary>
    /// A network with its desk and the orbits of its satellites; recorded where there is a history.
    /// </summary>
    public LiveNetwork(
        NetworkDesk desk, IReadOnlyList<IEphemeris> satellites, NetworkFacts facts, HistoryWriter? history)
        : base(desk.View.Catalogue, facts, history?.Folder)
    {
        (_desk, _satellites) = (desk, satellites);
        _history = history;
        if (history is not null)
        {
            WriteHead(history.Folder, Catalogue, facts);
        }
        for (int i = 0; i < ObservationsMax; i++)
        {
            _free.Enqueue(new Observation());
        }
        _thread = new Thread(Work)
        {
            IsBackground = true,
            Name = "desk",
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override bool IsLive => true;

    /// <inheritdoc/>
    internal override HistoryWriter? Recorder => _history;

    /// <summary>Room for what the thread of the world sees; null where there is none just now.</summary>
    public Observation? TryRent() => _free.TryDequeue(out Observation? free) ? free : null;

    /// <summary>Takes what it saw.</summary>
    public void Hand(Observation seen, in WorldFacts facts)
    {
        // There is room for every observation that there is.
        if (_seen.IsAddingCompleted || !_seen.TryAdd((seen, facts)))
        {
            _free.Enqueue(seen);
        }
    }

    /// <inheritdoc/>
    public override T Now<T>(Func<NetworkView, T> read)
    {
        lock (_gate)
        {
            return read(_desk.View);
        }
    }

    /// <inheritdoc/>
    public override T Change<T>(Func<NetworkDesk, T> change)
    {
        lock (_gate)
        {
            T result = change(_desk);
            Publish();
            return result;
        }
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Frame> Planned(double atMs)
    {
        Plan? plan;
        lock (_gate)
        {
            plan = _plan;
        }
        // Plans are never changed, so nobody waits while this one is read.
        Instant at = UnixTime.Of(atMs);
        return plan is not null && at >= plan.Start && at < plan.End
            ? PlannedScene.At(plan, Catalogue, _satellites, at).Scene()
            : base.Planned(atMs);
    }

    /// <inheritdoc/>
    public override void Watch(IReadOnlyList<int> streams)
    {
        lock (_gate)
        {
            if (!_watched.SequenceEqual(streams))
            {
                _watched = [.. streams];
                _desk.Watch(_watched);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _seen.CompleteAdding();
        if (_thread.Join(StopMax))
        {
            _seen.Dispose();
        }
        _history?.Dispose();
    }

    /// <summary>Writes what a recording is read by into its folder.</summary>
    public static void WriteHead(string folder, Catalogue catalogue, NetworkFacts facts)
    {
        Live.History.HistoryFolder.WriteWhole(
            Path.Combine(folder, Live.History.HistoryFolder.CatalogueName),
            JsonSerializer.SerializeToUtf8Bytes(catalogue, JsonTexts.Options));
        Live.History.HistoryFolder.WriteWhole(
            Path.Combine(folder, Live.History.HistoryFolder.AboutName),
            JsonSerializer.SerializeToUtf8Bytes(facts, JsonTexts.Options));
    }

    /// <summary>Whether a frame is recorded: streams and loads go into scenes, once a minute.</summary>
    public static bool IsRecorded(Frame frame)
        => frame.Type is not (FrameType.Clock or FrameType.StreamStat or FrameType.TimeParts
            or FrameType.LinkLoad);

    private void Work()
    {
        foreach ((Observation seen, WorldFacts facts) in _seen.GetConsumingEnumerable())
        {
            lock (_gate)
            {
                if (!ReferenceEquals(_plan, facts.Plan))
                {
                    _plan = facts.Plan;
                    _desk.View.Plan = new PlanFacts(facts.Plan);
                }
                _desk.Take(seen);
                if (facts.NowMs - _clockMs >= ClockEveryMs)
                {
                    _clockMs = facts.NowMs;
                    _desk.NoteClock(new ClockEntry(
                        ClockMode.Live, (float)Facts.Speed, JsonTexts.UnixMs(DateTime.UtcNow), facts.NowMs,
                        facts.PlanEndMs, (float)facts.LagMs, Facts.Build));
                }
                Publish();
            }
            _free.Enqueue(seen);
        }
    }

    private void Publish()
    {
        IReadOnlyList<Frame> frames = _desk.TakeFrames();
        if (frames.Count == 0)
        {
            return;
        }
        Feed.Publish(frames);
        _history?.Add(
            _desk.View.SimMs, [.. frames.Where(IsRecorded).Select(f => f.Bytes)], _desk.View.WriteScene);
    }
}
