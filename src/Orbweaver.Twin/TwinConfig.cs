using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>
/// A controller makes a plan and hands it to its node, if that lives and the controller is not lost.
/// </summary>
/// <param name="Controller">The node at which it runs.</param>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Document">The plan, a successor of what its node holds by then.</param>
public sealed record PlanIssue(NodeId Controller, Duration At, PlanDocument Document);

/// <summary>
/// Everything a run depends on. Equal configurations give equal runs, to the last bit of the trace hash.
/// </summary>
public sealed record TwinConfig
{
    /// <summary>The plan that all nodes hold. Its start is the start of the run.</summary>
    public required Plan Plan { get; init; }

    /// <summary>All contracts, by index.</summary>
    public required IReadOnlyList<Contract> Contracts { get; init; }

    /// <summary>
    /// Whether each contract was admitted, by index. Messages for one that was not are refused at ingress,
    /// with that reason.
    /// </summary>
    public required IReadOnlyList<bool> Admitted { get; init; }

    /// <summary>What is offered.</summary>
    public required IReadOnlyList<TrafficSource> Traffic { get; init; }

    /// <summary>How long to run.</summary>
    public required Duration Length { get; init; }

    /// <summary>The seed of all dice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Plans that controllers make during the run, in the order of time.</summary>
    public IReadOnlyList<PlanIssue> PlanIssues { get; init; } = [];

    /// <summary>
    /// Contacts that there will be at most, where plans are issued while the world runs (<see
    /// cref="TwinWorld.Issue"/>); 0 where none are.
    /// </summary>
    public int ContactsMax { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>How long terminals take to notice.</summary>
    public Detection Detection { get; init; } = Detection.Default;

    /// <summary>How long a ground node takes to acquire a standby link, by node; 2 s where it is not
    /// said.</summary>
    public IReadOnlyDictionary<NodeId, Duration> Acquisitions { get; init; }
        = new Dictionary<NodeId, Duration>();

    /// <summary>
    /// Whether invariant K is checked on every forward. Only benchmarks of something else do without.
    /// </summary>
    public bool IsKnowledgeChecked { get; init; } = true;

    /// <summary>
    /// Announcements that a node keeps at most; with <see cref="IsKnowledgeChecked"/> there must be room for
    /// all.
    /// </summary>
    public int NewsKeptMax { get; init; } = 1_000_000;

    /// <summary>Whether packets are checked not to be overtaken by lower priorities (I7).</summary>
    public bool ArePrioritiesChecked { get; init; }

    /// <summary>
    /// Whether every packet and control frame is written as bytes and read back on every hop, as between
    /// hosts. The run is the same with and without.
    /// </summary>
    public bool EncodesHops { get; init; }

    /// <summary>Who is told of single messages; null when sums are enough.</summary>
    public IRunWitness? Witness { get; init; }

    /// <summary>Who is told of every step of every node; null for a run that nobody replays.</summary>
    internal IStepWitness? Steps { get; init; }

    /// <summary>Who is shown every packet on links; null, as usual, for nobody.</summary>
    public IPacketTap? Tap { get; init; }

    /// <summary>Byte limit of every port's queue.</summary>
    public DataSize PortQueueMax { get; init; } = new(4_000_000);

    /// <summary>How long a ground node takes to acquire a standby link.</summary>
    public Duration AcquisitionOf(NodeId ground)
        => Acquisitions.GetValueOrDefault(ground, Duration.FromSeconds(2));
}
