using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;
using Orbweaver.Twin;

namespace Orbweaver.Live.Nodes;

/// <summary>
/// The host of some nodes of a network: their links among each other and to the nodes of other hosts, their
/// timers, and the bytes that their packets stand for. It is told the time and asks nobody for it. What was
/// due a moment ago is done as of when it was due, so that ports keep their pace although the host wakes up
/// now and then only; when it comes later than that, everything is done as of a moment ago, in the order in
/// which it was due. Nodes see by that how late they are, and what lay here meanwhile has aged.
/// </summary>
public sealed partial class Partition
{
    private const int EventsOfOneMomentMax = 1_000_000;

    // Less than a quarter of the shortest interval of liveness, from which on nodes mind.
    private static readonly Duration CatchUpMax = Duration.FromMilliseconds(1);
    private static readonly Duration AcquisitionMargin = Duration.FromMilliseconds(500);

    private readonly PartitionConfig _config;
    private readonly Plan _plan;
    private readonly ILinkTransport _transport;
    private readonly IDeliveries _deliveries;
    private readonly NodeSteps _steps;
    private readonly NodeServices _services;
    private readonly PacketPool _packets = new();
    private readonly EventHeap _events = new();
    private readonly Instant[] _timerOf;
    private readonly PacketBodies _bodies;
    private readonly FrameChecks _checks;

    // As of when nodes are stepped: until all is done a little behind what the host has said.
    private Instant _now;
    private Instant _told;
    private long _nextSequence;
    private bool _isBusy;

    /// <summary>A partition whose nodes begin to live now.</summary>
    public Partition(
        Instant now, PartitionConfig config, ILinkTransport transport, IDeliveries deliveries)
    {
        _now = now;
        _told = now;
        _config = config;
        _plan = config.Plan;
        _transport = transport;
        _deliveries = deliveries;
        _bodies = new PacketBodies(config.PayloadMax);
        _checks = new FrameChecks(_plan, config.Contracts);
        _standby = new StandbyTable(_plan);
        _links = new LinkMap(_plan, _standby, PlanUnion.OpenEnded(_plan, []));
        _pipes = new LinkPipe?[_links.Count * 2];
        _isDark = new bool[_links.Count];
        _standbyEnds = new StandbyEnds?[_standby.Count];
        _timerOf = new Instant[_plan.Nodes.Count];
        _services = new NodeServices(
            new RouteTable(_plan), new WaySearch(_plan.Nodes), new DisjointPairs(_plan.Nodes), _standby,
            _packets);
        _steps = new NodeSteps(_plan.Nodes.Count, _services, config.Witness);
        foreach (NodeId id in config.Nodes)
        {
            Check.That(!_steps.Has(id));
            _steps.Begin(now, ConfigOf(id));
            // From the first moment on it says that it is there, and listens to who else is.
            SetTimer(id.Value, now);
        }
    }

    /// <summary>How far it has been told the time.</summary>
    public Instant Now => _told;

    /// <summary>When it next has something to do; null for as long as nothing comes in.</summary>
    public Instant? NextDue => _events.Count == 0 ? null : _events.First.Time;

    /// <summary>Packets for what comes in from other hosts.</summary>
    public PacketPool Packets => _packets;

    /// <summary>Control frames for what comes in from other hosts.</summary>
    public ControlFramePool Frames => _services.Frames;

    /// <summary>What has happened so far.</summary>
    public PartitionCounters Counters { get; } = new();

    /// <summary>The bytes of payloads held.</summary>
    public PacketBodies Bodies => _bodies;

    /// <summary>Whether a node lives here.</summary>
    public bool Has(NodeId node) => _steps.Has(node);

    /// <summary>A node that lives here, for looks from outside.</summary>
    public MeshNode NodeOf(NodeId node) => _steps[node];

    /// <summary>The nodes at the ends of a link; false when there is no such link.</summary>
    public bool TryFindEnds(int link, out NodeId one, out NodeId other)
    {
        bool exists = link < _plan.Contacts.Count && ~link < _standby.Count;
        one = exists ? _links.From(2 * _links.SeatOf(link)) : NodeId.None;
        other = exists ? _links.To(2 * _links.SeatOf(link)) : NodeId.None;
        return exists;
    }

    /// <summary>Does everything that is due up to now. Time never goes back.</summary>
    public void Advance(Instant now)
    {
        Check.That(now >= _told && !_isBusy);
        _told = now;
        Instant earliest = now - CatchUpMax;
        int ofThisMoment = 0;
        while (_events.Count > 0 && _events.First.Time <= now)
        {
            Event e = _events.Pop();
            Instant at = e.Time > earliest ? e.Time : earliest;
            ofThisMoment = at > _now ? 0 : ofThisMoment + 1;
            // Nodes that keep each other busy without time passing would do so for ever.
            Check.That(ofThisMoment < EventsOfOneMomentMax);
            _now = at > _now ? at : _now;
            Perform(e);
        }
        _now = now;
    }

