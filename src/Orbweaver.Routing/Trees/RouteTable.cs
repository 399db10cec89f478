using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// The base trees of a plan, built when first asked for and shared by every node of a host. Belongs to one
/// worker. Holds the trees of <see cref="EpochsKept"/> epochs; older ones are forgotten, as nodes only look
/// forward. Who was asked for in the last epoch will be in this one: where a batch has room beside the tree
/// that is asked for, those are built along with it.
/// </summary>
public sealed class RouteTable
{
    /// <summary>Epochs whose trees are kept: the one in force and its neighbours around a switch.</summary>
    public const int EpochsKept = 4;

    // Fewer trees than this are built one by one: a batch costs the same for one as for all its lanes, as
    // much as one or two trees.
    private const int BatchMin = 4;

    private readonly TreeBuilder _builder;
    private readonly TreeBatch _batch;
    private readonly TreeBlock _block = new();
    private readonly List<NodeId> _wanted = [];
    private readonly Place[] _places = new Place[EpochsKept];

    /// <summary>An empty table for a plan.</summary>
    public RouteTable(Plan plan)
    {
        Plan = plan;
        _builder = new TreeBuilder(plan.Nodes);
        _batch = new TreeBatch(plan.Nodes);
        for (int i = 0; i < EpochsKept; i++)
        {
            _places[i] = new Place(plan.Nodes.Count);
        }
    }

    /// <summary>The plan it routes over.</summary>
    public Plan Plan { get; }

    /// <summary>Trees asked for so far that were not there: work done, for reports.</summary>
    public long TreesBuilt { get; private set; }

    /// <summary>The tree of an epoch and destination.</summary>
    public RouteTree Tree(int epoch, NodeId destination)
    {
        Place place = PlaceOf(epoch);
        if (place.Trees[destination.Value] is not { } tree)
        {
            TreesBuilt++;
            if (place.Ready[destination.Value] is null)
            {
                Build(place, destination);
            }
            tree = place.Ready[destination.Value]!;
            place.Trees[destination.Value] = tree;
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

    private void Build(Place place, NodeId destination)
    {
        PlanEpoch epoch = Plan.Epochs[place.Epoch];
        Want(place, destination);
        if (_wanted.Count < BatchMin)
        {
            place.Ready[destination.Value] = _builder.Build(epoch, destination);
            return;
        }
        _batch.Build(epoch, CollectionsMarshal.AsSpan(_wanted), _block);
        for (int i = 0; i < _wanted.Count; i++)
        {
            place.Ready[_wanted[i].Value] = _block.Tree(i);
        }
    }

    // This one, and who was asked for in the epoch before, as far as they fit side by side.
    private void Want(Place place, NodeId destination)
    {
        _wanted.Clear();
        _wanted.Add(destination);
        Place before = _places[(place.Epoch + EpochsKept - 1) % EpochsKept];
        if (before.Epoch != place.Epoch - 1)
        {
            return;
        }
        for (int i = 0; i < before.Trees.Length && _wanted.Count < _batch.Lanes; i++)
        {
            if (before.Trees[i] is not null && place.Ready[i] is null && i != destination.Value)
            {
                _wanted.Add(new NodeId(i));
            }
        }
    }

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
            Array.Clear(place.Ready);
            Array.Clear(place.BoundTrees);
        }
        return place;
    }

    private sealed class Place(int nodeCount)
    {
        public int Epoch { get; set; } = -1;

        /// <summary>The trees that were asked for.</summary>
        public RouteTree?[] Trees { get; } = new RouteTree?[nodeCount];

        /// <summary>These, and those that were built along with them.</summary>
        public RouteTree?[] Ready { get; } = new RouteTree?[nodeCount];

        public RouteTree?[] BoundTrees { get; } = new RouteTree?[nodeCount];

        public PlanEpoch? Widened { get; set; }
    }
}
