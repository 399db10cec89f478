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
    private readonly RouteTree?[][] _trees;
    private readonly int[] _epochOf;

    /// <summary>An empty table for a plan.</summary>
    public RouteTable(Plan plan)
    {
        Plan = plan;
        _builder = new TreeBuilder(plan.Nodes);
        _trees = new RouteTree?[EpochsKept][];
        _epochOf = new int[EpochsKept];
        for (int i = 0; i < EpochsKept; i++)
        {
            _trees[i] = new RouteTree?[plan.Nodes.Count];
            _epochOf[i] = -1;
        }
    }

    /// <summary>The plan it routes over.</summary>
    public Plan Plan { get; }

    /// <summary>Trees built so far: work done, for reports.</summary>
    public long TreesBuilt { get; private set; }

    /// <summary>The tree of an epoch and destination.</summary>
    public RouteTree Tree(int epoch, NodeId destination)
    {
        int place = epoch % EpochsKept;
        if (_epochOf[place] != epoch)
        {
            _epochOf[place] = epoch;
            Array.Clear(_trees[place]);
        }
        return _trees[place][destination.Value] ??= Build(epoch, destination);
    }

    private RouteTree Build(int epoch, NodeId destination)
    {
        TreesBuilt++;
        return _builder.Build(Plan.Epochs[epoch], destination);
    }
}
