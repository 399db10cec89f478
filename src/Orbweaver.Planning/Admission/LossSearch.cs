using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>
/// What becomes of a path when one node between its ends is lost: the node before it repairs, as in the
/// running network, so the way counted is the path up to there and the shortest way on from there. Only links
/// in force repair at once; a ground node whose own satellite is lost can raise standby access, which takes
/// its acquisition time.
/// </summary>
internal sealed class LossSearch
{
    /// <summary>Nodes a detour search may look at before the whole epoch is searched instead.</summary>
    public const int ExpandedMax = 512;

    private readonly int _hopNs;
    private readonly DetourSearch _detours;
    private readonly DistanceField _field;
    private readonly int[] _distanceNs;
    private readonly List<FieldSource> _sources = [];
    private readonly List<LossFinding> _found = [];

    public LossSearch(Plan plan)
    {
        _hopNs = (int)plan.HopDelay.Nanoseconds;
        _detours = new DetourSearch(plan.Nodes, ExpandedMax);
        _field = new DistanceField(plan.Nodes);
        _distanceNs = new int[plan.Nodes.Count];
    }

    /// <summary>
    /// The nodes between the ends of a planned path whose loss is too much for some contract.
    /// </summary>
    public LossFinding[] Find(PlanEpoch epoch, RouteTree tree, in AdmissionPair pair, List<PathStep> path)
    {
        _found.Clear();
        for (int i = 1; i < path.Count; i++)
        {
            PathStep before = path[i - 1];
            NodeId lost = path[i].From;
            int boundNs = pair.BudgetMaxNs - before.BeforeNs;
            int detourNs = Repair(epoch, tree, before.From, lost, boundNs);
            detourNs = Add(before.BeforeNs, detourNs);
            if (detourNs <= pair.BudgetMinNs)
            {
                continue;
            }
            int standbyNs = RouteTree.Unreachable;
            bool isFirst = i == 1;
            bool isLast = i == path.Count - 1;
            if (isFirst || isLast)
            {
                standbyNs =
                    Add(before.BeforeNs, WithStandby(epoch, pair, before.From, lost, isFirst, isLast));
            }
            _found.Add(new LossFinding(lost, detourNs, standbyNs));
        }
        return [.. _found];
    }

    private static int Add(int aNs, int bNs)
        => bNs == RouteTree.Unreachable ? bNs : (int)Math.Min((long)aNs + bNs, AdmissionPairs.PathMaxNs);

    private int Repair(PlanEpoch epoch, RouteTree tree, NodeId from, NodeId lost, int boundNs)
    {
        if (boundNs < 0)
        {
            return RouteTree.Unreachable;
        }
        DetourOutcome outcome = _detours.Find(epoch, tree, from, lost, boundNs, out int detourNs);
        if (outcome != DetourOutcome.GaveUp)
        {
            return detourNs;
        }
        _sources.Clear();
        AddSources(epoch, tree.Destination, lost);
        return Distance(epoch, from, lost);
    }

    // Standby access of the end that lost its own satellite; at the other end what is in force.
    private int WithStandby(
        PlanEpoch epoch, in AdmissionPair pair, NodeId from, NodeId lost, bool isFirst, bool isLast)
    {
        _sources.Clear();
        AddSources(epoch, pair.Subscriber, lost);
        if (isLast)
        {
            AddStandby(epoch, pair.Subscriber, lost);
        }
        int bestNs = Distance(epoch, from, lost);
        if (isFirst)
        {
            _sources.Clear();
            AddStandby(epoch, from, lost);
            bestNs = Math.Min(bestNs, LeastOver(_sources));
        }
        return bestNs;
    }

    private int Distance(PlanEpoch epoch, NodeId from, NodeId lost)
    {
        _field.Fill(
            epoch, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sources), lost, _distanceNs);
        if (_distanceNs[from.Value] != RouteTree.Unreachable)
        {
            return _distanceNs[from.Value];
        }
        // The field knows satellites only: a ground node looks through its links.
        _sources.Clear();
        AddSources(epoch, from, lost);
        return LeastOver(_sources);
    }

    private int LeastOver(List<FieldSource> sources)
    {
        int leastNs = RouteTree.Unreachable;
        foreach (FieldSource source in sources)
        {
            leastNs = Math.Min(leastNs, Add(source.OffsetNs, _distanceNs[source.Node.Value]));
        }
        return leastNs;
    }

    private void AddSources(PlanEpoch epoch, NodeId ground, NodeId lost)
    {
        foreach (Adjacent edge in epoch.Neighbours(ground))
        {
            if (edge.Neighbour != lost.Value)
            {
                _sources.Add(new FieldSource(new NodeId(edge.Neighbour), edge.MetricNs));
            }
        }
    }

    // Standby links ascend by ground node, so those of one node are found by bisection.
    private void AddStandby(PlanEpoch epoch, NodeId ground, NodeId lost)
    {
        IReadOnlyList<StandbyLink> standby = epoch.Standby;
        int low = 0;
        int high = standby.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = standby[middle].Ground.Value < ground.Value ? (middle + 1, high) : (low, middle);
        }
        for (; low < standby.Count && standby[low].Ground == ground; low++)
        {
            if (standby[low].Satellite != lost)
            {
                _sources.Add(new FieldSource(standby[low].Satellite, standby[low].DelayMiddleNs + _hopNs));
            }
        }
    }
}
