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
    private static readonly Duration SampleInterval = Duration.FromSeconds(1);

    private readonly TwinConfig _config;
    private readonly Plan _plan;
    private readonly Instant _end;
    private readonly EventQueue _events = new();
    private readonly PacketPool _packets = new();
    private readonly RouteTable _routes;
    private readonly MeshNode[] _nodes;
    private readonly Instant[] _timerOf;
    private readonly EffectList _effects = new();
    private readonly ElasticFlows _elastic;

    private Instant _now;
    private ulong _traceHash;
    private long _eventsDone;
    private long _packetHops;

    /// <summary>A world at the start of its plan.</summary>
    public TwinWorld(TwinConfig config)
    {
        _config = config;
        _plan = config.Plan;
        _now = config.Plan.Start;
        _end = _now + config.Length;
        _traceHash = config.Seed;
        _routes = new RouteTable(config.Plan);
        _elastic = new ElasticFlows(config, _routes);
        _checker = new DeliveryChecker(config.Contracts);
        _pipes = new LinkPipe?[config.Plan.Contacts.Count * 2];
        _nodes = new MeshNode[config.Plan.Nodes.Count];
        _timerOf = new Instant[_nodes.Length];
        ContractTable contracts = new(config.Contracts, config.Admitted);
        NodeServices services = new(
            _routes, new WaySearch(config.Plan.Nodes), new DisjointPairs(config.Plan.Nodes), new StandbyTable(
                config.Plan), _packets);
        for (int i = 0; i < _nodes.Length; i++)
        {
            _timerOf[i] = Instant.Max;
            _nodes[i] = new MeshNode(
                new NodeConfig
                {
                    Id = new NodeId(i),
                    Plan = config.Plan,
                    Contracts = contracts,
                    PortQueueMax = config.PortQueueMax,
                },
                services);
        }
        foreach (Contract contract in config.Contracts)
        {
            // What was refused at admission was not promised: its messages are counted, and not judged.
            Contract owed = config.Admitted[contract.Index] ? contract : contract with { PromisePpm = null };
            _ledgers.Add(new ContractLedger(owed, owed.Subscribers[0], _end));
        }
        StartTraffic();
    }

    /// <summary>How far the world has come.</summary>
    public Instant Now => _now;

    /// <summary>Where the run ends.</summary>
    public Instant End => _end;

    /// <summary>Packets that crossed a link so far.</summary>
    public long PacketHops => _packetHops;

    /// <summary>
    /// Does everything that is due up to and including <paramref name="limit"/>, or the run's end.
    /// </summary>
    public void AdvanceTo(Instant limit)
    {
        limit = limit < _end ? limit : _end;
        while (_events.Count > 0 && _events.First.Time <= limit)
        {
            Event e = _events.Pop();
            Check.That(e.Time >= _now);
            _now = e.Time;
            _eventsDone++;
            Perform(e);
        }
        _now = limit > _now ? limit : _now;
    }

    private void Perform(in Event e)
    {
        switch (e.Kind)
        {
            case EventKind.Arrival:
                Arrive(e.Target);
                break;
            case EventKind.NodeTimer when _timerOf[e.Target] == e.Time:
                _timerOf[e.Target] = Instant.Max;
                Step(e.Target, NodeInput.Timer);
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
            default:
                // A timer that was moved: the later or earlier one is in the queue as well.
                break;
        }
    }

    private void Step(int node, in NodeInput input)
    {
        MeshNode meshNode = _nodes[node];
        _effects.Clear();
        meshNode.Step(_now, input, _effects);
        foreach (ref readonly NodeEffect effect in _effects.All)
        {
            Trace((ulong)effect.Kind, (ulong)node);
            PerformEffect(meshNode.Id, effect);
        }
        if (meshNode.NextDeadline is Instant deadline && deadline < _timerOf[node])
        {
            deadline = deadline > _now ? deadline : _now;
            _timerOf[node] = deadline;
            _events.Push(deadline, EventKind.NodeTimer, node);
        }
    }

    private void PerformEffect(NodeId node, in NodeEffect effect)
    {
        switch (effect.Kind)
        {
            case NodeEffectKind.SendFrame:
                Send(node, effect.Packet!, effect.Link);
                break;
            case NodeEffectKind.Deliver:
                EndPacket(effect.Packet!, node, effect.IsMessageEnd ? null : DropReason.None);
                break;
            case NodeEffectKind.Drop:
                EndPacket(
                    effect.Packet!,
                    node,
                    effect.Reason,
                    effect.Link == NodeEffect.NoLink ? PacketNotes.NoPipe : PlaceOf(effect.Link, node));
                break;
            case NodeEffectKind.Refuse:
                RefuseMessage(effect.HostTag, effect.Reason);
                break;
            default:
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
