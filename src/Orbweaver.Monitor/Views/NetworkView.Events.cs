using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Orbweaver.Monitor;

public sealed partial class NetworkView
{
    /// <summary>Events kept; the oldest go.</summary>
    public const int EventsMax = 10_000;

    /// <summary>Closed incidents kept; the oldest go.</summary>
    public const int ClosedMax = 1_000;

    /// <summary>Changes of its way kept of every stream; the oldest go.</summary>
    public const int PathChangesMax = 50;

    private readonly Queue<(double AtMs, EventRow Row)> _events = new();
    private readonly Dictionary<string, Incident> _incidents = new(StringComparer.Ordinal);
    private readonly Queue<string> _closed = new();
    private readonly List<PathChange>?[] _pathChanges;

    /// <summary>An incident; null where there is none.</summary>
    public Incident? Incident(string id) => _incidents.GetValueOrDefault(id);

    /// <summary>Incidents, the newest first where nothing else is asked for.</summary>
    public Page<Incident> Incidents(TableQuery query)
    {
        List<Incident> rows = [.. _incidents.Values];
        rows.Sort((a, b) => NumberOf(b).CompareTo(NumberOf(a)));
        return Columns.Incidents.Answer(rows, query, AsOf);
    }

    /// <summary>Events in a span of time, the newest first; of some kinds, or all.</summary>
    public Page<EventRow> Events(
        double fromMs, double toMs, IReadOnlyList<string> kinds, int limit, string cursor)
    {
        List<EventRow> rows = [];
        foreach ((double atMs, EventRow row) in _events)
        {
            bool isWanted = kinds.Count == 0;
            for (int i = 0; i < kinds.Count; i++)
            {
                isWanted |= string.Equals(kinds[i], row.Kind, StringComparison.Ordinal);
            }
            if (isWanted && atMs >= fromMs && atMs <= toMs)
            {
                rows.Add(row);
            }
        }
        rows.Reverse();
        return Columns.Events.Answer(rows, new TableQuery { Limit = limit, Cursor = cursor }, AsOf);
    }

    private void ApplyEvent(Frame frame)
    {
        EventRow? row;
        try
        {
            row = JsonSerializer.Deserialize(FrameReader.Event(frame), MonitorJson.Default.EventRow);
        }
        catch (JsonException)
        {
            // An event that says nothing must not end a replay: it is passed over like an unknown node.
            return;
        }
        if (row is null)
        {
            return;
        }
        if (row.Fault is FaultRow fault && !TakeFault(fault, row.Version))
        {
            return;
        }
        if (row.Incident is Incident incident)
        {
            if (_incidents.TryGetValue(incident.Id, out Incident? known)
                && known.Version >= incident.Version)
            {
                return;
            }
            Keep(incident);
        }
        _events.Enqueue((SimMs, row));
        if (_events.Count > EventsMax)
        {
            _events.Dequeue();
        }
    }

    private void Keep(Incident incident)
    {
        bool wasClosed = _incidents.TryGetValue(incident.Id, out Incident? known)
            && known.State is IncidentWords.Closed;
        _incidents[incident.Id] = incident;
        if (incident.State is IncidentWords.Closed && !wasClosed)
        {
            _closed.Enqueue(incident.Id);
            if (_closed.Count > ClosedMax)
            {
                _incidents.Remove(_closed.Dequeue());
            }
        }
    }

    private void AddOpenIncidents(FrameStamp stamp, List<Frame> frames)
    {
        foreach (Incident incident in _incidents.Values)
        {
            if (incident.State is not IncidentWords.Closed)
            {
                frames.Add(EventFrame(stamp, EventOf(incident)));
            }
        }
    }

    internal static EventRow EventOf(Incident incident) => new()
    {
        At = incident.At,
        Kind = EventKinds.Incident,
        Id = incident.Id,
        Version = incident.Version,
        Text = incident.Title,
        Incident = incident,
    };

    internal static Frame EventFrame(FrameStamp stamp, EventRow row)
        => FrameWriter.Event(stamp, JsonSerializer.SerializeToUtf8Bytes(row, MonitorJson.Default.EventRow));

    /// <summary>Open incidents, counted.</summary>
    internal IncidentCounts CountIncidents() => IncidentCounts.Of(_incidents.Values);

    private void ApplyRoute(in RouteEntry route)
    {
        if (route.Stream >= _routes.Length || route.PathNo != 0
            || Array.Exists(route.Nodes, n => n >= _nodes.Length))
        {
            return;
        }
        int stream = (int)route.Stream;
        ushort[]? before = _routes[stream];
        _routes[stream] = route.Nodes;
        if (before is null || before.AsSpan().SequenceEqual(route.Nodes))
        {
            return;
        }
        List<PathChange> changes = _pathChanges[stream] ??= [];
        changes.Insert(0, new PathChange(
            AsOf!, HasFault(before) ? "repair" : HasFault(route.Nodes) ? "repair" : "plan",
            Math.Max(0, before.Length - 1), Math.Max(0, route.Nodes.Length - 1),
            DelayMs(before), DelayMs(route.Nodes)));
        if (changes.Count > PathChangesMax)
        {
            changes.RemoveAt(PathChangesMax);
        }
    }

    // Whether a way leads over something that is down: then the plan did not lead it elsewhere.
    private bool HasFault(ushort[] nodes)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] < _nodes.Length && StateBits.NodeOf(_nodes[nodes[i]].State) > NodeState.Degraded)
            {
                return true;
            }
        }
        for (int id = 0; id < _seats.Count; id++)
        {
            SeatEntry seat = _seats[id];
            if (seat.Kind != LinkKind.Vacant && StateBits.LinkOf(seat.State) == LinkState.Down
                && HasHop(nodes, seat.A, seat.B))
            {
                return true;
            }
        }
        return false;
    }

    internal static bool HasHop(ushort[] nodes, int a, int b)
    {
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            if ((nodes[i] == a && nodes[i + 1] == b) || (nodes[i] == b && nodes[i + 1] == a))
            {
                return true;
            }
        }
        return false;
    }

    private static int NumberOf(Incident incident)
        => int.TryParse(
            incident.Id.AsSpan(incident.Id.IndexOf('-', StringComparison.Ordinal) + 1),
            System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : 0;
}
