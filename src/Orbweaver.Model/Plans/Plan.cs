using System;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>
/// The known future: time cut into epochs, and for each the exact set of links with delay and capacity. Every node
/// holds the whole plan and switches epoch by its own clock. Immutable; integers only.
/// </summary>
public sealed class Plan
{
    /// <summary>The longest delay of a link, about 640,000 km: delays are held in 31 bits of nanoseconds.</summary>
    public static readonly Duration LinkDelayMax = new(int.MaxValue);

    /// <summary>Monotone version; a revert is a higher version.</summary>
    public required int Version { get; init; }

    /// <summary>Start of the first epoch.</summary>
    public required Instant Start { get; init; }

    /// <summary>Length of every epoch; 15 s by default.</summary>
    public required Duration EpochLength { get; init; }

    /// <summary>How long a link outlasts its last routed epoch, so that what is in flight arrives.</summary>
    public required Duration Drain { get; init; }

    /// <summary>The per-hop constant: how long a node takes to pass a packet on, part of the metric.</summary>
    public required Duration HopDelay { get; init; }

    /// <summary>All nodes, by number.</summary>
    public required IReadOnlyList<PlanNode> Nodes { get; init; }

    /// <summary>All contacts, by index.</summary>
    public required IReadOnlyList<Contact> Contacts { get; init; }

    /// <summary>All epochs, in order, without gaps.</summary>
    public required IReadOnlyList<PlanEpoch> Epochs { get; init; }

    /// <summary>End of the last epoch.</summary>
    public Instant End => Start + (EpochLength * Epochs.Count);

    /// <summary>Start of an epoch.</summary>
    public Instant EpochStart(int epoch) => Start + (EpochLength * epoch);

    /// <summary>The epoch in force at a moment. Before the plan the first, past the horizon the last.</summary>
    public int EpochAt(Instant t)
        => (int)Math.Clamp((t - Start) / EpochLength, 0, Epochs.Count - 1);

    /// <summary>
    /// The delay of a link at a moment of its epoch: the parabola through the three planned delays, in integers.
    /// Also right a little outside the epoch, for the drain; from there on the delay stands still, as the
    /// last links go on past the horizon and no parabola does.
    /// </summary>
    public Duration DelayAt(in EpochLink link, int epoch, Instant t)
    {
        // u in [0, 1] as a fraction of 2^30, in two steps as one fits for epochs up to 8 s only and two up to
        // 2 h; the coefficients stay below 2^33 only for links that move slower than light by far, so the
        // products fit in 63 bits.
        long length = EpochLength.Nanoseconds;
        long within = Math.Clamp(
            (t - EpochStart(epoch)).Nanoseconds, -Drain.Nanoseconds, length + Drain.Nanoseconds);
        (long whole, long rest) = Math.DivRem(within << 20, length);
        long u = (whole << 10) + ((rest << 10) / length);
        long linear = (-3L * link.DelayStartNs) + (4L * link.DelayMiddleNs) - link.DelayEndNs;
        long square = (2L * link.DelayStartNs) - (4L * link.DelayMiddleNs) + (2L * link.DelayEndNs);
        long inner = linear + (((square * u) + (1L << 29)) >> 30);
        return new Duration(link.DelayStartNs + (((inner * u) + (1L << 29)) >> 30));
    }

    /// <summary>Finds a node by its name.</summary>
    public bool TryFindNode(string name, out NodeId id)
    {
        foreach (PlanNode node in Nodes)
        {
            if (string.Equals(node.Name, name, StringComparison.Ordinal))
            {
                id = node.Id;
                return true;
            }
        }
        id = default;
        return false;
    }
}
