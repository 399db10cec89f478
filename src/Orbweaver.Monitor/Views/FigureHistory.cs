using System;
using System.Collections.Generic;
using System.Globalization;

namespace Orbweaver.Monitor;

/// <summary>Figures over time: of the network for an hour and a day, of streams for an hour.</summary>
internal sealed class FigureHistory
{
    private const double FineMs = 10_000;
    private const double CoarseMs = 60_000;
    private const int FineMax = 360;
    private const int CoarseMax = 1_440;
    private const int StreamMax = 60;
    private const double BudgetWindowMs = 300_000;

    // With half a step of slack: what comes once a second is not on the second.
    private const double Slack = 0.95;

    private readonly Ring<KpiEntry> _fine = new(FineMax);
    private readonly Ring<KpiEntry> _coarse = new(CoarseMax);
    private readonly Ring<StreamPoint>?[] _streams;
    private readonly Totals[] _totals;

    public FigureHistory(int streams)
    {
        _streams = new Ring<StreamPoint>?[streams];
        _totals = new Totals[streams];
    }

    private readonly record struct StreamPoint(float P50, float P99, uint Late, uint Lost, uint Sent);

    /// <summary>What a stream came to, in windows that do not overlap.</summary>
    internal struct Totals
    {
        public double FirstMs;
        public double LastMs;
        public long Sent;
        public long Missed;
    }

    public void Add(double atMs, in KpiEntry kpi)
    {
        _fine.Add(atMs, FineMs * Slack, kpi);
        _coarse.Add(atMs, CoarseMs * Slack, kpi);
    }

    public void Add(double atMs, in StreamEntry s)
    {
        (_streams[s.Stream] ??= new Ring<StreamPoint>(StreamMax)).Add(
            atMs, CoarseMs * Slack, new StreamPoint(s.P50Ms, s.P99Ms, s.Late, s.Lost, s.Sent));
        ref Totals totals = ref _totals[s.Stream];
        if (totals.FirstMs == 0)
        {
            (totals.FirstMs, totals.LastMs) = (atMs, atMs);
        }
        if (atMs - totals.LastMs >= BudgetWindowMs)
        {
            totals.LastMs = atMs;
            totals.Sent += s.Sent;
            totals.Missed += s.Late + (long)s.Lost;
        }
    }

    /// <summary>What is known of a stream since the start.</summary>
    public Totals TotalsOf(int stream) => _totals[stream];

    /// <summary>The last hour, a value a minute.</summary>
    public IReadOnlyList<double?> Sparkline(string name, double nowMs)
        => Values(name, nowMs - (60 * CoarseMs), nowMs, 60);

    /// <summary>Means of as many pieces of a span.</summary>
    public IReadOnlyList<double?> Values(string name, double fromMs, double toMs, int points)
    {
        if (KpiFields.Find(name) is { } field)
        {
            Ring<KpiEntry> ring = _fine.Reaches(fromMs) ? _fine : _coarse;
            return ring.Means(fromMs, toMs, points, field);
        }
        string[] parts = name.Split(':');
        Func<StreamPoint, double>? of = parts is not ["stream", _, _] ? null : parts[2] switch
        {
            "p50" => p => p.P50,
            "p99" => p => p.P99,
            "late" => p => p.Late,
            "lost" => p => p.Lost,
            "sent" => p => p.Sent,
            _ => null,
        };
        if (of is null
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int stream)
            || stream >= _streams.Length)
        {
            throw new QueryException($"there is no figure '{name}'") { Field = "names" };
        }
        return _streams[stream] is { } known
            ? known.Means(fromMs, toMs, points, of) : new double?[points];
    }

    // The newest values, no closer together than a step.
    private sealed class Ring<T>(int capacity)
    {
        private readonly (double AtMs, T Value)[] _items = new (double, T)[capacity];
        private int _count;
        private int _next;

        public void Add(double atMs, double stepMs, in T value)
        {
            double last = _count == 0 ? double.NegativeInfinity : Newest.AtMs;
            // A replay that goes back begins anew.
            if (atMs < last)
            {
                _count = 0;
            }
            else if (atMs - last < stepMs)
            {
                return;
            }
            _items[_next] = (atMs, value);
            _next = (_next + 1) % capacity;
            _count = Math.Min(_count + 1, capacity);
        }

        public bool Reaches(double fromMs)
            => _count < capacity || _items[_next].AtMs <= fromMs;

        public double?[] Means(double fromMs, double toMs, int points, Func<T, double> of)
        {
            double[] sums = new double[points];
            int[] counts = new int[points];
            for (int i = 0; i < _count; i++)
            {
                (double atMs, T value) = _items[(_next - 1 - i + (2 * capacity)) % capacity];
                double number = of(value);
                if (atMs < fromMs || atMs > toMs || double.IsNaN(number))
                {
                    continue;
                }
                int point = Math.Min(points - 1, (int)((atMs - fromMs) / (toMs - fromMs) * points));
                sums[point] += number;
                counts[point]++;
            }
            double?[] means = new double?[points];
            for (int i = 0; i < points; i++)
            {
                means[i] = counts[i] == 0 ? null : sums[i] / counts[i];
            }
            return means;
        }

        private (double AtMs, T Value) Newest => _items[(_next - 1 + capacity) % capacity];
    }
}

