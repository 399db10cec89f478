namespace Orbweaver.Model;

/// <summary>
/// What the two ways of a replicated contract may not have in common. The ends themselves are excepted.
/// </summary>
public enum Disjointness : byte
{
    /// <summary>No link; nodes may serve both. Survives the loss of any one link.</summary>
    Link,

    /// <summary>No node, and so no link. Survives the loss of any one satellite.</summary>
    Node,

    /// <summary>
    /// No orbital plane, and so no node. Nodes whose plane is unknown count as one plane, because nothing can
    /// be promised of them.
    /// </summary>
    Plane,

    /// <summary>
    /// No vendor, and so no node. Nodes whose vendor is unknown count as one vendor's.
    /// </summary>
    Vendor,

    /// <summary>
    /// No link, and no access satellite: a satellite that serves a ground end of one way is not on the other.
    /// Other satellites may serve both.
    /// </summary>
    Gateway,
}
