using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

public sealed class ElasticFlowsTests
{
    [Fact]
    public void The_textbook_case_is_shared_as_in_the_textbook()
    {
        // Bertsekas and Gallager: one flow over both links, one over the first, two over the second; the
        // second link has 6, of which the three flows get 2 each, and the flow that is alone on the first
        // gets the rest.
        PlanBuilder plan = new();
        NodeId[] n = [plan.Satellite(), plan.Satellite(), plan.Satellite()];
        plan.Link(n[0], n[1], new() { Rate = DataRate.FromMegabits(10) });
        plan.Link(n[1], n[2], new() { Rate = DataRate.FromMegabits(8), RateBack = DataRate.FromMegabits(5) });
        ContractBuilder contracts = new();
        Elastic(contracts, n[0], n[2]);
        Elastic(contracts, n[0], n[1]);
        Elastic(contracts, n[1], n[2]);
        Elastic(contracts, n[1], n[2]);
        Elastic(contracts, n[2], n[1]);
        contracts.Add(n[1], n[2], "5-i-d", c => c with { Rate = DataRate.FromMegabits(2) });

        Assert.Equal(
            [2, 8, 2, 2, 5],
            Share(plan.Build(), contracts).Select(r => r.RateMean.BitsPerSecond / 1_000_000));
    }

    [Fact]
    public void A_flow_without_a_way_and_one_on_a_link_that_is_sold_out_get_nothing()
    {
        PlanBuilder plan = new();
        NodeId[] n = [plan.Satellite(), plan.Satellite(), plan.Satellite()];
        plan.Link(n[0], n[1], new() { Rate = DataRate.FromMegabits(10) });
        ContractBuilder contracts = new();
        Elastic(contracts, n[0], n[1]);
        Elastic(contracts, n[0], n[2]);
        contracts.Add(n[0], n[1], "5-i-d", c => c with { Rate = DataRate.FromMegabits(20) });

        Assert.All(Share(plan.Build(), contracts), r => Assert.Equal(0, r.RateGreatest.BitsPerSecond));
    }

    [Fact]
    public void What_can_wait_shares_what_the_others_leave_and_copies_take_their_links()
    {
        // Two ways from 0 to 3, of 10 and 8 Mb/s; the replicated contract of 3 Mb/s takes both, the one for
        // two subscribers of 2 Mb/s the first link once.
        PlanBuilder plan = new();
        Duration slow = Duration.FromMilliseconds(9);
        NodeId[] n = [.. Enumerable.Range(0, 5).Select(_ => plan.Satellite())];
        plan.Link(n[0], n[1], new() { Rate = DataRate.FromMegabits(10) });
        plan.Link(n[1], n[3], new() { Rate = DataRate.FromMegabits(100) });
        plan.Link(n[0], n[2], new() { Rate = DataRate.FromMegabits(8) });
        plan.Link(n[2], n[3], new() { Rate = DataRate.FromMegabits(100), Delay = slow });
        plan.Link(n[1], n[4], new() { Rate = DataRate.FromMegabits(1) });
        ContractBuilder contracts = new();
        Elastic(contracts, n[0], n[3]);
        Elastic(contracts, n[0], n[2]);
        Elastic(contracts, n[0], n[3], "0-i-g");
        Elastic(contracts, n[0], n[4], "0-i-g");
        contracts.Add(n[0], n[3], "9-i-g", c => c with
        {
            Rate = DataRate.FromMegabits(3),
            Protection = Protection.Replicate,
        });
        contracts.Add(n[0], n[3], "7-r-d", c => c with
        {
            Rate = DataRate.FromMegabits(2),
            Subscribers = [n[3], n[1]],
        });

        Assert.Equal(
            [5, 5, 0, 0],
            Share(plan.Build(), contracts).Select(r => r.RateMean.BitsPerSecond / 1_000_000));
    }

    [Fact]
    public void No_flow_can_gain_but_from_one_that_has_no_more()
        => Seeds.Hold(dice =>
        {
            PlanBuilder builder = new();
            int count = dice.Between(2, 8);
            List<NodeId> nodes = [.. Enumerable.Range(0, count).Select(_ => builder.Satellite())];
            for (int i = 1; i < nodes.Count; i++)
            {
                // A random tree, so that ways are known without a search.
                builder.Link(nodes[dice.Below(i)], nodes[i], new()
                {
                    Rate = DataRate.FromMegabits(dice.Between(1, 20)),
                    RateBack = DataRate.FromMegabits(dice.Between(1, 20)),
                });
            }
            Plan plan = builder.Build();
            ContractBuilder contracts = new();
            for (int i = dice.Between(1, 8); i > 0; i--)
            {
                int from = dice.Below(nodes.Count);
                int to = (from + dice.Between(1, nodes.Count - 1)) % nodes.Count;
                Elastic(contracts, nodes[from], nodes[to]);
            }

            IReadOnlyList<ElasticResult> shares = Share(plan, contracts);
            long[] rate = [.. shares.Select(s => s.RateMean.BitsPerSecond)];
            List<(int, bool)>[] ways = [.. contracts.All.Select(c => Way(plan, c))];
            for (int flow = 0; flow < rate.Length; flow++)
            {
                // Each flow has a bottleneck: full but for the rounding of shares, and nobody has more on it.
                Assert.Contains(ways[flow], pipe =>
                {
                    int[] users = [.. Enumerable.Range(0, rate.Length).Where(f => ways[f].Contains(pipe))];
                    Contact contact = plan.Contacts[pipe.Item1];
                    long capacity = (pipe.Item2 ? contact.RateAToB : contact.RateBToA).BitsPerSecond;
                    long used = users.Sum(f => rate[f]);
                    Assert.True(used <= capacity);
                    return capacity - used < rate.Length * rate.Length
                        && users.All(f => rate[f] <= rate[flow] + rate.Length);
                });
            }
        });

    private static void Elastic(ContractBuilder contracts, NodeId from, NodeId to, string qos = "0-i-c")
        => contracts.Add(
            from, to, qos, c => c with { IsElastic = true, Budget = null, PromisePpm = null });

    private static IReadOnlyList<ElasticResult> Share(Plan plan, ContractBuilder contracts)
    {
        TwinConfig config = new()
        {
            Plan = plan,
            Contracts = contracts.All,
            Admitted = [.. contracts.All.Select(_ => true)],
            Traffic = [],
            Length = plan.EpochLength,
            Seed = 1,
        };
        ElasticFlows flows = new(config, new RouteTable(plan), new DisjointPairs(plan.Nodes));
        flows.Share(0);
        return flows.Results();
    }

    // In a tree, the way is what is left of the two ways to the root without what they have in common.
    private static List<(int Contact, bool IsAToB)> Way(Plan plan, Contract contract)
    {
        List<int> up = ToRoot(contract.Publisher.Value);
        List<int> down = ToRoot(contract.Subscribers[0].Value);
        return
        [
            .. up.Except(down).Select(node => (node - 1, false)),
            .. down.Except(up).Select(node => (node - 1, true)),
        ];

        // Node i is linked to a lower node by contact i - 1.
        List<int> ToRoot(int node)
        {
            List<int> way = [];
            for (; node > 0; node = plan.Contacts[node - 1].A.Node.Value)
            {
                way.Add(node);
            }
            return way;
        }
    }
}
