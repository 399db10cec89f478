using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>
/// Says whether a message could have arrived in time (I5). It walks the message hop by hop: at each node it
/// takes the earliest arrival over the links that are usable at that moment (<see cref="Truth"/>), so it
/// knows all of the present and nothing of the future, and neither do its packets queue. It shares no
/// code with the product's routing.
/// </summary>
/// <remarks>
/// Counted are planned contacts of the epoch in force, from their opening, and standby links that were
/// raised; light time of the moment, the per-hop constant, serialisation, and slow nodes as they are met
/// (they do not show before). Only satellites transit. Without a way a message waits if its assurance may,
/// until a link or an epoch begins. A link that fails under way takes the message; where hops keep what they
/// send, it goes on from the hop before once that is noticed. The next hop of a message is kept for others
/// from there to the same end while links and nodes stay as they are: serialisation and the drift of light
/// time within that stretch do not choose another.
/// </remarks>
internal sealed class Oracle(Plan plan, Truth truth)
{
    private const int HopsMax = 1_000;
    private const int WaitsMax = 2_000;
    private const int KeptHopsMax = 2_000_000;

    // What a hop waits before it takes a frame for lost: the laser's backup timer is the longest.
    private const long ResendNs = 100_000_000;

    private readonly StandbyTable _standby = new(plan);
    private readonly List<int>[] _standbyAt = StandbyAt(plan);
    private readonly PriorityQueue<int, (long, int)> _frontier = new();
    private readonly long[] _reached = new long[plan.Nodes.Count];
    private readonly (int From, int Link)[] _by = new (int, int)[plan.Nodes.Count];

    // Null where there is no way.
    private readonly Dictionary<(int Here, int To, int Stretch), (int Link, NodeId To)?> _kept = [];

    /// <summary>What first stood in the way of the message that was asked for last; null: nothing.</summary>
    public Hindrance? Hindered { get; private set; }

    /// <summary>One step of a way: over which link, to whom, and when it arrives.</summary>
    private readonly record struct Hop(int Link, NodeId To, long Leaves, long Arrives);

    /// <summary>
    /// When a message arrives; null when it does not by its deadline. The satellites that it passes are
    /// added to <paramref name="passed"/>; those in <paramref name="avoided"/> are not entered.
    /// </summary>
    public Instant? Arrival(
        NodeId from, NodeId to, DataSize size, Instant offered, Instant deadline, bool mayWait,
        HashSet<int>? passed = null, HashSet<int>? avoided = null)
    {
        long at = (offered - plan.Start).Nanoseconds;
        long limit = (deadline - plan.Start).Nanoseconds;
        NodeId here = from;
        int waits = 0;
        int hops = 0;
        Hindered = null;
        long whole = size.Bytes - Math.Min(size.Bytes, Packet.PayloadBytesMax);
        if (!truth.IsNodeUp(here, at, at))
        {
            Hindered = new Hindrance(HindranceKind.SenderDown, here, at);
            return null;
        }
        while (here != to && at <= limit && hops < HopsMax)
        {
            if (!TryFindHop(here, to, size, at, avoided, out Hop hop))
            {
                Hindered ??= new Hindrance(HindranceKind.NoWay, here, at);
                long? next = mayWait && waits++ < WaitsMax ? truth.NextTurn(at) : null;
                if (next is null || next > limit || !truth.IsNodeUp(here, at, next.Value))
                {
                    return null;
                }
                at = next.Value;
                continue;
            }
            hops++;
            bool isTaken = truth.IsUsable(hop.Link, Math.Max(hop.Leaves, at), out long until)
                && until < hop.Arrives && truth.IsOut(hop.Link, until);
            if (isTaken || !truth.IsNodeUp(hop.To, hop.Arrives, hop.Arrives))
            {
                Hindered ??= new Hindrance(HindranceKind.Taken, hop.To, hop.Arrives);
                if (!mayWait)
                {
                    return null;
                }
                at = hop.Arrives + ResendNs;
                continue;
            }
            // The pieces of a large message follow each other: the first link counts them all.
            at = hop.Arrives + truth.SlowNs(hop.To, hop.Arrives)
                + (here == from && whole > 0 ? RateOf(hop.Link, here).TimeFor(new(whole)).Nanoseconds : 0);
            here = hop.To;
            passed?.Add(here.Value);
        }
        return here == to && at <= limit ? plan.Start + new Duration(at) : null;
    }

    private bool TryFindHop(
        NodeId here, NodeId to, DataSize size, long at, HashSet<int>? avoided, out Hop first)
    {
        if (avoided is not null)
        {
            return TrySearch(here, to, size, at, avoided, out first);
        }
        var key = (here.Value, to.Value, truth.StretchOf(at));
        if (!_kept.TryGetValue(key, out (int Link, NodeId To)? kept))
        {
            bool isFound = TrySearch(here, to, size, at, null, out first);
            if (_kept.Count >= KeptHopsMax)
            {
                _kept.Clear();
            }
            _kept.Add(key, isFound ? (first.Link, first.To) : null);
            return isFound;
        }
        first = kept is { } hop ? HopOver(hop.Link, here, hop.To, size, at) : default;
        return kept is not null;
    }

