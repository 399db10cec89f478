using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

// Links, nodes and what was said of them.
public sealed partial class NetworkDesk
{
    private readonly NodeNews[] _nodeNews;
    private readonly List<SeatNews> _seats = [];
    private readonly Dictionary<(int A, int B), int> _seatOfPair = [];

    // By pair of ends: who says that the link is lost, and whether that was by silence, which nobody takes
    // back.
    private readonly Dictionary<(int A, int B), Said> _said = [];

    private readonly record struct Said(bool ByA, bool ByB, bool IsBySilence);

    private void TakeOrbits(Instant at)
    {
        if (_nowMs < _orbitsDueMs || _satellites.Count == 0)
        {
            return;
        }
        _orbitsDueMs = _nowMs + OrbitFit.Span.TotalMilliseconds;
        var orbits = new OrbitEntry[_satellites.Count];
        for (int i = 0; i < orbits.Length; i++)
        {
            orbits[i] = OrbitFit.At(_satellites[i], at);
        }
        Emit(FrameWriter.Ephemeris(Stamp, _nowMs, orbits));
    }

    private void TakeFaults(Observation observation)
    {
        foreach (FaultNews news in observation.Faults)
        {
            if (_faults.Take(news))
            {
                _incidents.EndDrill(
                    news.Fault.Number, UnixTime.Ms(news.Start + news.Fault.Until));
            }
        }
    }

    // A look sees what has been so since the look before: a fault that began between the two says when.
    private double BeganMs(int fault)
        => _faults.BeganMs(fault) is var began && began > _lookedMs && began <= _nowMs ? began : _nowMs;

    private double EndedMs()
        => _faults.EndedMs(_lookedMs, _nowMs) is var ended && double.IsNaN(ended) ? _nowMs : ended;

    private void TakeSeats(Observation observation)
    {
        bool isFirst = _seats.Count == 0;
        foreach (SeatNews news in observation.Seats)
        {
            while (_seats.Count <= news.Seat)
            {
                _seats.Add(new SeatNews(_seats.Count, SeatEntry.Vacant, -1));
            }
            Vacate(_seats[news.Seat]);
            _seats[news.Seat] = news;
            if (news.Entry.Kind != LinkKind.Vacant)
            {
                _seatOfPair[(news.Entry.A, news.Entry.B)] = news.Seat;
                _faults.HitLink(news.Fault, news.Entry.A, news.Entry.B);
            }
        }
        if (observation.Seats.Count > 0)
        {
            EmitSeats(observation.Seats, isFirst);
        }
        List<LinkEntry> changed = [];
        foreach (LinkNews news in observation.Links)
        {
            SeatNews seat = _seats[news.Seat] with { Fault = news.Fault };
            _seats[news.Seat] = seat with { Entry = seat.Entry with { State = (byte)news.State } };
            _faults.HitLink(news.Fault, seat.Entry.A, seat.Entry.B);
            changed.Add(new LinkEntry((uint)news.Seat, Marked((byte)news.State, news.Fault)));
            if (news.State is LinkState.Up or LinkState.Degraded)
            {
                ForgetSilence((seat.Entry.A, seat.Entry.B));
            }
        }
        if (changed.Count > 0)
        {
            Emit(FrameWriter.LinkDelta(Stamp, CollectionsMarshal.AsSpan(changed)));
        }
    }

    private void EmitSeats(List<SeatNews> news, bool isFirst)
    {
        _generation++;
        if (isFirst)
        {
            Emit(FrameWriter.LinkSet(
                Stamp, CollectionsMarshal.AsSpan(_seats.ConvertAll(MarkedSeat))));
            return;
        }
        // A seat that was left and taken at once is told once, as it is now.
        SortedSet<int> ids = [];
        foreach (SeatNews seat in news)
        {
            ids.Add(seat.Seat);
        }
        List<PatchEntry> patches = [];
        foreach (int id in ids)
        {
            patches.Add(new PatchEntry((uint)id, MarkedSeat(_seats[id])));
        }
        Emit(FrameWriter.LinkPatch(Stamp, CollectionsMarshal.AsSpan(patches)));
    }

    // A contact that is over as planned is no alarm any more.
    private void Vacate(in SeatNews before)
    {
        (int A, int B) pair = (before.Entry.A, before.Entry.B);
        if (before.Entry.Kind != LinkKind.Vacant && _seatOfPair.TryGetValue(pair, out int seat)
            && seat == before.Seat)
        {
            _seatOfPair.Remove(pair);
            _said.Remove(pair);
            _incidents.Clear(KeyOf(pair.A, pair.B), _nowMs);
        }
    }

