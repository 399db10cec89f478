using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>
/// Correlates alarms into incidents: those that come within two seconds and share a node or a place, or join
/// what already explains them. Told the time, and asks nobody. What the plan takes is no alarm and must not be
/// told to it.
/// </summary>
internal sealed partial class IncidentBook
{
    /// <summary>Incidents that are not closed; the alarms of more are left out, and counted.</summary>
    public const int OpenMax = 500;

    /// <summary>Closed incidents that are kept, the newest.</summary>
    public const int ClosedMax = 1_000;

    /// <summary>Alarms closer together than this may be of one incident.</summary>
    public static readonly Duration Together = Duration.FromSeconds(2);

    /// <summary>An incident that has cleared is closed after so long without a new alarm.</summary>
    public static readonly Duration CloseAfter = Duration.FromSeconds(60);

    /// <summary>What a stream suffers so long after an alarm is put down to it.</summary>
    public static readonly Duration HurtsFor = Duration.FromSeconds(60);

    // What happens to neighbours in the mesh is so near.
    private const double NearKm = 2_000;

    private readonly IReadOnlyList<CatalogueNode> _nodes;
    private readonly NodePlaces _placeOf;
    private readonly CauseFinder _causes;
    private readonly List<IncidentFile> _open = [];
    private readonly Queue<IncidentFile> _closed = new();
    private readonly List<IncidentFile> _justClosed = [];
    private readonly List<Alarm> _fresh = [];
    private readonly Dictionary<AlarmKey, IncidentFile> _standing = [];
    private readonly Dictionary<int, (long Late, long Lost)> _counts = [];
    private int _count;
    private Instant _now = new(long.MinValue);

    /// <summary>A book without incidents.</summary>
    /// <param name="nodes">The nodes, by number.</param>
    /// <param name="placeOf">Where they are.</param>
    public IncidentBook(IReadOnlyList<CatalogueNode> nodes, NodePlaces placeOf)
    {
        _nodes = nodes;
        _placeOf = placeOf;
        _causes = new CauseFinder(nodes);
    }

    /// <summary>Alarms for which there was no room.</summary>
    public long AlarmsLeftOut { get; private set; }

    /// <summary>A node is in another state.</summary>
    /// <param name="at">When.</param>
    /// <param name="node">The node.</param>
    /// <param name="state">Its state.</param>
    /// <param name="drill">The drill that did it; -1 for none.</param>
    public void NodeChanged(Instant at, int node, NodeState state, int drill)
    {
        string name = _nodes[node].Name;
        string? what = state switch
        {
            NodeState.Down => $"{name} is lost",
            NodeState.Hangs => $"{name} does not answer",
            NodeState.Degraded => $"{name} does not work as it should",
            _ => null,
        };
        Change(new AlarmKey(AlarmKind.Node, node), at, what, [node], state != NodeState.Degraded, drill);
    }

    /// <summary>A link is in another state, or vacant.</summary>
    /// <param name="at">When.</param>
    /// <param name="seat">Its seat.</param>
    /// <param name="ends">Its nodes.</param>
    /// <param name="state">Its state; up for one that is over.</param>
    /// <param name="drill">The drill that did it; -1 for none.</param>
    public void LinkChanged(Instant at, int seat, (int A, int B) ends, LinkState state, int drill)
    {
        string name = $"{_nodes[ends.A].Name} - {_nodes[ends.B].Name}";
        string? what = state switch
        {
            LinkState.Down => $"link {name} is lost",
            LinkState.Degraded => $"link {name} is bad",
            _ => null,
        };
        Change(
            new AlarmKey(AlarmKind.Link, seat), at, what, [ends.A, ends.B], state == LinkState.Down, drill);
    }

