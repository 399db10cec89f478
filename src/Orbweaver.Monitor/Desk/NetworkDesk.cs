using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Twin;

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
    private readonly Dictionary<int, Fault> _faults = [];
    private readonly Dictionary<int, string> _drills = [];
    private readonly StreamWindow?[] _windows;
    private readonly NetworkWindow _network = new();
    private readonly float[] _bounds;
    private readonly ushort[]?[] _waysBefore;
    private List<int> _watched = [];
    private double _nowMs = double.NaN;
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

    /// <summary>Outcomes that were too many for a look: they are in no window.</summary>
    public long OutcomesMissed { get; private set; }

    /// <summary>Takes in what a probe saw.</summary>
    public void Take(Observation observation)
    {
        _nowMs = UnixTime.Ms(observation.At);
        if (observation.IsPlanNew)
        {
            EmitEvent(Note("plan", "plan", $"the plan reaches until {UnixTime.Iso(
                UnixTime.Ms(observation.PlanEnd))}"));
        }
        _planEndMs = UnixTime.Ms(observation.PlanEnd);
        TakeOrbits(observation.At);
        TakeFaults(observation);
        TakeSeats(observation);
        TakeNodes(observation);
        TakeTold(observation.Heard);
        TakeWays(observation);
        TakeOutcomes(observation.Heard);
        if (observation.LoadCount > 0)
        {
            Emit(FrameWriter.LinkLoad(Stamp, observation.Loads.AsSpan(0, observation.LoadCount)));
        }
        if (_nowMs >= _secondDueMs)
        {
            _secondDueMs = _nowMs + SecondMs;
            JudgeStreams();
            JudgeClockAndPlan();
            EmitFigures(observation.PacketHops);
        }
        _incidents.Advance(_nowMs);
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

    /// <summary>
    /// A fault is a drill: what it does is marked, and its incident is one of a drill. It may be told before
    /// the fault is seen, so it comes with words for what it does.
    /// </summary>
    public void NoteDrill(int fault, string what, string by, double untilMs)
    {
        _drills[fault] = by;
        EmitEvent(Note("drill", fault, $"{what} until {UnixTime.Iso(untilMs)}, by {by}"));
        Remark(fault);
        _incidents.BeginDrill(fault, what, by, double.IsNaN(_nowMs) ? 0 : _nowMs);
    }

    /// <summary>A drill is over, by itself or because somebody stopped it; nothing happens where it
    /// is.</summary>
    public void EndDrill(int fault)
    {
        if (_drills.Remove(fault))
        {
            EmitEvent(Note("drill", fault, "over"));
            _incidents.EndDrill(fault);
        }
    }

    /// <summary>Something happened outside that belongs among events.</summary>
    public void NoteEvent(EventRow row) => EmitEvent(row);

    /// <summary>An operator has seen an incident. Null where none is open by this id, as all that
    /// follow.</summary>
    public Incident? Acknowledge(string id, string by) => _incidents.Acknowledge(id, by);

    /// <summary>Takes that back.</summary>
    public Incident? Unacknowledge(string id) => _incidents.Unacknowledge(id);

    /// <summary>
    /// Puts an incident aside until a time of the world, at most 24 hours ahead: a later one is cut to that.
    /// </summary>
    public Incident? Shelve(string id, string by, double untilMs, string reason)
        => _incidents.Shelve(id, by, untilMs, reason);

    /// <summary>Takes that back.</summary>
    public Incident? Unshelve(string id) => _incidents.Unshelve(id);

    /// <summary>Makes an incident somebody's; nobody's where it is null.</summary>
    public Incident? Assign(string id, string? to) => _incidents.Assign(id, to);

    /// <summary>Says something of it.</summary>
    public Incident? Comment(string id, string by, string text) => _incidents.Comment(id, by, text);

    /// <summary>Closes it, cleared or not.</summary>
    public Incident? Close(string id) => _incidents.Close(id);

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

    private EventRow Note(string kind, int number, string text)
        => Note(kind, number.ToString(CultureInfo.InvariantCulture), text);

    private EventRow Note(string kind, string id, string text) => new()
    {
        At = UnixTime.Iso(_nowMs) ?? View.Catalogue.Start,
        Kind = kind,
        Id = id,
        Text = text,
    };
}
