using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Routing;

/// <summary>One of two disjoint ways.</summary>
/// <param name="Nodes">All its nodes, both ends included.</param>
/// <param name="Links">
/// Its links, one fewer: contacts by index, raised standby links by their number below zero.
/// </param>
/// <param name="DistanceNs">Sum of the routing metric.</param>
public sealed record PairWay(IReadOnlyList<NodeId> Nodes, IReadOnlyList<int> Links, int DistanceNs);

/// <summary>Two ways between the same ends that share nothing their rule forbids.</summary>
/// <param name="Short">The one that is not longer.</param>
/// <param name="Long">The other.</param>
public sealed record DisjointPair(PairWay Short, PairWay Long)
{
    /// <summary>What a search for a pair makes least.</summary>
    public long TotalNs => (long)Short.DistanceNs + Long.DistanceNs;

    /// <summary>Whether it is proven that no pair under the rule has a smaller total.</summary>
    public bool IsLeast { get; init; } = true;
}
