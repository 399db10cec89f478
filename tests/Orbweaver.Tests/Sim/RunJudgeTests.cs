using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>What the judge of a run says of messages that were not in time, and why.</summary>
public sealed class RunJudgeTests
{
    private const int SubscriberLink = 1;
    private const int Laser = 2;

    // Satellites s - t between two edges; u is a standby of the second one.
    private readonly PlanBuilder _plan = new();
    private readonly NodeId _s;
    private readonly NodeId _t;
    private readonly NodeId _u;
    private readonly NodeId _from;
    private readonly NodeId _to;

    public RunJudgeTests()
    {
        _s = _plan.Satellite();
        _t = _plan.Satellite();
        _u = _plan.Satellite();
        _from = _plan.Edge();
        _to = _plan.Edge();
        _plan.Link(_s, _from);
        _plan.Link(_t, _to);
        _plan.Link(_s, _t);
        _plan.Link(_t, _u);
        _plan.Standby(_to, _u);
    }

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static NodeHit Lost(NodeId node, long fromMs = 1_000)
        => new(node, NodeHitKind.Lost, Ms(fromMs), Duration.Max);

    private static LinkHit Dark(int link, long fromMs = 1_000)
        => new(link, LinkHitKind.Dark, LinkDirections.Both, Ms(fromMs), Duration.Max);

    private static FaultPlan Faults(NodeHit[] nodes, params LinkHit[] links) => new()
    {
        Faults =
        [
            new Fault
            {
                Number = 0, Kind = "test", What = "test", From = Duration.Zero, Until = Duration.Max,
                Nodes = nodes, Links = links,
            },
        ],
    };

    // One message, handed in at a time, of which nothing is heard again.
    private JudgedFlow Judge(
        FaultPlan faults, long atMs, int budgetMs = 100, string qos = "5-f-d", Protection? protection = null)
    {
        Plan plan = _plan.Build();
        ContractBuilder contracts = new();
        contracts.Add(_from, _to, qos, c => c with
        {
            Budget = Ms(budgetMs),
            Protection = protection ?? Protection.Replicate,
            PromisePpm = 1_000_000,
        });
        RunJudge judge = new(
            new SimWorld
            {
                Name = "test",
                Plan = plan,
                Contracts = contracts.All,
                Admitted = [true],
                Traffic = [],
                Length = Ms(15_000),
            },
            faults, [true]);
        MessageRef message = new(0, 7, _to);
        Instant at = plan.Start + Ms(atMs);
        judge.Witness.Offered(message, 0, new DataSize(100), at, at + Ms(budgetMs));
        judge.Witness.FrameLost(message, DropReason.LinkLost, at + Ms(1));
        judge.Witness.Ended(message, DropReason.NoRoute, at + Ms(20));
        return judge.Judge(Ms(15_000)).Single();
    }

    private NoWayCause CauseOf(FaultPlan faults, long atMs, int budgetMs = 100)
    {
        JudgedFlow flow = Judge(faults, atMs, budgetMs);
        Assert.Equal(1, flow.Count.Infeasible);
        Assert.Equal(1, flow.Outcomes.Lost);
        Assert.Empty(flow.Missed);
        return flow.Infeasible.Single().Key;
    }

    [Fact]
    public void Causes_are_the_first_thing_in_the_way()
    {
        Assert.Equal(NoWayCause.PublisherDown, CauseOf(Faults([Lost(_from)]), 5_000));
        Assert.Equal(NoWayCause.SubscriberDown, CauseOf(Faults([Lost(_to)]), 5_000));
        Assert.Equal(NoWayCause.PublisherCutOff, CauseOf(Faults([Lost(_s)]), 5_000));
        Assert.Equal(NoWayCause.SubscriberCutOff, CauseOf(Faults([Lost(_t), Lost(_u)]), 5_000));
        Assert.Equal(NoWayCause.Parted, CauseOf(Faults([], Dark(Laser)), 5_000));
        Assert.Equal(NoWayCause.TooFar, CauseOf(FaultPlan.None, 5_000, budgetMs: 15));
        // On the laser at 7 ms when that goes dark.
        Assert.Equal(NoWayCause.LostUnderWay, CauseOf(Faults([], Dark(Laser, 5_007)), 5_000, budgetMs: 50));
    }

    [Fact]
    public void An_end_that_raises_no_standby_is_told_from_one_that_cannot_have_yet()
    {
        FaultPlan dark = Faults([], Dark(SubscriberLink));
        Assert.Equal(NoWayCause.Acquiring, CauseOf(dark, 1_500));
        Assert.Equal(NoWayCause.StandbyNotRaised, CauseOf(dark, 5_000));
    }

    [Fact]
    public void What_had_a_way_is_named_with_its_outcome()
    {
        JudgedFlow flow = Judge(FaultPlan.None, 5_000);
        MissedMessage missed = flow.Missed.Single();
        Assert.Equal((0, 7u, _to), (missed.Contract, missed.Number, missed.Subscriber));
        Assert.Equal((Ms(5_000), "NoRoute", Ms(20)), (missed.Offered, missed.Outcome, missed.Took));
        Assert.Equal((1L, 1L, 0L), (flow.Count.Judged, flow.Count.Missed, flow.Count.Infeasible));
    }

