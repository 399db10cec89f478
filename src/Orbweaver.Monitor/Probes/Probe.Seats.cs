using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

// Links in force have seats. A link keeps its seat as long as it is in force, and the lowest free seat goes
// to the next, so that pages and loads stay small however long a plan becomes.
public sealed partial class Probe
{
    private const int Nobody = int.MinValue;
    private const int LoadFull = 250;
    private const byte LoadUnknown = 255;

    private readonly Dictionary<int, int> _seatOf = [];
    private readonly List<Seat> _seats = [];
    private readonly PriorityQueue<int, int> _free = new();
    private readonly List<int> _standbysUp = [];
    private Plan? _plan;
    private int _epoch = -1;
    private int _round;
    private int _opening;
    private bool _areSeatsStale = true;

    private struct Seat
    {
        public int Link;
        public int Round;
        public SeatEntry Entry;
        public int Fault;
        public Duration BusyFromA;
        public Duration BusyFromB;
        public bool IsBusyKnown;
    }

    private void LookAtSeats(TwinWorld world, Observation into, bool haveChanged)
    {
        int epoch = world.PresentEpoch;
        Plan plan = world.WholePlan;
        into.IsPlanNew = _plan is not null && plan != _plan;
        if (plan != _plan || epoch != _epoch)
        {
            (_plan, _epoch) = (plan, epoch);
            into.IsEpochNew = true;
            _areSeatsStale = true;
            _areWaysStale = true;
            _ways.BeginEpoch();
        }
        if (_areSeatsStale)
        {
            _areSeatsStale = false;
            SeatAll(world, into);
        }
        else if (haveChanged || _opening > 0)
        {
            LookAtStates(world, into);
        }
    }

    private void SeatAll(TwinWorld world, Observation into)
    {
        _round++;
        _opening = 0;
        ReadOnlySpan<EpochLink> links = _plan!.Epochs[_epoch].Links;
        foreach (ref readonly EpochLink link in links)
        {
            Keep(link.ContactIndex);
        }
        foreach (int standby in _standbysUp)
        {
            Keep(standby);
        }
        // Those that left, before their seats are given away again.
        for (int i = 0; i < _seats.Count; i++)
        {
            if (_seats[i].Link != Nobody && _seats[i].Round != _round)
            {
                Leave(i, into);
            }
        }
        foreach (ref readonly EpochLink link in links)
        {
            Sit(world, link.ContactIndex, into);
        }
        foreach (int standby in _standbysUp)
        {
            Sit(world, standby, into);
        }
    }

    private void Keep(int link)
    {
        if (_seatOf.TryGetValue(link, out int seat))
        {
            _seats[seat] = _seats[seat] with { Round = _round };
        }
    }

    private void Leave(int seat, Observation into)
    {
        _seatOf.Remove(_seats[seat].Link);
        _seats[seat] = new Seat { Link = Nobody, Entry = SeatEntry.Vacant, Fault = -1 };
        _free.Enqueue(seat, seat);
        into.Seats.Add(new SeatNews(seat, SeatEntry.Vacant, -1));
    }

    private void Sit(TwinWorld world, int link, Observation into)
    {
        if (_seatOf.TryGetValue(link, out int seat))
        {
            LookAtState(world, seat, into);
            return;
        }
        if (!_free.TryDequeue(out seat, out _))
        {
            seat = _seats.Count;
            _seats.Add(default);
        }
        _seatOf.Add(link, seat);
        (LinkState state, int fault) = StateOf(world, link);
        SeatEntry entry = EntryOf(world, link, state);
        _seats[seat] = new Seat { Link = link, Round = _round, Entry = entry, Fault = fault };
        into.Seats.Add(new SeatNews(seat, entry, fault));
    }

    private SeatEntry EntryOf(TwinWorld world, int link, LinkState state)
    {
        if (link >= 0)
        {
            return Seats.EntryOf(_plan!.Contacts[link], state);
        }
        StandbyPair pair = world.Standby.PairOf(link);
        (DataRate down, DataRate up) = world.StandbyRates(link);
        return new SeatEntry(
            (ushort)pair.Satellite.Value, (ushort)pair.Ground.Value, LinkKind.Standby, (byte)state,
            Seats.CapacityOf(Math.Min(down.BitsPerSecond, up.BitsPerSecond)));
    }

    private void LookAtStates(TwinWorld world, Observation into)
    {
        _opening = 0;
        for (int seat = 0; seat < _seats.Count; seat++)
        {
            if (_seats[seat].Link != Nobody)
            {
                LookAtState(world, seat, into);
            }
        }
    }

    private void LookAtState(TwinWorld world, int place, Observation into)
    {
        Seat seat = _seats[place];
        (LinkState state, int fault) = StateOf(world, seat.Link);
        if ((byte)state != seat.Entry.State || fault != seat.Fault)
        {
            seat.Entry = seat.Entry with { State = (byte)state };
            seat.Fault = fault;
            _seats[place] = seat;
            into.Links.Add(new LinkNews(place, state, fault));
        }
    }

    private (LinkState State, int Fault) StateOf(TwinWorld world, int link)
    {
        (LinkCondition condition, int fault) = world.ConditionOf(link);
        _opening += condition == LinkCondition.Opening ? 1 : 0;
        return (
            condition switch
            {
                LinkCondition.Well => LinkState.Up,
                LinkCondition.Opening => LinkState.Opening,
                LinkCondition.Noisy => LinkState.Degraded,
                _ => LinkState.Down,
            },
            fault);
    }

    private void LookAtLoads(TwinWorld world, Observation into)
    {
        if (into.Loads.Length < _seats.Count)
        {
            into.Loads = new byte[_seats.Count + (_seats.Count / 4)];
        }
        into.LoadCount = _seats.Count;
        long spanNs = (world.Now - _loadsFrom).Nanoseconds;
        for (int i = 0; i < _seats.Count; i++)
        {
            Seat seat = _seats[i];
            if (seat.Link == Nobody)
            {
                into.Loads[i] = LoadUnknown;
                continue;
            }
            (Duration fromA, Duration fromB) = world.BusyOf(seat.Link);
            long most = Math.Max(
                (fromA - seat.BusyFromA).Nanoseconds, (fromB - seat.BusyFromB).Nanoseconds);
            into.Loads[i] = seat.IsBusyKnown && spanNs > 0
                ? (byte)Math.Clamp(((most * LoadFull) + (spanNs / 2)) / spanNs, 0, LoadFull) : LoadUnknown;
            (seat.BusyFromA, seat.BusyFromB, seat.IsBusyKnown) = (fromA, fromB, true);
            _seats[i] = seat;
        }
    }
}
