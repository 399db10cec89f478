using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    private readonly List<Packet> _waiting = [];
    private long _waitingBytes;

    // Answers for this view, by destination.
    private readonly Dictionary<int, (long View, Port? Port, int DistanceNs)> _ways = [];

    private void Arrive(Packet packet, int link, EffectList effects)
    {
        Port? port = FindPort(link) ?? FindDraining(link);
        // A port that drained stays until the next switch, but only if the node was awake: time decides, not
        // sleep.
        if (port is null || (port.Epoch < _epoch && Wall >= _plan.EpochStart(_epoch) + _plan.Drain))
        {
            effects.Drop(packet, DropReason.ContactNotInForce);
            return;
        }
        // The delay is planned for the moment of transmission, about one delay ago.
        Instant sent = Wall - new Duration(port.Delays.DelayMiddleNs) - _plan.HopDelay;
        AddAge(packet, _plan.DelayAt(port.Delays, port.Epoch, sent) + _plan.HopDelay);
        packet.Entered = _now;
        packet.QueueOrder = _queueOrder++;
        if (!TryMeet(port, packet.Incarnation, effects))
        {
            effects.Drop(packet, DropReason.StaleIncarnation);
        }
        else if (!MustHold(packet, port, effects))
        {
            Accept(packet, port, effects);
        }
    }

    private void Accept(Packet packet, Port port, EffectList effects)
    {
        if (packet.Epoch > _epoch && !TryFollow(packet.Epoch, effects))
        {
            effects.Drop(packet, DropReason.EpochRefused);
        }
        else if (!IsOnMyPlan(packet))
        {
            effects.Drop(packet, DropReason.PlanRefused);
        }
        else if (!TryTakeOver(packet, port))
        {
            effects.Drop(packet, DropReason.Duplicate);
        }
        else if (packet.Destination == Id || TryTakeOwn(ref packet, effects))
        {
            Receive(packet, effects);
        }
        else if (--packet.HopLimit == 0)
        {
            effects.Drop(packet, DropReason.HopLimit);
        }
        else
        {
            Forward(packet, effects);
        }
    }

    // A neighbour may have switched a little earlier: its packet is routed by the newer view, so ours moves
    // on too.
    private bool TryFollow(int epoch, EffectList effects)
    {
        if (epoch != _epoch + 1 || epoch >= _plan.Epochs.Count
            || _plan.EpochStart(epoch) - Wall > _config.EpochLeadMax)
        {
            return false;
        }
        FollowNext(effects);
        EnterEpoch(epoch, effects);
        return true;
    }

    private Port? FindPort(int link) => _ports.Find(link);

    private void Forward(Packet packet, EffectList effects, bool isOneOfMany = false)
    {
        StampPlan(packet);
        packet.ViewStamp = View;
        if (packet.IsForSeveral)
        {
            ForwardBranches(packet, effects, isOneOfMany);
            return;
        }
        Port? way = FindWay(packet.Destination, out int distanceNs);
        PassOn(packet, FollowWay(packet) ?? way, distanceNs, effects, isOneOfMany);
    }

    private void PassOn(Packet packet, Port? port, int distanceNs, EffectList effects, bool isOneOfMany)
    {
        if (port is null)
        {
            HandleNoWay(packet, effects);
            return;
        }
        packet.DepartBy = packet.BudgetUs == 0
            ? Instant.Max
            : packet.Entered + Slack(packet) - new Duration(distanceNs);
        PassOn(packet, port, effects, isOneOfMany);
    }

    private void PassOn(Packet packet, Port port, EffectList effects, bool isOneOfMany)
    {
        port.IsControlDue |= port.Neighbour.AnswerAt != Instant.Max;
        // Of many, the most urgent goes first: it is not known before all are queued.
        if (!port.HasWork && port.ReadyAt <= _now && !isOneOfMany)
        {
            Transmit(port, packet, effects);
        }
        else
        {
            Enqueue(port, packet, effects);
        }
    }

    private long View => (_exceptions.Version << 24) | (uint)_epoch;

    // The base tree, where the plan holds along it; else a search around what does not.
    private Port? FindWay(NodeId destination, out int distanceNs)
    {
        RouteTree tree = _routes.Tree(_epoch, destination);
        if (_exceptions.IsEmpty)
        {
            distanceNs = tree.DistanceNs(Id);
            int slot = tree.NextSlot(Id);
            return slot == RouteTree.NoSlot ? null : _ports[slot];
        }
        if (_ways.TryGetValue(destination.Value, out (long View, Port? Port, int DistanceNs) known)
            && known.View == View)
        {
            distanceNs = known.DistanceNs;
            return known.Port;
        }
        Port? port = Search(destination, tree, out distanceNs);
        _ways[destination.Value] = (View, port, distanceNs);
        return port;
    }

    private Port? Search(NodeId destination, RouteTree tree, out int distanceNs)
    {
        PlanEpoch epoch = _plan.Epochs[_epoch];
        if (WaySearch.IsClean(epoch, Exceptions, tree, Id))
        {
            distanceNs = tree.DistanceNs(Id);
            int slot = tree.NextSlot(Id);
            return slot == RouteTree.NoSlot ? null : _ports[slot];
        }
        RouteTree bound = _routes.Bound(_epoch, Exceptions, destination);
        if (!_services.Ways.TryFind(epoch, Exceptions, bound, Id, out Way way))
        {
            distanceNs = RouteTree.Unreachable;
            return null;
        }
        distanceNs = way.DistanceNs;
        return way.NextSlot >= 0 ? _ports[way.NextSlot] : FindPort(way.NextLink);
    }

    private static Duration Slack(Packet packet)
        => Duration.FromMicroseconds((long)packet.BudgetUs - packet.AgeUs);

    private void Enqueue(Port port, Packet packet, EffectList effects)
    {
        int before = port.Queue.Count;
        port.Queue.Add(packet, effects);
        _packetsHeld += port.Queue.Count - before;
    }

    private void ServePorts(EffectList effects)
    {
        for (int i = 0; i < _ports.Count; i++)
        {
            Port port = _ports[i];
            while (IsInForce(port) && port.HasWork && port.ReadyAt <= _now)
            {
                bool owesAnswer = port.Neighbour.AnswerAt != Instant.Max;
                if (port.IsLit && (port.IsControlDue || owesAnswer))
                {
                    SendControl(port, effects);
                    continue;
                }
                Packet packet = port.Queue.Take();
                _packetsHeld--;
                if (packet.ViewStamp == View)
                {
                    Transmit(port, packet, effects);
                }
                else
                {
                    Forward(packet, effects, isOneOfMany: true);
                }
            }
        }
    }

    private void Transmit(Port port, Packet packet, EffectList effects)
    {
        if (IsSettled(port, packet))
        {
            effects.Release(packet);
            return;
        }
        Duration serialisation = port.Rate.TimeFor(new DataSize(packet.SizeBytes));
        if (packet.Assurance == Assurance.Deadline && _now + serialisation + Beyond(port) > packet.DepartBy
            && !TryShed(packet, port, serialisation, effects))
        {
            effects.Drop(packet, DropReason.Expired, port.Link);
            return;
        }
        Keep(port, packet, serialisation, effects);
        port.ReadyAt = _now + serialisation;
        port.Liveness?.NoteSent(_now, isWord: false);
        packet.Incarnation = Incarnation;
        packet.Mark = _knowledge.Position;
        packet.WayIndex += (byte)(packet.Way is null ? 0 : 1);
        AddAge(packet, _now - packet.Entered + serialisation);
        effects.Send(packet, port.Link);
    }

    // How much longer than in the middle of the epoch, by which trees are built, the link is now; may be
    // negative.
    private Duration Beyond(Port port)
        => _plan.DelayAt(port.Delays, port.Epoch, Wall) - new Duration(port.Delays.DelayMiddleNs);

    // Guaranteed traffic waits however late, deadline traffic while it has slack; what may be dropped is.
    private void HandleNoWay(Packet packet, EffectList effects)
    {
        packet.DepartBy = packet.BudgetUs == 0 || packet.Assurance == Assurance.Guaranteed
            ? Instant.Max
            : packet.Entered + Slack(packet);
        if (packet.Assurance == Assurance.Congestion)
        {
            effects.Drop(packet, DropReason.NoRoute);
        }
        else if (TryLeaveToStore(packet, effects))
        {
            return;
        }
        else if (packet.DepartBy <= _now)
        {
            effects.Drop(packet, DropReason.Expired);
        }
        else if (_waitingBytes + packet.SizeBytes > _config.WaitingMax.Bytes)
        {
            effects.Drop(packet, DropReason.WaitingFull);
        }
        else
        {
            _waiting.Add(packet);
            _waitingBytes += packet.SizeBytes;
            _packetsHeld++;
            effects.Park(packet);
        }
    }

    private void ExpireWaiting(EffectList effects)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            Packet packet = _waiting[i];
            if (packet.DepartBy <= _now)
            {
                _waiting.RemoveAt(i);
                _waitingBytes -= packet.SizeBytes;
                _packetsHeld--;
                effects.Drop(packet, DropReason.Expired);
            }
        }
    }

    // Rounded up, so that nothing is ever taken for younger than it is; the greatest age (71 min) means that
    // or more.
    private static void AddAge(Packet packet, Duration d)
        => packet.AgeUs = (uint)Math.Min(uint.MaxValue, packet.AgeUs + ((d.Nanoseconds + 999) / 1_000));
}
