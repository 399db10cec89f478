using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Nodes that die between two effects of one step.</summary>
public sealed class EffectCrashTests
{
    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Fault Crash(int number, NodeId node, Duration from, Duration until, int after) => new()
    {
        Number = number,
        Kind = "effect-crash",
        What = "test",
        From = from,
        Until = until,
        Nodes = [new NodeHit(node, NodeHitKind.Lost, from, until) { AfterEffects = after }],
    };

    // A message of three pieces at its ingress: one piece leaves at once, two are queued.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_was_not_performed_is_lost_with_the_node(int after)
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(4) };
        NodeId[] nodes = world.Chain(1);
        Contract contract = world.Contracts.Add(nodes[0], nodes[2], "5-i-c");
        world.Offer(contract, Ms(100));
        world.Faults.Add(Crash(0, nodes[1], Ms(1_000), Ms(1_500), after));
        RunResult result = world.Run();

        // The satellite takes one effect a packet: it dies at the first after 1 s, or, as no step has
        // more than one effect, never.
        long lost = result.Contracts[0].Lost.Sum(l => l.Messages);
        Assert.Equal(after == 0, result.Faults[0].HasBitten);
        Assert.Equal(after == 0, lost > 0);
    }

    [Fact]
    public void Effects_before_the_boundary_have_happened()
    {
        // The egress delivers three messages in one step when the gap before them is given up: it dies
        // after two of them.
        WorldBuilder world = new() { Length = Duration.FromSeconds(4) };
        NodeId[] nodes = world.Chain(1);
        Contract contract = world.Contracts.Add(nodes[0], nodes[2], "5-f-c");
        world.Offer(contract, Ms(20));
        world.Hit(0, LinkHitKind.Noisy, Ms(1_000), Ms(1_015), h => h with
        {
            Noise = new FrameNoise(1_000_000, 0, 0, 0, Duration.Zero),
        });
        world.Faults.Add(Crash(1, nodes[2], Ms(1_000), Ms(1_500), after: 2));
        RunResult result = world.Run();
        Assert.Equal(2, result.Faults.Count);
        Assert.True(result.Faults[1].PacketsLost + result.Faults[1].Notices > 0);
    }

    // All checks of the twin are on; what they find stops the run.
    [Fact]
    public void The_books_balance_whatever_crashes_when()
        => Seeds.Hold(
            dice =>
            {
                WorldBuilder world = new() { Length = Duration.FromSeconds(3), Seed = dice.NextBits() };
                NodeId[] nodes = world.Chain(3);
                NodeId other = world.Plan.Satellite();
                world.Plan.Link(nodes[1], other);
                world.Plan.Link(other, nodes[3]);
                string[] kinds = ["9-i-d", "7-r-d", "6-f-c"];
                foreach (string qos in kinds)
                {
                    Contract contract = world.Contracts.Add(nodes[0], nodes[^1], qos, c => c with
                    {
                        Protection = qos[0] == '9' ? Protection.Replicate : Protection.Repair,
                    });
                    world.Offer(contract, Ms(dice.Between(3, 40)), bytes: dice.Between(50, 4_000));
                }
                int crashes = dice.Between(1, 6);
                for (int i = 0; i < crashes; i++)
                {
                    Duration from = Ms(dice.Between(0, 2_500));
                    world.Faults.Add(Crash(
                        i, nodes[dice.Below(nodes.Length)], from, from + Ms(dice.Between(1, 800)),
                        dice.Between(0, 4)));
                }
                world.Run();
            },
            runs: 60);

    [Fact]
    public void Only_a_lost_node_has_an_effect_boundary()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1);
        Fault hung = Crash(0, nodes[1], Ms(1), Ms(2), 1);
        world.Faults.Add(hung with { Nodes = [hung.Nodes[0] with { Kind = NodeHitKind.Hung }] });
        Assert.Throws<InvariantException>(() => world.Build());
    }
}
