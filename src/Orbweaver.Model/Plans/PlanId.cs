using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>
/// Which plan: a version, and the controller that made it. Newer is a higher version; of two plans of one
/// version, as controllers make that cannot hear each other, the one of the lower controller counts as
/// newer, so that all nodes agree whatever reaches them first. The default value is not a plan.
/// </summary>
public readonly record struct PlanId(int Version, NodeId Controller) : IComparable<PlanId>
{
    /// <summary>Bytes on a link.</summary>
    public const int Bytes = 6;

    /// <inheritdoc/>
    public int CompareTo(PlanId other)
        => Version != other.Version
            ? Version.CompareTo(other.Version)
            : other.Controller.CompareTo(Controller);

    /// <summary>Whether it counts more than another.</summary>
    public bool IsNewerThan(PlanId other) => CompareTo(other) > 0;

    /// <inheritdoc/>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"plan {Version} of {Controller}");
}