    [Fact]
    public void Under_repair_what_a_failed_link_took_is_left_out()
    {
        JudgedFlow flow = Judge(FaultPlan.None, 5_000, protection: Protection.Repair);
        Assert.Equal((0L, 1L), (flow.Count.Missed, flow.Count.Crossed));
    }

    [Theory]
    [InlineData(NodeHitKind.Clock)]
    [InlineData(NodeHitKind.ControllerLost)]
    [InlineData(NodeHitKind.ControllerSlow)]
    public void Only_nodes_that_are_lost_or_hung_are_down(NodeHitKind kind)
    {
        NodeHit hit = new(_from, kind, Ms(1_000), Duration.Max)
        {
            SlowBy = kind == NodeHitKind.ControllerSlow ? Ms(500) : Duration.Zero,
            Clock = kind == NodeHitKind.Clock ? new ClockFault(Ms(5), 0, false) : default,
        };
        Assert.Equal(1, Judge(Faults([hit]), 5_000).Count.Missed);
    }

    [Fact]
    public void One_oracle_answers_many_questions_as_new_ones_answer_each()
    {
        SimWorld world = SmallWorld.Of(11);
        FaultPlan faults = FaultSwarm.Draw(11, world).Plan;
        RunRecord record = new();
        TwinWorld twin = new(world.Config(11, faults, record));
        twin.AdvanceTo(twin.End);
        Truth truth = new(world.Plan, faults, record);
        Oracle all = new(world.Plan, truth);
        int asked = 0;
        int never = 0;
        foreach (MessageRecord m in record.Messages.Where((_, i) => i % 16 == 0))
        {
            Instant? one = Ask(new Oracle(world.Plan, truth), m);
            Instant? two = Ask(all, m);
            Assert.Equal(one is null, two is null);
            // A kept hop may be another than the best by what light time drifts within a stretch.
            Assert.InRange(((two - one) ?? Duration.Zero).TotalMilliseconds, -0.1, 0.1);
            asked++;
            never += one is null ? 1 : 0;
        }
        Assert.True(asked > 500 && never > 0, $"{asked} asked, {never} never");

        Instant? Ask(Oracle oracle, in MessageRecord m) => oracle.Arrival(
            world.Contracts[m.Message.Contract].Publisher, m.Message.Subscriber, m.Size, m.Offered,
            m.Deadline, mayWait: true);
    }

    [Fact]
    public void Rows_that_owe_everything_fail_a_lane_by_one_message()
    {
        SimWorld world = SmallWorld.Of(3);
        FaultPlan lost = Faults([Lost(SmallWorld.Edge(1), 20_000)]);
        bool[] judged = [.. world.Contracts.Select(c => c.PromisePpm >= 999_000)];
        JudgedSeed seed = OwnFaultsRun.Of(world, 3, lost, judged);
        JudgedTotals totals = Totals(seed);
        Assert.Null(totals.Worst);
        Assert.All(totals.Rows, r => Assert.True(judged[IndexOf(r.Name)]));
        Assert.Contains(totals.Rows, r => r.Infeasible.ContainsKey(NoWayCause.PublisherDown));
        Assert.Contains(totals.Rows, r => r.Infeasible.ContainsKey(NoWayCause.SubscriberDown));
        Assert.All(totals.Rows, r => Assert.Equal(r.Count.Infeasible, r.Infeasible.Values.Sum()));
        Assert.All(totals.Rows, r => Assert.Equal(
            r.Count.Judged - r.Count.OnTime,
            r.Outcomes.Late + r.Outcomes.Expired + r.Outcomes.Superseded + r.Outcomes.Lost
                + r.Outcomes.Held));

        MissedMessage missed = new(0, 1, new NodeId(0), Ms(1), "held", null);
        int whole = world.Contracts.First(c => c.PromisePpm == 1_000_000).Index;
        Assert.Equal(FailureKind.Liveness, Totals(seed with { Flows = [Missing(whole)] }).Worst);
        int less = world.Contracts.First(c => c.PromisePpm == 999_000).Index;
        Assert.Null(Totals(seed with { Flows = [Missing(less)] }).Worst);
        SeedFailure failure = new(FailureKind.Crash, Ms(1), "test");
        Assert.Equal(
            FailureKind.Crash, Totals(seed with { Flows = [Missing(whole)], Failure = failure }).Worst);

        int IndexOf(string name) => world.Contracts.First(c => c.Name == name).Index;

        JudgedTotals Totals(JudgedSeed one)
        {
            JudgedTotals sum = new(world.Contracts, [.. world.Contracts.Select(c => c.Name)]);
            sum.Add(one);
            return sum;
        }

        JudgedFlow Missing(int contract) => new()
        {
            Contract = contract,
            Subscriber = new NodeId(0),
            Count = new OnTimeCount { Judged = 1_000_000, OnTime = 999_999, Missed = 1 },
            Outcomes = new LateOutcomes { Held = 1 },
            Infeasible = new SortedDictionary<NoWayCause, long>(),
            Missed = [missed],
        };
    }
}
