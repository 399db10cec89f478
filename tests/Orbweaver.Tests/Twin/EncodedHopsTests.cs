using System.Linq;
using Orbweaver.Model;
using Orbweaver.Sim;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>What arrives as bytes is what was sent: no run changes when every hop is encoded.</summary>
public sealed class EncodedHopsTests
{
    // Guaranteed, replicated and fanned-out traffic under faults that are drawn, with plans that change and
    // clocks that err; seed 20 with nodes that find silence by themselves.
    [Theory]
    [InlineData(3UL)]
    [InlineData(8UL)]
    [InlineData(20UL)]
    public void A_run_is_the_same_to_the_last_bit(ulong seed)
    {
        SimWorld world = SmallWorld.Of(seed);
        Assert.Contains(world.Contracts, c => c.Protection == Protection.Replicate);
        Assert.Contains(world.Contracts, c => c.Subscribers.Count > 1);
        Assert.Contains(world.Contracts, c => c.Qos.Assurance == Assurance.Guaranteed);
        RunResult plain = Run(world, seed, encodes: false);
        RunResult encoded = Run(world, seed, encodes: true);
        Assert.Equal(plain.TraceHash, encoded.TraceHash);
        Assert.Equal(plain.PacketHops, encoded.PacketHops);
        Assert.Equal(plain.Control, encoded.Control);
    }

    [Fact]
    public void Plans_and_wrong_clocks_travel_too()
    {
        Assert.Equal(Torus(encodes: false), Torus(encodes: true));

        static (ulong, long) Torus(bool encodes)
        {
            TorusWorld torus = new();
            torus.OfferMesh(Duration.FromMilliseconds(500));
            torus.Issue(new NodeId(0), Duration.FromSeconds(65));
            torus.World.Hit(
                NodeHitKind.Lost, Duration.FromSeconds(50), Duration.FromSeconds(760), new NodeId(5));
            torus.World.HitClock(
                new ClockFault(Duration.FromSeconds(1), 0, false), Duration.FromSeconds(20),
                Duration.FromSeconds(140), new NodeId(6));
            torus.World.EncodesHops = encodes;
            RunResult result = torus.World.Run();
            Assert.Equal(torus.First.Nodes.Count, result.Plans.Issued.Single().Holders);
            return (result.TraceHash, result.Events);
        }
    }

    private static RunResult Run(SimWorld world, ulong seed, bool encodes)
    {
        TwinConfig config = world.Config(seed, FaultSwarm.Draw(seed, world).Plan, new RunRecord());
        TwinWorld twin = new(config with { EncodesHops = encodes });
        twin.AdvanceTo(twin.End);
        return twin.Result();
    }
}
