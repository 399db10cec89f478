using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Node;

public sealed partial class MeshNode
{
    // Pairs of ways for this view, by destination and rule; null where there is none.
    private readonly Dictionary<(int Destination, Disjointness Rule), (
        long View, DisjointPair? Pair)> _pairs = [];

    // Two copies on disjoint ways; the egress passes the first and drops the second. Without a pair one copy
    // goes as any other packet does: a promise of two ways is not a reason to deliver none.
    private void Replicate(Packet packet, Disjointness rule, EffectList effects)
    {
        DisjointPair? pair = packet.Destination == Id ? null : FindPair(packet.Destination, rule);
        if (pair is null)
        {
            Forward(packet, effects);
            return;
        }
        Packet copy = _services.Packets.RentCopy(packet);
        copy.Entered = packet.Entered;
        copy.QueueOrder = _queueOrder++;
        packet.Way = pair.Short.Nodes;
        packet.WayIndex = 0;
        copy.Way = pair.Long.Nodes;
        copy.WayIndex = 0;
        effects.Replicate(copy);
        Forward(packet, effects);
        Forward(copy, effects);
    }

    private DisjointPair? FindPair(NodeId destination, Disjointness rule)
    {
        if (_pairs.TryGetValue((destination.Value, rule), out (long View, DisjointPair? Pair) known)
            && known.View == View)
        {
            return known.Pair;
        }
        PlanEpoch epoch = _plan.Epochs[_epoch];
        DisjointPair? pair =
            _services.Pairs.TryFind(epoch, Exceptions, Id, destination, rule, out DisjointPair? found)
                ? found : null;
        _pairs[(destination.Value, rule)] = (View, pair);
        return pair;
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
