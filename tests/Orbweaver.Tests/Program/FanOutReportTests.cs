using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Reports;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Contracts with several subscribers in both reports, from invented figures.</summary>
public sealed class FanOutReportTests
{
    private static readonly string[] Names = ["nuuk", "oslo", "tokyo", "lima"];

    [Fact]
    public void A_contract_has_one_line_with_its_worst_subscriber_and_the_number()
    {
        string[] lines = Text(Report());
        Assert.Contains("r2-tracks: 5 subscribers of 2 contracts, worst: tokyo of a (90% on time)", lines);
        Assert.Contains("written: 2 subscribers, worst: lima (99.99% on time)", lines);
        // Two contracts of the row, but three promises of five broken.
        Assert.Contains(lines, l => l.StartsWith("r2-tracks   2     500", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("x 3 BROKEN", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_broken_contract_is_told_once_by_its_worst()
    {
        string[] lines = Text(Report());
        int place = lines.IndexOf("x BROKEN a");
        Assert.Equal(
            [
                "    for 2 of 3 subscribers, worst: tokyo", "    90% on time, 99% promised within 1 s",
                "    lost 10 by something new", "x BROKEN b", "    for 1 of 2 subscribers, worst: lima",
            ],
            lines[(place + 1)..(place + 6)]);
        Assert.Single(lines, "x BROKEN a");
    }

    [Fact]
    public void The_answer_counts_a_promise_for_every_subscriber()
    {
        Assert.Contains("x 3 of 8 promises BROKEN.", Text(Report()));
        RunReport kept = Report();
        kept = kept with
        {
            Result = kept.Result with
            {
                Contracts = [.. kept.Result.Contracts.Select(r => r with { Verdict = Verdict.Kept })],
            },
        };
        Assert.Contains("+ All 8 promises kept.", Text(kept));
    }

    [Fact]
    public void A_contract_that_is_refused_is_refused_for_all_its_subscribers()
    {
        RunReport report = Report();
        ContractAdmission a = report.Admission.Contracts[0];
        SubscriberAdmission tokyo = a.Subscribers[1] with
        {
            Verdict = AdmissionVerdict.Impossible,
            Reason = "no way in any epoch",
        };
        a = a with
        {
            Verdict = AdmissionVerdict.Impossible,
            Reason = "tokyo: no way in any epoch",
            Subscribers = [a.Subscribers[0], tokyo, a.Subscribers[2]],
        };
        report = report with
        {
            Admission = report.Admission with { Contracts = [a, .. report.Admission.Contracts.Skip(1)] },
        };
        string[] lines = Text(report);
        Assert.Contains(lines, l => l.StartsWith("r2-tracks 1/2     200", StringComparison.Ordinal));
        Assert.Contains("x 1 of 5 promises BROKEN; 1 contract refused.", lines);
        JsonElement oslo = Json(report).GetProperty("contracts")[0];
        Assert.Equal("none", oslo.GetProperty("verdict").GetString());
        JsonElement admission = oslo.GetProperty("admission");
        Assert.Equal("impossible", admission.GetProperty("verdict").GetString());
        Assert.Equal("tokyo: no way in any epoch", admission.GetProperty("reason").GetString());
        Assert.Equal("feasible", admission.GetProperty("subscriber").GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_subscriber_without_a_ledger_is_a_defect()
    {
        RunReport report = Report();
        report.CheckConservation();
        report = report with
        {
            Result = report.Result with
            {
                Contracts = [.. report.Result.Contracts.Where(r => r.Subscriber != new NodeId(2))],
            },
        };
        InvariantException e = Assert.Throws<InvariantException>(report.CheckConservation);
        Assert.Equal("There is no ledger of a for tokyo.", e.Message);
    }

    [Fact]
    public void All_of_it_is_in_the_file()
    {
        JsonElement root = Json(Report());
        JsonElement summary = root.GetProperty("summary");
        Assert.Equal(
            [4, 8, 5, 3],
            new[] { "contracts", "subscriptions", "kept", "broken" }.Select(
                f => summary.GetProperty(f).GetInt32()));
        JsonElement[] contracts = [.. root.GetProperty("contracts").EnumerateArray()];
        Assert.Equal(
            [
                "a oslo 3 kept", "a tokyo 3 broken", "a lima 3 broken", "b oslo 2 kept", "b lima 2 broken",
                "written oslo 2 kept", "written lima 2 kept", "single lima 1 kept",
            ],
            contracts.Select(c => $"{c.GetProperty("name").GetString()} "
                + $"{c.GetProperty("subscriber").GetString()} {c.GetProperty("subscribers").GetInt32()} "
                + c.GetProperty("verdict").GetString()));
        // Floor and best are those of the subscriber: 10 ms a node number.
        Assert.Equal([10m, 20m, 30m], contracts[..3].Select(c => c.GetProperty("floorMs").GetDecimal()));
        Assert.Equal(10, contracts[1].GetProperty("lost").GetProperty("SomethingNew").GetInt32());
    }

    private static string[] Text(RunReport report)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        new ReportText(writer, 100, isColoured: false).WriteResult(report);
        return writer.ToString().Split('\n');
    }

    private static JsonElement Json(RunReport report)
    {
        using MemoryStream stream = new();
        ReportJson.Write(report, stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static RunReport Report()
    {
        Contract[] contracts =
        [
            Contract(0, "a", 1, 2, 3), Contract(1, "b", 1, 3), Contract(2, "written", 1, 3),
            Contract(3, "single", 3),
        ];
        return new RunReport
        {
            Scenario = Scenario(contracts),
            Plan = Plan(),
            Admission = new AdmissionReport([.. contracts.Select(Admission)], []),
            Contracts = contracts,
            Result = new RunResult
            {
                Seed = 1,
                TraceHash = 1,
                Simulated = Duration.FromSeconds(60),
                Events = 1,
                PacketHops = 1,
                TreesBuilt = 1,
                Contracts =
                [
                    Result(0, 1, 100, 0), Result(0, 2, 100, 10), Result(0, 3, 100, 5), Result(1, 1, 100, 0),
                    Result(1, 3, 100, 2), Result(2, 1, 10_000, 0), Result(2, 3, 10_000, 1),
                    Result(3, 3, 100, 0),
                ],
                Elastic = [],
            },
            Cost = new RunCost(1, 1, 1),
            IsPartial = false,
        };
    }

    private static ContractResult Result(int contract, int subscriber, long offered, long lost) => new()
    {
        ContractIndex = contract,
        Subscriber = new NodeId(subscriber),
        Offered = offered,
        OnTime = offered - lost,
        Late = 0,
        Expired = 0,
        Superseded = 0,
        Lost = lost > 0 ? [new LostCount("SomethingNew", lost)] : [],
        InFlight = 0,
        Judged = offered,
        JudgedOnTime = offered - lost,
        Verdict = lost * 100 > offered ? Verdict.Broken : Verdict.Kept,
        Latency = new DurationSummary(offered - lost, Ms(80), Ms(99), Ms(120)),
        StretchPermille = (1100, 1200, 1300),
        AgeOfInformation = default,
        WhyLate = null,
    };

    private static ContractAdmission Admission(Contract contract) => new(
        contract.Index, AdmissionVerdict.Feasible, "", Ms(30), null, 0,
        [
            .. contract.Subscribers.Select(s => new SubscriberAdmission(
                s, AdmissionVerdict.Feasible, "", Ms(10 * s.Value), null, 0)),
        ]);

    private static Contract Contract(int index, string name, params int[] subscribers) => new()
    {
        Index = index,
        Name = name,
        Tenant = "t",
        Publisher = new NodeId(0),
        Subscribers = [.. subscribers.Select(s => new NodeId(s))],
        Qos = new Qos(7, Overtaking.Replace, Assurance.Deadline),
        Budget = Duration.FromSeconds(1),
        Rate = DataRate.FromKilobits(100),
        Burst = new DataSize(1000),
        MessageSizeMax = new DataSize(100),
        PromisePpm = 990_000,
        Match = new FlowMatch(),
    };

    private static Scenario Scenario(IReadOnlyList<Contract> contracts) => new()
    {
        File = "s.yaml",
        Name = "fan-out",
        Description = "",
        Start = default(Instant),
        Length = Duration.FromSeconds(60),
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
                Row = c.Index < 2 ? "r2-tracks" : "", From = "", To = [], Terms = c, Traffic = [],
            }),
        ],
    };

    private static Plan Plan() => new()
    {
        Version = 1,
        Start = default,
        EpochLength = Duration.FromSeconds(15),
        Drain = default,
        HopDelay = default,
        Nodes =
            [.. Names.Select((name, i) => new PlanNode(new NodeId(i), name, NodeKind.Edge, "", "", -1, -1))],
        Contacts = [],
        Epochs = [new PlanEpoch(0, Names.Length, [], [], Duration.Zero)],
    };

    private static Duration Ms(long ms) => Duration.FromMilliseconds(ms);
}