    /// <summary>
    /// What streams have come to; told whenever a count has grown or a promise is broken or kept again.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="name">Its name, for people.</param>
    /// <param name="isBelowPromise">Whether it keeps less than was promised.</param>
    /// <param name="sums">Messages late or expired, and lost, since the start.</param>
    public void StreamChanged(
        Instant at, int stream, string name, bool isBelowPromise, (long Late, long Lost) sums)
    {
        (long late, long lost) = _counts.GetValueOrDefault(stream);
        _counts[stream] = sums;
        Change(
            new AlarmKey(AlarmKind.Stream, stream), at,
            isBelowPromise ? $"{name} is below its promise" : null, [], isLoss: false, drill: -1);
        if (sums.Late > late || sums.Lost > lost)
        {
            Culprit(at)?.Hit(stream, sums.Late - late, sums.Lost - lost);
        }
    }

    /// <summary>How the world keeps time, and how much of the plan is left.</summary>
    public void WorldChanged(Instant at, bool isBehind, bool isPlanEnding)
    {
        Change(
            new AlarmKey(AlarmKind.Clock, 0), at,
            isBehind ? "this machine is too slow: the world is behind the clock" : null, [], isLoss: false, -1);
        Change(
            new AlarmKey(AlarmKind.Plan, 0), at,
            isPlanEnding ? "the plan ends soon and was not continued" : null, [], isLoss: false, -1);
    }

    /// <summary>The network did something by itself: it is put down to what went wrong last.</summary>
    public void Did(Instant at, string text) => Culprit(at)?.NoteDeed(at, text);

    /// <summary>Time goes on: fresh alarms find their incidents, and what is over is closed.</summary>
    public void Advance(Instant now)
    {
        _now = now;
        List<IncidentFile> grown = [];
        foreach (Alarm alarm in _fresh)
        {
            if (Place(alarm) is { } file && !grown.Contains(file))
            {
                grown.Add(file);
            }
        }
        _fresh.Clear();
        foreach (IncidentFile file in grown)
        {
            file.Explain();
        }
        if (grown.Count > 1)
        {
            JoinByOwner(grown);
        }
        foreach (IncidentFile file in _open.ToArray())
        {
            if (file.Shelf is { } shelf && shelf.Until <= now)
            {
                file.Put(null);
            }
            if (file.ClearedAt is { } cleared && now - cleared >= CloseAfter)
            {
                Close(file, now);
            }
        }
    }

    /// <summary>Incidents that have changed since the last call, oldest first.</summary>
    public IReadOnlyList<Incident> TakeChanged()
    {
        List<Incident> changed = [];
        foreach (IncidentFile file in _justClosed.Concat(_open).OrderBy(static f => f.Number))
        {
            if (file.IsChanged)
            {
                changed.Add(file.Tell());
                file.MarkTold();
            }
        }
        _justClosed.Clear();
        return changed;
    }

    private void Change(
        AlarmKey key, Instant at, string? what, IReadOnlyList<int> nodes, bool isLoss, int drill)
    {
        if (what is null)
        {
            int fresh = _fresh.FindIndex(a => a.Key == key);
            if (_standing.Remove(key, out IncidentFile? file))
            {
                file.TryClear(key, at);
            }
            else if (fresh >= 0)
            {
                // It came and went between two looks: nobody would know what to do with it.
                _fresh.RemoveAt(fresh);
            }
        }
        else if (!_standing.ContainsKey(key) && !_fresh.Exists(a => a.Key == key))
        {
            _fresh.Add(new Alarm(key, at, what, nodes) { IsLoss = isLoss, Drill = drill });
        }
    }

    private IncidentFile? Place(Alarm alarm)
    {
        GroundPoint? place = PlaceOf(alarm);
        IncidentFile? file = FileFor(alarm, place);
        if (file is null && _open.Count >= OpenMax)
        {
            AlarmsLeftOut++;
            return null;
        }
        if (file is null)
        {
            file = new IncidentFile(++_count, alarm.At, _causes) { Drill = alarm.Drill };
            _open.Add(file);
        }
        file.Add(alarm, place);
        _standing[alarm.Key] = file;
        return file;
    }

