using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// One thing that fails once: a link that goes dark, by its number, or a node that is lost or hangs with its
/// lights on; and at which phase.
/// </summary>
public readonly record struct SingleFailure(int? Link, NodeId? Node, bool IsHang, int Phase);

/// <summary>What one single failure did to the flows.</summary>
/// <param name="Failure">What failed.</param>
/// <param name="LostByContract">
/// Messages not delivered in time, by contract; of guaranteed ones those that are not delivered, nor held.
/// </param>
/// <param name="Repairs">One for each flow that was repaired where its link was lost.</param>
public sealed record SingleOutcome(
    SingleFailure Failure, IReadOnlyList<long> LostByContract, IReadOnlyList<Repair> Repairs);

/// <summary>
/// The exhaustive lane: every link and every node of a small mesh fails once for good, at ten phases of
/// the traffic, each time in a short world of its own with flows of 1 kHz. What a replicated or a guaranteed
/// flow loses is a defect; what a repaired one loses is measured. A message that comes twice stops the run.
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
        Fault fault = FaultOf(failure);
        RepairWatch watch = new(_world.Plan, _world.Contracts, _world.Plan.Start + fault.From);
        TwinWorld twin = new(_world.Config(seed: 1, new FaultPlan { Faults = [fault] }, watch) with
        {
            // The lane measures; the seeds check, and these runs are thousands.
            ArePrioritiesChecked = false,
        });
        twin.AdvanceTo(twin.End);
        var lost = new long[_world.Contracts.Count];
        foreach (ContractResult result in twin.Result().Contracts)
        {
            // What is judged had its deadline within the run.
            bool isGuaranteed =
                _world.Contracts[result.ContractIndex].Qos.Assurance == Assurance.Guaranteed;
            lost[result.ContractIndex] += isGuaranteed
                ? result.Lost.Sum(l => l.Messages) : result.Judged - result.JudgedOnTime;
        }
        return new SingleOutcome(failure, lost, watch.Repairs);
    }

    /// <summary>What fails, for people.</summary>
    public string NameOf(SingleFailure failure)
    {
        if (failure.Node is NodeId node)
        {
            return _world.Plan.Nodes[node.Value].Name + (failure.IsHang ? " (hung)" : "");
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
                failures.Add(new SingleFailure(link.ContactIndex, null, IsHang: false, phase));
            }
        }
        foreach (PlanNode node in world.Plan.Nodes)
        {
            for (int phase = 0; phase < Phases && !ends.Contains(node.Id); phase++)
            {
                failures.Add(new SingleFailure(null, node.Id, IsHang: false, phase));
                failures.Add(new SingleFailure(null, node.Id, IsHang: true, phase));
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
            ? fault with
            {
                Nodes =
                [
                    new NodeHit(
                        node, failure.IsHang ? NodeHitKind.Hung : NodeHitKind.Lost, at, Duration.Max),
                ],
            }
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
