using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    // Standby satellites that did not answer, until the epoch ends.
    private readonly HashSet<int> _notAcquired = [];

    // What terminals are being pointed at, and until when they are given.
    private readonly SortedDictionary<int, Instant> _raising = [];
    private Instant _raisingUntil = Instant.Max;

    // Standby links that were given up, until their drain ends; a handful at most, as each had a terminal.
    private readonly List<(Port Port, Instant Until)> _draining = [];

    // A ground node that has lost a planned link raises the best standby satellite that it does not know to
    // be lost; one that has its planned links back lowers what it raised.
    private void RunStandby(EffectList effects)
    {
        GiveUpRaising(effects);
        if (_plan.Nodes[Id.Value].Kind == NodeKind.Satellite)
        {
            return;
        }
        int lost = 0;
        for (int i = 0; i < _portsInForce; i++)
        {
            lost += Exceptions.IsDown(_ports[i].Link) ? 1 : 0;
        }
        int raised = 0;
        foreach (Port port in _ports.ToList())
        {
            if (StandbyTable.IsStandby(port.Link) && ++raised > lost)
            {
                Announce(port.Link, isDown: true);
                CloseStandby(port, effects);
            }
        }
        // Every terminal that has lost its satellite looks for another one at the same time.
        while (raised + _raising.Count < lost && RaiseNext(effects))
        {
        }
        if (raised >= lost)
        {
            foreach (int link in new List<int>(_raising.Keys))
            {
                StopRaising(link);
                effects.Lower(link);
            }
        }
    }

    // Who hears nobody does not hear either that a satellite is back: those that were lost come last.
    private bool RaiseNext(EffectList effects)
        => TryRaise(isLostOneToo: false, effects) || (IsCutOff() && TryRaise(isLostOneToo: true, effects));

    private bool IsCutOff()
    {
        foreach (Port port in _ports)
        {
            if (port.IsLit && IsInForce(port))
            {
                return false;
            }
        }
        return true;
    }

    private bool TryRaise(bool isLostOneToo, EffectList effects)
    {
        foreach (StandbyLink standby in _plan.Epochs[_epoch].Standby)
        {
            if (standby.Ground != Id)
            {
                continue;
            }
            int link = _services.Standby.LinkOf(standby);
            bool isTried = _raising.ContainsKey(link) || _notAcquired.Contains(link);
            bool isWorthIt = isLostOneToo || !IsKnownLost(standby.Satellite);
            if (FindPort(link) is null && !isTried && isWorthIt)
            {
                _raising.Add(link, _now + _config.AcquisitionMax);
                _raisingUntil = Earlier(_raisingUntil, _now + _config.AcquisitionMax);
                effects.Raise(link);
                return true;
            }
        }
        return false;
    }

    private void GiveUpRaising(EffectList effects)
    {
        foreach (int link in new List<int>(_raising.Keys))
        {
            if (_raising[link] <= _now)
            {
                _notAcquired.Add(link);
                StopRaising(link);
                effects.Lower(link);
            }
        }
    }

    private void StopRaising(int link)
    {
        _raising.Remove(link);
        _raisingUntil = Instant.Max;
        foreach (Instant until in _raising.Values)
        {
            _raisingUntil = Earlier(_raisingUntil, until);
        }
    }

    // The loss of a node is what follows when all its links are down.
    private bool IsKnownLost(NodeId satellite)
    {
        PlanEpoch epoch = _plan.Epochs[_epoch];
        foreach (Adjacent adjacent in epoch.Neighbours(satellite))
        {
            if (!Exceptions.IsDown(epoch.Links[adjacent.LinkIndex].ContactIndex))
            {
                return false;
            }
        }
        return true;
    }

    private void OpenStandby(int link, EffectList effects)
    {
        StandbyPair pair = _services.Standby.PairOf(link);
        bool isWanted = pair.Ground != Id || _raising.ContainsKey(link);
        if (FindPort(link) is not null || !isWanted
            || !_knowledge.TryFindStandby(pair, out StandbyLink entry))
        {
            effects.Lower(link);
            return;
        }
        StopRaising(link);
        NodeId peer = pair.Ground == Id ? pair.Satellite : pair.Ground;
        DataRate rate = pair.Ground == Id ? entry.RateUp : entry.RateDown;
        _ports.Add(new Port(link, Meet(peer), rate, _now)
        {
            Contracts = _contracts,
            QueueMax = _config.PortQueueMax,
            RateBack = pair.Ground == Id ? entry.RateDown : entry.RateUp,
            Delays = DelaysOf(link, entry),
            Epoch = _epoch,
            IsControlDue = _tellsPlans || _knowledge.Position > 0,
        });
        _hasNews = true;
        StartLiveness(_ports[^1], pair.Ground == Id ? entry.RateDown : entry.RateUp);
        Announce(link, isDown: false);
    }

    // What is in flight on a link that is given up arrives: its port receives for as long as the link lasts.
    private void DrainStandby(Port port)
    {
        _draining.RemoveAll(d => d.Until <= _now);
        if (port.IsLit)
        {
            _draining.Add((port, _now + _plan.Drain));
        }
    }

    private Port? FindDraining(int link)
    {
        Port? found = null;
        foreach ((Port port, Instant until) in _draining)
        {
            found = port.Link == link && until > _now ? port : found;
        }
        return found;
    }

    private void CloseStandby(Port port, EffectList effects)
    {
        _ports.Remove(port);
        DrainStandby(port);
        TakeBack(port, effects);
        effects.Lower(port.Link);
    }

    // At a switch: a pair that the plan no longer lists, or now links by itself, has had its time.
    private void SwitchStandby(List<Port> before, EffectList effects)
    {
        _notAcquired.Clear();
        foreach (Port port in before)
        {
            if (!StandbyTable.IsStandby(port.Link))
            {
                continue;
            }
            if (_knowledge.TryFindStandby(_services.Standby.PairOf(port.Link), out StandbyLink entry))
            {
                port.Delays = DelaysOf(port.Link, entry);
                port.Epoch = _epoch;
                _ports.Add(port);
                continue;
            }
            Announce(port.Link, isDown: true);
            DrainStandby(port);
            effects.Lower(port.Link);
        }
    }

    private static EpochLink DelaysOf(int link, in StandbyLink entry) => new(
        link, entry.Satellite, entry.Ground, entry.DelayStartNs, entry.DelayMiddleNs, entry.DelayEndNs);
}
