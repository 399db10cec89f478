using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>One thing that fails once: a link by its number, or a node; and at which phase.</summary>
public readonly record struct SingleFailure(int? Link, NodeId? Node, int Phase);

/// <summary>What one single failure did to the flows.</summary>
/// <param name="Failure">What failed.</param>
/// <param name="LostByContract">Messages not delivered in time, by contract.</param>
/// <param name="Repairs">
/// Times from when a node was told to the first packet on another way, one for each flow that it repaired.
/// </param>
public sealed record SingleOutcome(
    SingleFailure Failure, IReadOnlyList<long> LostByContract, IReadOnlyList<Duration> Repairs);

/// <summary>
/// The exhaustive lane: every link and every node of a small mesh fails once for good, at ten phases of
/// the traffic, each time in a short world of its own with flows of 1 kHz. What a replicated flow loses is a
/// defect; what a repaired one loses is measured.
/// </summary>
public sealed class ExhaustiveLane
{
    /// <summary>Moments within one interval of the flows at which each thing fails.</summary>
    public const int Phases = 10;

    private static readonly Duration Interval = Duration.FromMilliseconds(1);
    private static readonly Duration FailsAt = Duration.FromMilliseconds(500);
    private static readonly Duration Length = Duration.FromSeconds(2);

    private readonly SimWorld _world;

    /// <summary>The lane of a plan and its contracts; what else the world offers is replaced.</summary>
    public ExhaustiveLane(SimWorld world)
    {
        List<TrafficSource> traffic = [];
        foreach (Contract contract in world.Contracts)
        {
            traffic.Add(new TrafficSource
            {
                ContractIndex = contract.Index,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = Interval,
                Size = SizeLaw.Constant(new DataSize(64)),
            });
        }
        _world = world with { Traffic = traffic, Length = Length };
        Failures = FailuresOf(_world);
    }

    /// <summary>
    /// All that is made to fail: links of the first epoch, then nodes that are no flow's end.
    /// </summary>
    public IReadOnlyList<SingleFailure> Failures { get; }

    /// <summary>Runs all of it. Outcomes stand in the order of the failures.</summary>
    public IReadOnlyList<SingleOutcome> Run(IWorkers workers, Action? done = null)
    {
        var outcomes = new SingleOutcome[Failures.Count];
        workers.For(outcomes.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                outcomes[i] = Run(Failures[i]);
                done?.Invoke();
            }
        });
        return outcomes;
    }

    /// <summary>Runs one.</summary>
    public SingleOutcome Run(SingleFailure failure)
    {
        RepairWatch watch = new();
        TwinWorld twin = new(_world.Config(seed: 1, new FaultPlan { Faults = [FaultOf(failure)] }, watch) with
        {
            // The lane measures; the seeds check, and these runs are thousands.
            ArePrioritiesChecked = false,
        });
        twin.AdvanceTo(twin.End);
        var lost = new long[_world.Contracts.Count];
        foreach (ContractResult result in twin.Result().Contracts)
        {
            // What is judged had its deadline within the run.
            lost[result.ContractIndex] += result.Judged - result.JudgedOnTime;
        }
        return new SingleOutcome(failure, lost, watch.Repairs);
    }

    /// <summary>What fails, for people.</summary>
    public string NameOf(SingleFailure failure)
    {
        if (failure.Node is NodeId node)
        {
            return _world.Plan.Nodes[node.Value].Name;
        }
        Contact contact = _world.Plan.Contacts[failure.Link!.Value];
        return $"{_world.Plan.Nodes[contact.A.Node.Value].Name}"
            + $" - {_world.Plan.Nodes[contact.B.Node.Value].Name}";
    }

    private static List<SingleFailure> FailuresOf(SimWorld world)
    {
        HashSet<NodeId> ends = [];
        foreach (Contract contract in world.Contracts)
        {
            ends.Add(contract.Publisher);
            ends.UnionWith(contract.Subscribers);
        }
        List<SingleFailure> failures = [];
        foreach (EpochLink link in world.Plan.Epochs[0].Links)
        {
            for (int phase = 0; phase < Phases; phase++)
            {
                failures.Add(new SingleFailure(link.ContactIndex, null, phase));
            }
        }
        foreach (PlanNode node in world.Plan.Nodes)
        {
            for (int phase = 0; phase < Phases && !ends.Contains(node.Id); phase++)
            {
                failures.Add(new SingleFailure(null, node.Id, phase));
            }
        }
        return failures;
    }

    private Fault FaultOf(SingleFailure failure)
    {
        Duration at = FailsAt + new Duration(Interval.Nanoseconds * failure.Phase / Phases);
        Fault fault = new()
        {
            Number = 0,
            Kind = "single",
            What = NameOf(failure),
            From = at,
            Until = Duration.Max,
        };
        return failure.Node is NodeId node
            ? fault with { Nodes = [new NodeHit(node, NodeHitKind.Lost, at, Duration.Max)] }
            : fault with
            {
                Links =
                [
                    new LinkHit(
                        failure.Link!.Value, LinkHitKind.Dark, LinkDirections.Both, at, Duration.Max),
                ],
            };
    }
}