    private void TakeNodes(Observation observation)
    {
        List<NodeEntry> changed = [];
        foreach (NodeNews news in observation.Nodes)
        {
            int id = news.Node.Value;
            NodeState before = _nodeNews[id].State;
            _nodeNews[id] = news;
            _nodesOut = (uint)((int)_nodesOut + (IsOut(news.State) ? 1 : 0) - (IsOut(before) ? 1 : 0));
            changed.Add(EntryOf(news));
            _faults.HitNode(news.Fault, id);
            if (news.ClockErrorMs == 0)
            {
                View.ClockErrors.Remove(id);
            }
            else
            {
                View.ClockErrors[id] = news.ClockErrorMs;
            }
            AlarmKey key = new(AlarmKind.Node, id);
            if (IsOut(news.State))
            {
                CatalogueNode node = View.Catalogue.Nodes[id];
                _incidents.Raise(new Alarm(
                    key, BeganMs(news.Fault), $"{node.Kind} {node.Name} does not answer", news.Fault));
            }
            else
            {
                _incidents.Clear(key, EndedMs());
            }
        }
        if (changed.Count > 0)
        {
            Emit(FrameWriter.NodeDelta(Stamp, CollectionsMarshal.AsSpan(changed)));
        }
    }

    private void TakeTold(Hearsay heard)
    {
        foreach (ToldNews news in heard.Told)
        {
            if (!TryFindPair(news.Pair, out (int A, int B) pair))
            {
                continue;
            }
            Said said = _said.GetValueOrDefault(pair);
            bool isByA = news.Node.Value == pair.A;
            said = new Said(
                isByA ? news.IsLost : said.ByA, isByA ? said.ByB : news.IsLost,
                (said.IsBySilence || news.IsBySilence) && (said.ByA || said.ByB || news.IsLost));
            _said[pair] = said;
            if (said.ByA || said.ByB)
            {
                IReadOnlyList<CatalogueNode> nodes = View.Catalogue.Nodes;
                int fault = _seats[_seatOfPair[pair]].Fault;
                _incidents.Raise(new Alarm(
                    KeyOf(pair.A, pair.B), UnixTime.Ms(news.At),
                    $"link {nodes[pair.A].Name} - {nodes[pair.B].Name} lost", fault)
                {
                    BeganMs = _faults.BeganMs(fault),
                });
            }
            else
            {
                _incidents.Clear(KeyOf(pair.A, pair.B), UnixTime.Ms(news.At));
            }
        }
        foreach (StandbyNews news in heard.Standbys)
        {
            (int satellite, int ground) = (news.Pair.A, news.Pair.B);
            IReadOnlyList<CatalogueNode> nodes = View.Catalogue.Nodes;
            EmitEvent(Note(
                EventKinds.Standby, nodes[ground].Name,
                $"standby link {nodes[ground].Name} - {nodes[satellite].Name} "
                    + (news.IsUp ? "up" : "down")));
            if (news.IsUp)
            {
                _incidents.RaiseStandby(satellite, ground, UnixTime.Ms(news.At));
            }
        }
    }

    private bool TryFindPair((int A, int B) ends, out (int A, int B) pair)
    {
        pair = ends;
        if (_seatOfPair.ContainsKey(pair))
        {
            return true;
        }
        pair = (ends.B, ends.A);
        return _seatOfPair.ContainsKey(pair);
    }

    private void ForgetSilence((int A, int B) pair)
    {
        if (_said.TryGetValue(pair, out Said said) && said.IsBySilence)
        {
            _said.Remove(pair);
            _incidents.Clear(KeyOf(pair.A, pair.B), EndedMs());
        }
    }

    // What a fault has done already carries its mark from now on, or loses it.
    private void Remark(int fault)
    {
        List<LinkEntry> links = [];
        foreach (SeatNews seat in _seats)
        {
            if (seat.Fault == fault && seat.Entry.Kind != LinkKind.Vacant)
            {
                links.Add(new LinkEntry((uint)seat.Seat, Marked(seat.Entry.State, fault)));
            }
        }
        List<NodeEntry> nodes = [];
        foreach (NodeNews node in _nodeNews)
        {
            if (node.Fault == fault)
            {
                nodes.Add(EntryOf(node));
            }
        }
        if (links.Count > 0)
        {
            Emit(FrameWriter.LinkDelta(Stamp, CollectionsMarshal.AsSpan(links)));
        }
        if (nodes.Count > 0)
        {
            Emit(FrameWriter.NodeDelta(Stamp, CollectionsMarshal.AsSpan(nodes)));
        }
    }

    private SeatEntry MarkedSeat(SeatNews seat)
        => seat.Entry with { State = Marked(seat.Entry.State, seat.Fault) };

    private byte Marked(byte state, int fault)
        => (byte)(state
            | (state != 0 && _faults.IsDrill(fault) ? StateBits.Drill : 0)
            | ((LinkState)state == LinkState.Opening ? StateBits.Planned : 0));

    private NodeEntry EntryOf(in NodeNews news)
    {
        bool isDrill = _faults.IsDrill(news.Fault);
        return new NodeEntry(
            (ushort)news.Node.Value,
            (byte)((byte)news.State | (isDrill && news.State != NodeState.Up ? StateBits.Drill : 0)),
            news.Fault < 0 ? StateCause.None : isDrill ? StateCause.Drill : StateCause.Fault);
    }

    private static bool IsOut(NodeState state) => state is NodeState.Down or NodeState.Hangs;

    private static AlarmKey KeyOf(int a, int b) => new(AlarmKind.Link, Math.Min(a, b), Math.Max(a, b));
}
