using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Why two nodes have no link.</summary>
public enum ObstacleKind
{
    /// <summary>They are one node.</summary>
    SameNode,

    /// <summary>Ground nodes never link each other.</summary>
    BothOnGround,

    /// <summary>Lasers join satellites of one constellation only.</summary>
    ConstellationsDiffer,

    /// <summary>Their terminals are not compatible.</summary>
    GroupsDiffer,

    /// <summary>
    /// An end has no terminal or beam of that kind at all, or its constellation has no lasers.
    /// </summary>
    NoTerminals,

    /// <summary>A satellite's position could not be computed.</summary>
    PropagationFailed,

    /// <summary>The satellite is below the least elevation.</summary>
    BelowElevation,

    /// <summary>The line of sight comes too near to the Earth.</summary>
    EarthInTheWay,

    /// <summary>Further apart than the terminals reach.</summary>
    OutOfRange,

    /// <summary>In sight now, but not through the whole epoch.</summary>
    NotThroughEpoch,

    /// <summary>The terminals point at each other and are acquiring.</summary>
    Acquiring,

    /// <summary>The contact has begun and opens after a handover gap.</summary>
    NotOpenYet,

    /// <summary>The terminal it would take is in use.</summary>
    NoFreeTerminal,

    /// <summary>All beams of the satellite are in use.</summary>
    NoFreeBeam,

    /// <summary>Possible, but the policy preferred others.</summary>
    NotChosen,

    /// <summary>A grid links neighbours only.</summary>
    NotNeighbours,
}

/// <summary>One reason why two nodes have no link.</summary>
/// <param name="Kind">Which reason.</param>
/// <param name="Text">One line with figures, for people.</param>
public sealed record Obstacle(ObstacleKind Kind, string Text)
{
    /// <summary>The figure found, in <see cref="Unit"/>.</summary>
    public double? Value { get; init; }

    /// <summary>The figure allowed, in <see cref="Unit"/>.</summary>
    public double? Limit { get; init; }

    /// <summary>Unit of both figures: deg, km or ms.</summary>
    public string Unit { get; init; } = "";

    /// <summary>When it ends, where that is planned.</summary>
    public Instant? Until { get; init; }

    /// <summary>Other nodes concerned, such as those that hold the terminals.</summary>
    public IReadOnlyList<NodeId> Nodes { get; init; } = [];
}

/// <summary>A link in force.</summary>
/// <param name="Contact">The contact it belongs to.</param>
/// <param name="Range">Its length.</param>
/// <param name="Delay">Its light time.</param>
/// <param name="Since">When the contact opened.</param>
/// <param name="Until">End of the contact's last epoch.</param>
public sealed record LinkInForce(
    Contact Contact, Distance Range, Duration Delay, Instant Since, Instant Until);

/// <summary>The direct link between two nodes, or every reason why there is none.</summary>
public sealed record LinkExplanation(LinkInForce? InForce, IReadOnlyList<Obstacle> Obstacles);

/// <summary>
/// One link of a path. <paramref name="Delay"/> is light time; the per-hop constant comes on top.
/// </summary>
public sealed record PathHop(NodeId From, NodeId To, ContactKind Kind, Duration Delay);

/// <summary>The nearest two satellites of two parts of the network that do not hang together.</summary>
public sealed record PathGap(NodeId From, NodeId To, Distance Range, LinkExplanation Link);

/// <summary>The planned path between two nodes, or why there is none.</summary>
/// <param name="Hops">The links in order; empty when there is no path.</param>
/// <param name="Total">Light time and per-hop constants of all hops; null when there is no path.</param>
/// <param name="Floor">The least that physics allows, if both are on the ground.</param>
/// <param name="WhyNone">Why there is no path; empty when there is one.</param>
/// <param name="Gap">Where the network is torn, when both ends have links.</param>
public sealed record PathExplanation(
    IReadOnlyList<PathHop> Hops, Duration? Total, Duration? Floor, string WhyNone, PathGap? Gap);

/// <summary>What the plan says about two nodes at a moment.</summary>
/// <param name="A">From.</param>
/// <param name="B">To.</param>
/// <param name="At">The moment looked at: the one asked for, or the plan's nearer end if that lies
/// outside.</param>
/// <param name="Asked">The moment asked for.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="Link">The direct link.</param>
/// <param name="Path">The way from A to B.</param>
public sealed record Explanation(
    NodeId A, NodeId B, Instant At, Instant Asked, int Epoch, LinkExplanation Link, PathExplanation Path);
