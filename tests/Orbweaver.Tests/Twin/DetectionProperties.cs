using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// What the world says of silence instead of the liveness protocol is what the protocol finds: the same
/// losses, each at most an interval earlier and never later, but for a record's time; and the same returns,
/// at most an interval and a flight earlier and a flight later.
/// </summary>
public sealed class DetectionProperties
{
    private static readonly Duration Length = Duration.FromSeconds(8);

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Us(long microseconds) => Duration.FromMicroseconds(microseconds);

    [Fact]
    public void Both_find_the_same_losses_and_returns_of_links()
        => Seeds.Hold(dice => Compare(dice.NextBits(), DrawLinkFault), runs: 150);

    [Fact]
    public void Both_find_the_same_losses_and_returns_of_nodes()
        => Seeds.Hold(dice => Compare(dice.NextBits(), DrawNodeFault), runs: 100);

    private sealed record Case(WorldBuilder World, NodeId[] Nodes)
    {
        public string What { get; set; } = "";

        // One that is hit itself finds what it can, when it can.
        public NodeId? Hit { get; set; }
    }

    private static void Compare(ulong seed, Action<Case, Prng> draw)
    {
        Case analytic = Build(seed, DetectionMode.Analytic, draw);
        Case real = Build(seed, DetectionMode.Real, draw);
        Plan plan = analytic.World.Plan.Build();
        LinkNews expected = LinkNews.Hear(analytic.World.Build(), plan);
        LinkNews found = LinkNews.Hear(real.World.Build(), plan);
        foreach ((int node, int link) in expected.Ends.Concat(found.Ends).Distinct())
        {
            NodeId id = new(node);
            if (id != analytic.Hit)
            {
                string where = $"seed {seed}, node {node}, link {link}, {analytic.What}";
                Compare(expected.Of(id, link), found.Of(id, link), plan, link, where);
            }
        }
    }

    private static void Compare(
        List<(Duration At, bool IsDown)> expected,
        List<(Duration At, bool IsDown)> found,
        Plan plan,
        int link,
        string where)
    {
        string both = $"{where}: analytic {string.Join(", ", expected)}; real {string.Join(", ", found)}";
        Assert.True(expected.Select(n => n.IsDown).SequenceEqual(found.Select(n => n.IsDown)), both);
        bool isOptical = plan.Contacts[link].Kind == ContactKind.Optical;
        Duration interval = Detection.Default.IntervalOf(isOptical);
        Duration late = plan.Contacts[link].RateAToB.TimeFor(new DataSize(16_384)) + Us(100);
        Duration flight = new Duration(plan.Epochs[0].Links[link].DelayMiddleNs) + plan.HopDelay;
        for (int i = 0; i < expected.Count; i++)
        {
            Duration early = interval + (expected[i].IsDown ? Duration.Zero : flight);
            Duration later = found[i].At - expected[i].At;
            Duration latest = late + (expected[i].IsDown ? Duration.Zero : flight);
            Assert.True(later <= latest + LinkNews.Resolution, both);
            Assert.True(later >= Duration.Zero - early - LinkNews.Resolution - Us(100), both);
        }
    }

    private static Case Build(ulong seed, DetectionMode mode, Action<Case, Prng> draw)
    {
        Prng dice = new(seed);
        WorldBuilder world = new() { Length = Length, DetectionMode = mode, Seed = seed };
        PlanBuilder plan = world.Plan;
        NodeId[] nodes = [plan.Edge(), plan.Satellite(), plan.Satellite(), plan.Satellite(), plan.Edge()];
        foreach ((int a, int b) in new[] { (0, 1), (1, 2), (2, 3), (1, 3), (3, 4) })
        {
            plan.Link(nodes[a], nodes[b], new TestLink
            {
                Delay = Us(dice.Between(500, 12_000)),
                Rate = DataRate.FromMegabits(dice.Between(200, 2_000)),
            });
        }
        if (dice.Below(2) == 0)
        {
            Contract there = world.Contracts.Add(nodes[0], nodes[4], "5-i-d");
            Contract back = world.Contracts.Add(nodes[4], nodes[0], "5-i-c");
            world.Offer(there, Us(dice.Between(900, 40_000)));
            world.Offer(back, Us(dice.Between(900, 40_000)), bytes: 1_000);
        }
        Case drawn = new(world, nodes);
        draw(drawn, dice);
        return drawn;
    }

    private static void DrawLinkFault(Case drawn, Prng dice)
    {
        int link = dice.Below(5);
        bool isOptical = link is not (0 or 4);
        Duration timer = Detection.Default.TimerOf(isOptical);
        bool isDark = dice.Below(3) == 0;
        LinkDirections directions = isDark ? LinkDirections.Both : (LinkDirections)dice.Between(1, 3);
        // Not in the first seconds: a link is given longer while its loss is being measured.
        Duration from = Ms(3_000) + Us(dice.Between(0, 400_000));
        Duration until = dice.Below(4) == 0 ? Duration.Max
            : from + timer + (timer / Us(1) is long us ? Us(dice.Between((int)us / 5, 1_200_000)) : default);
        LinkFlap? flap = null;
        if (dice.Below(3) == 0)
        {
            // What is back within twice the time-out is taken for loss, not for an outage.
            Duration off = (timer * 3) + Us(dice.Between(0, 300_000));
            Duration on = dice.Below(2) == 0 ? Ms(dice.Between(250, 700)) : Ms(dice.Between(1_400, 1_800));
            flap = new LinkFlap(off + on, off);
            // It ends while it is on: what lasts no longer than the timer the world does not tell.
            Duration period = off + on;
            until = from + (period * Math.Max(1, Ms(2_400) / period)) - new Duration(on.Nanoseconds / 2);
        }
        LinkHitKind kind = isDark ? LinkHitKind.Dark : LinkHitKind.Silent;
        drawn.What = $"{link} {kind} {directions} {from} to {until} {flap}";
        drawn.World.Hit(link, kind, from, until, h => h with { Directions = directions, Flap = flap });
    }

    private static void DrawNodeFault(Case drawn, Prng dice)
    {
        NodeId node = drawn.Nodes[dice.Between(1, 4)];
        NodeHitKind kind = dice.Below(2) == 0 ? NodeHitKind.Lost : NodeHitKind.Hung;
        Duration from = Ms(3_000) + Us(dice.Between(0, 400_000));
        Duration until = dice.Below(4) == 0 ? Duration.Max : from + Us(dice.Between(150_000, 1_500_000));
        drawn.Hit = node;
        drawn.What = $"{node} {kind} {from} to {until}";
        drawn.World.Hit(kind, from, until == Duration.Max ? null : until, node);
    }
}
