using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Routing;
using Orbweaver.Tests.Routing;
using Xunit;

namespace Orbweaver.Tests.Planning;

/// <summary>Admission of contracts with several subscribers, and of replicated ones.</summary>
public sealed class FanOutAdmissionTests
{
    private const int A = TinyPlan.A;
    private const int B = TinyPlan.B;
    private const int C = TinyPlan.C;
    private const int D = TinyPlan.D;

    // One way from A to S1, where the ways to B, C and D part.
    private static readonly (int, int, double)[] Trunk =
        [(A, 0, 5), (0, 1, 10), (1, B, 5), (1, C, 6), (1, D, 7)];

    // Two ways from A to B and two to C that share no node; the shorter ones share A-S0-S1.
    private static readonly (int, int, double)[] Doubled =
    [
        (A, 0, 5), (0, 1, 10), (1, B, 5), (1, C, 5), (A, 2, 5), (2, 3, 16), (3, B, 5), (3, C, 5),
    ];

    [Theory]
    [InlineData(80, AdmissionVerdict.AtRisk)]
    [InlineData(81, AdmissionVerdict.Impossible)]
    public void Three_subscribers_behind_one_link_count_once_on_it(int rateMbps, AdmissionVerdict verdict)
        => Assert.Equal(verdict, new TinyPlan().Epoch(Trunk).Admit(To(rateMbps, B, C, D)).Verdict);

    [Fact]
    public void What_is_left_of_the_shared_link_is_for_others()
    {
        AdmissionReport Of(long otherMbps) => new TinyPlan().Epoch(Trunk).Report(
            To(50, B, C, D), To(otherMbps, B) with { Index = 1 });
        Assert.Equal(AdmissionVerdict.AtRisk, Of(30).Contracts[1].Verdict);
        Assert.Equal("no capacity for 31 Mb/s in any epoch", Of(31).Contracts[1].Reason);
    }

    [Fact]
    public void Contracts_of_their_own_count_each()
    {
        AdmissionReport report = new TinyPlan().Epoch(Trunk).Report(
            To(40, B), To(40, C) with { Index = 1 }, To(40, D) with { Index = 2 });
        Assert.Equal(
            [AdmissionVerdict.AtRisk, AdmissionVerdict.AtRisk, AdmissionVerdict.Impossible],
            report.Contracts.Select(c => c.Verdict));
    }

    [Theory]
    [InlineData(40, AdmissionVerdict.Feasible)]
    [InlineData(41, AdmissionVerdict.Impossible)]
    public void Replicated_contracts_count_once_a_subscriber(int rateMbps, AdmissionVerdict verdict)
    {
        Contract contract = To(rateMbps, B, C) with { Protection = Protection.Replicate };
        ContractAdmission found = new TinyPlan().Epoch(Doubled).Admit(contract);
        Assert.Equal(verdict, found.Verdict);
        // B comes first and finds room; C does not.
        Assert.Equal(
            [AdmissionVerdict.Feasible, verdict], found.Subscribers.Select(s => s.Verdict));
    }

    [Fact]
    public void A_replicated_contract_takes_its_rate_on_both_ways()
    {
        Contract replicated = To(50, B) with { Protection = Protection.Replicate };
        // S2 is on the longer way alone, and nobody else wants it: D hangs on it.
        (int, int, double)[] links = [.. Doubled, (3, D, 5)];
        AdmissionReport report = new TinyPlan().Epoch(links).Report(
            replicated, To(31, D) with { Index = 1 }, To(30, D) with { Index = 2 });
        Assert.Equal("no capacity for 31 Mb/s in any epoch", report.Contracts[1].Reason);
        Assert.NotEqual(AdmissionVerdict.Impossible, report.Contracts[2].Verdict);
    }

    [Theory]
    [InlineData(Disjointness.Node, "")]
    [InlineData(Disjointness.Link, "loss of S1 leaves no way within 250 ms in all epochs")]
    public void Two_ways_that_share_no_node_survive_the_loss_of_one(Disjointness rule, string reason)
    {
        Contract contract = To(1, B) with { Protection = Protection.Replicate, Disjointness = rule };
        Assert.Equal(reason, new TinyPlan().Epoch(Doubled).Admit(contract).Reason);
    }

    [Fact]
    public void Without_two_ways_a_replicated_contract_takes_its_rate_on_the_one()
    {
        Contract replicated = To(80, B) with { Protection = Protection.Replicate };
        AdmissionReport report = new TinyPlan().Epoch(Trunk).Report(
            replicated, To(1, C) with { Index = 1 });
        Assert.StartsWith("no two ways within 250 ms", report.Contracts[0].Reason, StringComparison.Ordinal);
        Assert.Equal(AdmissionVerdict.Impossible, report.Contracts[1].Verdict);
    }

