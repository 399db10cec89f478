using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>What stands in the way of a message.</summary>
internal enum HindranceKind
{
    /// <summary>Its publisher's node was lost or hung when it was handed in.</summary>
    SenderDown,

    /// <summary>No way led on from the node where it was.</summary>
    NoWay,

    /// <summary>The link or the node ahead failed while it was under way.</summary>
    Taken,
}

/// <summary>What stood in the way of a message: where, and when.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Node">The node that held the message, or that it was on its way to.</param>
/// <param name="At">When, in nanoseconds from the start of the run.</param>
internal readonly record struct Hindrance(HindranceKind Kind, NodeId Node, long At);
