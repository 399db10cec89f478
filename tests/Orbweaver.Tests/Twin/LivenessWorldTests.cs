using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Nodes that find silence by liveness frames of their own, in a world.</summary>
public sealed class LivenessWorldTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    [Theory]
    [InlineData(50_000)]
    [InlineData(300_000)]
    public void A_link_that_loses_much_is_not_lost_and_a_dead_one_still_is_found(int ppm)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            WorldBuilder world = Real(Ms(62_000), seed);
            NodeId[] nodes = world.Chain(1);
            world.Hit(0, LinkHitKind.Noisy, Ms(0), null, h => h with
            {
                Noise = new FrameNoise(ppm, 0, 0, 0, default),
            });
            world.Hit(0, LinkHitKind.Silent, Second * 60);
            TwinWorld twin = world.Build();

            twin.AdvanceTo(PlanBuilder.Start + (Second * 60));
            Assert.All(nodes, n => Assert.Empty(twin.NodeOf(n).Learned));
            twin.AdvanceTo(PlanBuilder.Start + (Second * 60) + (Ms(5) * LossEstimate.MissesMax) + Ms(1));
            Assert.True(twin.NodeOf(nodes[0]).Exceptions.IsDown(0));
            Assert.True(twin.NodeOf(nodes[1]).Exceptions.IsDown(0));
        }
    }

    [Fact]
    public void Nothing_is_lost_in_a_quiet_world_and_frames_go_only_as_often_as_they_must()
    {
        WorldBuilder world = Real(Second * 10);
        NodeId[] nodes = world.Chain(2);
        TwinWorld twin = world.Build();
        twin.AdvanceTo(twin.End);

        Assert.All(nodes, n => Assert.Empty(twin.NodeOf(n).Learned));
        // Four directions of radio, two of a laser; the first goes at once.
        Assert.Equal((4 * 2_001) + (2 * 301), twin.Result().Control.Frames);
    }

    [Fact]
    public void Under_traffic_a_word_goes_every_third_interval()
    {
        WorldBuilder world = Real(Second * 10);
        NodeId[] nodes = world.Chain(1);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-d"), Ms(1));
        RunResult result = world.Run();

        // Two directions are idle, two carry data; those are as idle until the loss is known.
        Assert.Equal((2 * 2_001) + (2 * (64 + ((10_000 - 320) / 15))), result.Control.Frames, 12.0);
        Assert.Equal(result.Contracts[0].Offered, result.Contracts[0].OnTime + result.Contracts[0].InFlight);
    }

    [Fact]
    public void A_node_that_slept_takes_nobody_for_lost_because_its_own_time_went_by()
    {
        for (int i = 0; i < 40; i++)
        {
            WorldBuilder world = Real(Second * 6);
            NodeId[] nodes = world.Chain(2, new TestLink { Delay = Ms(1) });
            // Too short for others to notice: nobody has anything to announce.
            Duration from = Ms(3_000) + (Duration.FromMicroseconds(131) * i);
            world.Hit(NodeHitKind.Hung, from, from + Duration.FromMicroseconds(9_000 - (100 * i)), nodes[1]);
            TwinWorld twin = world.Build();
            twin.AdvanceTo(twin.End);

            Assert.All(nodes, n => Assert.Empty(twin.NodeOf(n).Learned));
        }
    }

    [Fact]
    public void A_node_that_slept_long_hears_that_it_was_missed_and_is_back_after_its_hold_down()
    {
        WorldBuilder world = Real(Second * 8);
        NodeId[] nodes = world.Chain(2);
        world.Hit(NodeHitKind.Hung, Ms(3_000), Ms(5_000), nodes[1]);
        TwinWorld twin = world.Build();

        twin.AdvanceTo(PlanBuilder.Start + Ms(4_900));
        Assert.True(twin.NodeOf(nodes[0]).Exceptions.IsDown(0));
        Assert.True(twin.NodeOf(nodes[2]).Exceptions.IsDown(1));
        twin.AdvanceTo(PlanBuilder.Start + Ms(6_100));
        Assert.All(nodes, n => Assert.True(twin.NodeOf(n).Exceptions.IsEmpty));
    }

    [Fact]
    public void What_died_while_a_node_slept_it_finds_after_a_fresh_time_out()
    {
        WorldBuilder world = Real(Second * 8);
        NodeId[] nodes = world.Chain(2);
        world.Hit(NodeHitKind.Hung, Ms(3_000), Ms(4_000), nodes[1]);
        world.Hit(1, LinkHitKind.Silent, Ms(3_500));
        TwinWorld twin = world.Build();

        twin.AdvanceTo(PlanBuilder.Start + Ms(4_099));
        Assert.Equal(0u, twin.NodeOf(nodes[1]).KnownSequence(1, isFromA: true));
        twin.AdvanceTo(PlanBuilder.Start + Ms(4_101));
        Assert.Equal(1u, twin.NodeOf(nodes[1]).KnownSequence(1, isFromA: true));
    }

    [Fact]
    public void A_slow_node_is_behind_and_takes_nobody_for_silent()
    {
        WorldBuilder world = Real(Second * 8);
        NodeId[] nodes = world.Chain(2);
        world.Hit(NodeHitKind.Slow, Ms(3_000), Ms(5_000), nodes[1], nodes[2]);
        TwinWorld twin = world.Build();
        twin.AdvanceTo(twin.End);

        Assert.All(nodes, n => Assert.Empty(twin.NodeOf(n).Learned));
    }

    [Fact]
    public void A_contact_that_opens_silent_is_given_the_time_of_a_new_link()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2 },
            Length = Second * 20,
            DetectionMode = DetectionMode.Real,
        };
        NodeId[] nodes = [world.Plan.Satellite(), world.Plan.Satellite(), world.Plan.Edge()];
        world.Plan.Link(nodes[0], nodes[1]);
        world.Plan.Link(nodes[0], nodes[2], new() { First = 1, Gap = Ms(600) });
        world.Hit(1, LinkHitKind.Silent, Ms(2_000));
        TwinWorld twin = world.Build();

        Duration found = Ms(15_600) + Duration.FromMicroseconds(5_010) + (Ms(5) * LossEstimate.MissesOfNew);
        twin.AdvanceTo(PlanBuilder.Start + found);
        Assert.Empty(twin.NodeOf(nodes[0]).Learned);
        twin.AdvanceTo(PlanBuilder.Start + found + Ms(1));
        Assert.True(twin.NodeOf(nodes[0]).Exceptions.IsDown(1));
        Assert.True(twin.NodeOf(nodes[2]).Exceptions.IsDown(1));
    }

    [Fact]
    public void What_nodes_find_is_counted_with_the_fault()
    {
        WorldBuilder world = Real(Second * 5);
        world.Chain(2);
        world.Hit(1, LinkHitKind.Silent, Ms(3_000));

        Assert.Equal(2, world.Run().Faults[0].Notices);
    }

    private static WorldBuilder Real(Duration length, ulong seed = 1)
        => new() { Length = length, DetectionMode = DetectionMode.Real, Seed = seed };
}
