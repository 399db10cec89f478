using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    // Ports of the view's epoch first, in the order of its slots; then those that drain, and raised standby
    // links.
    private readonly PortRow _ports = new();
    private readonly List<Packet> _rerouted = [];
    private int _portsInForce;
    private int _epoch = -1;
    private Instant _epochEnd = new(long.MinValue);

    // An idle node sleeps through switches and catches up here, in one go, when something happens.
    private void EnterEpochs(EffectList effects)
    {
        if (Wall >= _epochEnd)
        {
            FollowNext(effects);
            EnterEpoch(_plan.EpochAt(Wall), effects);
        }
    }

    private void EnterEpoch(int epoch, EffectList effects)
    {
        _epochEnd = epoch + 1 < _plan.Epochs.Count ? _plan.EpochStart(epoch + 1) : Instant.Max;
        if (epoch == _epoch)
        {
            return;
        }
        _epoch = epoch;
        _knowledge.EnterEpoch(epoch);
        TurnPlan();
        SwitchPorts(effects);
        CompareAll();
        Reroute(effects);
    }

    private void SwitchPorts(EffectList effects)
    {
        List<Port> before = _ports.ToList();
        _ports.Clear();
        AddPorts(_epoch, before);
        _portsInForce = _ports.Count;
        if (_epoch > 0 && Wall < _plan.EpochStart(_epoch) + _plan.Drain)
        {
            AddPorts(_epoch - 1, before);
        }
        foreach (Port port in before)
        {
            port.TakeQueued(_rerouted);
        }
        SwitchStandby(before, effects);
        DropUnreachable(effects);
    }

    // A contact that goes on keeps its port, so that a frame under way still holds it busy.
    private void AddPorts(int epochIndex, List<Port> before)
    {
        PlanEpoch epoch = _plan.Epochs[epochIndex];
        foreach (Adjacent adjacent in epoch.Neighbours(Id))
        {
            EpochLink link = epoch.Links[adjacent.LinkIndex];
            if (epochIndex < _epoch && _plan.Contacts[link.ContactIndex].LastEpoch >= _epoch)
            {
                continue;
            }
            Port port = FindIn(before, link.ContactIndex) ?? OpenPort(link.ContactIndex);
            port.Delays = link;
            port.Epoch = epochIndex;
            StartLiveness(port, _plan.Contacts[port.Link].RateFrom(port.Neighbour.Id));
            _ports.Add(port);
        }
    }

    // By hand: a predicate would take memory for each link of each node at each epoch.
    private static Port? FindIn(List<Port> ports, int link)
    {
        foreach (Port port in ports)
        {
            if (port.Link == link)
            {
                return port;
            }
        }
        return null;
    }

    private Port OpenPort(int contactIndex)
    {
        Contact contact = _plan.Contacts[contactIndex];
        Neighbour neighbour = Meet(contact.PeerOf(Id));
        return new Port(contactIndex, neighbour, contact.RateFrom(Id), OnTimers(contact.Opens))
        {
            Contracts = _contracts,
            QueueMax = _config.PortQueueMax,
            RateBack = contact.RateFrom(contact.PeerOf(Id)),
            // Whoever is met, for the first time or again, first gets the news it has not acknowledged.
            IsControlDue = _tellsPlans || _knowledge.Position > neighbour.Acknowledged,
        };
    }

    // Whether it may carry frames away from here: ports that drain only receive.
    private bool IsInForce(Port port) => port.Epoch == _epoch;

    // What was queued was queued under another view: every packet is looked up again, and keeps its place in
    // time.
    private void Reroute(EffectList effects)
    {
        _rerouted.AddRange(_waiting);
        _waiting.Clear();
        _waitingBytes = 0;
        List<Packet> packets = [.. _rerouted];
        _rerouted.Clear();
        _packetsHeld -= packets.Count;
        foreach (Packet packet in packets)
        {
            Forward(packet, effects, isOneOfMany: true);
        }
    }
}