    [Fact]
    public void Every_subscriber_has_an_answer_and_the_worst_counts()
    {
        // D takes 5 + 10 + 95 ms in both epochs; C has no way in one of them.
        (int, int, double)[] first = [(A, 0, 5), (0, 1, 10), (1, B, 5), (1, C, 5), (1, D, 95)];
        ContractAdmission found = new TinyPlan().Epoch(first).Epoch([.. first.Where(l => l.Item2 != C)])
            .Admit(To(1, B, C, D) with { Budget = Duration.FromMilliseconds(100) });
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal("Rome: best 110 ms exceeds budget 100 ms in all epochs", found.Reason);
        Assert.Equal(1, found.EpochsWithoutWay);
        Assert.Equal(Duration.FromMilliseconds(110), found.Best!.Value.Greatest);
        Assert.Equal(
            [(B, AdmissionVerdict.AtRisk, 20, 0), (C, AdmissionVerdict.AtRisk, 20, 1),
                (D, AdmissionVerdict.Impossible, 110, 0)],
            found.Subscribers.Select(s => (
                s.Subscriber.Value, s.Verdict, (int)s.Best!.Value.Greatest.TotalMilliseconds,
                s.EpochsWithoutWay)));
        Assert.StartsWith(
            "no way in 1 of 2 epochs", found.To(new NodeId(C)).Reason, StringComparison.Ordinal);
        Assert.Throws<InvariantException>(() => found.To(new NodeId(A)));
    }

    [Fact]
    public void How_many_more_subscribers_are_at_risk_is_told()
    {
        ContractAdmission found = new TinyPlan().Epoch(Trunk).Admit(To(1, B, C, D));
        Assert.Equal(
            "Berlin: loss of S0 leaves no way within 250 ms in all epochs; "
                + "2 more of 3 subscribers at risk",
            found.Reason);
    }

    [Fact]
    public void A_subscriber_without_a_way_does_not_free_the_links_to_the_others()
    {
        // In the second epoch C is away; B still gets everything over the shared link.
        (int, int, double)[] without = [.. Trunk.Where(l => l.Item2 != C)];
        AdmissionReport report = new TinyPlan().Epoch(Trunk).Epoch(without).Report(
            To(50, B, C), To(50, B) with { Index = 1 });
        Assert.Equal(AdmissionVerdict.Impossible, report.Contracts[1].Verdict);
    }

    [Fact]
    public void A_contract_that_is_refused_for_one_subscriber_keeps_nothing_for_the_others()
    {
        // D has no way at all, so the first contract is refused, and all of the trunk is for the second.
        (int, int, double)[] without = [.. Trunk.Where(l => l.Item2 != D)];
        AdmissionReport report = new TinyPlan().Epoch(without).Report(
            To(50, B, D), To(80, B) with { Index = 1 });
        Assert.Equal("Rome: no way in any epoch", report.Contracts[0].Reason);
        Assert.Equal(AdmissionVerdict.AtRisk, report.Contracts[1].Verdict);
    }

    [Fact]
    public void Shortest_ways_that_have_parted_never_meet_again()
    {
        // Why one reservation a link is what a packet for several subscribers takes.
        for (ulong seed = 1; seed <= 300; seed++)
        {
            RandomGraph graph = new(seed);
            TreeBuilder trees = new(graph.Nodes);
            NodeId from = new(graph.SatelliteCount);
            Dictionary<int, int> cameFrom = [];
            List<PathStep> way = [];
            for (int to = graph.SatelliteCount + 1; to < graph.Nodes.Count; to++)
            {
                RouteTree tree = trees.Build(graph.Epoch, new NodeId(to));
                if (tree.DistanceNs(from) == RouteTree.Unreachable)
                {
                    continue;
                }
                PathStep.Walk(graph.Epoch, tree, from, way);
                Assert.All(way, step => Assert.Equal(
                    step.LinkIndex, cameFrom.TryAdd(step.To.Value, step.LinkIndex)
                        ? step.LinkIndex : cameFrom[step.To.Value]));
            }
        }
    }

    [Fact]
    public void More_subscribers_than_the_limit_and_repeated_ones_are_findings()
    {
        TinyPlan plan = new TinyPlan().Epoch(Trunk);
        Assert.Equal(
            ["contracts: contract-0 has node 6 as a subscriber twice"],
            PlanRequestRules.Findings(plan.Request(To(1, B, C, B))).Where(f => f.StartsWith(
                "contracts", StringComparison.Ordinal)));
        int[] many = [.. Enumerable.Range(B, Contract.SubscribersMax + 1)];
        Assert.Contains(
            "contracts: contract-0 has 65 subscribers; the limit is 64",
            PlanRequestRules.Findings(plan.Request(To(1, many))));
    }

    private static Contract To(long rateMbps, params int[] subscribers) => Scenes.Contract(
        0, new NodeId(A), [.. subscribers.Select(s => new NodeId(s))], Duration.FromMilliseconds(250), 5,
        rateMbps);
}
