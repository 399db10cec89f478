using System;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <content>From one epoch to the next.</content>
public sealed partial class LiveTree
{
    /// <summary>
    /// Goes on in another epoch over the same nodes, with all links as that has them. The paths of the old
    /// tree are added up anew over the new links, which bounds the distances from above; what other links
    /// shorten then spreads. Exact whatever the two epochs have in common, and the faster the more that is.
    /// </summary>
    public void Continue(PlanEpoch next)
    {
        Check.That(next.NodeCount == _isTransit.Length);
        FollowParents(next);
        Enter(next);
        _moved.Clear();
        for (int node = 0; node < _distanceNs.Length; node++)
        {
            int distanceNs = _distanceNs[node];
            if (distanceNs != RouteTree.Unreachable && IsPassable(node))
            {
                foreach (Adjacent edge in Row(node))
                {
                    Offer(node, edge.Neighbour, edge.MetricNs);
                }
            }
        }
        Spread();
        for (int node = 0; node < _distanceNs.Length; node++)
        {
            ReadSlot(node);
        }
    }

    // Parents before children: up from each node to one that is known, then down again.
    private void FollowParents(PlanEpoch next)
    {
        NodeMarks known = _lost;
        known.Clear();
        known.Add(_destination);
        for (int node = 0; node < _distanceNs.Length; node++)
        {
            int at = node;
            while (!known.Contains(at))
            {
                known.Add(at);
                int slot = _nextSlot[at];
                _distanceNs[at] = RouteTree.Unreachable;
                if (slot == RouteTree.NoSlot)
                {
                    break;
                }
                _hanging.Add(at);
                at = Row(at)[slot].Neighbour;
            }
            for (int i = _hanging.Count - 1; i >= 0; i--)
            {
                int child = _hanging[i];
                long viaNs = (long)_distanceNs[at] + MetricNs(next, child, at);
                _distanceNs[child] = (int)Math.Min(viaNs, RouteTree.Unreachable);
                at = child;
            }
            _hanging.Clear();
        }
    }

    // Mostly the slot is the old one.
    private int MetricNs(PlanEpoch next, int node, int parent)
    {
        ReadOnlySpan<Adjacent> row = next.Neighbours(new NodeId(node));
        int slot = _nextSlot[node];
        if (slot < row.Length && row[slot].Neighbour == parent)
        {
            return row[slot].MetricNs;
        }
        foreach (Adjacent edge in row)
        {
            if (edge.Neighbour == parent)
            {
                return edge.MetricNs;
            }
        }
        return RouteTree.Unreachable;
    }
}