    private IncidentFile? FileFor(Alarm alarm, GroundPoint? place)
    {
        if (alarm.Drill >= 0)
        {
            return _open.Find(f => f.Drill == alarm.Drill);
        }
        if (alarm.Key.Kind == AlarmKind.Stream)
        {
            return Culprit(alarm.At) ?? _open.FindLast(f => f.IsOfStreams && IsTogether(f, alarm.At));
        }
        return alarm.Key.Kind is AlarmKind.Clock or AlarmKind.Plan
            ? null
            : _open.FindLast(f => f.Drill < 0 && !f.IsOfStreams && Explains(f, alarm, place));
    }

    private static bool Explains(IncidentFile file, Alarm alarm, GroundPoint? place)
    {
        if (file.Knows(alarm.Key) || file.HasLostOneOf(alarm.Nodes))
        {
            return true;
        }
        if (place is not { } known)
        {
            return IsTogether(file, alarm.At) && file.IsAboutOneOf(alarm.Nodes);
        }
        // Satellites fly into a place where something is wrong, and out of it.
        return (file.Cause.Kind is "region" && file.ClearedAt is null && file.KmTo(known) <= NearKm / 2)
            || (IsTogether(file, alarm.At) && (file.IsAboutOneOf(alarm.Nodes) || file.KmTo(known) <= NearKm));
    }

    private static bool IsTogether(IncidentFile file, Instant at) => at - file.LastAlarm <= Together;

    // What went wrong last, and may be why a stream suffers.
    private IncidentFile? Culprit(Instant at) => _open.FindLast(
        f => !f.IsOfStreams && f.Cause.Kind is not ("clock" or "plan") && at - f.LastAlarm <= HurtsFor);

    // Satellites of one plane or vendor that are lost at once were lost for one reason.
    private void JoinByOwner(List<IncidentFile> grown)
    {
        IncidentFile[] fresh = [.. grown.Where(
            f => f.Drill < 0 && f.Cause.Kind is ("node" or "plane") && _now - f.At <= Together)
            .OrderBy(static f => f.Number)];
        if (fresh.Length < 2)
        {
            return;
        }
        Alarm[] all = [.. fresh.SelectMany(static f => f.Alarms)];
        if (_causes.Of(all, []).Kind is not ("plane" or "vendor"))
        {
            return;
        }
        foreach (IncidentFile file in fresh[1..])
        {
            foreach (Alarm alarm in file.Standing.ToArray())
            {
                fresh[0].Add(alarm, PlaceOf(alarm));
                _standing[alarm.Key] = fresh[0];
            }
            // Nobody has been told of it yet, or it is told that it is over.
            _open.Remove(file);
            file.Close(_now);
            if (file.Version > 1)
            {
                _justClosed.Add(file);
            }
        }
        fresh[0].Explain();
    }

    private GroundPoint? PlaceOf(Alarm alarm)
    {
        double x = 0;
        double y = 0;
        double z = 0;
        foreach (int node in alarm.Nodes)
        {
            if (_placeOf(node, alarm.At) is not { } place)
            {
                return null;
            }
            (x, y, z) = (x + place.X, y + place.Y, z + place.Z);
        }
        double length = Math.Sqrt((x * x) + (y * y) + (z * z));
        return length < 1e-9 ? null : new GroundPoint(x / length, y / length, z / length);
    }

    private void Close(IncidentFile file, Instant now)
    {
        AlarmKey[] standing = [.. file.Standing.Select(static a => a.Key)];
        file.Close(now);
        _open.Remove(file);
        _justClosed.Add(file);
        _closed.Enqueue(file);
        if (_closed.Count > ClosedMax)
        {
            _closed.Dequeue();
        }
        foreach (AlarmKey key in standing)
        {
            _standing.Remove(key);
        }
    }
}
