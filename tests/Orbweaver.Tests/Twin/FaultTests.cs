using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Each kind of fault bites as it is defined: what it takes, and who notices when.</summary>
public sealed class FaultTests
{
    private static readonly Duration Tick = new(1);

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Us(long microseconds) => Duration.FromMicroseconds(microseconds);

    [Fact]
    public void Both_ends_of_a_dark_laser_notice_after_a_millisecond()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Dark, Ms(2_000), Ms(4_000));
        TwinWorld twin = world.Build();

        AssertNotices(twin, 1, nodes[1], Ms(2_001), isDown: true);
        AssertNotices(twin, 1, nodes[2], Ms(2_001), isDown: true);
        // Light after another millisecond, and a second of hold-down.
        AssertNotices(twin, 1, nodes[1], Ms(5_001), isDown: false);
        Assert.Equal(2, twin.Result().Faults[0].Notices);
    }

    [Fact]
    public void A_radio_link_has_no_light_and_is_given_up_after_three_misses()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(0, LinkHitKind.Dark, Ms(2_000));
        TwinWorld twin = world.Build();

        AssertNotices(twin, 0, nodes[0], Ms(2_015), isDown: true);
        AssertNotices(twin, 0, nodes[1], Ms(2_015), isDown: true);
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(0, 15_000)]
    public void A_silent_link_is_given_up_when_its_timer_ends(int link, int timerUs)
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(link, LinkHitKind.Silent, Ms(2_000));
        TwinWorld twin = world.Build();

        AssertNotices(twin, link, nodes[link], Ms(2_000) + Us(timerUs), isDown: true);
        AssertNotices(twin, link, nodes[link + 1], Ms(2_000) + Us(timerUs), isDown: true);
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(0, 15_000)]
    public void The_end_that_is_not_heard_is_told_a_flight_later(int link, int timerUs)
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(link, LinkHitKind.Silent, Ms(2_000), Ms(3_000), h => h with
        {
            Directions = LinkDirections.AToB,
        });
        TwinWorld twin = world.Build();
        Duration interval = new(Us(timerUs).Nanoseconds / 3);
        Duration flight = Us(5_010);

        AssertNotices(twin, link, nodes[link + 1], Ms(2_000) + Us(timerUs), isDown: true);
        AssertNotices(twin, link, nodes[link], Ms(2_000) + Us(timerUs) + flight, isDown: true);
        Assert.Equal(2, twin.Result().Faults[0].Notices);
        // The deaf end hears the next liveness and says so at once; the other then holds down.
        AssertNotices(
            twin, link, nodes[link], Ms(4_000) + interval + (flight * 2), isDown: false);
    }

    [Fact]
    public void A_silence_shorter_than_the_timer_is_never_noticed()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Silent, Ms(2_000), Ms(2_099));
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1));
        RunResult result = world.Run();

        Assert.Equal(0, result.Faults[0].Notices);
        // 99 ms of sending, and 5 ms of flight.
        Assert.Equal(104, Lost(result, DropReason.LinkLost), 2.0);
        Assert.Equal(Lost(result, DropReason.LinkLost), result.Faults[0].PacketsLost);
        Assert.Equal(result.Contracts[0].Offered, result.Contracts[0].OnTime + result.Faults[0].PacketsLost
            + result.Contracts[0].InFlight);
    }

    [Fact]
    public void What_flies_on_a_link_that_goes_dark_is_lost_and_so_is_what_is_sent_before_that_is_noticed()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Dark, Ms(2_000));
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1));
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "4-i-g"), Ms(1));
        RunResult result = world.Run();

        // 5 ms of flight and 1 ms until it is noticed.
        Assert.Equal(6, Lost(result, DropReason.LinkLost), 1.0);
        // From then on there is no way.
        ContractResult c = result.Contracts[0];
        Assert.Equal(
            c.Offered,
            c.OnTime + c.InFlight + Lost(result, DropReason.LinkLost) + Lost(result, DropReason.NoRoute));
        // What is guaranteed is held at its ingress, up to what that has room for.
        ContractResult g = result.Contracts[1];
        Assert.All(g.Lost, l => Assert.Equal(nameof(DropReason.IngressStoreFull), l.Reason));
        Assert.Equal(g.Offered, g.OnTime + g.InFlight + g.Lost.Sum(l => l.Messages));
    }

    [Fact]
    public void A_lost_node_takes_what_it_holds_and_its_peers_notice_when_its_last_light_has_come()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(6) };
        NodeId[] nodes = world.Chain(2, new() { Rate = DataRate.FromMegabits(8) });
        world.Hit(NodeHitKind.Lost, Ms(2_000), Ms(4_000), nodes[1]);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1), 820);
        TwinWorld twin = world.Build();

        Advance(twin, Ms(2_000) - Tick);
        Assert.Equal(1u, twin.NodeOf(nodes[1]).Incarnation);
        AssertNotices(twin, 1, nodes[2], Ms(2_000) + Us(5_010) + Ms(1), isDown: true);
        AssertNotices(twin, 0, nodes[0], Ms(2_000) + Us(5_010) + Ms(15), isDown: true);
        Assert.Equal(2u, twin.NodeOf(nodes[1]).Incarnation);
        Assert.Empty(twin.NodeOf(nodes[1]).Learned);
        twin.AdvanceTo(twin.End);
        RunResult result = WorldBuilder.Closed(twin);
        // In flight towards it, sent before the edge noticed, and perhaps one in its terminal.
        Assert.Equal(26, Lost(result, DropReason.NodeLost), 2.0);
        Assert.Equal(Lost(result, DropReason.NodeLost), result.Faults[0].PacketsLost);
    }

    [Fact]
    public void A_lost_publisher_accepts_nothing()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1);
        world.Hit(NodeHitKind.Lost, Ms(2_000), Ms(3_000), nodes[0]);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-d"), Ms(10));
        RunResult result = world.Run();

        Assert.Equal(100, Lost(result, DropReason.IngressDown));
        Assert.Equal(100, result.Faults[0].Refused);
    }

    [Fact]
    public void What_a_node_holds_at_its_loss_is_counted_there()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(4) };
        // A fast first link and a slow second: the satellite's queue fills at 100 kB/s.
        NodeId[] nodes = [world.Plan.Edge(), world.Plan.Satellite(), world.Plan.Edge()];
        world.Plan.Link(nodes[0], nodes[1]);
        world.Plan.Link(nodes[1], nodes[2], new() { Rate = DataRate.FromMegabits(1) });
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[2], "5-i-c", c => c with { Budget = Duration.FromSeconds(60) });
        world.Offer(contract, Ms(4), 920);
        world.Hit(NodeHitKind.Lost, Ms(2_000), null, nodes[1]);
        RunResult result = world.Run();

        // 250 messages a second come, 125 leave.
        Assert.Equal(250, result.Faults[0].PacketsLost, 12.0);
        Assert.Equal(Lost(result, DropReason.NodeLost), result.Faults[0].PacketsLost);
    }

    [Fact]
    public void A_node_that_hangs_keeps_its_light_and_its_packets()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(6) };
        NodeId[] nodes = [world.Plan.Edge(), world.Plan.Satellite(), world.Plan.Edge()];
        world.Plan.Link(nodes[0], nodes[1]);
        world.Plan.Link(nodes[1], nodes[2], new() { Rate = DataRate.FromMegabits(1) });
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[2], "5-i-c", c => c with { Budget = Duration.FromSeconds(60) });
        world.Offer(contract, Ms(6), 920);
        world.Hit(NodeHitKind.Hung, Ms(2_000), Ms(2_010), nodes[1]);
        RunResult result = world.Run();

        // Those that came within 10 ms are lost; all that was queued goes on.
        Assert.Equal(0, result.Faults[0].Notices);
        Assert.InRange(Lost(result, DropReason.NodeLost), 1, 2);
        Assert.Equal(
            result.Contracts[0].Offered,
            result.Contracts[0].OnTime + result.Contracts[0].InFlight + Lost(result, DropReason.NodeLost));
    }

    [Fact]
    public void A_laser_to_a_hung_node_is_given_up_when_its_timer_ends()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(3);
        world.Hit(NodeHitKind.Hung, Ms(2_000), Ms(5_000), nodes[2]);
        TwinWorld twin = world.Build();

        AssertNotices(twin, 1, nodes[1], Ms(2_100) + Us(5_010), isDown: true);
        Assert.False(twin.NodeOf(nodes[2]).Exceptions.IsDown(1));
        // On waking it finds that nobody heard it.
        AssertNotices(twin, 1, nodes[2], Ms(5_000), isDown: true);
    }

    [Fact]
    public void A_flapping_link_comes_and_goes()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Dark, Ms(2_000), Ms(4_000), h => h with
        {
            Flap = new LinkFlap(Ms(100), Ms(25)),
        });
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1));
        RunResult result = world.Run();

        // Two ends, twenty times.
        Assert.Equal(40, result.Faults[0].Notices);
        Assert.True(result.Faults[0].HasBitten);
    }

    [Theory]
    [InlineData(50_000, 0, 0, 0)]
    [InlineData(0, 50_000, 0, 0)]
    [InlineData(0, 0, 50_000, 0)]
    [InlineData(0, 0, 0, 50_000)]
    [InlineData(50_000, 50_000, 50_000, 50_000)]
    public void Noise_takes_doubles_and_delays_its_share(
        int loss, int corruption, int duplication, int reordering)
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(1, LinkHitKind.Noisy, Ms(0), null, h => h with
        {
            Noise = new FrameNoise(loss, corruption, duplication, reordering, Ms(3)),
            Directions = LinkDirections.AToB,
        });
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1));
        RunResult result = world.Run();

        // Of 10,000 frames a twentieth, within four standard deviations.
        AssertShare(loss, Lost(result, DropReason.FrameLost));
        AssertShare(corruption, Lost(result, DropReason.Corrupted));
        AssertShare(duplication + reordering, result.Faults[0].FramesDisturbed);
        Assert.Equal(0, Lost(result, DropReason.Duplicate));
        Assert.Equal(
            result.Contracts[0].Offered,
            result.Contracts[0].OnTime + result.Contracts[0].InFlight + Lost(result, DropReason.FrameLost)
                + Lost(result, DropReason.Corrupted));
        Assert.Equal(result.TraceHash, world.Run().TraceHash);

        static void AssertShare(int ppm, long count)
        {
            Assert.InRange(count, (ppm * 0.009) - (ppm > 0 ? 100 : 0), (ppm * 0.0101) + (ppm > 0 ? 100 : 0));
        }
    }

    [Fact]
    public void A_slow_node_takes_longer_to_look_at_each_frame()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2);
        world.Hit(NodeHitKind.Slow, Ms(0), null, nodes[1], nodes[2]);
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-d"), Ms(1));
        RunResult result = world.Run();

        // Three links, two of them to a slow node.
        Assert.Equal(55, result.Contracts[0].Latency.Greatest.TotalMilliseconds, 0.1);
        Assert.True(result.Faults[0].FramesDisturbed > 15_000);
    }

    [Fact]
    public void A_contact_whose_other_end_is_gone_is_found_dark_when_it_opens()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2 },
            Length = Duration.FromSeconds(30),
        };
        NodeId[] nodes = [world.Plan.Satellite(), world.Plan.Satellite(), world.Plan.Satellite()];
        world.Plan.Link(nodes[0], nodes[1]);
        world.Plan.Link(nodes[0], nodes[2], new() { First = 1, Gap = Ms(600) });
        world.Hit(NodeHitKind.Lost, Ms(2_000), null, nodes[2]);
        TwinWorld twin = world.Build();

        Advance(twin, Ms(15_601) - Tick);
        Assert.Empty(twin.NodeOf(nodes[0]).Learned);
        Advance(twin, Ms(15_601));
        Assert.Equal(
            new Announcement(1, IsFromA: true, 1, IsDown: true), twin.NodeOf(nodes[0]).Learned.Single());
    }

    [Fact]
    public void An_edge_raises_a_standby_satellite_when_it_has_lost_its_own()
    {
        WorldBuilder world = Standby(out NodeId edge, out NodeId[] satellites);
        world.Hit(NodeHitKind.Lost, Ms(3_000), null, satellites[0]);
        TwinWorld twin = world.Build();
        twin.AdvanceTo(twin.End);
        RunResult result = WorldBuilder.Closed(twin);

        Assert.Equal(1, result.Control.StandbysRaised);
        Assert.Single(twin.NodeOf(edge).Exceptions.Raised);
        // Nothing is lost: it waits two seconds and is late, or comes in time over the standby link.
        ContractResult c = result.Contracts[0];
        Assert.Empty(c.Lost);
        Assert.True(c.OnTime > 500);
        Assert.Equal(c.Offered, c.OnTime + c.Late + c.InFlight + c.Lost.Sum(l => l.Messages));
    }

    [Fact]
    public void A_standby_link_that_cannot_be_acquired_is_not_raised()
    {
        WorldBuilder world = Standby(out NodeId edge, out NodeId[] satellites);
        world.Hit(NodeHitKind.Lost, Ms(3_000), null, satellites[0]);
        world.Hit(~0, LinkHitKind.Unacquirable, Ms(0));
        TwinWorld twin = world.Build();
        twin.AdvanceTo(twin.End);
        RunResult result = WorldBuilder.Closed(twin);

        Assert.Equal(0, result.Control.StandbysRaised);
        Assert.Empty(twin.NodeOf(edge).Exceptions.Raised);
    }

    [Fact]
    public void A_jam_of_one_direction_takes_what_goes_that_way()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1);
        // The edge is the lower node here, so up is from A to B.
        world.Hit(0, LinkHitKind.Silent, Ms(2_000), Ms(2_010), h => h with
        {
            Directions = LinkDirections.AToB,
        });
        world.Offer(world.Contracts.Add(nodes[0], nodes[^1], "5-i-c"), Ms(1));
        world.Offer(world.Contracts.Add(nodes[^1], nodes[0], "5-i-c"), Ms(1));
        RunResult result = world.Run();

        Assert.Equal(15, result.Contracts[0].Lost.Sum(l => l.Messages), 1.0);
        Assert.Empty(result.Contracts[1].Lost);
    }

    [Fact]
    public void Random_faults_lose_no_packet_out_of_the_books_and_give_the_same_run_again()
        => Seeds.Hold(dice =>
        {
            ulong seed = dice.NextBits();
            WorldBuilder world = RandomWorld(new Prng(seed));
            RunResult whole = world.Run();
            TwinWorld cut = RandomWorld(new Prng(seed)).Build();
            for (int i = 1; i <= 7; i++)
            {
                // Every result checks that packets in use are found, and that outcomes add up.
                cut.AdvanceTo(PlanBuilder.Start + new Duration(world.Length.Nanoseconds / 7 * i));
                WorldBuilder.Closed(cut);
            }
            cut.AdvanceTo(cut.End);
            RunResult pieces = WorldBuilder.Closed(cut);

            Assert.Equal(whole.TraceHash, pieces.TraceHash);
            Assert.Equal(whole.Faults.Select(f => f.PacketsLost), pieces.Faults.Select(f => f.PacketsLost));
            Assert.Equal(
                whole.Timeline.Slots.Sum(s => s.Offered), whole.Contracts.Sum(c => c.Offered));
            // The end of a standby link is nobody's fault.
            Assert.True(
                whole.Timeline.Slots.Sum(s => s.PacketsLost) >= whole.Faults.Sum(f => f.PacketsLost));
        }, runs: 40);

    // Five satellites in a ring with chords, three edges with two links each and standby pairs; every kind of
    // fault, at any time, upon anything.
    private static WorldBuilder RandomWorld(Prng dice)
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 4, EpochLength = Ms(2_000) },
            Length = Ms(8_000),
            Seed = dice.NextBits(),
        };
        NodeId[] mesh = [.. Enumerable.Range(0, 5).Select(_ => world.Plan.Satellite())];
        NodeId[] edges = [.. Enumerable.Range(0, 3).Select(_ => world.Plan.Edge())];
        List<int> links = [];
        for (int i = 0; i < mesh.Length; i++)
        {
            links.Add(world.Plan.Link(mesh[i], mesh[(i + 1) % mesh.Length], Link()));
        }
        links.Add(world.Plan.Link(mesh[0], mesh[2], Link()));
        for (int i = 0; i < edges.Length; i++)
        {
            int first = dice.Below(5);
            for (int epoch = 0; epoch < 4; epoch += 2)
            {
                links.Add(world.Plan.Link(
                    edges[i], mesh[(first + epoch) % 5], Link() with { First = epoch, Last = epoch + 1 }));
            }
            world.Plan.Standby(edges[i], mesh[(first + 1) % 5], Link());
            world.Plan.Standby(edges[i], mesh[(first + 3) % 5], Link());
        }
        for (int i = 0; i < 6; i++)
        {
            int from = dice.Below(3);
            Contract contract = world.Contracts.Add(
                edges[from], edges[(from + dice.Between(1, 2)) % 3],
                $"{dice.Below(10)}-{"rfi"[dice.Below(3)]}-{"gdc"[dice.Below(3)]}",
                c => c with
                {
                    Budget = Ms(dice.Between(20, 500)),
                    HoldTime = Ms(dice.Between(500, 20_000)),
                    Protection = (Protection)dice.Below(3),
                    Subscribers = dice.Below(2) == 0
                        ? c.Subscribers : [edges[(from + 1) % 3], edges[(from + 2) % 3]],
                });
            world.Offer(contract, Ms(dice.Between(2, 40)), change: t => t with
            {
                Sources = dice.Between(1, 3),
                Size = SizeLaw.Uniform(new DataSize(1), new DataSize(dice.Between(2, 4_000))),
            });
        }
        for (int i = dice.Between(1, 8); i > 0; i--)
        {
            AddFault(world, dice, [.. mesh, .. edges], links);
        }
        world.DetectionMode = dice.Below(2) == 0 ? DetectionMode.Real : DetectionMode.Analytic;
        return world;

        TestLink Link() => new()
        {
            Delay = Us(dice.Between(1_000, 9_000)),
            Rate = DataRate.FromKilobits(dice.Between(800, 80_000)),
        };
    }

    private static void AddFault(WorldBuilder world, Prng dice, NodeId[] nodes, List<int> links)
    {
        Duration from = Ms(dice.Below(8_000));
        Duration? until = dice.Below(3) == 0 ? null : from + Us(dice.Between(1, 2_000_000));
        int link = dice.Below(4) == 0 ? ~dice.Below(6) : links[dice.Below(links.Count)];
        LinkDirections directions = (LinkDirections)dice.Between(1, 3);
        switch (dice.Below(7))
        {
            case 0:
                world.Hit(NodeHitKind.Lost, from, until, nodes[dice.Below(nodes.Length)]);
                break;
            case 1:
                world.Hit(NodeHitKind.Hung, from, until, nodes[dice.Below(nodes.Length)]);
                break;
            case 2:
                world.Hit(NodeHitKind.Slow, from, until, nodes[dice.Below(nodes.Length)]);
                break;
            case 3:
                world.Hit(link, LinkHitKind.Dark, from, until, h => h with
                {
                    Flap = dice.Below(2) == 0 ? null : new LinkFlap(Ms(50), Ms(dice.Between(1, 49))),
                });
                break;
            case 4:
                world.Hit(link, LinkHitKind.Silent, from, until, h => h with { Directions = directions });
                break;
            case 5:
                world.Hit(link, LinkHitKind.Noisy, from, until, h => h with
                {
                    Directions = directions,
                    Noise = new FrameNoise(
                        dice.Between(1, 300_000), dice.Below(300_000), dice.Below(300_000),
                        dice.Below(300_000), Ms(dice.Below(10))),
                });
                break;
            default:
                world.Hit(link, LinkHitKind.Unacquirable, from, until);
                break;
        }
    }

    // An edge with one satellite and one more as standby, both linked to the satellite of a second edge.
    private static WorldBuilder Standby(out NodeId edge, out NodeId[] satellites)
    {
        WorldBuilder world = new();
        satellites = [world.Plan.Satellite(), world.Plan.Satellite(), world.Plan.Satellite()];
        edge = world.Plan.Edge();
        NodeId far = world.Plan.Edge();
        world.Plan.Link(satellites[0], satellites[2]);
        world.Plan.Link(satellites[1], satellites[2]);
        world.Plan.Link(satellites[0], edge);
        world.Plan.Link(satellites[2], far);
        world.Plan.Standby(edge, satellites[1]);
        world.Offer(world.Contracts.Add(edge, far, "5-i-g"), Ms(10));
        return world;
    }

    private static void Advance(TwinWorld twin, Duration to) => twin.AdvanceTo(PlanBuilder.Start + to);

    // Not a nanosecond earlier.
    private static void AssertNotices(TwinWorld twin, int link, NodeId node, Duration at, bool isDown)
    {
        if (twin.Now < PlanBuilder.Start + at)
        {
            Advance(twin, at - Tick);
            Assert.Equal(!isDown, SaysDown(twin, link, node));
            Advance(twin, at);
        }
        Assert.Equal(isDown, SaysDown(twin, link, node));
    }

    // What the node's own end says of the link; in a chain link n is that of nodes n and n + 1.
    private static bool SaysDown(TwinWorld twin, int link, NodeId node)
        => twin.NodeOf(node).Learned
            .LastOrDefault(a => a.Link == link && a.IsFromA == (node.Value == link))
            .IsDown;

    private static long Lost(RunResult result, DropReason reason)
        => result.Contracts.Sum(c => c.Lost.Where(l => l.Reason == reason.ToString()).Sum(l => l.Messages));
}
