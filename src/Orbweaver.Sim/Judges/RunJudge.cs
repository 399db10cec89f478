using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// Judges one run by the oracle, contract by contract: it is the run's witness, and says afterwards which
/// messages that were not in time could have been, and why nobody could have delivered the others.
/// </summary>
/// <param name="world">What runs.</param>
/// <param name="faults">What goes wrong in it.</param>
/// <param name="contracts">The contracts that are judged, by index: memory is for their messages.</param>
public sealed class RunJudge(SimWorld world, FaultPlan faults, IReadOnlyList<bool> contracts)
{
    private readonly RunRecord _record = new(contracts);

    /// <summary>Whom the world must tell.</summary>
    public IRunWitness Witness => _record;

    /// <summary>
    /// The judgement after so much of the run, by contract and subscriber: of all messages whose deadline
    /// is within that time.
    /// </summary>
    public IReadOnlyList<JudgedFlow> Judge(Duration simulated)
    {
        Truth truth = new(world.WholePlan, faults, _record);
        OnTimeJudge judge = new(
            world with { Length = simulated }, _record, new Oracle(world.WholePlan, truth));
        judge.Judge();
        NoWayCauses causes = new(world, truth);
        Dictionary<(int, int), SortedDictionary<NoWayCause, long>> infeasible = [];
        Dictionary<(int, int), List<MissedMessage>> missed = [];
        foreach (var flow in judge.Flows.Keys)
        {
            infeasible.Add(flow, []);
            missed.Add(flow, []);
        }
        foreach ((MessageRecord m, Hindrance? hindered) in judge.Infeasible)
        {
            NoWayCause cause = causes.Of(m, hindered);
            SortedDictionary<NoWayCause, long> counts = infeasible[FlowOf(m)];
            counts[cause] = counts.GetValueOrDefault(cause) + 1;
        }
        foreach (MessageRecord m in judge.Missed)
        {
            missed[FlowOf(m)].Add(MissedOf(m));
        }
        List<JudgedFlow> flows = [];
        foreach ((var flow, OnTimeCount count) in judge.Flows)
        {
            flows.Add(new JudgedFlow
            {
                Contract = flow.Contract,
                Subscriber = new NodeId(flow.Subscriber),
                Count = count,
                Outcomes = judge.Outcomes.GetValueOrDefault(flow),
                Infeasible = infeasible[flow],
                Missed = missed[flow],
            });
        }
        return flows;
    }

    private static (int, int) FlowOf(in MessageRecord m)
        => (m.Message.Contract, m.Message.Subscriber.Value);

    private MissedMessage MissedOf(in MessageRecord m) => new(
        m.Message.Contract, m.Message.Number, m.Message.Subscriber, m.Offered - world.Plan.Start,
        !m.IsEnded ? "held" : m.IsDelivered ? "late" : $"{m.Reason}",
        m.IsEnded ? m.Ended - m.Offered : null);
}
