using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>
/// The state of a network after all frames so far. Tables are made of it and its catalogue, so what is live
/// and what is replayed cannot differ. It belongs to one thread at a time.
/// </summary>
public sealed partial class NetworkView
{
    /// <summary>Links in force at once: what has a larger id is passed over.</summary>
    public const int SeatsMax = 1 << 18;

    private readonly NodeEntry[] _nodes;
    private readonly double[] _nodeSince;
    private readonly List<SeatEntry> _seats = [];
    private readonly List<double> _seatSince = [];
    private readonly StreamEntry?[] _stats;
    private readonly PartsEntry?[] _parts;
    private readonly ushort[]?[] _routes;
    private byte[] _loads = [];
    private OrbitEntry[] _orbits = [];
    private double _orbitEpochMs;
    private KpiEntry? _kpi;
    private bool _hasSeats;

    /// <summary>A view before its first frame.</summary>
    public NetworkView(Catalogue catalogue)
    {
        Catalogue = catalogue;
        _nodes = new NodeEntry[catalogue.Nodes.Count];
        _nodeSince = new double[_nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = new NodeEntry((ushort)i, (byte)NodeState.Up, StateCause.None);
            _nodeSince[i] = double.NaN;
        }
        int streams = catalogue.Streams.Count;
        _stats = new StreamEntry?[streams];
        _parts = new PartsEntry?[streams];
        _routes = new ushort[streams][];
        _figures = new FigureHistory(streams);
        _pathChanges = new List<PathChange>?[streams];
    }

    /// <summary>What does not change.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>The time of the newest frame, Unix milliseconds; NaN before the first.</summary>
    public double SimMs { get; private set; } = double.NaN;

    /// <summary>The same, ISO 8601 UTC; null before the first.</summary>
    public string? AsOf => UnixTime.Iso(SimMs);

    /// <summary>Of the link set.</summary>
    public uint Generation { get; private set; }

    /// <summary>The newest CLOCK; null before the first.</summary>
    public ClockEntry? Clock { get; private set; }

    /// <summary>What is planned, where a plan is at hand; recordings have none.</summary>
    public PlanFacts? Plan { get; set; }

    /// <summary>
    /// Takes a frame in; what it says of nodes and streams that nobody knows is passed over.
    /// </summary>
    public void Apply(Frame frame)
    {
        SimMs = frame.Header.SimMs;
        switch (frame.Type)
        {
            case FrameType.Clock:
                Clock = FrameReader.Clock(frame);
                break;
            case FrameType.Ephemeris:
                (_orbitEpochMs, _orbits) = FrameReader.Ephemeris(frame);
                break;
            case FrameType.LinkSet:
                Generation = frame.Header.Generation;
                ApplySeats(FrameReader.LinkSet(frame));
                break;
            case FrameType.LinkPatch:
                Generation = frame.Header.Generation;
                foreach (PatchEntry patch in FrameReader.LinkPatch(frame))
                {
                    SetSeat((int)patch.Id, patch.Seat, SimMs);
                }
                break;
            case FrameType.LinkDelta:
                foreach (LinkEntry link in FrameReader.LinkDelta(frame))
                {
                    if (link.Id < _seats.Count)
                    {
                        SetSeat((int)link.Id, _seats[(int)link.Id] with { State = link.State }, SimMs);
                    }
                }
                break;
            case FrameType.LinkLoad:
                _loads = FrameReader.LinkLoad(frame).ToArray();
                break;
            case FrameType.NodeDelta:
                ApplyNodes(frame);
                break;
            case FrameType.Resync:
                break;
            default:
                ApplyFigures(frame);
                break;
        }
    }

