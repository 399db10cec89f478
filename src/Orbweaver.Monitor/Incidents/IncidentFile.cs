using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>One incident while it is kept: its alarms, what it hit, and what people did with it.</summary>
internal sealed class IncidentFile(int number, Instant at, CauseFinder causes)
{
    /// <summary>Alarms that are listed; more are counted.</summary>
    public const int AlarmsListedMax = 200;

    /// <summary>Streams that are listed.</summary>
    public const int StreamsMax = 200;

    /// <summary>Deeds that are listed.</summary>
    public const int DeedsMax = 50;

    /// <summary>Comments that are kept, the newest.</summary>
    public const int CommentsMax = 100;

    // Of all satellites: more is critical whatever the promises say.
    private const double CriticalShare = 0.05;
    private const int MajorLinksMin = 4;

    private readonly List<Alarm> _alarms = [];
    private readonly Dictionary<AlarmKey, Alarm> _standing = [];
    private readonly HashSet<int> _nodes = [];
    private readonly HashSet<int> _lostNodes = [];
    private readonly HashSet<int> _links = [];
    private readonly List<GroundPoint> _places = [];
    private readonly SortedDictionary<int, (long Late, long Lost)> _streams = [];
    private readonly List<IncidentDeed> _deeds = [];
    private readonly List<IncidentComment> _comments = [];
    private int _alarmCount;
    private bool _hasBrokenPromise;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>When it began.</summary>
    public Instant At { get; } = at;

    /// <summary>When its newest alarm came.</summary>
    public Instant LastAlarm { get; private set; } = at;

    /// <summary>Grows with every change that is told.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it has changed since it was told last.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The drill that did it; -1 for none.</summary>
    public int Drill { get; init; } = -1;

    /// <summary>What explains it.</summary>
    public IncidentCause Cause { get; private set; } = new("link", "", []);

    /// <summary>When the last of its alarms had cleared; null while one stands.</summary>
    public Instant? ClearedAt { get; private set; }

    /// <summary>When it was closed.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>Who has seen it.</summary>
    public IncidentSeen? Seen { get; private set; }

    /// <summary>Until when nobody wants to hear of it.</summary>
    public (string By, Instant Until, string Reason)? Shelf { get; private set; }

    /// <summary>Whose it is.</summary>
    public string? Owner { get; private set; }

    /// <summary>Its alarms, those that are over among them.</summary>
    public IReadOnlyList<Alarm> Alarms => _alarms;

    /// <summary>Its alarms that are not over.</summary>
    public IReadOnlyCollection<Alarm> Standing => _standing.Values;

    /// <summary>Whether it is about streams only, and nobody knows why.</summary>
    public bool IsOfStreams => _alarms.TrueForAll(static a => a.Key.Kind == AlarmKind.Stream);

    /// <summary>Something has changed.</summary>
    public void Touch()
    {
        Version += IsChanged ? 0 : 1;
        IsChanged = true;
    }

    /// <summary>It has been told.</summary>
    public void MarkTold() => IsChanged = false;

    /// <summary>An alarm joins.</summary>
    public void Add(Alarm alarm, GroundPoint? place)
    {
        _alarmCount++;
        if (_alarms.Count < AlarmsListedMax)
        {
            _alarms.Add(alarm);
        }
        _standing[alarm.Key] = alarm;
        _nodes.UnionWith(alarm.Nodes);
        switch (alarm.Key.Kind)
        {
            case AlarmKind.Node:
                _lostNodes.Add(alarm.Key.Number);
                break;
            case AlarmKind.Link:
                _links.Add(alarm.Key.Number);
                break;
            case AlarmKind.Stream:
                _hasBrokenPromise = true;
                break;
            default:
                break;
        }
        if (place is { } known && _places.Count < AlarmsListedMax)
        {
            _places.Add(known);
        }
        LastAlarm = alarm.At > LastAlarm ? alarm.At : LastAlarm;
        ClearedAt = null;
        Touch();
    }

    /// <summary>What explains it is found anew, after alarms have joined.</summary>
    public void Explain()
    {
        // Streams suffer from what happened; they explain nothing that something else does.
        Alarm[] telling = [.. _alarms.Where(static a => a.Key.Kind != AlarmKind.Stream)];
        Cause = causes.Of(telling.Length > 0 ? telling : _alarms, _places);
    }

