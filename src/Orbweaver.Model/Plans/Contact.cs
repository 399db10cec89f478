namespace Orbweaver.Model;

/// <summary>What carries a link.</summary>
public enum ContactKind : byte
{
    /// <summary>A laser between two satellites.</summary>
    Optical,

    /// <summary>A radio service link between a satellite's access beam and an edge.</summary>
    Access,

    /// <summary>A radio feeder link between a satellite's gateway beam and a site.</summary>
    Gateway,
}

/// <summary>One terminal or beam of a node; numbered from zero within the node and kind of contact.</summary>
public readonly record struct TerminalRef(NodeId Node, int Terminal);

/// <summary>
/// A contact the planner intends: two terminals pointing at each other over a run of epochs. Its identity
/// over plan versions is the pair of terminals and the start; its index is its place in <see
/// cref="Plan.Contacts"/>. The default value is not a contact.
/// </summary>
/// <param name="Index">Its place in <see cref="Plan.Contacts"/>.</param>
/// <param name="Kind">What carries it.</param>
/// <param name="A">The end with the lower node number.</param>
/// <param name="B">The end with the higher node number.</param>
/// <param name="FirstEpoch">First epoch in which it is in the link set.</param>
/// <param name="LastEpoch">Last epoch in which it is in the link set (inclusive).</param>
/// <param name="Opens">When it first carries data: the start of its first epoch, or later by a handover
/// gap.</param>
/// <param name="RateAToB">Capacity from A to B.</param>
/// <param name="RateBToA">Capacity from B to A.</param>
public readonly record struct Contact(
    int Index,
    ContactKind Kind,
    TerminalRef A,
    TerminalRef B,
    int FirstEpoch,
    int LastEpoch,
    Instant Opens,
    DataRate RateAToB,
    DataRate RateBToA)
{
    /// <summary>The end that is not <paramref name="node"/>.</summary>
    public NodeId PeerOf(NodeId node) => node == A.Node ? B.Node : A.Node;

    /// <summary>The capacity away from <paramref name="node"/>.</summary>
    public DataRate RateFrom(NodeId node) => node == A.Node ? RateAToB : RateBToA;
}