    private void ApplyFigures(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Routes:
                foreach (RouteEntry route in FrameReader.Routes(frame))
                {
                    ApplyRoute(route);
                }
                break;
            case FrameType.Kpi:
                _kpi = FrameReader.Kpi(frame);
                _figures.Add(SimMs, _kpi.Value);
                break;
            case FrameType.StreamStat:
                foreach (StreamEntry stream in FrameReader.StreamStat(frame))
                {
                    if (stream.Stream < _stats.Length)
                    {
                        _stats[stream.Stream] = stream;
                        _figures.Add(SimMs, stream);
                    }
                }
                break;
            case FrameType.TimeParts:
                foreach (PartsEntry parts in FrameReader.Parts(frame))
                {
                    if (parts.Stream < _parts.Length)
                    {
                        _parts[parts.Stream] = parts;
                    }
                }
                break;
            default:
                ApplyEvent(frame);
                break;
        }
    }

    private void ApplySeats(SeatEntry[] seats)
    {
        for (int i = seats.Length; i < _seats.Count; i++)
        {
            SetSeat(i, SeatEntry.Vacant, SimMs);
        }
        for (int i = 0; i < seats.Length; i++)
        {
            // Of the first scene nobody knows since when it has been so.
            SetSeat(i, seats[i], _hasSeats ? SimMs : double.NaN);
        }
        _hasSeats = true;
    }

    private void SetSeat(int id, in SeatEntry seat, double since)
    {
        if (id >= SeatsMax || seat.A >= _nodes.Length || seat.B >= _nodes.Length)
        {
            return;
        }
        while (_seats.Count <= id)
        {
            _seats.Add(SeatEntry.Vacant);
            _seatSince.Add(double.NaN);
        }
        SeatEntry before = _seats[id];
        if (before with { Capacity = seat.Capacity } != seat)
        {
            _seatSince[id] = since;
        }
        _seats[id] = seat;
    }

    private void ApplyNodes(Frame frame)
    {
        bool isSnapshot = (frame.Header.Marks & FrameMarks.Snapshot) != FrameMarks.None;
        NodeEntry[] entries = FrameReader.NodeDelta(frame);
        HashSet<int> named = [];
        foreach (NodeEntry entry in entries)
        {
            if (entry.Id < _nodes.Length)
            {
                named.Add(entry.Id);
                SetNode(entry);
            }
        }
        for (int i = 0; isSnapshot && i < _nodes.Length; i++)
        {
            if (!named.Contains(i))
            {
                SetNode(new NodeEntry((ushort)i, (byte)NodeState.Up, StateCause.None));
            }
        }
    }

    private void SetNode(in NodeEntry entry)
    {
        if (_nodes[entry.Id] != entry)
        {
            _nodes[entry.Id] = entry;
            _nodeSince[entry.Id] = SimMs;
        }
    }

    /// <summary>The way of a stream, with both ends; null where it is not known, and empty where there is
    /// none.</summary>
    internal ushort[]? RouteOf(int stream) => _routes[stream];

    /// <summary>The seat of a link; vacant where nobody sits.</summary>
    internal SeatEntry SeatOf(int id) => id < _seats.Count ? _seats[id] : SeatEntry.Vacant;

    /// <summary>
    /// Everything that a client needs to begin, one message a frame; open incidents and faults are in it as
    /// events.
    /// </summary>
    public IReadOnlyList<Frame> Scene()
    {
        FrameStamp stamp = new(SimMs, Generation);
        List<Frame> frames = [];
        if (Clock is ClockEntry clock)
        {
            frames.Add(FrameWriter.Clock(stamp, clock));
        }
        if (_orbits.Length > 0)
        {
            frames.Add(FrameWriter.Ephemeris(stamp, _orbitEpochMs, _orbits));
        }
        frames.Add(FrameWriter.LinkSet(
            stamp, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_seats)));
        frames.Add(FrameWriter.LinkLoad(stamp, _loads));
        frames.Add(FrameWriter.NodeDelta(
            stamp, Array.FindAll(_nodes, n => n.State != 0 || n.Cause != StateCause.None),
            FrameMarks.Snapshot));
        List<RouteEntry> routes = [];
        List<StreamEntry> stats = [];
        List<PartsEntry> parts = [];
        for (int i = 0; i < _routes.Length; i++)
        {
            if (_routes[i] is ushort[] nodes)
            {
                routes.Add(new RouteEntry((uint)i, 0, nodes));
            }
            if (_stats[i] is StreamEntry stat)
            {
                stats.Add(stat);
            }
            if (_parts[i] is PartsEntry known)
            {
                parts.Add(known);
            }
        }
        frames.Add(FrameWriter.Routes(stamp, routes));
        if (_kpi is KpiEntry kpi)
        {
            frames.Add(FrameWriter.Kpi(stamp, kpi));
        }
        frames.Add(FrameWriter.StreamStat(stamp, stats));
        frames.Add(FrameWriter.Parts(stamp, parts.ToArray()));
        AddOpenIncidents(stamp, frames);
        AddFaults(stamp, frames);
        return frames;
    }

    /// <summary>The same as one body, each frame behind its length.</summary>
    public byte[] WriteScene() => FrameWriter.Concatenate(Scene());
}
