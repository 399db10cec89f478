using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

/// <summary>
/// Notes what happens in a world: it is the world's witness from its start, and is asked to look at it every
/// <see cref="Interval"/> of the world's time. It changes nothing, and allocates only when an epoch begins or
/// something grows.
/// </summary>
public sealed partial class Probe
{
    /// <summary>How often to look.</summary>
    public static readonly Duration Interval = Duration.FromMilliseconds(200);

    /// <summary>How often loads and faults are looked at.</summary>
    private static readonly Duration LoadInterval = Duration.FromSeconds(1);

    // By contract, and one more: its first stream.
    private readonly int[] _firstStream;
    private readonly NodeId[] _from;
    private readonly NodeId[] _to;

    private readonly NodeNews[] _nodes;
    private Instant _loadsDue = new(long.MinValue);
    private Instant _loadsFrom;
    private int _conditions = -1;

    /// <summary>For a world of so many nodes, and contracts by index.</summary>
    public Probe(int nodeCount, IReadOnlyList<Contract> contracts)
    {
        _firstStream = new int[contracts.Count + 1];
        List<NodeId> from = [];
        List<NodeId> to = [];
        for (int i = 0; i < contracts.Count; i++)
        {
            Check.That(contracts[i].Index == i);
            _firstStream[i] = to.Count;
            foreach (NodeId subscriber in contracts[i].Subscribers)
            {
                from.Add(contracts[i].Publisher);
                to.Add(subscriber);
            }
        }
        _firstStream[^1] = to.Count;
        _from = [.. from];
        _to = [.. to];
        _heard.Offered = new uint[_to.Length];
        _ways = new WayWatch(_from, _to);
        _nodes = new NodeNews[nodeCount];
        for (int i = 0; i < nodeCount; i++)
        {
            _nodes[i] = new NodeNews(new NodeId(i), NodeState.Up, -1, 0);
        }
    }

    /// <summary>When to look next; the start of time before the first look.</summary>
    public Instant NextDue { get; private set; } = new(long.MinValue);

    /// <summary>The message that is followed; null, as usual, for none.</summary>
    public MessageTrace? Trace { get; set; }

    /// <summary>A trace of the next message of a stream, for <see cref="Trace"/> and as a tap.</summary>
    public MessageTrace NewTrace(int stream)
    {
        int contract = 0;
        while (_firstStream[contract + 1] <= stream)
        {
            contract++;
        }
        return new MessageTrace(stream, contract, stream - _firstStream[contract], _to[stream]);
    }

    /// <summary>Notes all that changed since the last look.</summary>
    public void Look(TwinWorld world, Observation into)
    {
        into.Clear();
        into.At = world.Now;
        NextDue = world.Now + Interval;
        into.PlanEnd = world.WholePlan.End;
        into.PacketHops = world.PacketHops;
        bool haveChanged = world.ConditionVersion != _conditions;
        _conditions = world.ConditionVersion;
        if (haveChanged || world.Now >= _loadsDue || world.FaultCount > _faultsSeen)
        {
            LookAtFaults(world, into);
        }
        if (haveChanged)
        {
            LookAtNodes(world, into);
            _areWaysStale = true;
        }
        LookAtSeats(world, into, haveChanged);
        if (world.Now >= _loadsDue)
        {
            LookAtLoads(world, into);
            _loadsFrom = world.Now;
            _loadsDue = world.Now + LoadInterval;
        }
        LookAtWays(world, into);
        NamePairs(world);
        (into.Heard, _heard) = (_heard, into.Heard);
        _heard.Clear();
        if (_heard.Offered.Length != _to.Length)
        {
            _heard.Offered = new uint[_to.Length];
        }
    }

    // A witness is told numbers of links; whose they are is known here, before the plan grows.
    private void NamePairs(TwinWorld world)
    {
        for (int i = 0; i < _heard.Told.Count; i++)
        {
            ToldNews news = _heard.Told[i];
            _heard.Told[i] = news with { Pair = EndsOf(world, news.Pair.A) };
        }
        for (int i = 0; i < _heard.Standbys.Count; i++)
        {
            StandbyNews news = _heard.Standbys[i];
            _heard.Standbys[i] = news with { Pair = EndsOf(world, news.Pair.A) };
        }
        for (int i = 0; i < _heard.FirstDetours.Count; i++)
        {
            DetourNews news = _heard.FirstDetours[i];
            _heard.FirstDetours[i] = news with { Pair = EndsOf(world, news.Pair.A) };
        }
    }

    private static (int A, int B) EndsOf(TwinWorld world, int link)
    {
        if (StandbyTable.IsStandby(link))
        {
            StandbyPair pair = world.Standby.PairOf(link);
            return (pair.Satellite.Value, pair.Ground.Value);
        }
        Contact contact = world.WholePlan.Contacts[link];
        return (contact.A.Node.Value, contact.B.Node.Value);
    }

    private void LookAtNodes(TwinWorld world, Observation into)
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            (NodeCondition condition, int fault) = world.ConditionOf(new NodeId(i));
            NodeState state = condition switch
            {
                NodeCondition.Well => NodeState.Up,
                NodeCondition.Lost => NodeState.Down,
                NodeCondition.Hung => NodeState.Hangs,
                _ => NodeState.Degraded,
            };
            float error = condition == NodeCondition.ClockWrong
                ? Ms(world.ClockErrorOf(new NodeId(i))) : 0;
            NodeNews news = new(new NodeId(i), state, fault, error);
            if (news != _nodes[i])
            {
                _nodes[i] = news;
                into.Nodes.Add(news);
            }
        }
    }
}
