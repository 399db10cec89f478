using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>
/// A node's number in the plan: satellites first, then sites, then edges, each in the order of the scenario.
/// Dense from zero, so it is also its place in tables. Ties between routes are broken by it.
/// </summary>
public readonly record struct NodeId(int Value) : IComparable<NodeId>
{
    /// <summary>No node.</summary>
    public static readonly NodeId None = new(-1);

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"node {Value}");
}
