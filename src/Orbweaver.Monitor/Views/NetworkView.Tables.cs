using System;
using System.Collections.Generic;

namespace Orbweaver.Monitor;

public sealed partial class NetworkView
{
    private const byte LoadUnknown = 255;
    private const double LoadFull = 250;
    private const int PointsMax = 2_000;

    /// <summary>The network in one look.</summary>
    public Overview Overview()
    {
        Dictionary<string, IReadOnlyList<double?>> sparklines = new(StringComparer.Ordinal);
        foreach ((string name, _) in KpiFields.All)
        {
            sparklines.Add(name, _figures.Sparkline(name, SimMs));
        }
        return new Overview
        {
            AsOf = AsOf,
            Kpi = KpiFields.Answer(_kpi ?? default),
            Incidents = CountIncidents(),
            Sparklines = sparklines,
        };
    }

    /// <summary>
    /// Figures over time, by names of KPIs or <c>stream:7:p99</c>; throws <see cref="QueryException"/> on
    /// others.
    /// </summary>
    public Series Series(IReadOnlyList<string> names, double fromMs, double toMs, int points)
    {
        if (points is < 1 or > PointsMax)
        {
            throw new QueryException($"must be 1 to {PointsMax}") { Field = "points" };
        }
        if (!(toMs > fromMs))
        {
            throw new QueryException("must be before 'to'") { Field = "from" };
        }
        Dictionary<string, IReadOnlyList<double?>> values = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            values[name] = _figures.Values(name, fromMs, toMs, points);
        }
        string[] at = new string[points];
        for (int i = 0; i < points; i++)
        {
            at[i] = UnixTime.Iso(fromMs + ((toMs - fromMs) * (i + 0.5) / points))!;
        }
        return new Series(at, values);
    }

    /// <summary>Nodes in a table; throws <see cref="QueryException"/>, as all tables do.</summary>
    public Page<NodeRow> Nodes(TableQuery query)
    {
        NodeSums[] sums = SumsOfNodes();
        List<NodeRow> rows = new(_nodes.Length);
        for (int i = 0; i < _nodes.Length; i++)
        {
            rows.Add(Fill(i, sums[i]));
        }
        return Columns.Nodes.Answer(rows, query, AsOf);
    }

    /// <summary>A node; null where there is none of this number.</summary>
    public NodeDetail? Node(int id)
    {
        if (id < 0 || id >= _nodes.Length)
        {
            return null;
        }
        List<LinkRow> links = [];
        for (int seat = 0; seat < _seats.Count; seat++)
        {
            if (_seats[seat].Kind != LinkKind.Vacant && (_seats[seat].A == id || _seats[seat].B == id))
            {
                links.Add(RowOf(seat));
            }
        }
        NodeRow row = Fill(id, SumsOfNodes()[id]);
        (double Lat, double Lon, double AltKm)? place = PlaceOf(id);
        return new NodeDetail
        {
            Id = row.Id,
            Name = row.Name,
            Kind = row.Kind,
            Plane = row.Plane,
            Slot = row.Slot,
            Vendor = row.Vendor,
            State = row.State,
            Cause = row.Cause,
            Since = row.Since,
            Links = row.Links,
            Load = row.Load,
            Routes = row.Routes,
            ClockErrorMs = row.ClockErrorMs,
            Eclipse = row.Eclipse,
            AsOf = row.AsOf,
            Lat = place?.Lat,
            Lon = place?.Lon,
            AltKm = place?.AltKm,
            LinkRows = links,
            Next = Plan?.WindowsOf(id, SimMs) ?? [],
            Streams = StreamsOver(nodes => Array.IndexOf(nodes, (ushort)id) >= 0),
        };
    }

    /// <summary>Links in a table.</summary>
    public Page<LinkRow> Links(TableQuery query)
    {
        List<LinkRow> rows = new(_seats.Count);
        for (int seat = 0; seat < _seats.Count; seat++)
        {
            if (_seats[seat].Kind != LinkKind.Vacant)
            {
                rows.Add(RowOf(seat));
            }
        }
        return Columns.Links.Answer(rows, query, AsOf);
    }

    /// <summary>A link; null where nobody sits.</summary>
    public LinkDetail? Link(int id)
    {
        if (id < 0 || id >= _seats.Count || _seats[id].Kind == LinkKind.Vacant)
        {
            return null;
        }
        LinkRow row = RowOf(id);
        return new LinkDetail
        {
            Id = row.Id,
            A = row.A,
            B = row.B,
            AName = row.AName,
            BName = row.BName,
            Kind = row.Kind,
            State = row.State,
            Cause = row.Cause,
            Since = row.Since,
            RangeKm = row.RangeKm,
            OneWayMs = row.OneWayMs,
            CapacityMbps = row.CapacityMbps,
            Load = row.Load,
            Opens = row.Opens,
            Closes = row.Closes,
            Streams = StreamsOver(nodes => HasHop(nodes, row.A, row.B)),
        };
    }

    // What a table needs of all links of a node, found in one pass over the links.
    private struct NodeSums
    {
        public int Up;
        public int All;
        public byte Load;
        public bool HasLoad;
        public int Routes;
    }

    private NodeSums[] SumsOfNodes()
    {
        NodeSums[] sums = new NodeSums[_nodes.Length];
        for (int id = 0; id < _seats.Count; id++)
        {
            SeatEntry seat = _seats[id];
            if (seat.Kind != LinkKind.Vacant)
            {
                Count(ref sums[seat.A], seat, id);
                Count(ref sums[seat.B], seat, id);
            }
        }
        foreach (ushort[]? route in _routes)
        {
            foreach (ushort node in route ?? [])
            {
                sums[node].Routes++;
            }
        }
        return sums;
    }

    private void Count(ref NodeSums sums, in SeatEntry seat, int id)
    {
        sums.All++;
        sums.Up += StateBits.LinkOf(seat.State) is LinkState.Up or LinkState.Degraded ? 1 : 0;
        if (id < _loads.Length && _loads[id] != LoadUnknown)
        {
            sums.HasLoad = true;
            sums.Load = Math.Max(sums.Load, _loads[id]);
        }
    }

    private NodeRow Fill(int id, in NodeSums sums)
    {
        CatalogueNode node = Catalogue.Nodes[id];
        NodeEntry entry = _nodes[id];
        return new NodeRow
        {
            Id = id,
            Name = node.Name,
            Kind = node.Kind,
            Plane = node.Plane < 0 ? null : node.Plane,
            Slot = node.Slot < 0 ? null : node.Slot,
            Vendor = node.Vendor,
            State = Words.Of(StateBits.NodeOf(entry.State)),
            Cause = Words.Of(entry.Cause),
            Since = UnixTime.Iso(_nodeSince[id]),
            Links = new UpAndAll(sums.Up, sums.All),
            Load = sums.HasLoad ? sums.Load / LoadFull : null,
            Routes = sums.Routes,
            ClockErrorMs = ClockErrors.TryGetValue(id, out double ms) ? ms : null,
            Eclipse = IsDark(id),
            AsOf = AsOf,
        };
    }

    private LinkRow RowOf(int id)
    {
        SeatEntry seat = _seats[id];
        double? rangeM = RangeM(seat.A, seat.B);
        LinkWindow? window = Plan?.WindowOf(seat.A, seat.B, SimMs);
        return new LinkRow
        {
            Id = id,
            A = seat.A,
            B = seat.B,
            AName = Catalogue.Nodes[seat.A].Name,
            BName = Catalogue.Nodes[seat.B].Name,
            Kind = Words.Of(seat.Kind),
            State = Words.Of(StateBits.LinkOf(seat.State)),
            Cause = Words.CauseOf(seat.State),
            Since = UnixTime.Iso(_seatSince[id]),
            RangeKm = rangeM is double m ? Math.Round(m * 1e-3, 3) : null,
            OneWayMs = OneWayMs(rangeM) is double ms ? Math.Round(ms, 4) : null,
            CapacityMbps = seat.Capacity * 100.0,
            Load = id < _loads.Length && _loads[id] != LoadUnknown ? _loads[id] / LoadFull : null,
            Opens = window?.Opens,
            Closes = window?.Closes,
        };
    }

    /// <summary>
    /// By how much clocks are wrong, by node: known while it is live, and not in recordings.
    /// </summary>
    internal Dictionary<int, double> ClockErrors { get; } = [];

    private List<int> StreamsOver(Predicate<ushort[]> isOver)
    {
        List<int> streams = [];
        for (int i = 0; i < _routes.Length; i++)
        {
            if (_routes[i] is ushort[] nodes && isOver(nodes))
            {
                streams.Add(i);
            }
        }
        return streams;
    }
}
