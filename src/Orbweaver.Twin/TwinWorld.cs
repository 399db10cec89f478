using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

/// <summary>
/// The world that nodes live in: links with light time, sources, and the books. It is told the time by its
/// host and does everything that is due until then, in one exact order; how the time is cut changes nothing.
/// </summary>
public sealed partial class TwinWorld
{
    private const int EventsOfOneMomentMax = 1_000_000;

    private static readonly Duration AcquisitionMargin = Duration.FromMilliseconds(500);
    private static readonly Duration SampleInterval = Duration.FromSeconds(1);

    private readonly TwinConfig _config;
    private Plan _plan;
    private readonly Instant _end;
    private readonly EventQueue _events = new();
    private readonly PacketPool _packets = new();
    private readonly RouteTable _routes;
    private readonly MeshNode[] _nodes;
    private readonly Instant[] _timerOf;
    private readonly ContractTable _contracts;
    private readonly NodeServices _services;
    private readonly EffectList _effects = new();
    private readonly ElasticFlows _elastic;

    private Instant _now;
    private ulong _traceHash;
    private long _eventsDone;
    private long _eventsNow;
    private long _packetHops;

    /// <summary>A world at the start of its plan.</summary>
    public TwinWorld(TwinConfig config)
    {
        _config = config;
        _witness = config.Witness;
        _tap = config.Tap;
        _plan = PlanUnion.Of(config.Plan, config.PlanIssues);
        _now = config.Plan.Start;
        _end = _now + config.Length;
        _traceHash = config.Seed;
        _routes = new RouteTable(config.Plan);
        _official = PlanDocument.First(config.Plan);
        _elastic = new ElasticFlows(config, _routes, new DisjointPairs(config.Plan.Nodes));
        _firstLedger = new int[config.Contracts.Count];
        _outside = new OutsideMeter(_now, config.Contracts.Count);
        _checker = new DeliveryChecker(config.Contracts);
        _tally = new FaultTally(config.Faults);
        _timeline = new TimelineNotes(_now, config.Length);
        _standby = new StandbyTable(_plan);
        _links = new LinkMap(
            _plan, _standby, PlanUnion.OpenEnded(config.Plan, config.PlanIssues), config.ContactsMax);
        _knowledge = config.IsKnowledgeChecked ? new KnowledgeChecker(config.Plan, _standby) : null;
        _priorities = config.ArePrioritiesChecked
            ? new PriorityChecker(config.Plan, _links.Count * 2) : null;
        _pipes = new LinkPipe?[_links.Count * 2];
        _linkHealth = new LinkHealth?[_links.Count];
        AddStandbyStates();
        _nodes = new MeshNode[config.Plan.Nodes.Count];
        _nodeHealth = new NodeHealth?[_nodes.Length];
        _incarnations = new uint[_nodes.Length];
        _timerOf = new Instant[_nodes.Length];
        _contracts = new ContractTable(config.Contracts, config.Admitted);
        _services = new NodeServices(
            _routes, new WaySearch(config.Plan.Nodes), new DisjointPairs(config.Plan.Nodes), _standby,
            _packets);
        for (int i = 0; i < _nodes.Length; i++)
        {
            _timerOf[i] = Instant.Max;
            _incarnations[i] = 1;
            _nodes[i] = NewNode(new NodeId(i));
        }
        foreach (Contract contract in config.Contracts)
        {
            // What was refused at admission was not promised: its messages are counted, and not judged.
            Contract owed = config.Admitted[contract.Index] ? contract : contract with { PromisePpm = null };
            _firstLedger[contract.Index] = _ledgers.Count;
            foreach (NodeId subscriber in owed.Subscribers)
            {
                _ledgers.Add(new ContractLedger(owed, subscriber, _end));
            }
        }
        StartTraffic();
        ScheduleFaults();
        StartLiveness();
        SchedulePlans();
        StartClocks();
    }

    /// <summary>How far the world has come.</summary>
    public Instant Now => _now;

    /// <summary>Where the run ends.</summary>
    public Instant End => _end;

    /// <summary>Packets that crossed a link so far.</summary>
    public long PacketHops => _packetHops;

    /// <summary>The present life of a node, for checks from outside.</summary>
    public MeshNode NodeOf(NodeId id) => _nodes[id.Value];

    /// <summary>
    /// Does everything that is due up to and including <paramref name="limit"/>, or the run's end.
    /// </summary>
    public void AdvanceTo(Instant limit)
    {
        limit = limit < _end ? limit : _end;
        while (_events.TryPop(limit, out Event e))
        {
            Check.That(e.Time >= _now);
            _eventsNow = e.Time > _now ? 0 : _eventsNow + 1;
            // Nodes that keep each other busy without time passing would do so for ever.
            Check.That(_eventsNow < EventsOfOneMomentMax);
            _now = e.Time;
            _eventsDone++;
            Perform(e);
        }
        _now = limit > _now ? limit : _now;
    }

    private MeshNode NewNode(NodeId id)
    {
        NodeConfig config = new()
        {
            Id = id,
            Incarnation = _incarnations[id.Value],
            Plan = _config.Plan,
            Document = _keptDocuments.GetValueOrDefault(id.Value),
            ExchangesTime = _config.Faults.HasClocks,
            Contracts = _contracts,
            PortQueueMax = _config.PortQueueMax,
            NewsKeptMax = _config.NewsKeptMax,
            Liveness = _config.Detection.Liveness,
            // A little more than the terminal needs, when there is a satellite to find.
            AcquisitionMax = _config.AcquisitionOf(id) + AcquisitionMargin,
        };
        _config.Steps?.Begins(_now, config);
        return new MeshNode(config, _services);
    }

