using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>
/// Turns observations into frames and applies them to its view, correlates incidents, and keeps windows. It
/// belongs to one thread at a time: a shell holds a lock around it.
/// </summary>
public sealed partial class NetworkDesk
{
    /// <summary>Streams whose ways may be asked for at once.</summary>
    public const int WatchedMax = 200;

    // Figures of streams that nobody watches need not be of this second.
    private const double AllStreamsMs = 5_000;
    private const double SecondMs = 1_000;

    private readonly IReadOnlyList<IEphemeris> _satellites;
    private readonly List<Frame> _frames = [];
    private readonly IncidentDesk _incidents;
    private readonly FaultBook _faults = new();
    private readonly StreamWindow?[] _windows;
    private readonly NetworkWindow _network = new();
    private readonly float[] _bounds;
    private readonly ushort[]?[] _waysBefore;
    private List<int> _watched = [];
    private KpiEntry? _kpi;
    private double _nowMs = double.NaN;
    private double _lookedMs = double.NaN;
    private double _planEndMs = double.NaN;
    private double _secondDueMs = double.NegativeInfinity;
    private double _allStreamsDueMs = double.NegativeInfinity;
    private double _orbitsDueMs = double.NegativeInfinity;
    private uint _generation;
    private float _lagMs = float.NaN;
    private uint _nodesOut;

    /// <summary>A desk that has seen nothing; satellites are by node.</summary>
    public NetworkDesk(Catalogue catalogue, IReadOnlyList<IEphemeris> satellites)
    {
        _satellites = satellites;
        View = new NetworkView(catalogue);
        _incidents = new IncidentDesk(
            catalogue, View.DirectionOf, i => EmitEvent(NetworkView.EventOf(i)));
        int streams = catalogue.Streams.Count;
        _windows = new StreamWindow?[streams];
        _waysBefore = new ushort[streams][];
        _bounds = new float[streams];
        Array.Fill(_bounds, float.NaN);
        _nodeNews = new NodeNews[catalogue.Nodes.Count];
        for (int i = 0; i < _nodeNews.Length; i++)
        {
            _nodeNews[i] = new NodeNews(new NodeId(i), NodeState.Up, -1, 0);
        }
    }

    /// <summary>What its frames come to.</summary>
    public NetworkView View { get; }

    /// <summary>The time of the newest look, Unix milliseconds; NaN before the first.</summary>
    public double NowMs => _nowMs;

    /// <summary>Outcomes that were too many for a look: they are in no window.</summary>
    public long OutcomesMissed { get; private set; }

    /// <summary>Takes in what a probe saw.</summary>
    public void Take(Observation observation)
    {
        _lookedMs = _nowMs;
        _nowMs = UnixTime.Ms(observation.At);
        if (observation.IsPlanNew)
        {
            EmitEvent(Note(EventKinds.Plan, "plan", $"the plan reaches until {UnixTime.Iso(
                UnixTime.Ms(observation.PlanEnd))}"));
        }
        _planEndMs = UnixTime.Ms(observation.PlanEnd);
        TakeOrbits(observation.At);
        TakeFaults(observation);
        TakeSeats(observation);
        TakeNodes(observation);
        TakeTold(observation.Heard);
        _faults.Tell(_nowMs, EmitEvent);
        TakeWays(observation);
        TakeOutcomes(observation.Heard);
        if (observation.LoadCount > 0)
        {
            Emit(FrameWriter.LinkLoad(Stamp, observation.Loads.AsSpan(0, observation.LoadCount)));
        }
        bool isSecond = _nowMs >= _secondDueMs;
        if (isSecond)
        {
            _secondDueMs = _nowMs + SecondMs;
            JudgeStreams();
            JudgeClockAndPlan();
        }
        _incidents.Advance(_nowMs);
        if (isSecond)
        {
            EmitFigures(observation.PacketHops);
        }
        Recount();
        observation.Watched = _watched;
    }

    /// <summary>Tells how time goes; the shell does so once a second, and when it changes.</summary>
    public void NoteClock(in ClockEntry clock)
    {
        _lagMs = clock.LagMs;
        Emit(FrameWriter.Clock(new FrameStamp(clock.DataAsOfMs, _generation), clock));
    }

    /// <summary>Streams whose ways are looked up, and whose figures are told every second; at most <see
    /// cref="WatchedMax"/>.</summary>
    public void Watch(IReadOnlyList<int> streams)
    {
        List<int> watched = [];
        for (int i = 0; i < streams.Count && watched.Count < WatchedMax; i++)
        {
            if (streams[i] >= 0 && streams[i] < _windows.Length && !watched.Contains(streams[i]))
            {
                watched.Add(streams[i]);
            }
        }
        _watched = watched;
    }

    /// <summary>All frames since the last call, in order; the view has them already.</summary>
    public IReadOnlyList<Frame> TakeFrames()
    {
        Frame[] frames = [.. _frames];
        _frames.Clear();
        return frames;
    }

    private FrameStamp Stamp => new(_nowMs, _generation);

    private void Emit(Frame frame)
    {
        View.Apply(frame);
        _frames.Add(frame);
    }

    private void EmitEvent(EventRow row) => Emit(NetworkView.EventFrame(Stamp, row));

    private EventRow Note(string kind, string id, string text) => new()
    {
        At = UnixTime.Iso(_nowMs) ?? View.Catalogue.Start,
        Kind = kind,
        Id = id,
        Text = text,
    };
}
