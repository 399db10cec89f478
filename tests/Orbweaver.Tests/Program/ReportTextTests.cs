// tidy: wide because it holds printed lines.
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>The report as people see it, from invented figures.</summary>
public sealed class ReportTextTests
{
    [Fact]
    public void A_table_of_80_columns()
    {
        string expected = """
            traffic        no. offered on time late/exp lost p50 ms p99 ms owed promise
            -------------- --- ------- ------- -------- ---- ------ ------ ---- ----------
            r5-voice       2/3   2.00M  95.01%     60/0   20   80.0   99.0  99% x 1 BROKEN
            a-written-con…   1  12,000    100%      0/0    0   80.0   99.0  99% + kept
            p50: median contract; p99: worst contract. 3/20: 3 of 20 contracts were
            admitted; the others are not counted.

            x BROKEN r5-voice/nuuk/svalbard
                90.02% on time, 99% promised within 150 ms
                late mainly by queueing: 61.2 of 188.7 ms on average, 54.0 of it at nuuk ->
                P03-S07; lost 20 by queue full

            Simulated 10 min in 4.0 s (150 times real time), planned in 0.5 s.
            4,000,000 packet-hops, 1.00 M/s; peak memory 98 MB; trace 00000000000000ff.
            x 1 of 3 promises BROKEN; 1 contract refused.

            """;
        Assert.Equal(expected, Render(80));
    }

    [Fact]
    public void A_wide_terminal_sees_more()
    {
        string[] lines = Render(120).Split('\n');
        Assert.Equal(
            "traffic            no.   offered on time late expired superseded lost in flight p50 ms p99 ms stretch age ms owed promise",
            lines[0]);
        Assert.Equal(
            "r5-voice           2/3 2,000,000  95.01%   60       0          0   20         0   80.0   99.0    1.20      -  99% x 1 BROKEN",
            lines[2]);
    }

    [Fact]
    public void A_ledger_that_does_not_add_up_is_a_defect()
    {
        RunReport report = Report();
        report.CheckConservation();
        ContractResult wrong = report.Result.Contracts[0] with { OnTime = 1 };
        InvariantException e = Assert.Throws<InvariantException>(
            (report with { Result = report.Result with { Contracts = [wrong] } }).CheckConservation);
        Assert.Equal(
            "The ledger of r5-voice/nuuk/svalbard does not add up: 1000000 messages were offered, 81 are accounted for.",
            e.Message);
    }

    [Theory]
    [InlineData(0, 0, 70, 0, "late mainly by waiting for a link or a way: 70.0 of 120.0 ms on average")]
    [InlineData(60, 0, 0, 0, "late mainly by a detour: 60.0 of 110.0 ms on average")]
    [InlineData(0, 0, 0, 30, "late mainly by waiting at the egress for an earlier message: 30.0 of 80.0 ms on average")]
    [InlineData(0, 0, 0, 0, "late because the best way alone takes 50.0 of 50.0 ms on average")]
    public void The_main_cause_is_named(int detourMs, int queueingMs, int waitingMs, int orderingMs, string expected)
    {
        LateCause cause = new(
            10, Ms(500), Ms(detourMs * 10), default, Ms(queueingMs * 10), Ms(waitingMs * 10), Ms(orderingMs * 10), null, default);
        ContractResult result = Result(0, 100, 90, late: 10) with { WhyLate = cause };
        Assert.Equal(expected, LateSentence.Of(result, Ms(100), static _ => ""));
    }

    [Theory]
    [InlineData("QueueFull", "lost 7 by queue full")]
    [InlineData("IngressStoreFull", "lost 7 by refusal, as the ingress store of guaranteed messages was full")]
    [InlineData("HoldEnded", "lost 7 by end of the hold time, returned to the publisher")]
    [InlineData("SomethingNew", "lost 7 by something new")]
    public void Reasons_for_losses_are_told_in_words_even_new_ones(string reason, string expected)
    {
        ContractResult result = Result(0, 100, 93) with { Lost = [new LostCount(reason, 7)] };
        Assert.Equal(expected, LateSentence.Of(result, Ms(100), static _ => ""));
    }

    [Theory]
    [InlineData("a b c", 80, "a b c")]
    [InlineData("aaaa bbbb cccc", 9, "aaaa bbbb|  cccc")]
    [InlineData("aaaaaaaaaaaaaa bb", 9, "aaaaaaaaaaaaaa bb")]
    public void Prose_breaks_at_spaces(string text, int columns, string expected)
        => Assert.Equal(expected, string.Join('|', TextWrap.Lines(text, columns, 2)));

