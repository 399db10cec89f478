using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    // Pairs of ways for this view, by destination and rule; null where there is none.
    private readonly Dictionary<(int Destination, Disjointness Rule), (long View, WayPair? Pair)> _pairs = [];

    // Two ways by their nodes, and whether they are as disjoint as the rule wants.
    private sealed record WayPair(IReadOnlyList<NodeId> Short, IReadOnlyList<NodeId> Long, bool IsWhole);

    // Two copies on disjoint ways; the egress passes the first and drops the second. Without a pair one copy
    // goes as any other packet does: a promise of two ways is not a reason to deliver none.
    private void Replicate(Packet packet, Disjointness rule, EffectList effects)
    {
        WayPair? pair = packet.Destination == Id ? null : FindPair(packet.Destination, rule);
        if (pair is not { IsWhole: true })
        {
            effects.Unpaired(packet);
        }
        if (pair is null)
        {
            Forward(packet, effects);
            return;
        }
        Packet copy = _services.Packets.RentCopy(packet);
        copy.QueueOrder = _queueOrder++;
        packet.Way = pair.Short;
        packet.WayIndex = 0;
        copy.Way = pair.Long;
        copy.WayIndex = 0;
        effects.Copy(copy, packet);
        Forward(packet, effects);
        Forward(copy, effects);
    }

    private WayPair? FindPair(NodeId destination, Disjointness rule)
    {
        if (_pairs.TryGetValue((destination.Value, rule), out (long View, WayPair? Pair) known)
            && known.View == View)
        {
            return known.Pair;
        }
        WayPair? pair = SearchPair(destination, rule);
        _pairs[(destination.Value, rule)] = (View, pair);
        return pair;
    }

    // An end with one link left shares that link, and no more: a satellite from which nothing comes any more
    // may still be on the way that the others know.
    private WayPair? SearchPair(NodeId destination, Disjointness rule)
    {
        PlanEpoch epoch = _plan.Epochs[_epoch];
        if (_services.Pairs.TryFind(epoch, Exceptions, Id, destination, rule, out DisjointPair? pair))
        {
            return new WayPair(pair.Short.Nodes, pair.Long.Nodes, IsWhole: true);
        }
        NodeId from = OnlyNeighbour(epoch, Id) ?? Id;
        NodeId to = OnlyNeighbour(epoch, destination) ?? destination;
        bool isOther = from != Id || to != destination;
        if (!isOther || from == to
            || !_services.Pairs.TryFind(epoch, Exceptions, from, to, rule, out pair))
        {
            return null;
        }
        return new WayPair(Whole(pair.Short), Whole(pair.Long), IsWhole: false);

        IReadOnlyList<NodeId> Whole(PairWay way)
        {
            List<NodeId> nodes = [.. way.Nodes];
            if (from != Id)
            {
                nodes.Insert(0, Id);
            }
            if (to != destination)
            {
                nodes.Add(destination);
            }
            return nodes;
        }
    }

    private NodeId? OnlyNeighbour(PlanEpoch epoch, NodeId node)
    {
        NodeId? only = null;
        int count = 0;
        foreach (Adjacent adjacent in epoch.Neighbours(node))
        {
            if (!Exceptions.IsDown(epoch.Links[adjacent.LinkIndex].ContactIndex))
            {
                only = new NodeId(adjacent.Neighbour);
                count++;
            }
        }
        foreach (RaisedLink raised in Exceptions.RaisedAt(node))
        {
            only = raised.Satellite;
            count++;
        }
        return count == 1 ? only : null;
    }

    // The port to the next node of an explicit way. Where the way is broken the packet is stripped of it and
    // goes on as an ordinary one; its twin is on a way that shares nothing with this one.
    private Port? FollowWay(Packet packet)
    {
        if (packet.Way is null)
        {
            return null;
        }
        NodeId next = packet.Way[packet.WayIndex + 1];
        foreach (Port port in _ports)
        {
            bool isUsable = port.Neighbour.Id == next && IsInForce(port) && port.IsLit && !port.IsApart
                && (StandbyTable.IsStandby(port.Link) || !Exceptions.IsDown(port.Link));
            if (isUsable)
            {
                return port;
            }
        }
        packet.Way = null;
        return null;
    }
}
