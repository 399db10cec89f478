using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>Names the causes of messages that nobody could have delivered.</summary>
internal sealed class NoWayCauses(SimWorld world, Truth truth)
{
    // Silence on a link without light is noticed within its backup timer; then the terminal turns.
    private static readonly Duration Margin = Detection.Default.TimerOf(isOptical: false);

    private readonly Plan _plan = world.WholePlan;
    private readonly Dictionary<int, List<PlannedLink>> _linksAt = [];

    /// <summary>The cause of one message, by what first stood in its way.</summary>
    public NoWayCause Of(in MessageRecord message, Hindrance? hindered)
    {
        NodeId from = world.Contracts[message.Message.Contract].Publisher;
        NodeId to = message.Message.Subscriber;
        if (hindered is not { } h)
        {
            return NoWayCause.TooFar;
        }
        if (h.Kind == HindranceKind.SenderDown)
        {
            return NoWayCause.PublisherDown;
        }
        if (!truth.IsNodeUp(to, h.At, h.At))
        {
            return NoWayCause.SubscriberDown;
        }
        if (h.Kind == HindranceKind.Taken)
        {
            return NoWayCause.LostUnderWay;
        }
        if (h.Node == from && CutOffSince(from, h.At) is { } since)
        {
            return CutOff(from, since, h.At, NoWayCause.PublisherCutOff);
        }
        return CutOffSince(to, h.At) is { } toSince
            ? CutOff(to, toSince, h.At, NoWayCause.SubscriberCutOff)
            : NoWayCause.Parted;
    }

    // From when on no link of a node is usable; null when one is.
    private long? CutOffSince(NodeId node, long at)
    {
        long since = 0;
        foreach (PlannedLink link in LinksAt(node))
        {
            NodeId other = link.A == node ? link.B : link.A;
            foreach ((long from, long until) in truth.UsableTimes(link.Link).All)
            {
                if (from <= at && at < until && truth.IsNodeUp(other, at, at))
                {
                    return null;
                }
                since = until <= at ? Math.Max(since, until) : since;
            }
        }
        return since;
    }

    private NoWayCause CutOff(NodeId node, long since, long at, NoWayCause without)
    {
        Duration needed = world.Acquisitions.GetValueOrDefault(node, Duration.FromSeconds(2)) + Margin;
        return !HasStandby(node, at, at) ? without
            : at - since > needed.Nanoseconds && HasStandby(node, at - needed.Nanoseconds, at)
                ? NoWayCause.StandbyNotRaised
                : NoWayCause.Acquiring;
    }

    // One that answers throughout a time.
    private bool HasStandby(NodeId node, long from, long at)
    {
        PlanEpoch epoch = _plan.Epochs[_plan.EpochAt(_plan.Start + new Duration(at))];
        foreach (PlannedLink link in LinksAt(node))
        {
            if (StandbyTable.IsStandby(link.Link) && link.B == node && IsIn(epoch, link)
                && truth.IsNodeUp(link.A, from, at) && !truth.IsOut(link.Link, from, at))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsIn(PlanEpoch epoch, in PlannedLink link)
    {
        foreach (StandbyLink entry in epoch.Standby)
        {
            if (entry.Ground == link.B && entry.Satellite == link.A)
            {
                return true;
            }
        }
        return false;
    }

    private List<PlannedLink> LinksAt(NodeId node)
    {
        if (!_linksAt.TryGetValue(node.Value, out List<PlannedLink>? links))
        {
            links = [];
            foreach (PlannedLink link in truth.Links.All)
            {
                if (link.IsAt(node))
                {
                    links.Add(link);
                }
            }
            _linksAt.Add(node.Value, links);
        }
        return links;
    }
}
