using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>
/// Invariant K (I4), by what nodes know and not by the marks that they exchange: before B does anything
/// with a packet from A, B knows every announcement that A knew when it sent it. And under one view a
/// packet never meets a node twice. Announcements about links that B's epoch does not have count for
/// neither.
/// </summary>
internal sealed class KnowledgeChecker(Plan plan, StandbyTable standby)
{
    private readonly NodeMind?[] _minds = new NodeMind?[plan.Nodes.Count];

    // Per ordered pair of nodes: how much of the sender's log the receiver was found to know.
    private readonly Dictionary<(int Sender, int Receiver), Verified> _verified = [];
    private readonly Dictionary<(Plan Plan, int Epoch), HashSet<int>> _standbyOfEpoch = [];
    private readonly PlanDocument _first = PlanDocument.First(plan);
    private Travel[] _travels = new Travel[1024];

    private readonly record struct Verified(uint SenderLife, uint ReceiverLife, int Count);

    // What a packet's last sender knew, and where it has been under the present view.
    private struct Travel
    {
        public int Sender;
        public uint SenderLife;
        public int Known;
        public ulong View;
        public int VisitedCount;
        public int[]? Visited;
        public bool IsSent;
    }

    /// <summary>A node does something with a packet: it parks it, or hands it to a subscriber.</summary>
    public void Use(MeshNode node, Packet packet)
        => Use(MindOf(node), packet.PoolIndex);

    /// <summary>A node sends a packet on.</summary>
    public void Send(MeshNode node, Packet packet)
        => Send(MindOf(node), packet.PoolIndex, packet.Destination, isFree: packet.Way is null);

    /// <summary>A link made a second packet of one.</summary>
    public void Copy(int from, int to)
    {
        ref Travel copy = ref TravelOf(to);
        int[]? own = copy.Visited;
        copy = TravelOf(from);
        copy.Visited = own;
        copy.VisitedCount = 0;
        copy.View = 0;
    }

    /// <summary>A packet is gone.</summary>
    public void Forget(int packet)
    {
        ref Travel travel = ref TravelOf(packet);
        travel.IsSent = false;
        travel.VisitedCount = 0;
        travel.View = 0;
    }

    /// <summary>The same for any log: tests have no nodes.</summary>
    internal void Use(NodeId node, uint life, int epoch, IReadOnlyList<Announcement> log, int packet)
        => Use(MindOf(node, life, epoch, log), packet);

    /// <summary>The same for any log: tests have no nodes.</summary>
    internal void Send(
        NodeId node, uint life, int epoch, IReadOnlyList<Announcement> log, int packet, NodeId destination)
        => Send(MindOf(node, life, epoch, log), packet, destination, isFree: true);

    private void Use(NodeMind mind, int packet)
    {
        ref Travel travel = ref TravelOf(packet);
        if (travel.IsSent && travel.Known > 0 && travel.Sender != mind.Node.Value)
        {
            CheckKnows(mind, travel);
        }
        travel.IsSent = false;
    }

    // A packet on an explicit way goes where that leads; it is free once it is stripped of it.
    private void Send(NodeMind mind, int packet, NodeId destination, bool isFree)
    {
        Use(mind, packet);
        ref Travel travel = ref TravelOf(packet);
        travel.IsSent = true;
        travel.Sender = mind.Node.Value;
        travel.SenderLife = mind.Life;
        travel.Known = mind.Log.Count;
        if (isFree)
        {
            Visit(mind, ref travel, destination);
        }
        else
        {
            travel.VisitedCount = 0;
        }
    }

    private void CheckKnows(NodeMind receiver, in Travel travel)
    {
        (int, int) pair = (travel.Sender, receiver.Node.Value);
        bool isCurrent = _verified.TryGetValue(pair, out Verified verified)
            && verified.SenderLife == travel.SenderLife && verified.ReceiverLife == receiver.Life;
        int from = isCurrent ? verified.Count : 0;
        if (from >= travel.Known)
        {
            return;
        }
        // The log of a life that ended long ago is not kept; its last packets have landed since.
        if (_minds[travel.Sender]!.LogOf(travel.SenderLife) is not { } log)
        {
            return;
        }
        for (int i = from; i < travel.Known; i++)
        {
            Announcement entry = log[i];
            if (receiver.NewestOf(entry.Link, entry.IsFromA) < entry.Sequence
                && Counts(entry.Link, receiver.Plan, receiver.Epoch))
            {
                throw new InvariantException(
                    $"Invariant K broken: {Name(receiver.Node.Value)} goes on with a packet from"
                    + $" {Name(travel.Sender)} without knowing entry {i} of {travel.Known} of its log:"
                    + $" {entry}.");
            }
        }
        _verified[pair] = new Verified(travel.SenderLife, receiver.Life, travel.Known);
    }

    private void Visit(NodeMind mind, ref Travel travel, NodeId destination)
    {
        ulong view = mind.View;
        if (travel.View != view)
        {
            travel.View = view;
            travel.VisitedCount = 0;
        }
        int[] visited = travel.Visited ??= new int[16];
        for (int i = 0; i < travel.VisitedCount; i++)
        {
            if (visited[i] == mind.Node.Value)
            {
                throw new InvariantException(
                    $"Invariant broken: a packet to {Name(destination.Value)} meets"
                    + $" {Name(mind.Node.Value)} twice under one view, in epoch {mind.Epoch}, by"
                    + $" {Path(visited.AsSpan(i, travel.VisitedCount - i))}.");
            }
        }
        if (travel.VisitedCount == visited.Length)
        {
            Array.Resize(ref travel.Visited, visited.Length * 2);
        }
        travel.Visited[travel.VisitedCount++] = mind.Node.Value;
    }

