using System;
using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

/// <summary>
/// Faults that are not over, and those that have just ended: when, whose, and what they hit.
/// </summary>
internal sealed class FaultBook
{
    // Nodes and links of one fault that are told apart; more are not counted.
    private const int HitsMax = 20_000;

    // When a fault has ended its nodes and links still need to know when that was.
    private const double KeptMs = 5_000;

    private readonly Dictionary<int, Entry> _entries = [];
    private readonly List<Entry> _due = [];
    private readonly List<int> _past = [];

    private sealed class Entry
    {
        public required int Number { get; init; }

        public required string Kind { get; init; }

        public required string What { get; init; }

        public required double BeginsMs { get; init; }

        public double EndsMs { get; set; }

        public string? By { get; set; }

        public FaultStage Stage { get; set; }

        public FaultCost Cost { get; set; }

        public DrillNote? Drill { get; set; }

        public HashSet<int> Nodes { get; } = [];

        public HashSet<(int A, int B)> Links { get; } = [];

        public int Version { get; set; }

        public bool IsDue { get; set; }
    }

    /// <summary>Drills that are not over.</summary>
    public int DrillCount { get; private set; }

    /// <summary>Whether a fault is a drill that is not over.</summary>
    public bool IsDrill(int fault)
        => fault >= 0 && _entries.TryGetValue(fault, out Entry? entry) && IsOn(entry);

    /// <summary>When a fault began; NaN where that is not known.</summary>
    public double BeganMs(int fault)
        => fault >= 0 && _entries.TryGetValue(fault, out Entry? entry) ? entry.BeginsMs : double.NaN;

    /// <summary>When the newest of those that are over ended; NaN where there is none.</summary>
    public double EndedMs(double afterMs, double untilMs)
    {
        double ended = double.NaN;
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Stage == FaultStage.Over && entry.EndsMs > afterMs && entry.EndsMs <= untilMs)
            {
                ended = double.IsNaN(ended) ? entry.EndsMs : Math.Max(ended, entry.EndsMs);
            }
        }
        return ended;
    }

    /// <summary>What a probe saw of it; true when a drill is over by that.</summary>
    public bool Take(in FaultNews news)
    {
        int number = news.Fault.Number;
        double endsMs = news.Fault.Until == Model.Duration.Max
            ? double.NaN : UnixTime.Ms(news.Start + news.Fault.Until);
        if (!_entries.TryGetValue(number, out Entry? entry))
        {
            entry = new Entry
            {
                Number = number,
                Kind = news.Fault.Kind,
                What = news.Fault.What,
                BeginsMs = UnixTime.Ms(news.Start + news.Fault.From),
            };
            _entries.Add(number, entry);
        }
        bool wasOn = IsOn(entry);
        // Who ends a fault may know of it before the look that sees it.
        if (entry.Stage != FaultStage.Over)
        {
            (entry.Stage, entry.EndsMs) = (news.Stage, endsMs);
        }
        entry.Cost = news.Cost;
        Put(entry);
        bool isOver = wasOn && !IsOn(entry);
        DrillCount -= isOver ? 1 : 0;
        return isOver;
    }

    /// <summary>A fault is a drill; it may be told before it is seen.</summary>
    public void Take(DrillNote drill)
    {
        if (!_entries.TryGetValue(drill.Number, out Entry? entry))
        {
            entry = new Entry
            {
                Number = drill.Number,
                Kind = drill.Kind,
                What = drill.What,
                BeginsMs = drill.BeginsMs,
                EndsMs = drill.EndsMs,
                Stage = FaultStage.Active,
            };
            _entries.Add(drill.Number, entry);
        }
        DrillCount += entry.Drill is null && entry.Stage != FaultStage.Over ? 1 : 0;
        (entry.Drill, entry.By) = (drill, drill.By);
        Put(entry);
    }

    /// <summary>A drill was ended; false where it is none, or over.</summary>
    public bool End(int fault, double endedMs)
    {
        if (!IsDrill(fault))
        {
            return false;
        }
        Entry entry = _entries[fault];
        (entry.Stage, entry.EndsMs) = (FaultStage.Over, endedMs);
        DrillCount--;
        Put(entry);
        return true;
    }

    /// <summary>A node is hit by it.</summary>
    public void HitNode(int fault, int node)
    {
        if (fault >= 0 && _entries.TryGetValue(fault, out Entry? entry) && entry.Nodes.Count < HitsMax)
        {
            entry.Nodes.Add(node);
        }
    }

    /// <summary>A link in force is hit by it.</summary>
    public void HitLink(int fault, int a, int b)
    {
        if (fault >= 0 && _entries.TryGetValue(fault, out Entry? entry) && entry.Links.Count < HitsMax)
        {
            entry.Links.Add((a, b));
        }
    }

    /// <summary>Tells what is new, in the order in which it came; forgets what has long been over.</summary>
    public void Tell(double nowMs, Action<EventRow> tell)
    {
        foreach (Entry entry in _due)
        {
            entry.Version++;
            entry.IsDue = false;
            tell(RowOf(entry));
        }
        _due.Clear();
        foreach (Entry entry in _entries.Values)
        {
            if (entry.Stage == FaultStage.Over && nowMs - entry.EndsMs >= KeptMs)
            {
                _past.Add(entry.Number);
            }
        }
        _past.ForEach(number => _entries.Remove(number));
        _past.Clear();
    }

    private void Put(Entry entry)
    {
        if (!entry.IsDue)
        {
            entry.IsDue = true;
            _due.Add(entry);
        }
    }

    private static bool IsOn(Entry entry) => entry.Drill is not null && entry.Stage != FaultStage.Over;

    private static EventRow RowOf(Entry entry)
    {
        bool isDrill = entry.Drill is not null;
        string ends = double.IsNaN(entry.EndsMs) ? "" : $", until {UnixTime.Iso(entry.EndsMs)}";
        string by = entry.By is null ? "" : $", by {entry.By}";
        string how = entry.Stage switch
        {
            FaultStage.Planned => "is to begin",
            FaultStage.Active => "begins" + ends + by,
            _ => "is over",
        };
        return new EventRow
        {
            At = UnixTime.Iso(entry.Stage == FaultStage.Over ? entry.EndsMs : entry.BeginsMs)!,
            Kind = isDrill ? EventKinds.Drill : EventKinds.Fault,
            Id = entry.Number.ToString(CultureInfo.InvariantCulture),
            Version = entry.Version,
            Text = $"{entry.Kind} {entry.What} {how}",
            Fault = new FaultRow
            {
                Number = entry.Number,
                Kind = entry.Kind,
                What = entry.What,
                Begins = UnixTime.Iso(entry.BeginsMs)!,
                Ends = UnixTime.Iso(entry.EndsMs),
                Drill = isDrill,
                By = entry.By,
                State = FaultWords.Of(entry.Stage),
                Counts = new FaultCounts(
                    Math.Max(entry.Nodes.Count, entry.Drill?.Nodes ?? 0),
                    Math.Max(entry.Links.Count, entry.Drill?.Links ?? 0), entry.Drill?.Streams,
                    entry.Cost.PacketsLost, entry.Cost.FramesDisturbed, entry.Cost.Notices),
            },
        };
    }
}
