using System;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// A link of one epoch with its delays (range at transmission over c) at the epoch's start, middle and end.
/// </summary>
public readonly record struct EpochLink(
    int ContactIndex, NodeId A, NodeId B, int DelayStartNs, int DelayMiddleNs, int DelayEndNs);

/// <summary>
/// An access link that is not in force: what an edge may raise by itself when it loses a satellite.
/// </summary>
public readonly record struct StandbyLink(
    NodeId Ground,
    NodeId Satellite,
    int Rank,
    ContactKind Kind,
    int DelayStartNs,
    int DelayMiddleNs,
    int DelayEndNs,
    DataRate RateUp,
    DataRate RateDown);

/// <summary>
/// One direction of a link, as seen from its node: 12 bytes, because path searches stream over them.
/// </summary>
/// <param name="Neighbour">The other node's number.</param>
/// <param name="LinkIndex">Place in <see cref="PlanEpoch.Links"/>.</param>
/// <param name="MetricNs">Routing metric: the middle delay plus the per-hop constant.</param>
public readonly record struct Adjacent(int Neighbour, int LinkIndex, int MetricNs);

/// <summary>
/// One epoch of a plan: the exact set of links that are in force from its start to its end. Adjacency is
/// stored as compressed rows; within a row neighbours ascend by number, then by contact, so that the first of
/// equals is the one that every node picks.
/// </summary>
public sealed class PlanEpoch
{
    private readonly EpochLink[] _links;
    private readonly int[] _rowStart;
    private readonly Adjacent[] _adjacent;

    /// <summary>Builds an epoch. <paramref name="links"/> ascend by contact index.</summary>
    public PlanEpoch(
        int index, int nodeCount, EpochLink[] links, IReadOnlyList<StandbyLink> standby, Duration hopDelay)
    {
        Index = index;
        Standby = standby;
        _links = links;
        _rowStart = new int[nodeCount + 1];
        _adjacent = new Adjacent[links.Length * 2];
        foreach (EpochLink link in links)
        {
            _rowStart[link.A.Value + 1]++;
            _rowStart[link.B.Value + 1]++;
        }
        for (int i = 0; i < nodeCount; i++)
        {
            _rowStart[i + 1] += _rowStart[i];
        }
        // Twice by counting, without comparisons: rows as links come, and from those, read by ascending node,
        // rows in which neighbours ascend and keep the order of their links.
        int[] next = _rowStart[..nodeCount];
        var unsorted = new Adjacent[_adjacent.Length];
        for (int i = 0; i < links.Length; i++)
        {
            EpochLink link = links[i];
            int metricNs = checked(link.DelayMiddleNs + (int)hopDelay.Nanoseconds);
            // Along links that cost nothing, next hops of equal distance could point at each other.
            Check.That(metricNs > 0);
            unsorted[next[link.A.Value]++] = new Adjacent(link.B.Value, i, metricNs);
            unsorted[next[link.B.Value]++] = new Adjacent(link.A.Value, i, metricNs);
        }
        _rowStart.AsSpan(0, nodeCount).CopyTo(next);
        for (int node = 0; node < nodeCount; node++)
        {
            for (int k = _rowStart[node]; k < _rowStart[node + 1]; k++)
            {
                Adjacent edge = unsorted[k];
                _adjacent[next[edge.Neighbour]++] = edge with { Neighbour = node };
            }
        }
    }

    /// <summary>Its place in the plan.</summary>
    public int Index { get; }

    /// <summary>Nodes of the plan.</summary>
    public int NodeCount => _rowStart.Length - 1;

    /// <summary>All links in force, ascending by contact index.</summary>
    public ReadOnlySpan<EpochLink> Links => _links;

    /// <summary>Ranked standby access links, by ground node and rank.</summary>
    public IReadOnlyList<StandbyLink> Standby { get; }

    /// <summary>The link of a contact; false when the epoch does not have it.</summary>
    public bool TryFind(int contactIndex, out EpochLink link)
    {
        int low = 0;
        int high = _links.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_links[middle].ContactIndex < contactIndex)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        link = low < _links.Length ? _links[low] : default;
        return low < _links.Length && link.ContactIndex == contactIndex;
    }

    /// <summary>The entry of a standby pair; false when the epoch does not list it.</summary>
    public bool TryFindStandby(StandbyPair pair, out StandbyLink found)
    {
        foreach (StandbyLink entry in Standby)
        {
            if (entry.Satellite == pair.Satellite && entry.Ground == pair.Ground)
            {
                found = entry;
                return true;
            }
        }
        found = default;
        return false;
    }

    /// <summary>The links of one node. A node's <em>slot</em> is a place in this row.</summary>
    public ReadOnlySpan<Adjacent> Neighbours(NodeId node)
        => _adjacent.AsSpan(_rowStart[node.Value], _rowStart[node.Value + 1] - _rowStart[node.Value]);
}