    private string Path(ReadOnlySpan<int> nodes)
    {
        List<string> names = [];
        foreach (int node in nodes)
        {
            names.Add(Name(node));
        }
        return string.Join(", ", names);
    }

    private string Name(int node) => plan.Nodes[node].Name;

    private ref Travel TravelOf(int packet)
    {
        if (packet >= _travels.Length)
        {
            Array.Resize(ref _travels, Math.Max(packet + 1, _travels.Length * 2));
        }
        return ref _travels[packet];
    }

    private NodeMind MindOf(MeshNode node)
    {
        NodeMind mind = MindOf(node.Id, node.Incarnation);
        mind.Follow(node.Document, node.Epoch, node.Learned);
        return mind;
    }

    private NodeMind MindOf(NodeId node, uint life, int epoch, IReadOnlyList<Announcement> log)
    {
        NodeMind mind = MindOf(node, life);
        mind.Follow(_first, epoch, log);
        return mind;
    }

    private NodeMind MindOf(NodeId node, uint life)
    {
        NodeMind mind = _minds[node.Value] ??= new NodeMind(this, node, _first);
        mind.Live(life);
        return mind;
    }

    // Whether a link is in force in an epoch.
    private bool Counts(int link, Plan byPlan, int epoch)
    {
        if (!StandbyTable.IsStandby(link))
        {
            Contact contact = link < byPlan.Contacts.Count ? byPlan.Contacts[link] : default;
            return link < byPlan.Contacts.Count
                && contact.FirstEpoch <= epoch && epoch <= contact.LastEpoch;
        }
        if (!_standbyOfEpoch.TryGetValue((byPlan, epoch), out HashSet<int>? links))
        {
            links = [];
            foreach (StandbyLink entry in byPlan.Epochs[epoch].Standby)
            {
                links.Add(standby.LinkOf(entry));
            }
            _standbyOfEpoch.Add((byPlan, epoch), links);
        }
        return links.Contains(link);
    }

    /// <summary>What a node knows, read off its log.</summary>
    private sealed class NodeMind(KnowledgeChecker checker, NodeId node, PlanDocument first)
    {
        private const int LivesKept = 4;

        private readonly List<(uint Life, List<Announcement> Log)> _lives = [];
        private readonly SortedDictionary<int, Said> _said = [];
        private ulong _exceptions;
        private PlanDocument _document = first;

        private readonly record struct Said(uint SequenceA, bool IsDownA, uint SequenceB, bool IsDownB);

        public NodeId Node { get; } = node;

        public uint Life { get; private set; }

        public int Epoch { get; private set; } = -1;

        public Plan Plan => _document.Plan;

        // Equal plans, epochs and exceptions give equal views, in whatever order they came.
        public ulong View { get; private set; }

        public List<Announcement> Log => _lives[^1].Log;

        public List<Announcement>? LogOf(uint life) => _lives.Find(l => l.Life == life).Log;

        public uint NewestOf(int link, bool isFromA)
            => !_said.TryGetValue(link, out Said said) ? 0 : isFromA ? said.SequenceA : said.SequenceB;

        public void Live(uint life)
        {
            if (life == Life)
            {
                return;
            }
            Check.That(life > Life);
            Life = life;
            _said.Clear();
            _exceptions = 0;
            Epoch = -1;
            _lives.Add((life, []));
            if (_lives.Count > LivesKept)
            {
                _lives.RemoveAt(0);
            }
        }

        public void Follow(PlanDocument document, int epoch, IReadOnlyList<Announcement> log)
        {
            List<Announcement> known = Log;
            if (epoch == Epoch && document == _document && log.Count == known.Count)
            {
                return;
            }
            if (epoch != Epoch || document != _document)
            {
                Epoch = epoch;
                _document = document;
                _exceptions = 0;
                foreach (int link in _said.Keys)
                {
                    _exceptions ^= ShareOf(link);
                }
            }
            Check.That(log.Count >= known.Count);
            for (int i = known.Count; i < log.Count; i++)
            {
                Learn(log[i]);
                known.Add(log[i]);
            }
            PlanId id = _document.IdAt(epoch);
            ulong place = ((ulong)(uint)id.Version << 32) ^ ((ulong)(uint)id.Controller.Value << 20);
            View = StableHash.Finish(_exceptions ^ StableHash.Finish((place ^ (uint)epoch) + (1UL << 40)));
        }

        private ulong ShareOf(int link)
            => _said.TryGetValue(link, out Said said)
                && (said.IsDownA || said.IsDownB) != StandbyTable.IsStandby(link)
                && checker.Counts(link, Plan, Epoch)
                    ? StableHash.Finish((uint)link | (1UL << 41))
                    : 0;

        private void Learn(in Announcement a)
        {
            _exceptions ^= ShareOf(a.Link);
            if (!_said.TryGetValue(a.Link, out Said said))
            {
                bool isStandby = StandbyTable.IsStandby(a.Link);
                said = new Said(0, isStandby, 0, isStandby);
            }
            if (a.Sequence > (a.IsFromA ? said.SequenceA : said.SequenceB))
            {
                _said[a.Link] = a.IsFromA
                    ? said with { SequenceA = a.Sequence, IsDownA = a.IsDown }
                    : said with { SequenceB = a.Sequence, IsDownB = a.IsDown };
            }
            _exceptions ^= ShareOf(a.Link);
        }
    }
}