/// <summary>The figures of a KPI frame by their JSON names.</summary>
internal static class KpiFields
{
    internal static readonly IReadOnlyList<(string Name, Func<KpiEntry, double> Of)> All =
    [
        ("satellitesUp", k => k.SatellitesUp), ("satellitesAll", k => k.SatellitesAll),
        ("linksUp", k => k.LinksUp), ("linksAll", k => k.LinksAll),
        ("groundUp", k => k.GroundUp), ("groundAll", k => k.GroundAll),
        ("streamsKept", k => k.StreamsKept), ("streamsAll", k => k.StreamsAll),
        ("onTimeShare", k => k.OnTimeShare), ("p99OverBound", k => k.P99OverBound),
        ("p50OverBound", k => k.P50OverBound), ("late", k => k.Late), ("lost", k => k.Lost),
        ("reroutes", k => k.Reroutes), ("incidentsOpen", k => k.IncidentsOpen),
        ("incidentsUnacknowledged", k => k.IncidentsUnacknowledged), ("drills", k => k.Drills),
        ("offeredPerS", k => k.OfferedPerS), ("deliveredPerS", k => k.DeliveredPerS),
        ("deliveredMbps", k => k.DeliveredMbps), ("packetHopsPerS", k => k.PacketHopsPerS),
        ("planLeftS", k => k.PlanLeftS), ("lagMs", k => k.LagMs), ("nodesOut", k => k.NodesOut),
    ];

    internal static Func<KpiEntry, double>? Find(string name)
    {
        foreach ((string known, Func<KpiEntry, double> of) in All)
        {
            if (string.Equals(known, name, StringComparison.Ordinal))
            {
                return of;
            }
        }
        return null;
    }

    internal static KpiAnswer Answer(in KpiEntry k) => new()
    {
        SatellitesUp = k.SatellitesUp,
        SatellitesAll = k.SatellitesAll,
        LinksUp = k.LinksUp,
        LinksAll = k.LinksAll,
        GroundUp = k.GroundUp,
        GroundAll = k.GroundAll,
        StreamsKept = k.StreamsKept,
        StreamsAll = k.StreamsAll,
        OnTimeShare = Known(k.OnTimeShare),
        P99OverBound = Known(k.P99OverBound),
        P50OverBound = Known(k.P50OverBound),
        Late = k.Late,
        Lost = k.Lost,
        Reroutes = k.Reroutes,
        IncidentsOpen = k.IncidentsOpen,
        IncidentsUnacknowledged = k.IncidentsUnacknowledged,
        Drills = k.Drills,
        OfferedPerS = Known(k.OfferedPerS),
        DeliveredPerS = Known(k.DeliveredPerS),
        DeliveredMbps = Known(k.DeliveredMbps),
        PacketHopsPerS = Known(k.PacketHopsPerS),
        PlanLeftS = Known(k.PlanLeftS),
        LagMs = Known(k.LagMs),
        NodesOut = k.NodesOut,
    };

    internal static double? Known(float value) => float.IsNaN(value) ? null : Math.Round(value, 6);
}