    private bool TrySearch(
        NodeId here, NodeId to, DataSize size, long at, HashSet<int>? avoided, out Hop first)
    {
        Array.Fill(_reached, long.MaxValue);
        _frontier.Clear();
        _reached[here.Value] = at;
        _frontier.Enqueue(here.Value, (at, here.Value));
        DataSize frame = FrameOf(size);
        int epochIndex = plan.EpochAt(plan.Start + new Duration(at));
        PlanEpoch epoch = plan.Epochs[epochIndex];
        while (_frontier.TryDequeue(out int node, out (long Time, int) key))
        {
            if (key.Time > _reached[node])
            {
                continue;
            }
            if (node == to.Value)
            {
                (int link, NodeId next) = FirstHop(here, to);
                first = HopOver(link, here, next, size, at);
                return true;
            }
            if (node != here.Value && !plan.Nodes[node].IsTransit)
            {
                continue;
            }
            Expand(new NodeId(node), to, frame, at, epoch, avoided);
        }
        first = default;
        return false;
    }

    private void Expand(
        NodeId node, NodeId to, DataSize frame, long at, PlanEpoch epoch, HashSet<int>? avoided)
    {
        foreach (Adjacent adjacent in epoch.Neighbours(node))
        {
            EpochLink link = epoch.Links[adjacent.LinkIndex];
            long opens = (plan.Contacts[link.ContactIndex].Opens - plan.Start).Nanoseconds;
            long delay = plan.DelayAt(link, epoch.Index, plan.Start + new Duration(at)).Nanoseconds;
            Reach(node, new NodeId(adjacent.Neighbour), link.ContactIndex, frame, at, opens, delay);
        }
        foreach (int link in _standbyAt[node.Value] ?? [])
        {
            StandbyPair pair = _standby.PairOf(link);
            NodeId other = pair.Ground == node ? pair.Satellite : pair.Ground;
            // A standby link leads to or from its ground node: nobody else's way is over it.
            if ((other == to || plan.Nodes[other.Value].IsTransit)
                && truth.IsUsable(link, at, out _)
                && TryFindStandby(epoch, pair, out StandbyLink entry))
            {
                Reach(node, other, link, frame, at, at, entry.DelayMiddleNs);
            }
        }

        void Reach(NodeId from, NodeId other, int link, DataSize size, long now, long opens, long delay)
        {
            bool isBarred = avoided?.Contains(other.Value) == true && other != to;
            if (isBarred || !truth.IsUsable(link, Math.Max(now, opens), out _)
                || !truth.IsNodeUp(other, now, now))
            {
                return;
            }
            long arrives = Math.Max(_reached[from.Value], opens) + delay + plan.HopDelay.Nanoseconds
                + RateOf(link, from).TimeFor(size).Nanoseconds;
            if (arrives < _reached[other.Value])
            {
                _reached[other.Value] = arrives;
                _by[other.Value] = (from.Value, link);
                _frontier.Enqueue(other.Value, (arrives, other.Value));
            }
        }
    }

    private (int Link, NodeId To) FirstHop(NodeId here, NodeId to)
    {
        int node = to.Value;
        while (_by[node].From != here.Value)
        {
            node = _by[node].From;
        }
        return (_by[node].Link, new NodeId(node));
    }

    private static DataSize FrameOf(DataSize size)
        => new(Math.Min(size.Bytes, Packet.PayloadBytesMax) + Packet.OverheadBytes);

    private Hop HopOver(int link, NodeId from, NodeId to, DataSize size, long at)
    {
        PlanEpoch epoch = plan.Epochs[plan.EpochAt(plan.Start + new Duration(at))];
        (long opens, long delay) = link >= 0
            ? ((plan.Contacts[link].Opens - plan.Start).Nanoseconds, DelayOf(link, from, epoch, at))
            : (at, TryFindStandby(epoch, _standby.PairOf(link), out StandbyLink entry)
                ? entry.DelayMiddleNs
                : throw new InvariantException("A standby pair is not in the epoch that uses it."));
        long leaves = Math.Max(at, opens);
        long serialised = RateOf(link, from).TimeFor(FrameOf(size)).Nanoseconds;
        return new Hop(link, to, leaves, leaves + delay + plan.HopDelay.Nanoseconds + serialised);
    }

    private long DelayOf(int contact, NodeId from, PlanEpoch epoch, long at)
    {
        foreach (Adjacent adjacent in epoch.Neighbours(from))
        {
            EpochLink link = epoch.Links[adjacent.LinkIndex];
            if (link.ContactIndex == contact)
            {
                return plan.DelayAt(link, epoch.Index, plan.Start + new Duration(at)).Nanoseconds;
            }
        }
        throw new InvariantException("A contact is not in the epoch that uses it.");
    }

    private DataRate RateOf(int link, NodeId from)
    {
        if (link >= 0)
        {
            return plan.Contacts[link].RateFrom(from);
        }
        StandbyPair pair = _standby.PairOf(link);
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            if (TryFindStandby(epoch, pair, out StandbyLink entry))
            {
                return from == pair.Ground ? entry.RateUp : entry.RateDown;
            }
        }
        throw new InvariantException("A standby pair is in no epoch.");
    }

    private static bool TryFindStandby(PlanEpoch epoch, StandbyPair pair, out StandbyLink found)
    {
        foreach (StandbyLink entry in epoch.Standby)
        {
            if (entry.Ground == pair.Ground && entry.Satellite == pair.Satellite)
            {
                found = entry;
                return true;
            }
        }
        found = default;
        return false;
    }

    private static List<int>[] StandbyAt(Plan plan)
    {
        var at = new List<int>[plan.Nodes.Count];
        StandbyTable table = new(plan);
        for (int i = 0; i < table.Count; i++)
        {
            StandbyPair pair = table.PairOf(~i);
            (at[pair.Satellite.Value] ??= []).Add(~i);
            (at[pair.Ground.Value] ??= []).Add(~i);
        }
        return at;
    }
}