    private void Perform(in Event e)
    {
        switch (e.Kind)
        {
            case EventKind.Arrival:
                Arrive(e.Target, e.Sequence);
                break;
            case EventKind.NodeTimer when _timerOf[e.Target] == e.Time:
                _timerOf[e.Target] = Instant.Max;
                // A node that hangs does what came due when it wakes.
                if (_nodeHealth[e.Target] is not { IsOut: true })
                {
                    RunTimer(e.Target);
                }
                break;
            case EventKind.Source:
                Submit(e.Target);
                break;
            case EventKind.Sample:
                SampleAges();
                break;
            case EventKind.Epoch:
                ShareElastic(e.Target);
                break;
            case EventKind.FaultBegins:
                BeginFault(e.Target);
                break;
            case EventKind.FaultEnds:
                EndFault(e.Target);
                break;
            case EventKind.Stray:
                ArriveStray(e.Target, e.Sequence);
                break;
            case EventKind.EndNotices:
                NoticeAtEnd(e.Target);
                break;
            case EventKind.StandbyTurned:
                TurnStandby(e.Target);
                break;
            case EventKind.StandbyEnds:
                CloseStandby(e.Target);
                break;
            case EventKind.PlanIssued:
                IssuePlan(e.Target);
                break;
            case EventKind.TerminalsTurn:
                TurnTerminals(e.Target);
                break;
            default:
                // A timer that was moved: the later or earlier one is in the queue as well.
                break;
        }
    }

    // What it was set for may be done since: then it waits for what is next.
    private void RunTimer(int node)
    {
        if (_nodes[node].NextDeadline is Instant due && due > _now)
        {
            SetTimer(node, due);
        }
        else
        {
            Step(node, NodeInput.Timer);
        }
    }

    private void SetTimer(int node, Instant due)
    {
        _timerOf[node] = due;
        _events.Push(due, EventKind.NodeTimer, node);
    }

    private void Step(int node, in NodeInput input)
    {
        MeshNode meshNode = _nodes[node];
        Check.That(_nodeHealth[node] is not { IsOut: true });
        _effects.Clear();
        _config.Steps?.Steps(_now, meshNode.Id, input);
        meshNode.Step(_now, input, _effects);
        _config.Steps?.Stepped(meshNode.Id, _effects.All);
        _priorities?.Look(meshNode, _now);
        ReadOnlySpan<NodeEffect> effects = _effects.All;
        int crashAfter = EffectsBeforeCrash(node, effects.Length);
        for (int i = 0; i < effects.Length; i++)
        {
            if (i == crashAfter)
            {
                Crash(node, effects.Length, effects[i..]);
                return;
            }
            Trace((ulong)effects[i].Kind, (ulong)node);
            PerformEffect(meshNode, effects[i]);
        }
        if (_turns is not null)
        {
            WatchTurn(meshNode);
        }
        if (meshNode.NextDeadline is Instant deadline && deadline < _timerOf[node])
        {
            SetTimer(node, deadline > _now ? deadline : _now);
        }
    }

    private void PerformEffect(MeshNode meshNode, in NodeEffect effect)
    {
        NodeId node = meshNode.Id;
        switch (effect.Kind)
        {
            case NodeEffectKind.SendFrame:
                _knowledge?.Send(meshNode, effect.Packet!);
                Send(node, effect.Packet!, effect.Link);
                break;
            case NodeEffectKind.Deliver:
                _knowledge?.Use(meshNode, effect.Packet!);
                EndPacket(
                    effect.Packet!,
                    node,
                    effect.IsMessageEnd ? PacketEnd.DeliveredWhole : PacketEnd.DeliveredInPart);
                break;
            case NodeEffectKind.Drop:
                EndPacket(
                    effect.Packet!,
                    node,
                    PacketEnd.Dropped,
                    effect.Reason,
                    effect.Link == NodeEffect.NoLink
                        ? PacketNotes.NoPipe
                        : _links.PlaceFrom(node, effect.Link));
                break;
            case NodeEffectKind.Refuse:
                RefuseMessage(effect.HostTag, effect.Reason);
                break;
            case NodeEffectKind.Copy:
                AddCopy(effect.Packet!, effect.Of!, effect.Targets);
                _priorities?.Copy(effect.Packet!.PoolIndex);
                break;
            case NodeEffectKind.Split:
                AddPart(effect.Packet!, effect.Of!);
                _priorities?.Copy(effect.Packet!.PoolIndex);
                break;
            case NodeEffectKind.Unpaired:
                NoteUnpaired(effect.Packet!);
                break;
            case NodeEffectKind.Originate:
                Originate(effect.Packet!, node);
                break;
            case NodeEffectKind.Release:
                EndPacket(effect.Packet!, node, PacketEnd.Released);
                break;
            case NodeEffectKind.SendControl:
                SendControl(node, effect.Control!, effect.Link);
                break;
            case NodeEffectKind.Raise:
                Raise(node, effect.Link);
                break;
            case NodeEffectKind.Lower:
                Lower(node, effect.Link);
                break;
            case NodeEffectKind.Notice:
                NoteSilence(node, effect.Link);
                break;
            default:
                Check.That(effect.Kind == NodeEffectKind.Park);
                _knowledge?.Use(meshNode, effect.Packet!);
                Park(effect.Packet!);
                break;
        }
    }

    private void Trace(ulong what, ulong who)
    {
        _traceHash = StableHash.Mix(_traceHash, (ulong)_now.Nanoseconds);
        _traceHash = StableHash.Mix(_traceHash, (what << 56) ^ who);
    }
}
