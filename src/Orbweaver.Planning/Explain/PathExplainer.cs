using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Planning;

/// <summary>Explains the planned path between two nodes at a moment.</summary>
internal sealed class PathExplainer(PlanMoment moment)
{
    /// <summary>The path, or why there is none.</summary>
    public PathExplanation Explain(NodeId a, NodeId b)
    {
        Duration? floor = moment.IsSatellite(a) || moment.IsSatellite(b) ? null : Orbits.Geometry.Floor(
            moment.Request.Grounds[moment.Ground(a)].Position,
                moment.Request.Grounds[moment.Ground(b)].Position);
        if (a == b)
        {
            return new PathExplanation([], Duration.Zero, floor, "", null);
        }
        RouteTree tree = new TreeBuilder(moment.Plan.Nodes).Build(moment.Epoch, b);
        if (tree.Reaches(a))
        {
            return Path(tree, a, floor);
        }
        foreach (NodeId end in (NodeId[])[a, b])
        {
            if (moment.Epoch.Neighbours(end).IsEmpty)
            {
                return new PathExplanation([], null, floor, WithoutLinks(end), null);
            }
        }
        return Torn(a, b, floor);
    }

    private PathExplanation Path(RouteTree tree, NodeId from, Duration? floor)
    {
        var steps = new List<PathStep>();
        PathStep.Walk(moment.Epoch, tree, from, steps);
        var hops = new List<PathHop>();
        Duration total = moment.Plan.HopDelay * steps.Count;
        foreach (PathStep step in steps)
        {
            EpochLink link = moment.Epoch.Links[step.LinkIndex];
            Duration delay = moment.Plan.DelayAt(link, moment.Epoch.Index, moment.At);
            hops.Add(new PathHop(step.From, step.To, moment.Plan.Contacts[link.ContactIndex].Kind, delay));
            total += delay;
        }
        return new PathExplanation(hops, total, floor, "", null);
    }

    private string WithoutLinks(NodeId end)
    {
        string text = $"{moment.Name(end)} has no link in this epoch";
        if (moment.IsSatellite(end))
        {
            return moment.Sky.IsKnown(end.Value) ? text : $"{text}: it could not be propagated";
        }
        NodeKind kind = moment.Plan.Nodes[end.Value].Kind;
        if (moment.Request.Satellites.All(s => GroundSight.BeamsFor(s, kind).Count == 0))
        {
            return $"{text}: no satellite has {(kind == NodeKind.Site ? "gateway" : "access")} beams";
        }
        int visible = moment.GroundSight.Visible(moment.Sky)[moment.Ground(end)].Length;
        return visible == 0
            ? $"{text}: no satellite is visible throughout"
            : $"{text}: of {visible} visible satellites none has a beam or terminal for it";
    }

    private PathExplanation Torn(NodeId a, NodeId b, Duration? floor)
    {
        List<int> partOfA = Part(a);
        List<int> partOfB = Part(b);
        (int From, int To, double RangeM) nearest = (-1, -1, double.PositiveInfinity);
        foreach (int i in partOfA)
        {
            foreach (int j in partOfB)
            {
                if (moment.Now.IsKnown[i] && moment.Now.IsKnown[j]
                    && moment.Now.RangeM(i, j) < nearest.RangeM)
                {
                    nearest = (i, j, moment.Now.RangeM(i, j));
                }
            }
        }
        string why = $"the network is torn: {moment.Name(a)} hangs together with {Count(partOfA)}, "
            + $"{moment.Name(b)} with {Count(partOfB)}";
        if (nearest.From < 0)
        {
            return new PathExplanation([], null, floor, why, null);
        }
        (var from, var to) = (new NodeId(nearest.From), new NodeId(nearest.To));
        LinkExplanation link = LinkExplainer.Explain(moment, from, to);
        return new PathExplanation(
            [], null, floor, why, new PathGap(from, to, new Distance(nearest.RangeM), link));
    }

    private static string Count(List<int> part)
        => part.Count == 1 ? "1 satellite" : $"{part.Count} satellites";

    // The satellites that a node reaches over satellites.
    private List<int> Part(NodeId from)
    {
        var seen = new bool[moment.Plan.Nodes.Count];
        var open = new Queue<int>();
        var part = new List<int>();
        open.Enqueue(from.Value);
        seen[from.Value] = true;
        while (open.TryDequeue(out int node))
        {
            if (moment.Plan.Nodes[node].IsTransit)
            {
                part.Add(node);
            }
            foreach (Adjacent edge in moment.Epoch.Neighbours(new NodeId(node)))
            {
                if (!seen[edge.Neighbour] && moment.Plan.Nodes[edge.Neighbour].IsTransit)
                {
                    seen[edge.Neighbour] = true;
                    open.Enqueue(edge.Neighbour);
                }
            }
        }
        return part;
    }
}