    /// <summary>
    /// Looks for every packet in use, and for every payload that one stands for. Throws when something does
    /// not add up.
    /// </summary>
    public void CheckNow()
    {
        long found = 0;
        foreach (NodeId id in _config.Nodes)
        {
            found += _steps[id].PacketsHeld;
            Check.That(_steps[id].QueueBytesMax.Bytes <= _config.PortQueueMax.Bytes);
        }
        foreach (LinkPipe? pipe in _pipes)
        {
            found += pipe?.CountPackets() ?? 0;
        }
        Check.That(found == _packets.InUse);
        long bodied = 0;
        foreach (Packet packet in _packets.Rented())
        {
            bodied += packet.HostTag == PacketBodies.NoBody ? 0 : 1;
        }
        Check.That(bodied == _bodies.Packets);
    }

    private NodeConfig ConfigOf(NodeId id) => new()
    {
        Id = id,
        Incarnation = _config.Incarnation,
        Plan = _plan,
        Contracts = _config.Contracts,
        PortQueueMax = _config.PortQueueMax,
        Liveness = _config.Liveness,
        ExchangesTime = _config.ExchangesTime,
        // A little more than the terminal needs, for the word between hosts that it has found its peer.
        AcquisitionMax = _config.AcquisitionOf(id) + AcquisitionMargin,
    };

    private void Perform(in Event e)
    {
        Duration late = _told - e.Time;
        switch (e.Kind)
        {
            case EventKind.Arrival:
                Arrive(e.Target, e.Sequence);
                break;
            case EventKind.NodeTimer when _timerOf[e.Target] == e.Time:
                _timerOf[e.Target] = Instant.Max;
                RunTimer(new NodeId(e.Target));
                break;
            case EventKind.StandbyTurned:
                TurnStandby(e.Target, e.Time);
                break;
            case EventKind.StandbyEnds:
                EndStandby(e.Target, e.Time);
                break;
            default:
                // A timer that was moved: the later or earlier one is in the queue as well.
                return;
        }
        if (late > Counters.LateMost)
        {
            Counters.LateMost = late;
        }
    }

    private void Push(Instant time, EventKind kind, int target)
        => _events.Push(new Event(time, _nextSequence++, kind, target));

    // What it was set for may be done since: then it waits for what is next.
    private void RunTimer(NodeId node)
    {
        if (_steps[node].NextDeadline is Instant due && due > _now)
        {
            SetTimer(node.Value, due);
        }
        else
        {
            Step(node, NodeInput.Timer);
        }
    }

    private void SetTimer(int node, Instant due)
    {
        _timerOf[node] = due;
        Push(due, EventKind.NodeTimer, node);
    }

    private void Step(NodeId node, in NodeInput input)
    {
        Check.That(!_isBusy);
        _isBusy = true;
        foreach (ref readonly NodeEffect effect in _steps.Step(_now, node, input))
        {
            PerformEffect(node, effect);
        }
        _isBusy = false;
        if (_steps[node].NextDeadline is Instant deadline && deadline < _timerOf[node.Value])
        {
            SetTimer(node.Value, deadline > _now ? deadline : _now);
        }
    }

    private void PerformEffect(NodeId node, in NodeEffect effect)
    {
        switch (effect.Kind)
        {
            case NodeEffectKind.SendFrame:
                Send(node, effect.Packet!, effect.Link);
                break;
            case NodeEffectKind.SendControl:
                SendControl(node, effect.Control!, effect.Link);
                break;
            case NodeEffectKind.Deliver:
                Deliver(node, effect.Packet!, effect.IsMessageEnd);
                break;
            case NodeEffectKind.Drop:
                Drop(effect.Packet!, effect.Reason);
                break;
            case NodeEffectKind.Release:
                TakeBack(effect.Packet!);
                break;
            case NodeEffectKind.Refuse:
                Refuse(effect.HostTag, effect.Reason);
                break;
            case NodeEffectKind.Copy:
            case NodeEffectKind.Split:
                _bodies.Share(effect.Packet!.HostTag);
                break;
            case NodeEffectKind.Raise:
                Raise(node, effect.Link);
                break;
            case NodeEffectKind.Lower:
                Lower(node, effect.Link);
                break;
            case NodeEffectKind.Unpaired:
                Counters.Unpaired++;
                break;
            case NodeEffectKind.Notice:
                Counters.Silences++;
                break;
            default:
                // Reports: a packet waits here, or is the node's own and of no message.
                Check.That(effect.Kind is NodeEffectKind.Park or NodeEffectKind.Originate);
                break;
        }
    }
}
