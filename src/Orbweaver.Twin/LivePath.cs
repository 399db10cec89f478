using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Routing;

namespace Orbweaver.Twin;

/// <summary>One hop of a path.</summary>
/// <param name="From">Who sends.</param>
/// <param name="To">Who receives.</param>
/// <param name="Delay">Light time now and the time of the node, without serialisation.</param>
/// <param name="IsStandby">Whether it is a link that was raised beside the plan.</param>
public readonly record struct PathHop(NodeId From, NodeId To, Duration Delay, bool IsStandby);

/// <summary>
/// The way that a packet would take now, by what its first node knows: the same search that nodes do, hop by
/// hop. It takes some dozen microseconds a hop where there are exceptions. Trees and memory are kept for the
/// next question, as long as that is about the same plan.
/// </summary>
public sealed class LivePath
{
    private RouteTable? _routes;
    private WaySearch? _ways;

    /// <summary>The hops, for a single question; empty when there is no way.</summary>
    public static IReadOnlyList<PathHop> Of(TwinWorld world, NodeId from, NodeId to)
    {
        List<PathHop> hops = [];
        new LivePath().Find(world, from, to, hops);
        return hops;
    }

    /// <summary>Puts the hops into a list; none when there is no way.</summary>
    public void Find(TwinWorld world, NodeId from, NodeId to, List<PathHop> hops)
    {
        hops.Clear();
        MeshNode node = world.NodeOf(from);
        Plan plan = node.Document.Plan;
        // A node that nothing has stepped yet is before its first epoch.
        int index = node.Epoch < 0 ? plan.EpochAt(world.Now) : node.Epoch;
        PlanEpoch epoch = plan.Epochs[index];
        Follow(plan);
        for (NodeId at = from; at != to;)
        {
            if (hops.Count == Packet.HopLimitStart
                || Next(world, epoch, node.Exceptions, (at, to)) is not { } hop)
            {
                hops.Clear();
                return;
            }
            hops.Add(hop);
            at = hop.To;
        }
    }

    /// <summary>What the best way by a plan takes now; -1 where there is none.</summary>
    public int PlannedNs(Plan plan, Instant now, NodeId from, NodeId to)
    {
        Follow(plan);
        int distanceNs = _routes!.Tree(plan.EpochAt(now), to).DistanceNs(from);
        return distanceNs == RouteTree.Unreachable ? -1 : distanceNs;
    }

    private void Follow(Plan plan)
    {
        if (_routes?.Plan != plan)
        {
            _routes = new RouteTable(plan);
            _ways = new WaySearch(plan.Nodes);
        }
    }

    private PathHop? Next(
        TwinWorld world, PlanEpoch epoch, LinkExceptions exceptions, (NodeId At, NodeId To) ends)
    {
        RouteTree tree = _routes!.Tree(epoch.Index, ends.To);
        int slot = tree.NextSlot(ends.At);
        if (!WaySearch.IsClean(epoch, exceptions, tree, ends.At))
        {
            RouteTree bound = _routes.Bound(epoch.Index, exceptions, ends.To);
            if (!_ways!.TryFind(epoch, exceptions, bound, ends.At, out Way way))
            {
                return null;
            }
            if (way.NextSlot < 0)
            {
                return Standby(world, _routes.Plan, epoch, ends.At, way);
            }
            slot = way.NextSlot;
        }
        if (slot == RouteTree.NoSlot)
        {
            return null;
        }
        Adjacent edge = epoch.Neighbours(ends.At)[slot];
        Duration delay = _routes.Plan.DelayAt(epoch.Links[edge.LinkIndex], epoch.Index, world.Now);
        return new PathHop(
            ends.At, new NodeId(edge.Neighbour), delay + _routes.Plan.HopDelay, IsStandby: false);
    }

    private static PathHop? Standby(TwinWorld world, Plan plan, PlanEpoch epoch, NodeId at, in Way way)
    {
        if (!epoch.TryFindStandby(world.Standby.PairOf(way.NextLink), out StandbyLink entry))
        {
            return null;
        }
        EpochLink delays = new(
            way.NextLink, entry.Satellite, entry.Ground, entry.DelayStartNs, entry.DelayMiddleNs,
            entry.DelayEndNs);
        Duration delay = plan.DelayAt(delays, epoch.Index, world.Now) + plan.HopDelay;
        return new PathHop(at, way.Next, delay, IsStandby: true);
    }
}
