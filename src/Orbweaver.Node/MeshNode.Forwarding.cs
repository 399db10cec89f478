using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    private readonly List<Packet> _waiting = [];
    private long _waitingBytes;

    private void Arrive(Packet packet, int contactIndex, EffectList effects)
    {
        Port? port = FindPort(contactIndex);
        // A port that drained stays until the next switch, but only if the node was awake: time decides, not
        // sleep.
        if (port is null || (port.Epoch < _epoch && _now >= _plan.EpochStart(_epoch) + _plan.Drain))
        {
            effects.Drop(packet, DropReason.ContactNotInForce);
            return;
        }
        // The delay is planned for the moment of transmission, about one delay ago.
        Instant sent = _now - new Duration(port.Link.DelayMiddleNs) - _plan.HopDelay;
        AddAge(packet, _plan.DelayAt(port.Link, port.Epoch, sent) + _plan.HopDelay);
        packet.Entered = _now;
        packet.QueueOrder = _queueOrder++;
        if (packet.Epoch > _epoch && !TryFollow(packet.Epoch, effects))
        {
            effects.Drop(packet, DropReason.EpochRefused);
            return;
        }
        if (packet.Destination == Id)
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

    // A neighbour may have switched a little earlier: its packet is routed by the newer view, so ours moves on too.
    private bool TryFollow(int epoch, EffectList effects)
    {
        if (epoch != _epoch + 1 || epoch >= _plan.Epochs.Count
            || _plan.EpochStart(epoch) - _now > _config.EpochLeadMax)
        {
            return false;
        }
        EnterEpoch(epoch, effects);
        return true;
    }

    private Port? FindPort(int contactIndex)
    {
        foreach (Port port in _ports)
        {
            if (port.ContactIndex == contactIndex)
            {
                return port;
            }
        }
        return null;
    }

    private void Forward(Packet packet, EffectList effects, bool isOneOfMany = false)
    {
        packet.Epoch = _epoch;
        RouteTree tree = _services.Routes.Tree(_epoch, packet.Destination);
        int slot = tree.NextSlot(Id);
        if (slot == RouteTree.NoSlot)
        {
            HandleNoWay(packet, effects);
            return;
        }
        Port port = _ports[slot];
        packet.DepartBy = packet.BudgetUs == 0
            ? Instant.Max
            : packet.Entered + Slack(packet) - new Duration(tree.DistanceNs(Id));
        // Of many, the most urgent goes first: it is not known before all are queued.
        if (port.Queue.Count == 0 && port.ReadyAt <= _now && !isOneOfMany)
        {
            Transmit(port, packet, effects);
        }
        else
        {
            Enqueue(port, packet, effects);
        }
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
        for (int i = 0; i < _portsInForce; i++)
        {
            Port port = _ports[i];
            while (port.Queue.Count > 0 && port.ReadyAt <= _now)
            {
                _packetsHeld--;
                Transmit(port, port.Queue.Take(), effects);
            }
        }
    }

    private void Transmit(Port port, Packet packet, EffectList effects)
    {
        Duration serialisation = port.Rate.TimeFor(new DataSize(packet.SizeBytes));
        if (packet.Assurance == Assurance.Deadline && _now + serialisation + Beyond(port) > packet.DepartBy)
        {
            effects.Drop(packet, DropReason.Expired, port.ContactIndex);
            return;
        }
        port.ReadyAt = _now + serialisation;
        AddAge(packet, _now - packet.Entered + serialisation);
        effects.Send(packet, port.ContactIndex);
    }

    // How much longer than in the middle of the epoch, by which trees are built, the link is now; may be
    // negative.
    private Duration Beyond(Port port)
        => _plan.DelayAt(port.Link, port.Epoch, _now) - new Duration(port.Link.DelayMiddleNs);

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
