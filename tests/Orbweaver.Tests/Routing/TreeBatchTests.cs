using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Routing;

/// <summary>Trees side by side against the trees one by one, which have a slow twin of their own.</summary>
public sealed class TreeBatchTests
{
    private static readonly int[] Widths = [16, 8, 4, 1];

    [Fact]
    public void Every_width_gives_the_trees_that_are_built_one_by_one()
        => Seeds.Hold(dice => AssertSame(RouteTests.RandomPlan(dice), dice));

    [Fact]
    public void Views_with_planes_and_parallel_links_give_the_same_trees()
        => Seeds.Hold(dice => AssertSame(new RandomView(dice).Plan, dice));

    [Fact]
    public void A_torus_of_planes_and_slots_gives_the_same_trees()
        => Seeds.Hold(dice => AssertSame(Torus(dice), dice), runs: 15);

    [Fact]
    public void Long_links_add_up_to_no_way_in_every_width()
    {
        // Beyond 31 bits a sum must neither wrap nor count.
        PlanBuilder builder = new();
        NodeId[] n = [.. Enumerable.Range(0, 6).Select(_ => builder.Satellite())];
        for (int i = 0; i + 1 < n.Length; i++)
        {
            builder.Link(n[i], n[i + 1], new() { Delay = Duration.FromMilliseconds(1_100) });
        }
        AssertSame(builder.Build(), new Prng(1));
    }

    [Fact]
    public void A_block_is_filled_again_with_other_destinations_and_epochs()
    {
        Plan plan = RouteTests.RandomPlan(new Prng(5), epochs: 5);
        TreeBatch batch = new(plan.Nodes);
        TreeBlock block = new();
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            for (int count = plan.Nodes.Count; count >= 0; count -= 3)
            {
                NodeId[] destinations = [.. Enumerable.Range(0, count).Select(d => new NodeId(d))];
                batch.Build(epoch, destinations, block);
                AssertBlock(plan, epoch, destinations, block);
            }
        }
    }

    /// <summary>A grid that is closed both ways, with edges here and there.</summary>
    internal static Plan Torus(Prng dice, int epochs = 1)
    {
        (int planes, int slots) = (dice.Between(3, 12), dice.Between(3, 9));
        int satellites = planes * slots;
        List<PlanNode> nodes = [];
        List<EpochLink> links = [];
        for (int s = 0; s < satellites; s++)
        {
            nodes.Add(new PlanNode(
                new NodeId(s), $"s{s}", NodeKind.Satellite, "", "", s / slots, s % slots));
        }
        for (int e = dice.Between(1, 6); e > 0; e--)
        {
            nodes.Add(new PlanNode(new NodeId(nodes.Count), $"e{e}", NodeKind.Edge, "", "", -1, -1));
        }
        List<PlanEpoch> all = [];
        while (all.Count < epochs)
        {
            links.Clear();
            AddLinks();
            all.Add(new PlanEpoch(
                all.Count, nodes.Count, [.. links], [], Duration.FromMicroseconds(10)));
        }
        return new Plan
        {
            Version = 1,
            Start = PlanBuilder.Start,
            EpochLength = Duration.FromSeconds(15),
            Drain = Duration.FromMilliseconds(100),
            HopDelay = Duration.FromMicroseconds(10),
            Nodes = nodes,
            Contacts = [],
            Epochs = all,
        };

        void AddLinks()
        {
            for (int s = 0; s < satellites; s++)
            {
                Join(s, (s / slots * slots) + ((s + 1) % slots), 6_000_000);
                Join(s, (s + slots) % satellites, dice.Between(1, 4) * 1_000_000);
            }
            for (int e = satellites; e < nodes.Count; e++)
            {
                foreach (int s in Enumerable.Range(0, 3).Select(_ => dice.Below(satellites)).Distinct())
                {
                    Join(s, e, dice.Between(2, 5) * 1_000_000);
                }
            }
        }

        void Join(int a, int b, int ns)
        {
            NodeId low = new(System.Math.Min(a, b));
            links.Add(new EpochLink(links.Count, low, new NodeId(System.Math.Max(a, b)), ns, ns, ns));
        }
    }

    private static void AssertSame(Plan plan, Prng dice)
    {
        PlanEpoch epoch = plan.Epochs[0];
        NodeId[] destinations = [.. plan.Nodes.Select(n => n.Id).OrderBy(_ => dice.NextBits())];
        foreach (int width in Widths)
        {
            TreeBlock block = new();
            new TreeBatch(plan.Nodes, width).Build(epoch, destinations, block);
            AssertBlock(plan, epoch, destinations, block);
        }
    }

    private static void AssertBlock(Plan plan, PlanEpoch epoch, NodeId[] destinations, TreeBlock block)
    {
        TreeBuilder builder = new(plan.Nodes);
        Assert.Equal(destinations, block.Destinations.ToArray());
        for (int t = 0; t < destinations.Length; t++)
        {
            RouteTree expected = builder.Build(epoch, destinations[t]);
            RouteTree copy = block.Tree(t);
            Assert.Equal(destinations[t], copy.Destination);
            foreach (PlanNode node in plan.Nodes)
            {
                Assert.Equal(expected.DistanceNs(node.Id), block.DistanceNs(t, node.Id));
                Assert.Equal(expected.NextSlot(node.Id), block.NextSlot(t, node.Id));
                Assert.Equal(expected.DistanceNs(node.Id), copy.DistanceNs(node.Id));
                Assert.Equal(expected.NextSlot(node.Id), copy.NextSlot(node.Id));
            }
        }
    }
}
