using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Clocks that err, with traffic; invariants are checked all the time.</summary>
public sealed class ClockTests
{
    private static readonly Duration TenYears = S(315_576_000);
    private static readonly NodeId Victim = new(5);

    public static TheoryData<string, ClockFault> Faults => new()
    {
        { "a second ahead", new ClockFault(S(1), 0, false) },
        { "a second behind", new ClockFault(S(-1), 0, false) },
        { "an hour ahead", new ClockFault(S(3_600), 0, false) },
        { "ten years ahead", new ClockFault(TenYears, 0, false) },
        { "ten years behind", new ClockFault(Duration.Zero - TenYears, 0, false) },
        { "fast", new ClockFault(Duration.Zero, 500, false) },
        { "slow", new ClockFault(Duration.Zero, -500, false) },
        { "frozen", new ClockFault(Duration.Zero, 0, true) },
        { "fast and off", new ClockFault(S(40), 500, false) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_clock_that_goes_wrong_in_flight_costs_nothing(string what, ClockFault clock)
    {
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(100));
        torus.World.HitClock(clock, S(20), S(140), Victim);
        torus.World.Length = S(200);
        TwinWorld world = torus.World.Build();
        for (int s = 1; s <= 200; s++)
        {
            world.AdvanceTo(torus.First.Start + S(s));
            Assert.InRange(ErrorOf(world, Victim), 0, 25_000_000);
        }
        RunResult result = WorldBuilder.Closed(world);
        Assert.True(result.Faults[0].HasBitten, what);
        Assert.Empty(result.Contracts.SelectMany(c => c.Lost));
        Assert.Equal(0, result.Clocks.Alone);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_node_that_starts_with_a_wrong_clock_is_set_right_within_a_second(
        string what, ClockFault clock)
    {
        // Its clock is wrong while it is lost, and what it starts with is all it has.
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(50));
        torus.World.HitClock(clock, S(20), null, Victim);
        torus.World.Hit(NodeHitKind.Lost, S(30), S(70), Victim);
        torus.World.Length = S(120);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(torus.First.Start + S(71));
        Assert.InRange(ErrorOf(world, Victim), 0, 25_000_000);
        world.AdvanceTo(torus.First.Start + S(74));
        // Nor does it take its links for ones that open when it thought they would.
        Assert.DoesNotContain(world.HeldPackets(), p => world.Now - p.Since > S(1));
        Assert.True(world.NodeOf(new NodeId(6)).Exceptions.IsEmpty, what);
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        Assert.DoesNotContain(result.Contracts.SelectMany(c => c.Lost), l => l.Reason == "HopLimit");
    }

    [Fact]
    public void Many_clocks_wrong_at_once_break_nothing()
    {
        // A third of all clocks jumps by amounts of their own, another third drifts.
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(50));
        Prng dice = new(7);
        foreach (NodeId node in TorusWorld.Satellites)
        {
            ClockFault clock = (node.Value % 3) switch
            {
                0 => new ClockFault(S(dice.Between(-4_000, 4_000)), 0, false),
                1 => new ClockFault(Duration.Zero, dice.Between(-500, 500), false),
                _ => default,
            };
            if (clock.IsSome)
            {
                torus.World.HitClock(clock, S(10 + dice.Below(60)), S(100 + dice.Below(60)), node);
            }
        }
        torus.World.Length = S(200);
        RunResult result = torus.World.Run();
        Assert.Empty(result.Contracts.SelectMany(c => c.Lost));
        Assert.Equal(0, result.Clocks.Alone);
        Assert.InRange(result.Clocks.GreatestError.Nanoseconds, 0, 25_000_000);
    }

    [Fact]
    public void Where_most_start_with_clocks_of_their_own_nobody_forwards_and_nothing_breaks()
    {
        // Every satellite believes another time: there is no majority, so nothing may pass.
        TorusWorld torus = new();
        torus.OfferMesh(Duration.FromMilliseconds(100));
        foreach (NodeId node in TorusWorld.Satellites)
        {
            torus.World.HitClock(new ClockFault(S(7 * (node.Value + 1)), 0, false), S(1), S(60), node);
            torus.World.Hit(NodeHitKind.Lost, S(2), S(3), node);
        }
        torus.World.Length = S(120);
        TwinWorld world = torus.World.Build();
        world.AdvanceTo(torus.First.Start + S(50));
        int alone = TorusWorld.Satellites.Count(n => world.NodeOf(n).IsClockAlone);
        world.AdvanceTo(world.End);
        RunResult result = WorldBuilder.Closed(world);
        TestContext.Current.SendDiagnosticMessage($"alone {alone}, end {result.Clocks}, "
            + string.Join(", ", result.Contracts.SelectMany(c => c.Lost)
                .GroupBy(l => l.Reason).Select(g => $"{g.Key} {g.Sum(l => l.Messages)}")));
        Assert.InRange(alone, 8, TorusWorld.Side * TorusWorld.Side);
        // Their own clocks are right again: who has nobody to believe believes that.
        Assert.Equal(0, result.Clocks.Alone);
    }

    private static long ErrorOf(TwinWorld world, NodeId node)
        => Math.Abs((world.NodeOf(node).WallAt(world.Now) - world.Now).Nanoseconds);

    private static Duration S(long seconds) => Duration.FromSeconds(seconds);
}
