using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Twin;

namespace Orbweaver.Scenarios;

/// <summary>A name in a scenario that is looked up when the nodes have their numbers.</summary>
internal readonly record struct NameRef(string Name, Field Field);

/// <summary>
/// One entry of <c>faults:</c> as written: names, regions and shares, not yet nodes and links.
/// </summary>
/// <param name="Kind">The word for it.</param>
/// <param name="At">When it begins, from the start of the run.</param>
/// <param name="Until">When it ends; <see cref="Duration.Max"/> for good.</param>
internal abstract record ScenarioFault(string Kind, Duration At, Duration Until);

/// <summary>Named nodes are lost, hang or are slow.</summary>
internal sealed record NamedNodesFault(
    string Kind, Duration At, Duration Until, IReadOnlyList<NameRef> Nodes, NodeHitKind Hit, Duration SlowBy)
    : ScenarioFault(Kind, At, Until);

/// <summary>All satellites of a plane are lost.</summary>
internal sealed record PlaneFault(
    Duration At, Duration Until, NameRef Constellation, int Plane, Field PlaneField)
    : ScenarioFault("plane", At, Until);

/// <summary>All nodes of a vendor are withdrawn.</summary>
internal sealed record VendorFault(Duration At, Duration Until, NameRef Vendor)
    : ScenarioFault("vendor", At, Until);

/// <summary>Links between two named nodes, whenever the plan has one.</summary>
internal sealed record PairFault(
    string Kind, Duration At, Duration Until, NameRef From, NameRef To, LinkHitKind Hit, bool IsOneWay)
    : ScenarioFault(Kind, At, Until)
{
    /// <summary>How it comes and goes; null when it stays.</summary>
    public LinkFlap? Flap { get; init; }

    /// <summary>What happens to frames.</summary>
    public FrameNoise Noise { get; init; }
}

/// <summary>Noise on all links of some kinds.</summary>
internal sealed record NoiseFault(
    Duration At, Duration Until, IReadOnlyList<ContactKind> On, FrameNoise Noise)
    : ScenarioFault("noise", At, Until);

/// <summary>New contacts open late or never.</summary>
/// <param name="At">Contacts that open from here.</param>
/// <param name="Until">To here.</param>
/// <param name="SharePpm">How many of them.</param>
/// <param name="Node">Of this node only; null for all.</param>
/// <param name="Late">How late; null for never.</param>
internal sealed record AcquisitionFault(
    Duration At, Duration Until, int SharePpm, NameRef? Node, Duration? Late)
    : ScenarioFault("acquisition", At, Until);

/// <summary>What a jammer reaches.</summary>
internal enum JamBand
{
    /// <summary>Receivers of satellites that are above the region.</summary>
    Up,

    /// <summary>Receivers on the ground within the region.</summary>
    Down,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Both, but service links to edges only.</summary>
    Access,
}

/// <summary>A disc on the ground that may move in a straight line.</summary>
/// <param name="Kind">The word for it.</param>
/// <param name="At">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Band">What is jammed; null for weather, which takes the links of sites.</param>
/// <param name="Centre">Its centre at the start.</param>
/// <param name="To">Its centre at the end; null when it stays.</param>
/// <param name="Radius">How large it is.</param>
internal sealed record RegionFault(
    string Kind,
    Duration At,
    Duration Until,
    JamBand? Band,
    GeodeticPosition Centre,
    GeodeticPosition? To,
    Distance Radius)
    : ScenarioFault(Kind, At, Until);

/// <summary>A share of all nodes of a kind is lost, part of them at one moment.</summary>
/// <param name="At">The first is lost at this moment at the earliest.</param>
/// <param name="Before">The last before this one.</param>
/// <param name="Of">What kind.</param>
/// <param name="SharePpm">How many of all.</param>
/// <param name="AtOncePpm">How many of these at one moment.</param>
/// <param name="For">How long each is lost; null for good.</param>
internal sealed record RandomFault(
    Duration At, Duration Before, NodeKind Of, int SharePpm, int AtOncePpm, Duration? For)
    : ScenarioFault("random", At, Before);

/// <summary>Clocks of named nodes are wrong.</summary>
internal sealed record ClockNodesFault(
    Duration At, Duration Until, IReadOnlyList<NameRef> Nodes, ClockFault Clock)
    : ScenarioFault("clock", At, Until);

/// <summary>Controllers are lost, or late; all of them where none is named.</summary>
internal sealed record ControllerFault(
    Duration At, Duration Until, IReadOnlyList<NameRef> Nodes, Duration? Late)
    : ScenarioFault("controller", At, Until);

/// <summary>Nodes are cut off from all others.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Nodes">Who, by name.</param>
/// <param name="Lost">What is lost: A to B is what comes in, B to A what goes out.</param>
internal sealed record PartitionFault(
    Duration At, Duration Until, IReadOnlyList<NameRef> Nodes, LinkDirections Lost)
    : ScenarioFault("partition", At, Until)
{
    /// <summary>Or all satellites of a plane.</summary>
    public PlaneFault? Plane { get; init; }

    /// <summary>Or all that is inside a region when it begins.</summary>
    public RegionFault? Region { get; init; }
}

/// <summary>More is offered: to named contracts, those of a row, or those of a publisher.</summary>
internal sealed record OverloadFault(
    Duration At,
    Duration Until,
    int Factor,
    IReadOnlyList<NameRef> Contracts,
    NameRef? Row,
    NameRef? From)
    : ScenarioFault("overload", At, Until)
{
    /// <summary>Whether a contract was made from a row of the traffic table.</summary>
    public static bool IsOfRow(ScenarioContract contract, NameRef row)
        => contract.Row.StartsWith($"r{row.Name}-", StringComparison.Ordinal);

    /// <summary>Whether more of a contract is offered: never of one that takes what is left.</summary>
    public bool Means(ScenarioContract contract)
        => !contract.Terms.IsElastic
            && (Contracts.Any(n => string.Equals(n.Name, contract.Terms.Name, StringComparison.Ordinal))
                || (Row is { } row && IsOfRow(contract, row))
                || (From is { } from && string.Equals(from.Name, contract.From, StringComparison.Ordinal)));
}
