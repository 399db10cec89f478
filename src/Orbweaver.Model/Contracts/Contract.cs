using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>How a contract's packets are kept safe from the loss of links and nodes.</summary>
public enum Protection : byte
{
    /// <summary>No more than routing gives.</summary>
    None,

    /// <summary>The point of local repair sends the next packet another way.</summary>
    Repair,

    /// <summary>Two disjoint ways at once; the egress passes the first copy.</summary>
    Replicate,
}

/// <summary>
/// A delivery contract: what a publisher may hand in, and what the network owes its subscribers. Integers
/// only.
/// </summary>
public sealed record Contract
{
    /// <summary>Subscribers of one contract: the egress nodes of a packet are one word of bits.</summary>
    public const int SubscribersMax = 64;

    /// <summary>How long an ingress keeps an undelivered message, where nothing else is said.</summary>
    public static readonly Duration HoldTimeUsual = Duration.FromMinutes(24 * 60);

    /// <summary>Its number in the scenario, dense from zero.</summary>
    public required int Index { get; init; }

    /// <summary>Its unique name, for people and reports.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is. Tenants share what priority 0-1 leaves over by deficit round robin.</summary>
    public required string Tenant { get; init; }

    /// <summary>The node where messages enter (their ingress).</summary>
    public required NodeId Publisher { get; init; }

    /// <summary>
    /// The nodes where messages leave (their egress): distinct, none the publisher, at most
    /// <see cref="SubscribersMax"/>.
    /// </summary>
    public required IReadOnlyList<NodeId> Subscribers { get; init; }

    /// <summary>Priority, overtaking and assurance.</summary>
    public required Qos Qos { get; init; }

    /// <summary>How old a message may be on delivery; null when nothing is promised about time.</summary>
    public Duration? Budget { get; init; }

    /// <summary>Committed information rate, policed at ingress over the bytes of messages.</summary>
    public required DataRate Rate { get; init; }

    /// <summary>How much may come at once above <see cref="Rate"/>.</summary>
    public required DataSize Burst { get; init; }

    /// <summary>The largest message.</summary>
    public required DataSize MessageSizeMax { get; init; }

    /// <summary>How it is protected.</summary>
    public Protection Protection { get; init; } = Protection.Repair;

    /// <summary>
    /// What its two ways may not share; of interest under <see cref="Protection.Replicate"/> only.
    /// </summary>
    public Disjointness Disjointness { get; init; } = Disjointness.Node;

    /// <summary>
    /// The on-time ratio that is owed, in parts per million; null when nothing is promised.
    /// </summary>
    public int? PromisePpm { get; init; }

    /// <summary>
    /// How long the ingress keeps a message that not every subscriber has acknowledged, before it returns it
    /// to the publisher; of interest under <see cref="Assurance.Guaranteed"/> only.
    /// </summary>
    public Duration HoldTime { get; init; } = HoldTimeUsual;

    /// <summary>
    /// Elastic traffic takes what is left of every link and owes nothing. It is a fluid in the twin; its
    /// probes are packets.
    /// </summary>
    public bool IsElastic { get; init; }

    /// <summary>Which of the publisher's flows belong to this contract.</summary>
    public required FlowMatch Match { get; init; }
}
