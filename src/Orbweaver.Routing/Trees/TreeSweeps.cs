using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orbweaver.Routing;

/// <summary>
/// Shortest distances to several destinations at once, side by side in vector lanes: every node is set to the
/// least that its neighbours offer, in sweeps over all nodes (Bellman and Ford's relaxation in the orders of
/// fast sweeping, Zhao 2005), until little changes; what still changes is followed from node to node. It ends
/// when no link shortens anything, and then the distances are the shortest, whatever the order was. Written
/// for the benchmark "trees": sixteen searches share every link they read.
/// </summary>
internal static class TreeSweeps
{
    // Below this share of nodes that changed, looking at their neighbours is less than looking at all.
    private const int SparseShare = 8;

    /// <summary>
    /// Lowers the distances of nodes that transit until they are the shortest. Takes scratch of one byte a
    /// node, all zero and left so, and two lists that are long enough for all nodes.
    /// </summary>
    public static void Settle<T>(SweepGraph graph, Span<uint> distanceNs, in SweepScratch scratch)
        where T : struct, ILanes<T>
    {
        int[][] orders = graph.Orders;
        for (int sweep = 0; ; sweep++)
        {
            int[] order = orders[sweep % orders.Length];
            int changed = Sweep<T>(graph, order, distanceNs, scratch.Flags);
            // A first sweep against its order changes little too.
            if (sweep >= orders.Length && changed <= order.Length / SparseShare)
            {
                Follow<T>(graph, order, distanceNs, scratch);
                return;
            }
        }
    }

    /// <summary>One sweep: sets <paramref name="isChanged"/> for each node, and counts.</summary>
    public static int Sweep<T>(
        SweepGraph graph, ReadOnlySpan<int> order, Span<uint> distanceNs, Span<bool> isChanged)
        where T : struct, ILanes<T>
    {
        int count = 0;
        ReadOnlySpan<SweepLinks> groups = graph.Groups;
        ReadOnlySpan<int> groupStart = graph.GroupStart;
        ref uint first = ref MemoryMarshal.GetReference(distanceNs);
        foreach (int node in order)
        {
            bool isLess = Relax<T>(groups, groupStart[node], groupStart[node + 1], ref first, node);
            isChanged[node] = isLess;
            count += isLess ? 1 : 0;
        }
        return count;
    }

    /// <summary>
    /// Reads next hops off finished distances: of the links that continue a shortest way the first.
    /// </summary>
    public static void ReadSlots<T>(SweepGraph graph, Span<uint> distanceNs, Span<short> slots)
        where T : struct, ILanes<T>
    {
        ReadOnlySpan<SweepLinks> groups = graph.Groups;
        ReadOnlySpan<int> groupStart = graph.GroupStart;
        ref uint first = ref MemoryMarshal.GetReference(distanceNs);
        ref short firstSlot = ref MemoryMarshal.GetReference(slots);
        T none = T.Of(uint.MaxValue);
        T unreachable = T.Of(RouteTree.Unreachable);
        for (int node = 0; node + 1 < groupStart.Length; node++)
        {
            T at = T.Read(ref first, node * T.Count);
            T slot = none;
            for (int g = groupStart[node + 1] - 1; g >= groupStart[node]; g--)
            {
                ref readonly SweepLinks links = ref groups[g];
                T a = Via<T>(ref first, links.To.A, links.MetricNs.A);
                T b = Via<T>(ref first, links.To.B, links.MetricNs.B);
                T c = Via<T>(ref first, links.To.C, links.MetricNs.C);
                T d = Via<T>(ref first, links.To.D, links.MetricNs.D);
                slot = T.WhereEqual(d, at, T.Of(links.Slot.D), slot);
                slot = T.WhereEqual(c, at, T.Of(links.Slot.C), slot);
                slot = T.WhereEqual(b, at, T.Of(links.Slot.B), slot);
                slot = T.WhereEqual(a, at, T.Of(links.Slot.A), slot);
            }
            T.WhereEqual(at, unreachable, none, slot).WriteShorts(ref firstSlot, node * T.Count);
        }
    }

    // What changed in the last sweep, its neighbours, theirs if they change, and so on.
    private static void Follow<T>(
        SweepGraph graph, int[] order, Span<uint> distanceNs, in SweepScratch scratch)
        where T : struct, ILanes<T>
    {
        ReadOnlySpan<SweepLinks> groups = graph.Groups;
        ReadOnlySpan<int> groupStart = graph.GroupStart;
        ref uint first = ref MemoryMarshal.GetReference(distanceNs);
        Span<bool> isListed = scratch.Flags;
        int changed = 0;
        foreach (int node in order)
        {
            if (isListed[node])
            {
                isListed[node] = false;
                scratch.Changed[changed++] = node;
            }
        }
        while (changed > 0)
        {
            int listed = 0;
            for (int i = 0; i < changed; i++)
            {
                int node = scratch.Changed[i];
                for (int g = groupStart[node]; g < groupStart[node + 1]; g++)
                {
                    List(groups[g].To.A / T.Count, isListed, scratch.Listed, ref listed);
                    List(groups[g].To.B / T.Count, isListed, scratch.Listed, ref listed);
                    List(groups[g].To.C / T.Count, isListed, scratch.Listed, ref listed);
                    List(groups[g].To.D / T.Count, isListed, scratch.Listed, ref listed);
                }
            }
            changed = 0;
            for (int i = 0; i < listed; i++)
            {
                int node = scratch.Listed[i];
                isListed[node] = false;
                if (Relax<T>(groups, groupStart[node], groupStart[node + 1], ref first, node))
                {
                    scratch.Changed[changed++] = node;
                }
            }
        }
    }

    private static void List(int node, Span<bool> isListed, Span<int> list, ref int count)
    {
        if (!isListed[node])
        {
            isListed[node] = true;
            list[count++] = node;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Relax<T>(
        ReadOnlySpan<SweepLinks> groups, int start, int end, ref uint first, int node)
        where T : struct, ILanes<T>
    {
        T old = T.Read(ref first, node * T.Count);
        T least = old;
        do
        {
            ref readonly SweepLinks links = ref groups[start];
            T a = Via<T>(ref first, links.To.A, links.MetricNs.A);
            T b = Via<T>(ref first, links.To.B, links.MetricNs.B);
            T c = Via<T>(ref first, links.To.C, links.MetricNs.C);
            T d = Via<T>(ref first, links.To.D, links.MetricNs.D);
            least = T.Min(least, T.Min(T.Min(a, b), T.Min(c, d)));
        }
        while (++start < end);
        least.Write(ref first, node * T.Count);
        return !T.Same(least, old);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Via<T>(ref uint first, int place, uint metricNs)
        where T : struct, ILanes<T>
        => T.Sum(T.Read(ref first, place), T.Of(metricNs));
}

/// <summary>What sweeps need besides: a flag a node and two lists of nodes.</summary>
internal readonly ref struct SweepScratch(Span<bool> flags, Span<int> changed, Span<int> listed)
{
    public Span<bool> Flags { get; } = flags;

    public Span<int> Changed { get; } = changed;

    public Span<int> Listed { get; } = listed;
}
