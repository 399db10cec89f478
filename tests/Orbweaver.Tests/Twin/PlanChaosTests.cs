using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// Everything at once: several plans from two controllers, wrong clocks, lost and hung nodes, partitions,
/// flaps and noise. The world checks invariants K and I12, conservation and bounds; here it is checked that
/// the network comes to itself afterwards.
/// </summary>
public sealed class PlanChaosTests
{
    private const int Seeds = 8;

    public static TheoryData<ulong> All => [.. Enumerable.Range(1, Seeds).Select(i => (ulong)i)];

    [Theory]
    [MemberData(nameof(All))]
    public void Plans_and_clocks_survive_faults(ulong seed)
    {
        Prng dice = new(seed);
        TorusWorld torus = new(variety: seed);
        torus.OfferMesh(Duration.FromMilliseconds(200));
        torus.World.Seed = seed;
        AddPlans(torus, dice, seed);
        AddClocks(torus, dice);
        AddFaults(torus, dice);
        torus.World.Length = S(300);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.DoesNotContain(result.Contracts.SelectMany(c => c.Lost), l => l.Reason == "HopLimit");
        // All faults end by 200 s.
        Assert.Empty(result.Plans.Behind);
        Assert.Equal(0, result.Clocks.Alone);
        Assert.InRange(result.Clocks.GreatestError.Nanoseconds, 0, 40_000_000);
        Assert.All(torus.First.Nodes, n => Assert.Equal(0, world.NodeOf(n.Id).Exceptions.DownCount));
    }

    // The first has been made long ago, so that all of them come into force within the run.
    private static void AddPlans(TorusWorld torus, Prng dice, ulong seed)
    {
        PlanDocument before = PlanDocument.First(torus.First);
        int count = dice.Between(1, 3);
        for (int i = 0; i < count; i++)
        {
            PlanDocument made = torus.Issue(
                new NodeId(dice.Below(16)), S(5 + (40 * i) + dice.Below(30)), variety: seed + 100 + (ulong)i,
                after: before, heldBack: S(570), bytes: dice.Between(1_000, 3_000_000));
            if (dice.Below(2) == 0)
            {
                torus.Issue(
                    new NodeId(dice.Below(16)), S(5 + (40 * i) + dice.Below(30)),
                    variety: seed + 200 + (ulong)i, after: before, heldBack: S(570));
            }
            before = made;
        }
        torus.World.Issues.Sort(static (a, b) => a.At.CompareTo(b.At));
    }

    private static void AddClocks(TorusWorld torus, Prng dice)
    {
        for (int i = 0; i < 3; i++)
        {
            ClockFault clock = dice.Below(3) switch
            {
                0 => new ClockFault(S(dice.Between(1, 100_000)), 0, false),
                1 => new ClockFault(Duration.FromMilliseconds(-dice.Between(30, 3_000)), 300, false),
                _ => new ClockFault(Duration.Zero, -500, dice.Below(2) == 0),
            };
            torus.World.HitClock(
                clock, S(dice.Below(100)), S(110 + dice.Below(90)), new NodeId(dice.Below(18)));
        }
    }

    private static void AddFaults(TorusWorld torus, Prng dice)
    {
        for (int i = 0; i < 4; i++)
        {
            int from = dice.Below(150);
            NodeHitKind kind = dice.Below(3) == 0 ? NodeHitKind.Hung : NodeHitKind.Lost;
            torus.World.Hit(kind, S(from), S(from + 1 + dice.Below(49)), new NodeId(dice.Below(18)));
        }
        HashSet<int> apart = [.. TorusWorld.Satellites.Where(_ => dice.Below(2) == 0).Select(n => n.Value)];
        int cut = dice.Below(100);
        torus.Cut(apart, S(cut), S(cut + dice.Between(5, 90)));
        for (int i = 0; i < 4; i++)
        {
            torus.World.Hit(dice.Below(32), LinkHitKind.Dark, S(dice.Below(80)), S(190), h => h with
            {
                Flap = new LinkFlap(S(5), Duration.FromMilliseconds(dice.Between(2, 4_000))),
            });
            torus.World.Hit(dice.Below(32), LinkHitKind.Noisy, S(dice.Below(80)), S(190), h => h with
            {
                Noise = new FrameNoise(
                    200_000, 50_000, 100_000, 100_000, Duration.FromMilliseconds(5)),
            });
        }
    }

    private static Duration S(long seconds) => Duration.FromSeconds(seconds);
}
