using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>What is in flight on a standby link that is given up arrives.</summary>
public sealed class StandbyDrainTests
{
    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    // An edge with one satellite and one more as standby. Its own link is dark for two seconds, and then
    // held down for another one; packets come to it at 1 kHz all the time.
    private static WorldBuilder World(out Contract contract, bool isListedForOneEpoch = false)
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2, EpochLength = Duration.FromSeconds(8) },
        };
        NodeId[] satellites = [.. Enumerable.Range(0, 3).Select(_ => world.Plan.Satellite())];
        NodeId edge = world.Plan.Edge();
        NodeId far = world.Plan.Edge();
        world.Plan.Link(satellites[0], satellites[2]);
        world.Plan.Link(satellites[1], satellites[2]);
        int own = world.Plan.Link(satellites[0], edge);
        world.Plan.Link(satellites[2], far);
        world.Plan.Standby(edge, satellites[1], new TestLink { Last = isListedForOneEpoch ? 0 : null });
        contract = world.Contracts.Add(far, edge, "5-i-d");
        world.Offer(contract, Ms(1));
        world.Hit(own, LinkHitKind.Dark, Ms(1_000), isListedForOneEpoch ? Ms(9_000) : Ms(4_000));
        return world;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_dropped_when_a_standby_link_is_lowered_or_not_listed_any_more(bool isSwitch)
    {
        RunResult result = World(out Contract contract, isSwitch).Run();
        ContractResult c = result.Contracts[contract.Index];

        Assert.Equal(1, result.Control.StandbysRaised);
        Assert.DoesNotContain(c.Lost, l => l.Reason == nameof(DropReason.ContactNotInForce));
        Assert.DoesNotContain(c.Lost, l => l.Reason == nameof(DropReason.HeldUnreachable));
        // What was on the dark link for 15 ms, and in flight, is sent again by those who kept it.
        Assert.Empty(c.Lost);
    }
}