    private static string Render(int columns)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        new ReportText(writer, columns, isColoured: false).WriteResult(Report());
        return writer.ToString();
    }

    private static RunReport Report()
    {
        string[] names = ["r5-voice/nuuk/svalbard", "r5-voice/tromso/svalbard", "r5-voice/oslo/svalbard", "a-written-contract"];
        Contract[] contracts = [.. names.Select((name, i) => Contract(i, name))];
        return new RunReport
        {
            Scenario = Scenario(contracts),
            Plan = TwoNodes(),
            Admission = new AdmissionReport(
                [
                    .. contracts.Select(c => Admission(
                        c, c.Index == 2 ? AdmissionVerdict.Impossible : AdmissionVerdict.Feasible)),
                ],
                []),
            Contracts = contracts,
            Result = new RunResult
            {
                Seed = 1,
                TraceHash = 255,
                Simulated = Duration.FromMinutes(10),
                Events = 1,
                PacketHops = 4_000_000,
                TreesBuilt = 1,
                Contracts =
                [
                    Result(0, 1_000_000, 999_920, late: 60, lost: 20) with
                    {
                        JudgedOnTime = 900_200,
                        Verdict = Verdict.Broken,
                        WhyLate = new LateCause(
                            60, Ms(7_000), default, Ms(650), Ms(3_672), default, default, (new(0), new(1)), Ms(3_240)),
                    },
                    Result(1, 1_000_000, 1_000_000),
                    Result(2, 500, 0, lost: 500) with { Verdict = Verdict.Broken },
                    Result(3, 12_000, 12_000),
                ],
                Elastic = [],
            },
            Cost = new RunCost(0.5, 4.0, 98_000_000),
            IsPartial = false,
        };
    }

    private static ContractResult Result(int contract, long offered, long onTime, long late = 0, long lost = 0) => new()
    {
        ContractIndex = contract,
        Subscriber = new NodeId(1),
        Offered = offered,
        OnTime = onTime,
        Late = late,
        Expired = 0,
        Superseded = 0,
        Lost = lost > 0 ? [new LostCount("QueueFull", lost)] : [],
        InFlight = 0,
        Judged = offered,
        JudgedOnTime = onTime,
        Verdict = Verdict.Kept,
        Latency = onTime > 0 ? new DurationSummary(onTime, Ms(80), Ms(99), Ms(120)) : default,
        StretchPermille = (1100, 1200, 1300),
        AgeOfInformation = default,
        WhyLate = null,
    };

    private static ContractAdmission Admission(Contract contract, AdmissionVerdict verdict)
    {
        DelaySpread best = new(Ms(70), Ms(70), Ms(70));
        return new ContractAdmission(
            contract.Index, verdict, "", Ms(5), best, 0,
            [.. contract.Subscribers.Select(s => new SubscriberAdmission(s, verdict, "", Ms(5), best, 0))]);
    }

    private static Contract Contract(int index, string name) => new()
    {
        Index = index,
        Name = name,
        Tenant = "t",
        Publisher = new NodeId(0),
        Subscribers = [new NodeId(1)],
        Qos = new Qos(6, Overtaking.Follow, Assurance.Congestion),
        Budget = Ms(150),
        Rate = DataRate.FromKilobits(100),
        Burst = new DataSize(1000),
        MessageSizeMax = new DataSize(100),
        PromisePpm = 990_000,
        Match = new FlowMatch(),
    };

    private static Scenario Scenario(IReadOnlyList<Contract> contracts) => new()
    {
        File = "s.yaml",
        Name = "golden",
        Description = "",
        Start = default(Instant),
        Length = Duration.FromMinutes(10),
        Seed = 1,
        Times = new PlanningTimes(Duration.FromSeconds(15), default, default),
        GrazingAltitude = default,
        Access = AccessPolicy.Assigned,
        Constellations = [],
        Grounds = [],
        Contracts =
        [
            .. contracts.Select(c => new ScenarioContract
            {
                Row = c.Index < 3 ? "r5-voice" : "", From = "", To = [], Terms = c, Traffic = [],
            }),
        ],
    };

    private static Plan TwoNodes() => new()
    {
        Version = 1,
        Start = default,
        EpochLength = Duration.FromSeconds(15),
        Drain = default,
        HopDelay = default,
        Nodes =
        [
            new PlanNode(new NodeId(0), "nuuk", NodeKind.Edge, "", "", -1, -1),
            new PlanNode(new NodeId(1), "P03-S07", NodeKind.Satellite, "", "", -1, -1),
        ],
        Contacts = [],
        Epochs = [],
    };

    private static Duration Ms(long ms) => Duration.FromMilliseconds(ms);
}
