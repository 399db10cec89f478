using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Everything that will go wrong in a run, resolved to nodes and links: whoever draws or reads faults knows
/// regions, planes and vendors; the world does not. Times are offsets from the start of the run.
/// </summary>
public sealed record FaultPlan
{
    /// <summary>Hits of one plan: a limit on memory.</summary>
    public const int HitsMax = 1_000_000;

    /// <summary>Nothing goes wrong.</summary>
    public static readonly FaultPlan None = new() { Faults = [] };

    /// <summary>The faults, by number.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Whether any clock will be wrong.</summary>
    public bool HasClocks
    {
        get
        {
            foreach (Fault fault in Faults)
            {
                foreach (NodeHit hit in fault.Nodes)
                {
                    if (hit.Kind == NodeHitKind.Clock)
                    {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /// <summary>
    /// Checks that a world over this plan can carry the faults out; who made them is at fault.
    /// </summary>
    public void Validate(Plan plan)
    {
        int standbyCount = new StandbyTable(plan).Count;
        int hits = 0;
        for (int i = 0; i < Faults.Count; i++)
        {
            Fault fault = Faults[i];
            Check.That(fault.Number == i);
            hits += fault.Nodes.Count + fault.Links.Count + fault.Overloads.Count;
            Check.That(hits <= HitsMax);
            Validate(fault, plan.Nodes.Count, plan.Contacts.Count, standbyCount);
        }
    }

    /// <summary>The same for one fault, in a world of so many nodes, contacts and standby pairs.</summary>
    public static void Validate(Fault fault, int nodeCount, int contactCount, int standbyCount)
    {
        foreach (Overload overload in fault.Overloads)
        {
            Check.That(overload.ContractIndex >= 0 && overload.Factor > 1);
        }
        foreach (NodeHit hit in fault.Nodes)
        {
            Check.That(hit.Node.Value >= 0 && hit.Node.Value < nodeCount);
            Check.That(hit.From >= Duration.Zero && hit.Until > hit.From);
            Check.That(hit.AfterEffects is null or >= 0);
            Check.That(hit.AfterEffects is null || hit.Kind == NodeHitKind.Lost);
            Check.That(hit.SlowBy > Duration.Zero
                == hit.Kind is NodeHitKind.Slow or NodeHitKind.ControllerSlow);
            Check.That(hit.Clock.IsSome == (hit.Kind == NodeHitKind.Clock));
        }
        foreach (LinkHit hit in fault.Links)
        {
            Check.That(hit.Link < contactCount && ~hit.Link < standbyCount);
            Check.That(hit.From >= Duration.Zero && hit.Until > hit.From);
            Check.That((int)hit.Directions is > 0 and <= (int)LinkDirections.Both);
            Check.That(hit.Flap is null || (hit.Flap.Value.OffFor > Duration.Zero
                && hit.Flap.Value.OffFor < hit.Flap.Value.Period));
            Check.That(hit.Noise.IsSome == (hit.Kind == LinkHitKind.Noisy));
        }
    }
}

/// <summary>One thing that goes wrong, however many nodes and links it hits.</summary>
public sealed record Fault
{
    /// <summary>Its place in the plan.</summary>
    public required int Number { get; init; }

    /// <summary>What kind of fault, in the words of scenarios, such as <c>region-jam</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it hits, for people: <c>P03-S07</c>, <c>800 km around 48N 11E</c>.</summary>
    public required string What { get; init; }

    /// <summary>When it begins.</summary>
    public required Duration From { get; init; }

    /// <summary>When it ends; <see cref="Duration.Max"/> for good.</summary>
    public required Duration Until { get; init; }

    /// <summary>What happens to nodes.</summary>
    public IReadOnlyList<NodeHit> Nodes { get; init; } = [];

    /// <summary>What happens to links.</summary>
    public IReadOnlyList<LinkHit> Links { get; init; } = [];

    /// <summary>Contracts to which more is offered while it lasts.</summary>
    public IReadOnlyList<Overload> Overloads { get; init; } = [];
}

/// <summary>So many times as much is offered to a contract.</summary>
public readonly record struct Overload(int ContractIndex, int Factor);

/// <summary>What happens to a node.</summary>
public enum NodeHitKind : byte
{
    /// <summary>
    /// Everything it held and knew is gone, and its lights are out. If the hit ends it starts anew, as its
    /// next incarnation.
    /// </summary>
    Lost,

    /// <summary>Its lights stay on and nothing is processed or sent; afterwards it goes on as if nothing had
    /// been.</summary>
    Hung,

    /// <summary>It takes longer to look at each frame.</summary>
    Slow,

    /// <summary>Its clock is wrong; afterwards it is right again.</summary>
    Clock,

    /// <summary>The controller at this node makes no plans.</summary>
    ControllerLost,

    /// <summary>The controller at this node hands its plans out late.</summary>
    ControllerSlow,
}

/// <summary>How a clock is wrong.</summary>
/// <param name="Offset">It jumps by this, and back at the end.</param>
/// <param name="DriftPpm">It goes too fast by so many millionths.</param>
/// <param name="IsFrozen">It stands still.</param>
public readonly record struct ClockFault(Duration Offset, int DriftPpm, bool IsFrozen)
{
    /// <summary>Whether anything is wrong with it.</summary>
    public bool IsSome => Offset != Duration.Zero || DriftPpm != 0 || IsFrozen;
}

/// <summary>What a fault does to one node for a time.</summary>
public readonly record struct NodeHit(NodeId Node, NodeHitKind Kind, Duration From, Duration Until)
{
    /// <summary>Of <see cref="NodeHitKind.Slow"/>: how much longer. Of <see
    /// cref="NodeHitKind.ControllerSlow"/>: how late.</summary>
    public Duration SlowBy { get; init; }

    /// <summary>
    /// Of <see cref="NodeHitKind.Lost"/>: not at once, but right after this many effects of its next step
    /// that has more; the others are never performed. Null: at once.
    /// </summary>
    public int? AfterEffects { get; init; }

    /// <summary>Of <see cref="NodeHitKind.Clock"/>: how it is wrong.</summary>
    public ClockFault Clock { get; init; }
}

/// <summary>What happens to a link.</summary>
public enum LinkHitKind : byte
{
    /// <summary>There is no light, at both ends.</summary>
    Dark,

    /// <summary>The light is on, and nothing comes through: a dead receiver, or a jammer.</summary>
    Silent,

    /// <summary>Frames are lost, damaged, doubled or overtaken by others.</summary>
    Noisy,

    /// <summary>A standby link cannot be acquired.</summary>
    Unacquirable,
}

/// <summary>
/// Directions of a link; A is the lower node of a contact and the satellite of a standby pair.
/// </summary>
[Flags]
public enum LinkDirections : byte
{
    /// <summary>From A to B.</summary>
    AToB = 1,

    /// <summary>From B to A.</summary>
    BToA = 2,

    /// <summary>Both.</summary>
    Both = 3,
}

/// <summary>
/// What a fault does to one link for a time: a planned contact, or below zero a standby pair.
/// </summary>
public readonly record struct LinkHit(
    int Link, LinkHitKind Kind, LinkDirections Directions, Duration From, Duration Until)
{
    /// <summary>When the hit comes and goes; null when it stays.</summary>
    public LinkFlap? Flap { get; init; }

    /// <summary>Of <see cref="LinkHitKind.Noisy"/>: how much.</summary>
    public FrameNoise Noise { get; init; }
}

/// <summary>
/// A link that comes and goes: off for <paramref name="OffFor"/> of every period, from its start.
/// </summary>
public readonly record struct LinkFlap(Duration Period, Duration OffFor);

/// <summary>What happens to single frames, with probabilities in parts per million.</summary>
/// <param name="LossPpm">It vanishes.</param>
/// <param name="CorruptionPpm">It arrives damaged, and is thrown away.</param>
/// <param name="DuplicationPpm">A second one arrives, later by up to the spread.</param>
/// <param name="ReorderingPpm">It arrives later by up to the spread, and others overtake it.</param>
/// <param name="Spread">How much later.</param>
public readonly record struct FrameNoise(
    int LossPpm, int CorruptionPpm, int DuplicationPpm, int ReorderingPpm, Duration Spread)
{
    /// <summary>Whether there is any.</summary>
    public bool IsSome => (LossPpm | CorruptionPpm | DuplicationPpm | ReorderingPpm) != 0;
}
