using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// Standby links: the ground's terminal turns to a satellite that the plan lists for it in this epoch. The
// plan lists only satellites with a free beam, and the world trusts that: beams are not counted here.
public sealed partial class TwinWorld
{
    private const int SatelliteEnd = 0;
    private const int GroundEnd = 1;

    // By pair.
    private readonly StandbyTable _standby;
    private readonly List<StandbyState> _standbyStates = [];

    private void AddStandbyStates()
    {
        while (_standbyStates.Count < _standby.Count)
        {
            _standbyStates.Add(new StandbyState());
        }
    }

    private void Raise(NodeId node, int link)
    {
        StandbyPair pair = _standby.PairOf(link);
        Check.That(node == pair.Ground);
        StandbyState state = _standbyStates[~link];
        if (state.IsTurning || state.IsHeldBy(GroundEnd))
        {
            return;
        }
        state.AcquiredAt = _now + _config.AcquisitionOf(pair.Ground);
        _events.Push(state.AcquiredAt, EventKind.StandbyTurned, ~link);
    }

    private void TurnStandby(int index)
    {
        StandbyState state = _standbyStates[index];
        if (state.AcquiredAt != _now)
        {
            return;
        }
        state.AcquiredAt = Instant.Max;
        int link = ~index;
        StandbyPair pair = _standby.PairOf(link);
        int seat = _links.SeatOf(link);
        LinkHealth health = TouchLink(seat);
        int ground = pair.Ground.Value;
        if (_nodeHealth[ground] is { IsOut: true })
        {
            return;
        }
        bool canAcquire = health.IsAcquirable && _nodeHealth[pair.Satellite.Value] is not { IsOut: true }
            && TryFindStandby(_plan.EpochAt(_now), link, out _);
        if (!canAcquire)
        {
            _tally.FailAcquisition(Math.Max(
                Math.Max(health.CauseOf(0), health.CauseOf(1)), CauseAt(pair.Satellite)));
            Step(ground, NodeInput.LinkLost(link));
            return;
        }
        OpenStandby(index, seat, health);
        Step(pair.Satellite.Value, NodeInput.Acquired(link));
        if (state.IsUp)
        {
            Step(ground, NodeInput.Acquired(link));
        }
    }

    private void OpenStandby(int index, int seat, LinkHealth health)
    {
        StandbyState state = _standbyStates[index];
        state.IsUp = true;
        state.Opened = _now;
        _witness?.StandbyTurned(~index, isUp: true, _now);
        state.EndsAt = Instant.Max;
        for (int end = 0; end < 2; end++)
        {
            state.Hold(end, isHeld: true);
            health.Ends[end].Reset();
            FlightTime(PipeFrom(NodeAt(seat, end), ~index));
        }
        _standbysRaised++;
        for (int epoch = _plan.EpochAt(_now) + 1; epoch < _plan.Epochs.Count; epoch++)
        {
            if (!TryFindStandby(epoch, ~index, out _))
            {
                CloseStandbyAt(index, _plan.EpochStart(epoch) + _plan.Drain);
                break;
            }
        }
        Trace((ulong)EventKind.StandbyTurned, (ulong)seat);
    }

    // An end gives it up: like a planned link it outlasts that by the drain, so that what is in flight
    // arrives.
    private void Lower(NodeId node, int link)
    {
        StandbyState state = _standbyStates[~link];
        int end = node == _standby.PairOf(link).Ground ? GroundEnd : SatelliteEnd;
        if (end == GroundEnd)
        {
            state.AcquiredAt = Instant.Max;
        }
        state.Hold(end, isHeld: false);
        if (state.IsUp)
        {
            CloseStandbyAt(~link, _now + _plan.Drain);
        }
    }

    private void CloseStandbyAt(int index, Instant at)
    {
        StandbyState state = _standbyStates[index];
        if (at < state.EndsAt)
        {
            state.EndsAt = at;
            _events.Push(at, EventKind.StandbyEnds, index);
        }
    }

    private void CloseStandby(int index)
    {
        if (_standbyStates[index].EndsAt == _now)
        {
            EndStandby(index, isForGood: true);
        }
    }

    // At the end of its time nobody holds it any more; after the loss of a node the other end finds out.
    private void EndStandby(int index, bool isForGood)
    {
        StandbyState state = _standbyStates[index];
        int link = ~index;
        StandbyPair pair = _standby.PairOf(link);
        if (_nodeHealth[pair.Ground.Value] is { IsLost: true })
        {
            state.AcquiredAt = Instant.Max;
            state.Hold(GroundEnd, isHeld: false);
        }
        if (_nodeHealth[pair.Satellite.Value] is { IsLost: true })
        {
            state.Hold(SatelliteEnd, isHeld: false);
        }
        if (!state.IsUp)
        {
            return;
        }
        state.IsUp = false;
        _witness?.StandbyTurned(link, isUp: false, _now);
        state.EndsAt = Instant.Max;
        int seat = _links.SeatOf(link);
        TouchLink(seat);
        for (int place = 2 * seat; isForGood && place <= (2 * seat) + 1; place++)
        {
            if (_pipes[place] is LinkPipe pipe)
            {
                LoseAll(pipe, DropReason.LinkLost, fault: -1);
            }
        }
        LookAtEnds(seat, isByNode: !isForGood);
    }

    private bool TryFindStandby(int epoch, int link, out StandbyLink found)
        => _plan.Epochs[epoch].TryFindStandby(_standby.PairOf(link), out found);
}
