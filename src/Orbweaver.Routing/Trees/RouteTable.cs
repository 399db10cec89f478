using System;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// The base trees of a plan, built when first asked for and shared by every node of a host. Belongs to one
/// worker. Holds the trees of <see cref="EpochsKept"/> epochs; older ones are forgotten, as nodes only look
/// forward.
/// </summary>
public sealed class RouteTable
{
    /// <summary>Epochs whose trees are kept: the one in force and its neighbours around a switch.</summary>
    public const int EpochsKept = 4;

    private readonly TreeBuilder _builder;
    private readonly Place[] _places = new Place[EpochsKept];

    /// <summary>An empty table for a plan.</summary>
    public RouteTable(Plan plan)
    {
        Plan = plan;
        _builder = new TreeBuilder(plan.Nodes);
        for (int i = 0; i < EpochsKept; i++)
        {
            _places[i] = new Place(plan.Nodes.Count);
        }
    }

    /// <summary>The plan it routes over.</summary>
    public Plan Plan { get; }

    /// <summary>Trees built so far: work done, for reports.</summary>
    public long TreesBuilt { get; private set; }

    /// <summary>The tree of an epoch and destination.</summary>
    public RouteTree Tree(int epoch, NodeId destination)
    {
        RouteTree?[] trees = PlaceOf(epoch).Trees;
        if (trees[destination.Value] is not { } tree)
        {
            TreesBuilt++;
            tree = _builder.Build(Plan.Epochs[epoch], destination);
            trees[destination.Value] = tree;
        }
        return tree;
    }

    /// <summary>
    /// Distances over the links of an epoch and all its standby links as if they were up: no view of the
    /// epoch has a shorter way, whatever is raised. It has no next hops.
    /// </summary>
    public RouteTree BoundTree(int epoch, NodeId destination)
    {
        Place place = PlaceOf(epoch);
        if (place.BoundTrees[destination.Value] is not { } tree)
        {
            TreesBuilt++;
            place.Widened ??= Widened(Plan.Epochs[epoch]);
            tree = _builder.BuildBound(place.Widened, destination);
            place.BoundTrees[destination.Value] = tree;
        }
        return tree;
    }

    /// <summary>
    /// The tighter of the two trees that bounds ways in a view, for <see cref="WaySearch"/>: the base tree
    /// unless a standby link is raised at the destination. What is raised at other ground nodes leads
    /// nowhere, and at the start it comes before all that is estimated.
    /// </summary>
    public RouteTree Bound(int epoch, LinkExceptions exceptions, NodeId destination)
        => exceptions.RaisedAt(destination).IsEmpty
            ? Tree(epoch, destination)
            : BoundTree(epoch, destination);

    // The standby links stand first, as their contact index is none and links ascend by it.
    private PlanEpoch Widened(PlanEpoch epoch)
    {
        var links = new EpochLink[epoch.Standby.Count + epoch.Links.Length];
        for (int i = 0; i < epoch.Standby.Count; i++)
        {
            StandbyLink standby = epoch.Standby[i];
            (NodeId a, NodeId b) = standby.Ground.Value < standby.Satellite.Value
                ? (standby.Ground, standby.Satellite)
                : (standby.Satellite, standby.Ground);
            links[i] = new EpochLink(
                -1, a, b, standby.DelayStartNs, standby.DelayMiddleNs, standby.DelayEndNs);
        }
        epoch.Links.CopyTo(links.AsSpan(epoch.Standby.Count));
        return new PlanEpoch(epoch.Index, epoch.NodeCount, links, [], Plan.HopDelay);
    }

    private Place PlaceOf(int epoch)
    {
        Place place = _places[epoch % EpochsKept];
        if (place.Epoch != epoch)
        {
            place.Epoch = epoch;
            place.Widened = null;
            Array.Clear(place.Trees);
            Array.Clear(place.BoundTrees);
        }
        return place;
    }

    private sealed class Place(int nodeCount)
    {
        public int Epoch { get; set; } = -1;

        public RouteTree?[] Trees { get; } = new RouteTree?[nodeCount];

        public RouteTree?[] BoundTrees { get; } = new RouteTree?[nodeCount];

        public PlanEpoch? Widened { get; set; }
    }
}
