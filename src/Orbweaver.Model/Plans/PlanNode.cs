namespace Orbweaver.Model;

/// <summary>What a node is. Only satellites carry other nodes' traffic onward.</summary>
public enum NodeKind : byte
{
    /// <summary>A space vehicle of the mesh.</summary>
    Satellite,

    /// <summary>A ground site: a gateway with feeder links.</summary>
    Site,

    /// <summary>An edge: a user terminal with service links.</summary>
    Edge,
}

/// <summary>
/// A node as the plan knows it. <paramref name="Plane"/> and <paramref name="Slot"/> are -1 where unknown.
/// </summary>
/// <param name="Id">Its number, which is also its place in <see cref="Plan.Nodes"/>.</param>
/// <param name="Name">Unique, for people and files.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Group">The constellation of a satellite; empty on the ground.</param>
/// <param name="Vendor">Who built or owns it.</param>
/// <param name="Plane">Orbital plane, dense from zero within the whole plan.</param>
/// <param name="Slot">Place within the plane.</param>
public sealed record PlanNode(
    NodeId Id, string Name, NodeKind Kind, string Group, string Vendor, int Plane, int Slot)
{
    /// <summary>Whether packets of others may pass through: edges and sites never transit.</summary>
    public bool IsTransit => Kind == NodeKind.Satellite;
}