    /// <summary>An alarm is over; false when it is none of these.</summary>
    public bool TryClear(AlarmKey key, Instant now)
    {
        if (!_standing.Remove(key, out Alarm? alarm))
        {
            return false;
        }
        alarm.ClearedAt = now;
        if (_standing.Count == 0)
        {
            ClearedAt = now;
        }
        Touch();
        return true;
    }

    /// <summary>Whether an alarm of this key stands or stood here.</summary>
    public bool Knows(AlarmKey key)
        => _standing.ContainsKey(key)
            || (key.Kind == AlarmKind.Link ? _links.Contains(key.Number)
                : key.Kind == AlarmKind.Node && _lostNodes.Contains(key.Number));

    /// <summary>Whether a node that it lost is one of these.</summary>
    public bool HasLostOneOf(IReadOnlyList<int> nodes) => nodes.Any(_lostNodes.Contains);

    /// <summary>Whether it is about one of these.</summary>
    public bool IsAboutOneOf(IReadOnlyList<int> nodes) => nodes.Any(_nodes.Contains);

    /// <summary>How far the nearest of its places is.</summary>
    public double KmTo(in GroundPoint place)
    {
        double least = double.PositiveInfinity;
        foreach (GroundPoint own in _places)
        {
            least = Math.Min(least, own.KmTo(place));
        }
        return least;
    }

    /// <summary>A stream lost messages, or was late, while this was going on.</summary>
    public void Hit(int stream, long late, long lost)
    {
        if (_streams.Count >= StreamsMax && !_streams.ContainsKey(stream))
        {
            return;
        }
        (long lateBefore, long lostBefore) = _streams.GetValueOrDefault(stream);
        _streams[stream] = (lateBefore + late, lostBefore + lost);
        Touch();
    }

    /// <summary>The network did something by itself.</summary>
    public void NoteDeed(Instant now, string text)
    {
        if (_deeds.Count < DeedsMax)
        {
            _deeds.Add(new IncidentDeed(Utc.Format(now), text));
            Touch();
        }
    }

    /// <summary>Somebody has seen it; null takes that back.</summary>
    public void See(IncidentSeen? by)
    {
        Seen = by;
        Touch();
    }

    /// <summary>It is put aside; null takes that back.</summary>
    public void Put((string By, Instant Until, string Reason)? aside)
    {
        Shelf = aside;
        Touch();
    }

    /// <summary>It is somebody's.</summary>
    public void Give(string? owner)
    {
        Owner = owner;
        Touch();
    }

    /// <summary>Somebody says something of it.</summary>
    public void Comment(IncidentComment comment)
    {
        if (_comments.Count == CommentsMax)
        {
            _comments.RemoveAt(0);
        }
        _comments.Add(comment);
        Touch();
    }

    /// <summary>It is of the past.</summary>
    public void Close(Instant now)
    {
        ClosedAt = now;
        _standing.Clear();
        Touch();
    }

    /// <summary>As it is told.</summary>
    public Incident Tell() => new()
    {
        Id = $"INC-{Number}",
        Version = Version,
        Severity = Severity(),
        State = ClosedAt is not null ? "closed"
            : Shelf is not null ? "shelved"
            : Seen is not null ? "acknowledged"
            : "open",
        Title = Cause.Text,
        At = Utc.Format(At),
        ClearedAt = ClearedAt is { } cleared ? Utc.Format(cleared) : null,
        ClosedAt = ClosedAt is { } closed ? Utc.Format(closed) : null,
        Cause = Cause,
        Alarms = new IncidentAlarms(
            _alarmCount,
            [
                .. _alarms.Select(static a => new IncidentAlarm(
                    Utc.Format(a.At), a.What, a.ClearedAt is { } over ? Utc.Format(over) : null)),
            ]),
        Hit = new IncidentHit(
            _lostNodes.Count, _links.Count,
            [.. _streams.Select(static s => new HitStream(s.Key, s.Value.Late, s.Value.Lost))]),
        Did = [.. _deeds],
        Acknowledged = Seen,
        Shelved = Shelf is { } shelf ? new IncidentShelf(shelf.By, Utc.Format(shelf.Until), shelf.Reason) : null,
        Owner = Owner,
        Comments = [.. _comments],
        Drill = Drill >= 0 ? Drill : null,
    };

    private string Severity()
        => Drill >= 0 ? "drill"
            : _hasBrokenPromise || _lostNodes.Count >= Math.Max(2, CriticalShare * causes.Satellites) ? "critical"
            : _lostNodes.Count > 0 || _links.Count >= MajorLinksMin
                || Cause.Kind is "clock" or "plan" ? "major"
            : "minor";
}
