using System;
using System.Collections.Generic;
using Orbweaver.Orbits;

namespace Orbweaver.Monitor;

/// <summary>What explains a case: nodes, and for a region the circle.</summary>
internal sealed record CaseCause(string Kind, string Text, IReadOnlyList<int> Nodes)
{
    /// <summary>The middle of a region, as a direction; not of interest for others.</summary>
    internal Vec3 Middle { get; init; }

    /// <summary>The angle from there to its rim; zero for what is no region.</summary>
    internal double RadiusRad { get; init; }
}

/// <summary>An incident while it is worked on.</summary>
internal sealed class Case(int number, double atMs, CaseCause cause, string title)
{
    /// <summary>Alarms listed; more are only counted.</summary>
    internal const int AlarmsListed = 200;

    /// <summary>Streams, comments and deeds kept; more are not.</summary>
    internal const int StreamsMax = 200;

    internal const int CommentsMax = 200;

    private const int DeedsMax = 20;

    private readonly HashSet<int> _rerouted = [];
    private readonly List<(double AtMs, string Text)> _standbys = [];
    private double _firstRerouteMs = double.NaN;
    private double _firstDetourMs = double.NaN;

    internal string Id { get; } = $"INC-{number}";

    internal double AtMs { get; } = atMs;

    internal CaseCause Cause { get; set; } = cause;

    internal string Title { get; set; } = title;

    internal int Version { get; set; }

    internal int? Drill { get; init; }

    internal bool IsDrillOn { get; set; }

    internal double ClearedMs { get; set; } = double.NaN;

    /// <summary>When the newest of what made it burn was over.</summary>
    internal double QuietMs { get; private set; } = double.NaN;

    internal double ClosedMs { get; set; } = double.NaN;

    internal double EmittedMs { get; set; } = double.NegativeInfinity;

    internal bool IsDirty { get; set; }

    internal int AlarmCount { get; private set; }

    internal List<Alarm> Listed { get; } = [];

    internal HashSet<AlarmKey> Standing { get; } = [];

    internal HashSet<int> HitNodes { get; } = [];

    internal HashSet<(int A, int B)> HitLinks { get; } = [];

    internal SortedDictionary<int, (long Late, long Lost)> Streams { get; } = [];

    internal IncidentSeen? Seen { get; set; }

    internal IncidentShelf? Shelf { get; set; }

    internal double ShelfEndsMs { get; set; } = double.NaN;

    internal string? Owner { get; set; }

    internal List<IncidentComment> Comments { get; } = [];

    internal bool IsClosed => !double.IsNaN(ClosedMs);

    internal bool IsCleared => !double.IsNaN(ClearedMs);

    internal void Add(Alarm alarm)
    {
        AlarmCount++;
        if (Listed.Count < AlarmsListed)
        {
            Listed.Add(alarm);
        }
        Standing.Add(alarm.Key);
        ClearedMs = double.NaN;
        if (alarm.Key.Kind == AlarmKind.Node)
        {
            HitNodes.Add(alarm.Key.A);
        }
        else if (alarm.Key.Kind == AlarmKind.Link)
        {
            HitLinks.Add((alarm.Key.A, alarm.Key.B));
        }
        IsDirty = true;
    }

    internal void Quieten(double atMs)
    {
        QuietMs = double.IsNaN(QuietMs) ? atMs : Math.Max(QuietMs, atMs);
        IsDirty = true;
    }

    internal void AddStandby(double atMs, string text)
    {
        if (!IsCleared && _standbys.Count < DeedsMax)
        {
            _standbys.Add((atMs, text));
            IsDirty = true;
        }
    }

    internal void Reroute(int stream, ushort[] before, double atMs)
    {
        if (!IsCleared && LiesOn(before) && _rerouted.Add(stream))
        {
            _firstRerouteMs = double.IsNaN(_firstRerouteMs) ? atMs : _firstRerouteMs;
            IsDirty = true;
        }
    }

    internal void Detour(double atMs)
    {
        if (!IsCleared && !(_firstDetourMs <= atMs))
        {
            _firstDetourMs = atMs;
            IsDirty = true;
        }
    }

    /// <summary>Whether a link is one of those that were hit, or an end of it is.</summary>
    internal bool HasHit(int a, int b)
        => HitNodes.Contains(a) || HitNodes.Contains(b) || HitLinks.Contains((a, b));

