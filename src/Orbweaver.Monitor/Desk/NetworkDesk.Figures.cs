using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Orbweaver.Monitor;

// Windows, ways and figures.
public sealed partial class NetworkDesk
{
    // Behind by more it is an alarm, and by less it is none any more.
    private const float LagAlarmMs = 1_000;
    private const float LagClearMs = 200;
    private const double PlanLeftAlarmMs = 300_000;

    private void TakeWays(Observation observation)
    {
        foreach (BoundNews news in observation.Bounds)
        {
            _bounds[news.Stream] = news.BoundMs;
        }
        if (observation.Routes.Count == 0)
        {
            return;
        }
        ReadOnlySpan<ushort> all = CollectionsMarshal.AsSpan(observation.RouteNodes);
        List<RouteEntry> routes = [];
        foreach (RouteNews news in observation.Routes)
        {
            ushort[] nodes = all.Slice(news.First, news.Count).ToArray();
            routes.Add(new RouteEntry((uint)news.Stream, 0, nodes));
            if (View.RouteOf(news.Stream) is { } before)
            {
                _waysBefore[news.Stream] = before;
                _incidents.Reroute(news.Stream, before, _nowMs);
            }
        }
        Emit(FrameWriter.Routes(Stamp, routes));
    }

    private void TakeOutcomes(Hearsay heard)
    {
        OutcomesMissed += heard.OutcomesMissed;
        for (int stream = 0; stream < Math.Min(heard.Offered.Length, _windows.Length); stream++)
        {
            if (heard.Offered[stream] > 0)
            {
                WindowOf(stream).Offer(_nowMs, heard.Offered[stream]);
                _network.Offer(heard.Offered[stream]);
            }
        }
        foreach (Outcome outcome in heard.Outcomes)
        {
            WindowOf(outcome.Stream).Add(_nowMs, outcome);
            _network.Add(_nowMs, outcome);
            if (outcome.Kind is OutcomeKind.Late or OutcomeKind.Expired or OutcomeKind.Lost)
            {
                _incidents.Miss(
                    new Miss(
                        UnixTime.Ms(outcome.At), outcome.Stream, outcome.Kind == OutcomeKind.Lost),
                    View.RouteOf(outcome.Stream), _waysBefore[outcome.Stream]);
            }
        }
        _network.Detour(_nowMs, heard.Detours);
        foreach (DetourNews news in heard.FirstDetours)
        {
            _incidents.Detour(news.Pair.A, news.Pair.B, UnixTime.Ms(news.At));
        }
    }

    private StreamWindow WindowOf(int stream) => _windows[stream] ??= new StreamWindow();

    private void JudgeStreams()
    {
        bool isAll = _nowMs >= _allStreamsDueMs;
        if (isAll)
        {
            _allStreamsDueMs = _nowMs + AllStreamsMs;
        }
        List<StreamEntry> entries = [];
        List<PartsEntry> parts = [];
        for (int i = 0; i < (isAll ? _windows.Length : _watched.Count); i++)
        {
            int stream = isAll ? i : _watched[i];
            StreamWindow? window = _windows[stream];
            if (window is null && float.IsNaN(_bounds[stream]))
            {
                continue;
            }
            window ??= WindowOf(stream);
            window.Advance(_nowMs);
            StreamEntry entry = window.Entry(stream, _bounds[stream]);
            entries.Add(entry);
            parts.Add(window.Parts(stream));
            Judge(stream, entry);
        }
        if (entries.Count > 0)
        {
            Emit(FrameWriter.StreamStat(Stamp, entries));
            Emit(FrameWriter.Parts(Stamp, CollectionsMarshal.AsSpan(parts)));
        }
    }

    private void Judge(int stream, in StreamEntry entry)
    {
        CatalogueStream terms = View.Catalogue.Streams[stream];
        AlarmKey key = new(AlarmKind.Stream, stream);
        if (StreamStatus.Of(terms, entry) is StreamStatus.Broken)
        {
            _incidents.Raise(new Alarm(
                key, _nowMs,
                $"{terms.Name} from {View.Catalogue.Nodes[terms.From].Name} to "
                    + $"{View.Catalogue.Nodes[terms.To].Name} below its promise", fault: -1));
        }
        else
        {
            _incidents.Clear(key, _nowMs);
        }
    }

