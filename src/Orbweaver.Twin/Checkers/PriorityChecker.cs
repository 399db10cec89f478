using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>
/// No priority inversion beyond one frame a hop (I7), by what enters and leaves nodes and not by their
/// queues: between the moment from which a packet could leave by a port and the moment it does, no packet of
/// lower priority may start there. A packet can leave once it is in the node, under the view by which its
/// port was chosen, and once it is not held for news any more; a frame that started by then is on its way.
/// </summary>
/// <remarks>
/// What may be dropped at priority 0-1 is one rank below all else, as it shares what is left. A second copy
/// that a node makes is judged from the next node on: nobody outside knows when it was meant to leave. So is
/// what was queued when the view changed: it is looked up again when its turn comes, and may have to wait
/// for one more frame, of the port that it stood at.
/// </remarks>
internal sealed class PriorityChecker(Plan plan, int places)
{
    private const int Ranks = Qos.PriorityMax + 2;

    private readonly Instant[] _started = NeverStarted(places);
    private readonly View[] _views = new View[plan.Nodes.Count];

    // By receiver and sender: when control was heard last. It may have released what was held for news.
    private readonly Dictionary<(int Receiver, int Sender), Instant> _heard = [];
    private Entry[] _entries = new Entry[1024];

    private struct View
    {
        public uint Life;
        public int Epoch;
        public int Known;
        public Instant Since;
    }

    // Where a packet came from, or that it must not be judged here. The default is a packet at its source.
    private struct Entry
    {
        public bool HasCome;
        public bool IsCopy;
        public NodeId From;
    }

    /// <summary>A node has taken a step: its view may have changed.</summary>
    public void Look(MeshNode node, Instant now)
        => Look(node.Id, node.Incarnation, node.Epoch, node.Learned.Count, now);

    /// <summary>The same without a node: tests have none.</summary>
    internal void Look(NodeId node, uint life, int epoch, int known, Instant now)
    {
        ref View view = ref _views[node.Value];
        if (view.Epoch != epoch || view.Known != known || view.Life != life)
        {
            view = new View { Life = life, Epoch = epoch, Known = known, Since = now };
        }
    }

    /// <summary>A packet has come in from another node.</summary>
    public void Enter(int packet, NodeId from) => EntryOf(packet) = new Entry { HasCome = true, From = from };

    /// <summary>A node has made a second copy of a packet.</summary>
    public void Copy(int packet) => EntryOf(packet) = new Entry { IsCopy = true };

    /// <summary>A packet is gone.</summary>
    public void Forget(int packet) => EntryOf(packet) = default;

    /// <summary>Control has come in from another node.</summary>
    public void Hear(NodeId at, NodeId from, Instant now) => _heard[(at.Value, from.Value)] = now;

    /// <summary>A packet starts on a port; throws when it was overtaken.</summary>
    public void Send(NodeId node, Packet packet, int place, Instant entered, Instant now)
    {
        Entry entry = EntryOf(packet.PoolIndex);
        int rank = RankOf(packet);
        bool isLookedUpAgain = entered < _views[node.Value].Since;
        Instant ready = entered;
        if (entry.HasCome && _heard.TryGetValue((node.Value, entry.From.Value), out Instant heard)
            && heard > ready)
        {
            ready = heard;
        }
        Span<Instant> started = _started.AsSpan(place * Ranks, Ranks);
        for (int lower = 0; lower < rank && !entry.IsCopy && !isLookedUpAgain; lower++)
        {
            if (started[lower] > ready)
            {
                throw new InvariantException(
                    $"Invariant broken: a packet of priority {packet.Priority} of contract"
                    + $" {packet.ContractIndex} could leave {plan.Nodes[node.Value].Name} at {ready}, and one"
                    + $" of rank {lower - 1} left before it at {started[lower]}.");
            }
        }
        started[rank] = now;
    }

    private static int RankOf(Packet packet)
        => packet is { Priority: <= 1, Assurance: Assurance.Congestion } ? 0 : packet.Priority + 1;

    private ref Entry EntryOf(int packet)
    {
        if (packet >= _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(packet + 1, _entries.Length * 2));
        }
        return ref _entries[packet];
    }

    private static Instant[] NeverStarted(int places)
    {
        var started = new Instant[places * Ranks];
        Array.Fill(started, new Instant(long.MinValue));
        return started;
    }
}
