using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// Builds the trees of many destinations at once, as many side by side as the machine's vectors hold: 16, 8
/// or 4. Each is the tree that <see cref="TreeBuilder"/> makes, bit for bit and for every width. Pays from
/// about three destinations on. One batch a worker: it keeps scratch.
/// </summary>
public sealed class TreeBatch
{
    private readonly int _nodeCount;
    private readonly SweepGraph _graph;
    private readonly bool[] _flags;
    private readonly int[] _changed;
    private readonly int[] _listed;

    /// <summary>A batch for graphs over these nodes, as wide as is fastest here.</summary>
    public TreeBatch(IReadOnlyList<PlanNode> nodes)
        : this(
            nodes,
            Vector512.IsHardwareAccelerated ? Lanes16.Count
            : Vector256.IsHardwareAccelerated ? Lanes8.Count
            : Vector128.IsHardwareAccelerated ? Lanes4.Count : Lanes1.Count)
    {
    }

    internal TreeBatch(IReadOnlyList<PlanNode> nodes, int lanes)
    {
        Check.That(lanes is 16 or 8 or 4 or 1);
        Lanes = lanes;
        _nodeCount = nodes.Count;
        _graph = new SweepGraph(nodes, lanes);
        _flags = new bool[nodes.Count];
        _changed = new int[nodes.Count];
        _listed = new int[nodes.Count];
    }

    /// <summary>Destinations side by side.</summary>
    public int Lanes { get; }

    /// <summary>Fills a block with the trees of an epoch to these destinations.</summary>
    public void Build(PlanEpoch epoch, ReadOnlySpan<NodeId> destinations, TreeBlock block)
    {
        Check.That(epoch.NodeCount == _nodeCount);
        _graph.Enter(epoch);
        block.Enter(destinations, _nodeCount, Lanes);
        for (int group = 0; group * Lanes < destinations.Length; group++)
        {
            ReadOnlySpan<NodeId> lanes = destinations[(group * Lanes)..];
            lanes = lanes[..Math.Min(Lanes, lanes.Length)];
            Span<uint> distanceNs = MemoryMarshal.Cast<int, uint>(block.DistancesOf(group));
            Span<short> slots = block.SlotsOf(group);
            Seed(epoch, lanes, distanceNs);
            switch (Lanes)
            {
                case 16:
                    Fill<Lanes16>(distanceNs, slots);
                    break;
                case 8:
                    Fill<Lanes8>(distanceNs, slots);
                    break;
                case 4:
                    Fill<Lanes4>(distanceNs, slots);
                    break;
                default:
                    Fill<Lanes1>(distanceNs, slots);
                    break;
            }
            TieToDestinations(epoch, lanes, distanceNs, slots);
        }
    }

    // A destination that does not transit is in no row of the sweeps: its neighbours start with their link.
    private void Seed(PlanEpoch epoch, ReadOnlySpan<NodeId> destinations, Span<uint> distanceNs)
    {
        distanceNs.Fill(RouteTree.Unreachable);
        for (int lane = 0; lane < destinations.Length; lane++)
        {
            NodeId destination = destinations[lane];
            distanceNs[(destination.Value * Lanes) + lane] = 0;
            if (!_graph.IsTransit(destination.Value))
            {
                foreach (Adjacent edge in epoch.Neighbours(destination))
                {
                    ref uint atNs = ref distanceNs[(edge.Neighbour * Lanes) + lane];
                    atNs = Math.Min(atNs, (uint)edge.MetricNs);
                }
            }
        }
    }

    private void Fill<T>(Span<uint> distanceNs, Span<short> slots)
        where T : struct, ILanes<T>
    {
        TreeSweeps.Settle<T>(_graph, distanceNs, new SweepScratch(_flags, _changed, _listed));
        TreeSweeps.Sweep<T>(_graph, _graph.Others, distanceNs, _flags);
        _flags.AsSpan().Clear();
        TreeSweeps.ReadSlots<T>(_graph, distanceNs, slots);
    }

    // The sweeps do not see links into destinations that do not transit; they may be the first of equals.
    private void TieToDestinations(
        PlanEpoch epoch, ReadOnlySpan<NodeId> destinations, Span<uint> distanceNs, Span<short> slots)
    {
        for (int lane = 0; lane < destinations.Length; lane++)
        {
            NodeId destination = destinations[lane];
            if (_graph.IsTransit(destination.Value))
            {
                continue;
            }
            foreach (Adjacent edge in epoch.Neighbours(destination))
            {
                int place = (edge.Neighbour * Lanes) + lane;
                if (distanceNs[place] != edge.MetricNs)
                {
                    continue;
                }
                ReadOnlySpan<Adjacent> row = epoch.Neighbours(new NodeId(edge.Neighbour));
                int slot = 0;
                while (row[slot].LinkIndex != edge.LinkIndex)
                {
                    slot++;
                }
                if (slots[place] == RouteTree.NoSlot || slot < slots[place])
                {
                    slots[place] = checked((short)slot);
                }
            }
        }
    }
}
