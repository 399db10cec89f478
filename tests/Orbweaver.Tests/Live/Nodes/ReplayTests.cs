using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Live.Nodes;

/// <summary>
/// A node is a function of what it has been told: what one host has written down gives the same effects in
/// any other, to the last bit.
/// </summary>
public sealed class ReplayTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    // Of these seeds the first has liveness of its own; together they have every kind of fault.
    [Theory]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(41)]
    public void What_the_twin_did_happens_again_node_by_node(ulong seed)
    {
        SimWorld world = SmallWorld.Of(seed);
        StepLog log = new();
        TwinWorld twin = new(new TwinConfig
        {
            Plan = world.Plan,
            PlanIssues = world.PlanIssues,
            Contracts = world.Contracts,
            Admitted = world.Admitted,
            Traffic = world.Traffic,
            Length = world.Length,
            Seed = seed,
            Faults = FaultSwarm.Draw(seed, world).Plan,
            Detection = Detection.Default with
            {
                Mode = SimWorld.IsLivenessReal(seed) ? DetectionMode.Real : DetectionMode.Analytic,
            },
            Steps = log,
        });
        twin.AdvanceTo(world.Plan.Start + (Second * 17));

        Assert.True(log.Steps > 40_000);
        Assert.True(log.Effects > 40_000);
        Assert.Equal(log.Hashes, HashesOfReplay(log));
    }

    [Fact]
    public void What_a_partition_did_by_a_hostile_clock_happens_again_in_bare_nodes()
    {
        StepLog log = new();
        SimWorld world = SmallWorld.Of(3);
        HostNetwork network = new(
            world.Plan, new ContractTable(world.Contracts, world.Admitted), hosts: 2, seed: 5,
            config => config with { Witness = log, ExchangesTime = true })
        {
            Lateness = Hostile,
            Noise = new FrameNoise(20_000, 0, 20_000, 100_000, Duration.FromMilliseconds(3)),
        };
        network.OfferAtRandom(world.Contracts, Second * 4, messages: 300);
        network.RunUntil(world.Plan.Start + (Second * 2));
        network.SetLight(Access(world.Plan, SmallWorld.Edge(0)), hasLight: false);
        network.RunUntil(world.Plan.Start + (Second * 16));

        Assert.Equal(world.Plan.Nodes.Count, log.Nodes.Count);
        Assert.True(network.Hosts.All(h => h.Counters.LateMost > Duration.FromMilliseconds(100)));
        Assert.True(network.Deliveries.Count > 250);
        // Frames say how long they lay there, so nobody's clock is taken for wrong.
        Assert.All(log.Nodes, n => Assert.Equal(0, network.NodeOf(n).ClockCorrections));
        Assert.Equal(log.Hashes, HashesOfReplay(log));
    }

    // Wakes at odd times, mostly a little late, sometimes after a long sleep.
    private static Duration Hostile(Prng dice) => dice.Below(2_000) switch
    {
        0 => new Duration(dice.NextBetween(100_000_000, 400_000_000)),
        < 20 => new Duration(dice.NextBetween(1_000_000, 20_000_000)),
        _ => new Duration(dice.NextBetween(0, 90_001)),
    };

    private static int Access(Plan plan, NodeId edge)
        => plan.Contacts.First(c => c.A.Node == edge || c.B.Node == edge).Index;

    // Every node alone, the last one first: nothing of it may depend on the others.
    private static List<KeyValuePair<int, ulong>> HashesOfReplay(StepLog log)
        => [.. log.Nodes.Reverse().SelectMany(n => log.ReplayOf(n).Hashes).OrderBy(h => h.Key)];
}
