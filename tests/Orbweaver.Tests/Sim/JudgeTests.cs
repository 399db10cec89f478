using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>The judges of a seed, each before something that it must find or let pass.</summary>
public sealed class JudgeTests
{
    private static readonly DataSize Size = new(100);

    // Satellites s-a-t and s-b-t between two edges; by b it takes longer.
    private readonly PlanBuilder _plan = new();
    private readonly NodeId _from;
    private readonly NodeId _a;
    private readonly NodeId _to;
    private readonly int _viaA;

    public JudgeTests()
    {
        NodeId s = _plan.Satellite();
        _a = _plan.Satellite();
        NodeId b = _plan.Satellite();
        NodeId t = _plan.Satellite();
        _from = _plan.Edge();
        _to = _plan.Edge();
        _plan.Link(s, _from);
        _plan.Link(t, _to);
        _viaA = _plan.Link(s, _a);
        _plan.Link(_a, t);
        _plan.Link(s, b, new TestLink { Delay = Ms(10) });
        _plan.Link(b, t, new TestLink { Delay = Ms(10) });
    }

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static void AssertBetween(Duration actual, double leastMs, double mostMs)
        => Assert.InRange(actual.TotalMilliseconds, leastMs, mostMs);

    private static FaultPlan Faults(params LinkHit[] links) => Of([], links);

    private static FaultPlan Of(NodeHit[] nodes, LinkHit[] links) => new()
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

    private static LinkHit Dark(int link, long fromMs, long untilMs)
        => new(link, LinkHitKind.Dark, LinkDirections.Both, Ms(fromMs), Ms(untilMs));

    private Duration? Ask(FaultPlan faults, long atMs, bool mayWait = false, int budgetMs = 100)
    {
        Plan plan = _plan.Build();
        Oracle oracle = new(plan, new Truth(plan, faults, new RunRecord()));
        Instant at = plan.Start + Ms(atMs);
        return oracle.Arrival(_from, _to, Size, at, at + Ms(budgetMs), mayWait) - at;
    }

    [Fact]
    public void The_oracle_counts_light_time_hops_and_serialisation()
    {
        // Four links of 5 ms, 10 us a hop, 180 bytes at 1 Gb/s.
        Duration expected = (Ms(5) + Duration.FromMicroseconds(10) + new Duration(1_440)) * 4;
        Assert.Equal(expected, Ask(FaultPlan.None, 1_000));
    }

    [Fact]
    public void The_oracle_goes_around_what_is_dark_and_back_after_the_hold_down()
    {
        FaultPlan faults = Faults(Dark(_viaA, 1_000, 2_000));
        AssertBetween(Ask(faults, 950)!.Value, 20, 21);
        AssertBetween(Ask(faults, 1_500)!.Value, 30, 31);
        AssertBetween(Ask(faults, 2_900)!.Value, 30, 31);
        AssertBetween(Ask(faults, 3_002)!.Value, 20, 21);
    }

    [Fact]
    public void The_oracle_knows_nothing_of_the_future()
    {
        // It is on the link from a when that goes dark; 30 ms earlier it would have been through.
        FaultPlan faults = Faults(Dark(_viaA, 1_000, 2_000));
        Assert.Null(Ask(faults, 993));
        Assert.NotNull(Ask(faults, 963));
    }

    [Fact]
    public void Only_what_may_wait_waits()
    {
        FaultPlan faults = Faults(Dark(0, 1_000, 2_000));
        Assert.Null(Ask(faults, 1_500));
        Assert.Null(Ask(faults, 1_500, mayWait: true));
        Duration waited = Ask(faults, 1_500, mayWait: true, budgetMs: 3_000)!.Value;
        // Back at 2 s, noticed after an interval and twice the flight, and a second of hold-down.
        AssertBetween(waited, 1_535, 1_545);
    }

    [Theory]
    [InlineData(NodeHitKind.Lost, 30)]
    [InlineData(NodeHitKind.Hung, 30)]
    [InlineData(NodeHitKind.Slow, 60)]
    public void The_oracle_avoids_dead_nodes_and_meets_slow_ones(NodeHitKind kind, int expectedMs)
    {
        NodeHit hit = new(_a, kind, Ms(1_000), Ms(2_000))
        {
            SlowBy = kind == NodeHitKind.Slow ? Ms(40) : Duration.Zero,
        };
        AssertBetween(Ask(Of([hit], []), 1_500)!.Value, expectedMs, expectedMs + 1);
    }

    [Fact]
    public void Hold_down_doubles_and_short_blips_have_none()
    {
        Plan plan = _plan.Build();
        Truth truth = new(
            plan,
            Faults(
                Dark(_viaA, 1_000, 1_500), Dark(_viaA, 4_000, 4_500),
                new LinkHit(_viaA, LinkHitKind.Silent, LinkDirections.AToB, Ms(9_000), Ms(9_050))),
            new RunRecord());
        Assert.Equal(
            [(0, 1_000), (2_501, 4_000), (6_501, 9_000)],
            truth.UsableTimes(_viaA).All.Take(3).Select(s => (s.From / 1_000_000, s.Until / 1_000_000)));
        Assert.True(truth.IsOut(_viaA, Ms(9_020).Nanoseconds));
        Assert.True(truth.IsUsable(_viaA, Ms(9_050).Nanoseconds, out _));
    }

