using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

public sealed partial class NetworkView
{
    private const double BudgetDaysMs = 30.0 * 86_400_000;

    private readonly FigureHistory _figures;

    /// <summary>Streams in a table.</summary>
    public Page<ContractRow> Contracts(TableQuery query)
    {
        List<ContractRow> rows = new(Catalogue.Streams.Count);
        for (int i = 0; i < Catalogue.Streams.Count; i++)
        {
            rows.Add(StreamRow(i));
        }
        return Columns.Contracts.Answer(rows, query, AsOf);
    }

    /// <summary>A stream; null where there is none of this number.</summary>
    public ContractDetail? Contract(int id)
    {
        if (id < 0 || id >= Catalogue.Streams.Count)
        {
            return null;
        }
        ContractRow row = StreamRow(id);
        return new ContractDetail
        {
            Id = row.Id,
            Contract = row.Contract,
            Row = row.Row,
            Name = row.Name,
            Tenant = row.Tenant,
            From = row.From,
            To = row.To,
            FromName = row.FromName,
            ToName = row.ToName,
            Class = row.Class,
            Priority = row.Priority,
            Assurance = row.Assurance,
            Protection = row.Protection,
            DeadlineMs = row.DeadlineMs,
            PromiseShare = row.PromiseShare,
            Verdict = row.Verdict,
            Reason = row.Reason,
            Status = row.Status,
            P50Ms = row.P50Ms,
            P99Ms = row.P99Ms,
            MaxMs = row.MaxMs,
            BoundMs = row.BoundMs,
            FloorMs = row.FloorMs,
            Gap = row.Gap,
            Sent = row.Sent,
            Late = row.Late,
            Lost = row.Lost,
            OnTimeShare = row.OnTimeShare,
            BudgetShare = row.BudgetShare,
            NextRisk = row.NextRisk,
            Hist = Array.ConvertAll(_stats[id]?.Hist ?? new ushort[StreamEntry.Buckets], n => (int)n),
            Parts = _parts[id] is PartsEntry parts && !float.IsNaN(parts.Mean.Best)
                ? new TimePartsAnswer(AnswerOf(parts.Mean), AnswerOf(parts.Slowest)) : null,
            Path = PathOf(id),
            PathChanges = _pathChanges[id] ?? (IReadOnlyList<PathChange>)[],
        };
    }

    /// <summary>The way of a stream now; null where it is not known.</summary>
    public PathAnswer? PathOf(int stream)
    {
        if (_routes[stream] is not ushort[] nodes || AsOf is not string asOf)
        {
            return null;
        }
        List<HopAnswer> hops = [];
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            double? ms = OneWayMs(RangeM(nodes[i], nodes[i + 1])) + Catalogue.HopMs;
            hops.Add(new HopAnswer(
                nodes[i], nodes[i + 1], ms is double known ? Math.Round(known, 4) : null,
                IsStandby(nodes[i], nodes[i + 1])));
        }
        CatalogueStream terms = Catalogue.Streams[stream];
        return new PathAnswer
        {
            From = terms.From,
            To = terms.To,
            At = asOf,
            TotalMs = DelayMs(nodes),
            FloorMs = terms.FloorMs,
            Hops = hops,
        };
    }

    private bool IsStandby(int a, int b)
        => _seats.Exists(s => s.Kind == LinkKind.Standby
            && ((s.A == a && s.B == b) || (s.A == b && s.B == a)));

    private ContractRow StreamRow(int id)
    {
        CatalogueStream terms = Catalogue.Streams[id];
        StreamEntry stat = _stats[id] ?? new StreamEntry(
            (uint)id, float.NaN, float.NaN, float.NaN, float.NaN, 0, 0, 0, []);
        double? p99 = KpiFields.Known(stat.P99Ms);
        double? bound = KpiFields.Known(stat.BoundMs);
        return new ContractRow
        {
            Id = id,
            Contract = terms.Contract,
            Row = terms.Row,
            Name = terms.Name,
            Tenant = terms.Tenant,
            From = terms.From,
            To = terms.To,
            FromName = Catalogue.Nodes[terms.From].Name,
            ToName = Catalogue.Nodes[terms.To].Name,
            Class = terms.Class,
            Priority = terms.Priority,
            Assurance = terms.Assurance,
            Protection = terms.Protection,
            DeadlineMs = terms.DeadlineMs,
            PromiseShare = terms.PromiseShare,
            Verdict = terms.Verdict,
            Reason = terms.Reason,
            Status = StreamStatus.Of(terms, stat),
            P50Ms = KpiFields.Known(stat.P50Ms),
            P99Ms = p99,
            MaxMs = KpiFields.Known(stat.MaxMs),
            BoundMs = bound,
            FloorMs = terms.FloorMs,
            Gap = p99 / bound is double gap ? Math.Round(gap, 4) : null,
            Sent = stat.Sent,
            Late = stat.Late,
            Lost = stat.Lost,
            OnTimeShare = StreamStatus.OnTimeShare(stat),
            BudgetShare = BudgetOf(id, terms, stat),
            NextRisk = _routes[id] is { Length: > 1 } nodes ? Plan?.NextChange(nodes, SimMs) : null,
        };
    }

    // The rate so far is taken for the whole of 30 days.
    private double? BudgetOf(int id, CatalogueStream terms, in StreamEntry stat)
    {
        FigureHistory.Totals totals = _figures.TotalsOf(id);
        long sent = totals.Sent > 0 ? totals.Sent : stat.Sent;
        long missed = totals.Sent > 0 ? totals.Missed : stat.Late + (long)stat.Lost;
        double spanMs = totals.Sent > 0 ? totals.LastMs - totals.FirstMs : SimMs - totals.FirstMs;
        if (terms.PromiseShare is not double promise || sent == 0 || !(spanMs > 0))
        {
            return null;
        }
        double allowed = (1 - promise) * sent * (BudgetDaysMs / spanMs);
        return allowed > 0 ? Math.Round(1 - (missed / allowed), 6) : missed == 0 ? 1 : 0;
    }

    private static PartsAnswer AnswerOf(in TimeParts p)
        => new(p.Best, p.Detour, p.Serialisation, p.Queueing, p.Waiting, p.Processing);
}

/// <summary>How a stream is doing, by its terms and the last five minutes.</summary>
internal static class StreamStatus
{
    internal const string Broken = "broken";

    // With fewer messages a single one decides.
    private const uint JudgedMin = 20;
    private const double RiskOfDeadline = 0.9;
    private const double RiskWithoutPromise = 0.99;

    internal static string Of(CatalogueStream terms, in StreamEntry stat)
    {
        if (terms.Verdict is "impossible")
        {
            return "refused";
        }
        if (OnTimeShare(stat) is not double share)
        {
            return "idle";
        }
        double promise = terms.PromiseShare ?? 0;
        if (share < promise && stat.Sent >= JudgedMin)
        {
            return Broken;
        }
        bool isNear = share < (terms.PromiseShare is double owed ? owed + ((1 - owed) / 2)
            : RiskWithoutPromise);
        bool isSlow = terms.DeadlineMs is double deadline && stat.P99Ms > RiskOfDeadline * deadline;
        return isNear || isSlow ? "risk" : "ok";
    }

    /// <summary>Of messages handed in; what is under way counts as in time.</summary>
    internal static double? OnTimeShare(in StreamEntry stat)
        => stat.Sent == 0 ? null
            : Math.Round(Math.Max(0, 1 - ((stat.Late + (double)stat.Lost) / stat.Sent)), 6);
}
