using System;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

// What the ends of links notice, and when. A laser terminal sees that its light is gone; everything else is a
// time-out, and the other end hears of it by the next 'I hear you' that does not come.
public sealed partial class TwinWorld
{
    // Which end of a link a node is: 0 for A, 1 for B.
    private int EndOf(int seat, NodeId node) => _links.From(2 * seat) == node ? 0 : 1;

    private NodeId NodeAt(int seat, int end) => end == 0 ? _links.From(2 * seat) : _links.To(2 * seat);

    // Something about a link or its nodes has changed.
    private void LookAtEnds(int seat, bool isByNode)
    {
        // A contact that has ended and a standby pair that nobody holds are of no interest to anybody.
        bool isOver = _links.IsStandby(seat)
            ? !IsWatched(seat, SatelliteEnd) && !IsWatched(seat, GroundEnd)
            : _now >= _links.ClosesAt(_plan.Contacts[seat]);
        if (isOver)
        {
            return;
        }
        for (int end = 0; end < 2; end++)
        {
            if (_nodeHealth[NodeAt(seat, end).Value] is not { IsLost: true })
            {
                LookAtEnd(seat, end, isByNode);
            }
        }
    }

    private void LookAtEnd(int seat, int end, bool isByNode)
    {
        LinkEnd state = _linkHealth[seat]!.Ends[end];
        LinkSignal signal = SignalAt(seat, end);
        if (signal == state.Signal)
        {
            return;
        }
        LinkSignal before = state.Signal;
        state.Signal = signal;
        if (before != LinkSignal.Alive && signal != LinkSignal.Alive && !_links.IsOptical(seat))
        {
            return;
        }
        // Of a node at the far end the last light is still under way.
        Duration delay = DelayOf(seat);
        Instant from = isByNode ? _now + delay : _now;
        Instant opens = _links.IsStandby(seat) ? _now : _plan.Contacts[seat].Opens;
        from = from > opens ? from : opens;
        if (state.IsDeaf.TrySet(
            signal != LinkSignal.Alive, from + NoticedAfter(seat, before, signal, delay)))
        {
            _events.Push(state.IsDeaf.Due, EventKind.EndNotices, (2 * seat) + end);
        }
    }

    private Duration NoticedAfter(int seat, LinkSignal before, LinkSignal now, Duration delay)
    {
        bool isOptical = _links.IsOptical(seat);
        Detection detection = _config.Detection;
        return now switch
        {
            LinkSignal.Dark when isOptical => detection.Light,
            LinkSignal.Dark or LinkSignal.Silent => detection.TimerOf(isOptical),
            _ when before == LinkSignal.Dark && isOptical => detection.Light,
            _ => detection.IntervalOf(isOptical) + delay,
        };
    }

    // What an end gets from the other.
    private LinkSignal SignalAt(int seat, int end)
    {
        LinkHealth health = _linkHealth[seat]!;
        NodeHealth? other = _nodeHealth[NodeAt(seat, 1 - end).Value];
        bool isLowered = _links.IsStandby(seat) && !_standbyStates[~_links.LinkOf(seat)].IsUp;
        bool isDark = health.IsDark || isLowered || other is { IsLost: true };
        if (IsLivenessReal)
        {
            return isDark && _links.IsOptical(seat) ? LinkSignal.Dark : LinkSignal.Alive;
        }
        return isDark ? LinkSignal.Dark
            : health.IsSilent(1 - end) || other is { IsHung: true } ? LinkSignal.Silent
            : LinkSignal.Alive;
    }

    private Duration DelayOf(int seat) => FlightTime(PipeFrom(NodeAt(seat, 0), _links.LinkOf(seat)));

    private void NoticeAtEnd(int target)
    {
        if (_linkHealth[target >> 1] is LinkHealth health)
        {
            NoticeAtEnd(target >> 1, target & 1, health);
        }
    }

    private void NoticeAtEnd(int seat, int end, LinkHealth health)
    {
        NodeId node = NodeAt(seat, end);
        // Nobody is there to notice; one that hangs sees it when it wakes.
        if (_nodeHealth[node.Value] is { IsOut: true })
        {
            return;
        }
        LinkEnd state = health.Ends[end];
        if (state.IsDeaf.TryNotice(_now))
        {
            // Where light is gone the other end has seen that by itself.
            bool isUnheard = state.IsDeaf.Value && state.Signal == LinkSignal.Silent;
            ref Delayed other = ref health.Ends[1 - end].IsUnheard;
            if (other.TrySet(isUnheard, _now + DelayOf(seat)))
            {
                _events.Push(other.Due, EventKind.EndNotices, (2 * seat) + 1 - end);
            }
        }
        state.IsUnheard.TryNotice(_now);
        Tell(seat, end, state, node);
    }

    private void Tell(int seat, int end, LinkEnd state, NodeId node)
    {
        bool isLost = state.IsDeaf.Value || state.IsUnheard.Value;
        if (isLost == state.IsToldLost)
        {
            return;
        }
        state.IsToldLost = isLost;
        if (!IsWatched(seat, end))
        {
            return;
        }
        if (isLost)
        {
            _tally.Notice(CauseAt(seat, end));
            _timeline.NoteLinkLost(_now);
        }
        int link = _links.LinkOf(seat);
        _witness?.LinkTold(node, link, isLost, _now);
        Step(node.Value, isLost ? NodeInput.LinkLost(link) : NodeInput.LinkBack(link));
    }

    // Whether the node at an end has a terminal on the link.
    private bool IsWatched(int seat, int end)
        => _links.IsStandby(seat)
            ? _standbyStates[~_links.LinkOf(seat)].IsHeldBy(end)
            : _links.IsContactInForce(seat, _now) && !IsTurnedAway(seat, end);

    private int CauseAt(NodeId node) => _nodeHealth[node.Value]?.Cause ?? -1;

    private int CauseAt(int seat, int end)
    {
        LinkHealth health = _linkHealth[seat]!;
        int cause = Math.Max(health.CauseOf(1 - end), health.CauseOf(end));
        return cause >= 0 ? cause
            : Math.Max(CauseAt(NodeAt(seat, 1 - end)), CauseAt(NodeAt(seat, end)));
    }
}