    private void JudgeClockAndPlan()
    {
        AlarmKey clock = new(AlarmKind.Clock, 0);
        if (_lagMs > LagAlarmMs)
        {
            _incidents.Raise(new Alarm(clock, _nowMs, "the network is behind the clock", fault: -1));
        }
        else if (_lagMs < LagClearMs)
        {
            _incidents.Clear(clock, _nowMs);
        }
        AlarmKey plan = new(AlarmKind.Plan, 0);
        // A run whose plan ends with it is in order: only a plan that others go on with can be late.
        if (!float.IsNaN(_lagMs) && _planEndMs - _nowMs < PlanLeftAlarmMs)
        {
            _incidents.Raise(new Alarm(plan, _nowMs, "the plan ends within five minutes", fault: -1));
        }
        else
        {
            _incidents.Clear(plan, _nowMs);
        }
    }

    private void EmitFigures(long packetHops)
    {
        uint satellites = 0;
        uint satellitesUp = 0;
        uint ground = 0;
        uint groundUp = 0;
        for (int i = 0; i < _nodeNews.Length; i++)
        {
            bool isSatellite = View.Catalogue.Nodes[i].Kind is "satellite";
            uint up = IsOut(_nodeNews[i].State) ? 0u : 1;
            (satellites, satellitesUp) = isSatellite
                ? (satellites + 1, satellitesUp + up) : (satellites, satellitesUp);
            (ground, groundUp) = isSatellite ? (ground, groundUp) : (ground + 1, groundUp + up);
        }
        uint links = 0;
        uint linksUp = 0;
        foreach (SeatNews seat in _seats)
        {
            links += seat.Entry.Kind == LinkKind.Vacant ? 0u : 1;
            linksUp += seat.Entry.Kind != LinkKind.Vacant
                && (LinkState)seat.Entry.State is LinkState.Up or LinkState.Degraded ? 1u : 0;
        }
        (uint kept, uint promised) = CountStreams();
        KpiEntry kpi = new()
        {
            SatellitesUp = satellitesUp,
            SatellitesAll = satellites,
            LinksUp = linksUp,
            LinksAll = links,
            GroundUp = groundUp,
            GroundAll = ground,
            StreamsKept = kept,
            StreamsAll = promised,
            PlanLeftS = (float)((_planEndMs - _nowMs) * 1e-3),
            LagMs = _lagMs,
            NodesOut = _nodesOut,
        };
        _kpi = WithCounts(_network.Fill(kpi, _nowMs, packetHops));
        Emit(FrameWriter.Kpi(Stamp, _kpi.Value));
    }

    // What operators see of incidents is one count: where it changes between two seconds it is told at once.
    private void Recount()
    {
        if (_kpi is { } known && WithCounts(known) is var counted && counted != known)
        {
            _kpi = counted;
            Emit(FrameWriter.Kpi(Stamp, counted));
        }
    }

    private KpiEntry WithCounts(in KpiEntry kpi)
    {
        IncidentCounts counts = View.CountIncidents();
        return kpi with
        {
            IncidentsOpen = (uint)counts.Open,
            IncidentsUnacknowledged = (uint)counts.Unacknowledged,
            Drills = (uint)_faults.DrillCount,
        };
    }

    private (uint Kept, uint All) CountStreams()
    {
        uint kept = 0;
        uint all = 0;
        for (int i = 0; i < _windows.Length; i++)
        {
            if (_windows[i] is { IsActive: true } && View.Catalogue.Streams[i].PromiseShare is not null)
            {
                all++;
                kept += _incidents.IsStanding(new AlarmKey(AlarmKind.Stream, i)) ? 0u : 1;
            }
        }
        return (kept, all);
    }
}