    // The same run is judged by two truths. One is what the world did; the other is not, so the network
    // does not behave as it should under that.
    [Fact]
    public void A_network_that_ignores_a_dead_link_has_not_converged()
    {
        SimWorld world = SmallWorld.Of(3);
        Fault dark = new()
        {
            Number = 0,
            Kind = "test",
            What = "test",
            From = Ms(5_000),
            Until = Duration.Max,
            Links = [new LinkHit(0, LinkHitKind.Dark, LinkDirections.Both, Ms(5_000), Duration.Max)],
        };
        FaultPlan one = new() { Faults = [dark] };
        Assert.Null(Judged(world, one, one));
        Assert.Null(Judged(world, FaultPlan.None, FaultPlan.None));
        Assert.Contains("for up", Judged(world, FaultPlan.None, one), System.StringComparison.Ordinal);
        Assert.Contains("for down", Judged(world, one, FaultPlan.None), System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_detour_without_a_reason_has_not_converged()
    {
        SimWorld world = SmallWorld.Of(3);
        // All lasers of plane 0: nobody's view is looked at, so only the ways tell.
        RunRecord record = new();
        TwinWorld twin = new(world.Config(3, FaultPlan.None, record));
        twin.AdvanceTo(twin.End);
        Plan faster = Faster(world.Plan);
        Truth truth = new(faster, FaultPlan.None, record);
        string? found = new Convergence(
            world with { Plan = faster }, twin, truth, new Oracle(faster, truth), record).Find();
        Assert.Contains("longer than the best way takes", found, System.StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_have_arrived_counts_as_missed()
    {
        SimWorld world = SmallWorld.Of(3);
        Fault lost = new()
        {
            Number = 0,
            Kind = "test",
            What = "test",
            From = Ms(20_000),
            Until = Duration.Max,
            Nodes = [new NodeHit(SmallWorld.Edge(1), NodeHitKind.Lost, Ms(20_000), Duration.Max)],
        };
        RunRecord record = new();
        FaultPlan faults = new() { Faults = [lost] };
        TwinWorld twin = new(world.Config(3, faults, record));
        twin.AdvanceTo(twin.End);
        OnTimeCount truly = Count(faults);
        OnTimeCount falsely = Count(FaultPlan.None);
        Assert.True(truly.IsEnough && truly.Infeasible > 0, $"{truly}");
        Assert.False(falsely.IsEnough);
        Assert.Equal(0, falsely.Infeasible);
        Assert.Equal(truly.Infeasible + truly.Missed, falsely.Missed);

        OnTimeCount Count(FaultPlan by)
            => new OnTimeJudge(
                world, record, new Oracle(world.Plan, new Truth(world.Plan, by, record))).Judge();
    }

    [Fact]
    public void Whoever_is_in_touch_and_holds_an_older_plan_has_not_converged()
    {
        ulong seed = 1;
        while (!FaultSwarm.Enables(seed, FaultClass.Controller))
        {
            seed++;
        }
        SimWorld world = SmallWorld.Of(seed);
        Fault hung = new()
        {
            Number = 0,
            Kind = "test",
            What = "test",
            From = Ms(1),
            Until = Duration.Max,
            Nodes = [new NodeHit(new NodeId(4), NodeHitKind.Hung, Ms(1), Duration.Max)],
        };
        FaultPlan one = new() { Faults = [hung] };
        Assert.Null(Judged(world, one, one));
        Assert.Contains("in touch", Judged(world, one, FaultPlan.None), System.StringComparison.Ordinal);
    }

    [Fact]
    public void Only_overloaded_contracts_exceed_and_only_beyond_their_rate()
    {
        SimWorld world = SmallWorld.Of(3);
        int contract = world.Contracts.Single(c => c.Name == "r5-voice-0").Index;
        AgreedRates none = new(world, FaultPlan.None);
        AgreedRates agreed = new(world, new FaultPlan
        {
            Faults =
            [
                new Fault
                {
                    Number = 0, Kind = "overload", What = "test", From = Ms(0), Until = Ms(20_000),
                    Overloads = [new Overload(contract, 20)],
                },
            ],
        });
        Contract voice = world.Contracts[contract];
        int excess = 0;
        for (uint i = 0; i < 10_000; i++)
        {
            // A thousand a second, where two hundred are agreed.
            MessageRecord m = new()
            {
                Message = new MessageRef(contract, i, voice.Subscribers[0]),
                Size = voice.MessageSizeMax,
                Offered = world.Plan.Start + Ms(i),
            };
            Assert.False(none.IsExcess(m));
            bool isExcess = agreed.IsExcess(m);
            Assert.Equal(isExcess, agreed.IsExcess(m));
            excess += isExcess ? 1 : 0;
        }
        long burst = voice.Burst.Bytes / voice.MessageSizeMax.Bytes;
        Assert.InRange(excess, 8_000 - burst - 2, 8_000 - burst + 2);
    }

    // The same plan with links of half the delay.
    private static Plan Faster(Plan plan)
    {
        List<PlanEpoch> epochs = [];
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            EpochLink[] links =
            [
                .. epoch.Links.ToArray().Select(l => l with
                {
                    DelayStartNs = l.DelayStartNs / 2,
                    DelayMiddleNs = l.DelayMiddleNs / 2,
                    DelayEndNs = l.DelayEndNs / 2,
                }),
            ];
            epochs.Add(new PlanEpoch(epoch.Index, epoch.NodeCount, links, epoch.Standby, plan.HopDelay));
        }
        return new Plan
        {
            Version = plan.Version,
            Start = plan.Start,
            EpochLength = plan.EpochLength,
            Drain = plan.Drain,
            HopDelay = plan.HopDelay,
            Nodes = plan.Nodes,
            Contacts = plan.Contacts,
            Epochs = epochs,
        };
    }

    private static string? Judged(SimWorld world, FaultPlan done, FaultPlan believed)
    {
        RunRecord record = new();
        TwinWorld twin = new(world.Config(3, done, record));
        twin.AdvanceTo(twin.End);
        Truth truth = new(world.WholePlan, believed, record);
        return new Convergence(world, twin, truth, new Oracle(world.WholePlan, truth), record).Find();
    }
}
