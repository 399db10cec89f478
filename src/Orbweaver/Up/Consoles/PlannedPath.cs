using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>The way of a packet by the plan alone, at any moment that the plan has.</summary>
internal static class PlannedPath
{
    /// <summary>The hops; none when there is no way.</summary>
    public static IReadOnlyList<PathHop> Of(Plan plan, NodeId from, NodeId to, Instant at)
    {
        PlanEpoch epoch = plan.Epochs[plan.EpochAt(at)];
        RouteTree tree = new RouteTable(plan).Tree(epoch.Index, to);
        List<PathHop> hops = [];
        NodeId here = from;
        foreach (Adjacent edge in tree.Way(epoch, from))
        {
            NodeId next = new(edge.Neighbour);
            Duration delay = plan.DelayAt(epoch.Links[edge.LinkIndex], epoch.Index, at) + plan.HopDelay;
            hops.Add(new PathHop(here, next, delay, IsStandby: false));
            here = next;
        }
        return hops;
    }
}
