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
        if (port is null)
        {
            effects.Drop(packet, DropReason.ContactNotInForce);
            return;
        }
        Duration flight = _plan.DelayAt(port.Link, port.Epoch, _now) + _plan.HopDelay;
        packet.AgeUs += ToMicroseconds(flight);
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

    private void Forward(Packet packet, EffectList effects)
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
        if (port.Queue.Count == 0 && port.ReadyAt <= _now)
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
        if (packet.Assurance == Assurance.Deadline && _now + serialisation > packet.DepartBy)
        {
            effects.Drop(packet, DropReason.Expired, port.ContactIndex);
            return;
        }
        port.ReadyAt = _now + serialisation;
        packet.AgeUs += ToMicroseconds(_now - packet.Entered + serialisation);
        effects.Send(packet, port.ContactIndex);
    }

    // Deadline traffic waits while it has slack; what may be dropped is.
    private void HandleNoWay(Packet packet, EffectList effects)
    {
        packet.DepartBy = packet.BudgetUs == 0 ? Instant.Max : packet.Entered + Slack(packet);
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

    private static uint ToMicroseconds(Duration d) => (uint)((d.Nanoseconds + 500) / 1_000);
}