    /// <summary>Whether a node was hit, or a link of it.</summary>
    internal bool HasHitAt(int node)
    {
        bool isHit = HitNodes.Contains(node);
        foreach ((int a, int b) in HitLinks)
        {
            isHit |= a == node || b == node;
        }
        return isHit;
    }

    internal void Miss(int stream, bool isLost)
    {
        if (!Streams.TryGetValue(stream, out (long Late, long Lost) before) && Streams.Count >= StreamsMax)
        {
            return;
        }
        Streams[stream] = isLost ? (before.Late, before.Lost + 1) : (before.Late + 1, before.Lost);
        IsDirty = true;
    }

    /// <summary>Whether a way leads over something that was hit.</summary>
    internal bool LiesOn(ushort[] nodes)
    {
        foreach (ushort node in nodes)
        {
            if (HitNodes.Contains(node))
            {
                return true;
            }
        }
        for (int i = 0; i + 1 < nodes.Length && HitLinks.Count > 0; i++)
        {
            if (HitLinks.Contains((Math.Min(nodes[i], nodes[i + 1]), Math.Max(nodes[i], nodes[i + 1]))))
            {
                return true;
            }
        }
        return false;
    }

    internal string Severity
    {
        get
        {
            const int LinksOfMajor = 3;
            const int LinksOfCritical = 20;
            if (Drill is not null)
            {
                return IncidentWords.Drill;
            }
            bool isCritical = Streams.Count > 0 || HitLinks.Count >= LinksOfCritical
                || Cause.Kind is "plane" or "vendor" or "stream";
            bool isMajor = HitNodes.Count > 0 || HitLinks.Count >= LinksOfMajor
                || Cause.Kind is "clock" or "plan" or "region";
            return isCritical ? IncidentWords.Critical : isMajor ? IncidentWords.Major : IncidentWords.Minor;
        }
    }

    internal Incident Answer() => new()
    {
        Id = Id,
        Version = Version,
        Severity = Severity,
        State = IsClosed ? IncidentWords.Closed
            : Shelf is not null ? IncidentWords.Shelved
            : Seen is not null ? IncidentWords.Acknowledged : IncidentWords.Open,
        Title = Title,
        At = UnixTime.Iso(AtMs)!,
        ClearedAt = UnixTime.Iso(ClearedMs),
        ClosedAt = UnixTime.Iso(ClosedMs),
        Cause = new IncidentCause(Cause.Kind, Cause.Text, Cause.Nodes),
        Alarms = new IncidentAlarms(
            AlarmCount,
            Listed.ConvertAll(
                a => new IncidentAlarm(UnixTime.Iso(a.AtMs)!, a.What, UnixTime.Iso(a.ClearedMs)))),
        Hit = new IncidentHit(HitNodes.Count, HitLinks.Count, StreamsHit()),
        Did = Deeds(),
        Acknowledged = Seen,
        Shelved = Shelf,
        Owner = Owner,
        Comments = [.. Comments],
        Drill = Drill,
    };

    private List<HitStream> StreamsHit()
    {
        List<HitStream> hit = [];
        foreach ((int stream, (long late, long lost)) in Streams)
        {
            hit.Add(new HitStream(stream, late, lost));
        }
        return hit;
    }

    private List<IncidentDeed> Deeds()
    {
        List<IncidentDeed> deeds = [];
        if (!double.IsNaN(_firstDetourMs))
        {
            deeds.Add(new IncidentDeed(
                UnixTime.Iso(_firstDetourMs)!,
                $"first packet sent another way, after {Since(_firstDetourMs)}"));
        }
        if (_rerouted.Count > 0)
        {
            // Ways are looked at now and then: the change is as old as the look, or older.
            deeds.Add(new IncidentDeed(
                UnixTime.Iso(_firstRerouteMs)!,
                $"{_rerouted.Count} {(_rerouted.Count == 1 ? "stream" : "streams")} rerouted,"
                    + $" the first within {Since(_firstRerouteMs)}"));
        }
        foreach ((double atMs, string text) in _standbys)
        {
            deeds.Add(new IncidentDeed(UnixTime.Iso(atMs)!, $"{text}, after {Since(atMs)}"));
        }
        return deeds;
    }

    private string Since(double ms)
        => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{Math.Max(0, ms - AtMs):0} ms");
}
