using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class AdmissionTests
{
    private const int A = TinyPlan.A;
    private const int B = TinyPlan.B;

    // Two ways between the ends that share no node: by S0, S1 (20 ms) and by S2, S3 (26 ms).
    private static readonly (int, int, double)[] TwoWays =
        [(A, 0, 5), (0, 1, 10), (1, B, 5), (A, 2, 5), (2, 3, 16), (3, B, 5), (0, 2, 4), (1, 3, 4)];

    private static readonly (int, int, double)[] OneWay = [(A, 0, 5), (0, 1, 10), (1, B, 5)];

    [Fact]
    public void A_contract_with_two_ways_is_feasible()
    {
        ContractAdmission found = new TinyPlan().Epoch(TwoWays).Epoch(TwoWays).Admit(Contract(250));
        Assert.Equal(AdmissionVerdict.Feasible, found.Verdict);
        Assert.Equal("", found.Reason);
        var twenty = Duration.FromMilliseconds(20);
        Assert.Equal(new DelaySpread(twenty, twenty, twenty), found.Best);
        // London to Berlin: 931 km.
        Assert.Equal(3.1, found.Floor.TotalMilliseconds, 0.1);
    }

    [Fact]
    public void A_replicated_contract_without_two_disjoint_ways_is_at_risk()
    {
        Contract replicated = Contract(250) with { Protection = Protection.Replicate };
        Assert.Equal(
            AdmissionVerdict.Feasible, new TinyPlan().Epoch(TwoWays).Admit(replicated).Verdict);
        ContractAdmission found = new TinyPlan().Epoch(TwoWays).Epoch(OneWay).Admit(replicated);
        Assert.Equal(AdmissionVerdict.AtRisk, found.Verdict);
        Assert.StartsWith("no two ways within 250 ms disjoint by node in 1 of 2 epochs", found.Reason);
        // The second way takes 26 ms.
        found = new TinyPlan().Epoch(TwoWays).Admit(Contract(25) with { Protection = Protection.Replicate });
        Assert.StartsWith("no two ways within 25 ms disjoint by node", found.Reason);
    }

    [Fact]
    public void A_budget_below_the_floor_is_impossible()
    {
        ContractAdmission found = new TinyPlan().Epoch(TwoWays).Admit(Contract(2));
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal("floor 3.1 ms exceeds budget 2 ms", found.Reason);
    }

    [Fact]
    public void A_budget_below_the_best_of_all_epochs_is_impossible()
    {
        ContractAdmission found = new TinyPlan().Epoch(TwoWays).Epoch(OneWay).Admit(Contract(12));
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal("best 20 ms exceeds budget 12 ms in all epochs", found.Reason);
    }

    [Fact]
    public void Without_any_way_it_is_impossible()
    {
        ContractAdmission found = new TinyPlan().Epoch((A, 0, 5)).Epoch((B, 1, 5)).Admit(Contract(250));
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal("no way in any epoch", found.Reason);
        Assert.Null(found.Best);
        Assert.Equal(2, found.EpochsWithoutWay);
    }

    [Fact]
    public void Without_capacity_in_any_epoch_it_is_impossible()
    {
        // 80 % of 100 Mb/s may be promised.
        ContractAdmission found = new TinyPlan().Epoch(TwoWays).Admit(Contract(250, rateMbps: 81));
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal("no capacity for 81 Mb/s in any epoch", found.Reason);
        Assert.Equal(AdmissionVerdict.Feasible,
            new TinyPlan().Epoch(TwoWays).Admit(Contract(250, rateMbps: 80)).Verdict);
    }

    [Fact]
    public void When_every_epoch_fails_in_its_own_way_all_are_told()
    {
        ContractAdmission found = new TinyPlan()
            .Epoch((A, 0, 5)).Epoch((A, 0, 90), (0, B, 5)).Epoch((A, 0, 5), (0, B, 5))
            .Admit(Contract(50, priority: 9, rateMbps: 81));
        Assert.Equal(AdmissionVerdict.Impossible, found.Verdict);
        Assert.Equal(
            "holds in no epoch: no way in 1 of 3 epochs; "
                + "best up to 95 ms exceeds budget 50 ms in 1 of 3 epochs; "
                + "no capacity for 81 Mb/s in 1 of 3 epochs",
            found.Reason);
    }

    [Fact]
    public void Higher_priority_is_served_first_and_then_the_lower_index()
    {
        AdmissionReport report = new TinyPlan().Epoch(TwoWays).Report(
            Contract(250, priority: 3, rateMbps: 50),
            Contract(250, priority: 5, rateMbps: 50, index: 1),
            Contract(250, priority: 3, rateMbps: 30, index: 2));
        Assert.Equal(
            [AdmissionVerdict.Impossible, AdmissionVerdict.Feasible, AdmissionVerdict.Feasible],
            report.Contracts.Select(c => c.Verdict));
    }

    [Fact]
    public void Directions_have_capacity_of_their_own()
    {
        AdmissionReport report = new TinyPlan().Epoch(TwoWays).Report(
            Contract(250, rateMbps: 80),
            Scenes.Contract(1, new NodeId(B), [new NodeId(A)], Duration.FromMilliseconds(250), rateMbps: 80));
        Assert.All(report.Contracts, c => Assert.Equal(AdmissionVerdict.Feasible, c.Verdict));
    }

    [Fact]
    public void Epochs_without_a_way_put_it_at_risk()
    {
        ContractAdmission found =
            new TinyPlan().Epoch(TwoWays).Epoch((A, 0, 5)).Epoch(TwoWays).Admit(Contract(250));
        Assert.Equal(AdmissionVerdict.AtRisk, found.Verdict);
        Assert.Equal("no way in 1 of 3 epochs", found.Reason);
    }

    [Fact]
    public void The_loss_of_a_node_that_leaves_no_way_puts_it_at_risk()
    {
        ContractAdmission found =
            new TinyPlan().Epoch(TwoWays).Epoch(OneWay).Epoch(OneWay).Admit(Contract(250));
        Assert.Equal(AdmissionVerdict.AtRisk, found.Verdict);
        Assert.Equal("loss of S0 leaves no way within 250 ms in 2 of 3 epochs", found.Reason);
    }

    // S1 lost: the way on from S0 is 4 + 16 + 5 after 5, which makes 30 ms.
    [Theory]
    [InlineData(30, AdmissionVerdict.Feasible, "")]
    [InlineData(29, AdmissionVerdict.AtRisk, "loss of S1 leaves no way within 29 ms in all epochs")]
    public void A_detour_counts_from_the_point_before_the_lost_node(
        int budgetMs, AdmissionVerdict verdict, string reason)
    {
        ContractAdmission found = new TinyPlan().Epoch(
            (A, 0, 5), (0, 1, 10), (1, B, 5), (A, 2, 5), (2, 3, 16), (3, B, 5), (0, 2, 4)).Admit(
                Contract(budgetMs));
        Assert.Equal((verdict, reason), (found.Verdict, found.Reason));
    }

    [Fact]
    public void A_way_only_by_standby_access_is_at_risk_and_says_so()
    {
        ContractAdmission found = new TinyPlan()
            .Epoch([.. OneWay, (0, 2, 3), (1, 2, 3)], [(A, 2, 5), (B, 2, 5)])
            .Admit(Contract(250));
        Assert.Equal(AdmissionVerdict.AtRisk, found.Verdict);
        Assert.Equal("loss of S0 leaves a way only by standby access (2 s) in all epochs", found.Reason);
    }

    [Fact]
    public void A_standby_way_that_is_too_long_is_no_way()
    {
        ContractAdmission found = new TinyPlan()
            .Epoch([.. OneWay, (0, 2, 30), (1, 2, 30)], [(A, 2, 5), (B, 2, 5)])
            .Admit(Contract(30));
        Assert.Equal("loss of S0 leaves no way within 30 ms in all epochs", found.Reason);
    }

    [Fact]
    public void Elastic_contracts_reserve_nothing_and_need_only_a_way()
    {
        AdmissionReport report = new TinyPlan().Epoch(OneWay).Report(
            Scenes.Contract(
                0, new NodeId(A), [new NodeId(B)], null, priority: 9, rateMbps: 500, isElastic: true),
            Scenes.Contract(1, new NodeId(A), [new NodeId(B)], null, priority: 0, rateMbps: 80));
        Assert.Equal(AdmissionVerdict.Feasible, report.Contracts[0].Verdict);
        Assert.Equal("loss of S0 leaves no way in all epochs", report.Contracts[1].Reason);
    }

    [Fact]
    public void Coverage_counts_epochs_with_none_one_and_more_links()
    {
        AdmissionReport report =
            new TinyPlan().Epoch(TwoWays).Epoch(OneWay).Epoch((A, 0, 5)).Epoch((A, 0, 5)).Report();
        Assert.Equal(new GroundCoverage(new NodeId(A), 0, 0.75, 0.25), report.Coverage[0]);
        Assert.Equal(new GroundCoverage(new NodeId(B), 0.5, 0.25, 0.25), report.Coverage[1]);
    }

    private static Contract Contract(int budgetMs, int priority = 5, long rateMbps = 1, int index = 0)
        => Scenes.Contract(
            index, new NodeId(A), [new NodeId(B)], Duration.FromMilliseconds(budgetMs), priority, rateMbps);
}
