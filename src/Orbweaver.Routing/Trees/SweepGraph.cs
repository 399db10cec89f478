using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>
/// Four links away from a node, 48 bytes. Rows are filled up to whole groups with links that shorten nothing,
/// so that rows of up to four neighbours take one turn without a branch to guess.
/// </summary>
/// <param name="To">Places of the neighbours' first lanes.</param>
/// <param name="MetricNs">What the links cost.</param>
/// <param name="Slot">The links' places in the row of the epoch.</param>
internal readonly record struct SweepLinks(
    (int A, int B, int C, int D) To,
    (uint A, uint B, uint C, uint D) MetricNs,
    (uint A, uint B, uint C, uint D) Slot);

/// <summary>
/// One epoch as sweeps read it: the links from every node to those that transit, and orders to sweep in.
/// </summary>
internal sealed class SweepGraph
{
    private const int GroupSize = 4;

    private readonly bool[] _isTransit;
    private readonly int _lanes;
    private readonly int[] _groupStart;
    private SweepLinks[] _groups = [];
    private PlanEpoch? _epoch;

    public SweepGraph(IReadOnlyList<PlanNode> nodes, int lanes)
    {
        _lanes = lanes;
        _isTransit = new bool[nodes.Count];
        _groupStart = new int[nodes.Count + 1];
        List<int> transit = [];
        List<int> others = [];
        for (int i = 0; i < nodes.Count; i++)
        {
            _isTransit[i] = nodes[i].IsTransit;
            (nodes[i].IsTransit ? transit : others).Add(i);
        }
        Others = [.. others];
        Orders = OrdersOf(nodes, transit);
    }

    /// <summary>
    /// The four diagonals of planes and slots, each with its opposite next: a shortest way over a grid bends
    /// little, and one that follows the order of a sweep is done in that sweep. Neighbours stand apart in an
    /// order, so that a step need not wait for the last. Any order is right; these need 7 sweeps of 1,584
    /// satellites where ascending and descending numbers need 17.
    /// </summary>
    public int[][] Orders { get; }

    /// <summary>Nodes that do not transit.</summary>
    public int[] Others { get; }

    /// <summary>The links of each node, in groups.</summary>
    public ReadOnlySpan<SweepLinks> Groups => _groups;

    /// <summary>For each node its first group, and the end.</summary>
    public ReadOnlySpan<int> GroupStart => _groupStart;

    /// <summary>Whether a node transits.</summary>
    public bool IsTransit(int node) => _isTransit[node];

    /// <summary>Reads an epoch, unless it is the one that was read last.</summary>
    public void Enter(PlanEpoch epoch)
    {
        if (ReferenceEquals(epoch, _epoch))
        {
            return;
        }
        _epoch = epoch;
        int count = 0;
        for (int node = 0; node < _isTransit.Length; node++)
        {
            count = AddRow(epoch, node, count);
            _groupStart[node + 1] = count;
        }
    }

    private int AddRow(PlanEpoch epoch, int node, int count)
    {
        ReadOnlySpan<Adjacent> row = epoch.Neighbours(new NodeId(node));
        int slot = 0;
        do
        {
            if (count == _groups.Length)
            {
                Array.Resize(ref _groups, Math.Max(_groupStart.Length, count * 2));
            }
            _groups[count++] = new SweepLinks(
                (Next(row, ref slot, node, out uint metricA, out uint slotA),
                    Next(row, ref slot, node, out uint metricB, out uint slotB),
                    Next(row, ref slot, node, out uint metricC, out uint slotC),
                    Next(row, ref slot, node, out uint metricD, out uint slotD)),
                (metricA, metricB, metricC, metricD),
                (slotA, slotB, slotC, slotD));
            while (slot < row.Length && !_isTransit[row[slot].Neighbour])
            {
                slot++;
            }
        }
        while (slot < row.Length);
        return count;
    }

    // The next link to a node that transits; at the end of the row one to itself that shortens nothing.
    private int Next(ReadOnlySpan<Adjacent> row, ref int slot, int node, out uint metricNs, out uint place)
    {
        while (slot < row.Length)
        {
            Adjacent edge = row[slot++];
            if (_isTransit[edge.Neighbour])
            {
                metricNs = (uint)edge.MetricNs;
                place = checked((uint)(short)(slot - 1));
                return edge.Neighbour * _lanes;
            }
        }
        metricNs = RouteTree.Unreachable;
        place = 0;
        return node * _lanes;
    }

    private static int[][] OrdersOf(IReadOnlyList<PlanNode> nodes, List<int> transit)
    {
        int[] falling = Order(node => (GroupSize * PlaneOf(node)) + nodes[node].Slot);
        int[] rising = Order(node => (GroupSize * PlaneOf(node)) - nodes[node].Slot);
        return [falling, Reversed(falling), rising, Reversed(rising)];

        int PlaneOf(int node) => nodes[node].Plane < 0 ? node : nodes[node].Plane;

        int[] Order(Func<int, int> key)
        {
            int[] order = [.. transit];
            int[] keys = Array.ConvertAll(order, node => key(node));
            Array.Sort(keys, order);
            return order;
        }
    }

    private static int[] Reversed(int[] order)
    {
        int[] reversed = [.. order];
        Array.Reverse(reversed);
        return reversed;
    }
}
