using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>
/// What a packet-hop takes on a torus: in the world's time exactly, and of this machine's memory.
/// </summary>
public sealed class TorusHopTests
{
    private const int Side = 8;

    private static readonly TestLink Link = new()
    {
        Delay = Duration.FromMilliseconds(10),
        Rate = DataRate.FromGigabits(10),
    };

    [Theory]
    [InlineData("5-i-c")]
    [InlineData("5-i-d")]
    public void The_delays_of_a_flow_alone_are_hops_times_the_delay_of_a_hop(string qos)
    {
        foreach ((int across, int down) in new[] { (1, 0), (3, 2), (4, 4), (5, 7) })
        {
            Watch watch = new();
            TwinWorld world = TorusOf([(0, (down * Side) + across)], qos, seconds: 3, watch);
            world.AdvanceTo(world.End);
            int hops = Math.Min(across, Side - across) + Math.Min(down, Side - down);
            Duration hop = Link.Delay + new PlanBuilder().HopDelay
                + Link.Rate.TimeFor(new DataSize(1_400 + Packet.OverheadBytes));

            Assert.Equal([hop * hops], watch.Delays.Distinct());
            ContractResult result = world.Result().Contracts[0];
            Assert.Equal(watch.Delays.Count, result.OnTime);
            Assert.Equal(result.Offered, result.OnTime + result.InFlight);
            Assert.InRange(result.OnTime, 2_000, int.MaxValue);
        }
    }

    [Theory]
    [InlineData("5-i-c")]
    [InlineData("5-i-d")]
    public void A_hop_in_the_steady_state_allocates_nothing(string qos)
    {
        (int, int)[] flows =
        [
            .. Enumerable.Range(0, 16).Select(i => (i * 4, ((i * 29) + 13) % (Side * Side))),
        ];
        TwinWorld world = TorusOf(flows, qos, seconds: 8, witness: null);
        // By then as much has been under way at once as ever will be.
        world.AdvanceTo(world.End - Duration.FromSeconds(1));
        long hops = world.PacketHops;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        world.AdvanceTo(world.End);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Assert.InRange(world.PacketHops - hops, 40_000, int.MaxValue);
        Assert.Equal(0, bytes);
    }

    private static TwinWorld TorusOf(
        (int From, int To)[] flows, string qos, int seconds, IRunWitness? witness)
    {
        PlanBuilder plan = new();
        List<NodeId> nodes = [.. Enumerable.Range(0, Side * Side).Select(_ => plan.Satellite())];
        for (int i = 0; i < nodes.Count; i++)
        {
            plan.Link(nodes[i], nodes[(i / Side * Side) + ((i + 1) % Side)], Link);
            plan.Link(nodes[i], nodes[(i + Side) % nodes.Count], Link);
        }
        ContractBuilder contracts = new();
        foreach ((int from, int to) in flows)
        {
            contracts.Add(nodes[from], nodes[to], qos, c => c with { Budget = Duration.FromSeconds(2) });
        }
        return new TwinWorld(new TwinConfig
        {
            Plan = plan.Build(),
            Contracts = contracts.All,
            Admitted = [.. contracts.All.Select(_ => true)],
            Traffic =
            [
                .. contracts.All.Select(c => new TrafficSource
                {
                    ContractIndex = c.Index,
                    Sources = 1,
                    Law = TrafficLaw.Periodic,
                    Interval = Duration.FromMilliseconds(1),
                    Size = SizeLaw.Constant(new DataSize(1_400)),
                }),
            ],
            Length = Duration.FromSeconds(seconds),
            Seed = 1,
            Witness = witness,
            IsKnowledgeChecked = witness is not null,
        });
    }

    /// <summary>Notes how long every message took.</summary>
    private sealed class Watch : IRunWitness
    {
        private readonly Dictionary<MessageRef, Instant> _offered = [];

        public List<Duration> Delays { get; } = [];

        public void Offered(
            in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
            => _offered.Add(message, now);

        public void Ended(in MessageRef message, DropReason? reason, Instant now)
        {
            Assert.Null(reason);
            Delays.Add(now - _offered[message]);
        }

        public void FrameLost(in MessageRef message, DropReason reason, Instant now)
            => Assert.Fail("No frame is lost without a fault.");

        public void LinkTold(NodeId node, int link, bool isLost, Instant now)
            => Assert.Fail("No link is lost without a fault.");

        public void StandbyTurned(int link, bool isUp, Instant now)
            => Assert.Fail("There is no standby link.");

        public void NodeLost(NodeId node, Instant now)
            => Assert.Fail("No node is lost without a fault.");

        public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
            => Assert.Fail("Nobody goes another way without a fault.");
    }
}
