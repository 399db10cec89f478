using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>Small worlds of which the outcome is known on paper.</summary>
public sealed class TwinWorldTests
{
    private static readonly DataRate BytePerMicrosecond = DataRate.FromMegabits(8);

    private static Duration Ms(long milliseconds) => Duration.FromMilliseconds(milliseconds);

    [Fact]
    public void One_packet_alone_takes_exactly_the_sum_of_its_links()
        => Seeds.Hold(dice =>
        {
            WorldBuilder world = new()
            {
                Plan = new PlanBuilder { HopDelay = new Duration(dice.NextBetween(0, 100_000)) },
                Length = Duration.FromSeconds(40),
            };
            int hops = dice.Between(1, 20);
            int bytes = dice.Between(1, Packet.PayloadBytesMax);
            NodeId[] nodes =
            [
                world.Plan.Edge(),
                .. Enumerable.Range(1, hops - 1).Select(_ => world.Plan.Satellite()),
                world.Plan.Edge(),
            ];
            Duration expected = Duration.Zero;
            Duration best = Duration.Zero;
            for (int i = 0; i < hops; i++)
            {
                TestLink link = new()
                {
                    Delay = new Duration(dice.NextBetween(1, 20_000_000)),
                    Rate = new DataRate(dice.NextBetween(1_000_000, 100_000_000_000)),
                };
                world.Plan.Link(nodes[i], nodes[i + 1], link);
                best += link.Delay + world.Plan.HopDelay;
                expected += link.Delay + world.Plan.HopDelay
                    + link.Rate.TimeFor(new DataSize(bytes + Packet.OverheadBytes));
            }
            Contract contract = world.Contracts.Add(
                nodes[0], nodes[^1], "5-i-d", c => c with { Budget = Duration.FromSeconds(10) });
            // Thirty seconds apart, one or two of them: each is alone.
            world.Offer(contract, Duration.FromSeconds(30), bytes);
            ContractResult result = world.Run().Contracts[0];

            Assert.InRange(result.OnTime, 1, 2);
            Assert.Equal(result.Offered, result.OnTime + result.InFlight);
            Assert.Equal(expected, result.Latency.Greatest);
            Assert.Equal(expected.Nanoseconds * 1000 / best.Nanoseconds, result.StretchPermille.Greatest);
        });

    [Fact]
    public void On_moving_links_a_packet_takes_the_delay_of_its_transmission()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(15) };
        NodeId[] nodes = world.Chain(1, new()
        {
            Delays = _ => (Ms(4), Ms(5), Ms(8)),
            Rate = BytePerMicrosecond,
        });
        Contract contract = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        world.Offer(contract, Duration.FromSeconds(15));
        Plan plan = world.Plan.Build();
        TwinWorld twin = world.Build();
        // The source's phase is seeded: it is found by stepping until something is offered.
        Instant sent = plan.Start;
        while (twin.Result().Contracts[0].Offered == 0)
        {
            sent += Ms(1);
            twin.AdvanceTo(sent);
        }
        twin.AdvanceTo(twin.End);
        Duration latency = twin.Result().Contracts[0].Latency.Greatest;

        Duration hop = Duration.FromMicroseconds(180 + 10);
        Duration first = plan.DelayAt(plan.Epochs[0].Links[0], 0, sent);
        Duration second = plan.DelayAt(plan.Epochs[0].Links[1], 0, sent + first + hop);
        // Known to the millisecond of sending: 0.4 us of delay each, and as much again for the second.
        Assert.InRange((latency - first - second - hop - hop).Nanoseconds, -1_000, 1_000);
    }

    [Fact]
    public void A_contact_that_lasts_has_the_delay_of_the_epoch_in_force()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 3 },
            Length = Duration.FromSeconds(45),
        };
        NodeId[] nodes = world.Chain(0, new()
        {
            Rate = BytePerMicrosecond,
            Delays = e => (Ms(5 + e), Ms(5 + e), Ms(5 + e)),
        });
        Contract contract = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        world.Offer(contract, Ms(100));
        ContractResult result = world.Run().Contracts[0];

        // A third of all at 5, 6 and 7 ms each, with 180 us on the transmitter and 10 us for the hop.
        Assert.Equal(Ms(7) + Duration.FromMicroseconds(190), result.Latency.Greatest);
        Assert.InRange(result.Latency.P50.TotalMilliseconds, 6.19 * 0.996, 6.19 * 1.004);
    }

    [Fact]
    public void However_the_time_is_cut_the_same_seed_gives_the_same_trace()
        => Seeds.Hold(dice =>
        {
            ulong seed = dice.NextBits();
            WorldBuilder world = RandomWorld(new Prng(seed));
            RunResult whole = world.Run();
            TwinWorld cut = world.Build();
            while (cut.Now < cut.End)
            {
                cut.AdvanceTo(cut.Now + new Duration(dice.NextBetween(0, 1L << dice.Between(1, 32))));
                if (dice.Below(10) == 0)
                {
                    WorldBuilder.Closed(cut);
                }
            }
            RunResult pieces = WorldBuilder.Closed(cut);

            Assert.Equal(whole.TraceHash, pieces.TraceHash);
            Assert.Equal(whole.Events, pieces.Events);
            Assert.Equal(
                whole.Contracts.SelectMany(static c => c.Histogram),
                pieces.Contracts.SelectMany(static c => c.Histogram));
            Assert.Equal(
                whole.Contracts.Select(static c => c with { Lost = [], Histogram = [] }),
                pieces.Contracts.Select(static c => c with { Lost = [], Histogram = [] }));
            world.Seed++;
            Assert.NotEqual(whole.TraceHash, world.Run().TraceHash);
        }, runs: 10);

    [Fact]
    public void Whatever_is_offered_is_accounted_for_under_overload()
        => Seeds.Hold(dice =>
        {
            WorldBuilder world = RandomWorld(dice);
            TwinWorld twin = world.Build();
            for (int i = 1; i <= 10; i++)
            {
                // Every result checks that packets in use are found, and that outcomes add up.
                twin.AdvanceTo(PlanBuilder.Start + new Duration(world.Length.Nanoseconds / 10 * i));
                WorldBuilder.Closed(twin);
            }
            RunResult result = WorldBuilder.Closed(twin);
            Assert.True(result.Contracts.Sum(c => c.Offered) > 0);
        }, runs: 20);

    [Fact]
    public void Late_messages_have_their_whole_time_explained()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(3) };
        NodeId[] nodes = world.Chain(2, new() { Rate = BytePerMicrosecond });
        // Twice what the first link carries, for a second; all of it late, as what may be dropped is not
        // expired.
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[^1], "4-i-c", c => c with { Budget = Ms(15) });
        world.Offer(contract, Duration.FromSeconds(2), 920, t => t with { Sources = 4_000 });
        ContractResult result = world.Run().Contracts[0];
        LateCause why = result.WhyLate!;

        Assert.Equal(0, result.OnTime);
        Assert.True(result.Late > 2_000);
        Assert.Equal(Times(3 * 5_010), why.Best);
        Assert.Equal(Duration.Zero, why.Detour);
        Assert.Equal(Times(3 * 1_000), why.Serialisation);
        Assert.Equal(Duration.Zero, why.Waiting);
        Assert.Equal(Duration.Zero, why.Ordering);
        Assert.Equal((nodes[0], nodes[1]), why.WorstPort);
        Assert.Equal(why.Queueing, why.WorstPortQueueing);

        Duration Times(long microseconds) => Duration.FromMicroseconds(microseconds) * result.Late;
    }

    [Fact]
    public void A_handover_gap_shows_as_waiting()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2 },
            Length = Duration.FromSeconds(30),
        };
        NodeId edge = world.Plan.Edge();
        NodeId[] satellites = [world.Plan.Satellite(), world.Plan.Satellite()];
        NodeId far = world.Plan.Edge();
        world.Plan.Link(edge, satellites[0], new() { Last = 0 });
        world.Plan.Link(edge, satellites[1], new() { First = 1, Gap = Ms(600) });
        world.Plan.Link(satellites[0], far);
        world.Plan.Link(satellites[1], far);
        Contract contract = world.Contracts.Add(edge, far, "4-i-g");
        world.Offer(contract, Ms(10));
        ContractResult result = world.Run().Contracts[0];
        LateCause why = result.WhyLate!;

        // One message every 10 ms; those of the gap's first 510 ms are late by then.
        Assert.InRange(result.Late, 50, 52);
        Assert.InRange(why.Waiting.TotalMilliseconds / why.Messages, 320, 370);
        Assert.True(why.Queueing * 1_000 < why.Waiting);
        Assert.Equal(result.Offered, result.OnTime + result.Late + result.InFlight);
    }

    [Fact]
    public void What_expires_in_a_handover_gap_was_waiting_too()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(0, new() { Gap = Ms(600) });
        Contract contract = world.Contracts.Add(nodes[0], nodes[^1], "4-i-d");
        world.Offer(contract, Ms(10));
        ContractResult result = world.Run().Contracts[0];

        Assert.InRange(result.Expired, 50, 52);
        Assert.Equal(0, result.Late);
        Assert.True(result.WhyLate!.Waiting > Ms(50 * 300));
        Assert.Equal(Duration.Zero, result.WhyLate.Queueing);
    }

    [Fact]
    public void A_failing_promise_is_broken_and_one_that_is_just_met_is_kept()
    {
        // About ten of the thousand messages have no budget left when the link opens.
        foreach ((int promisePpm, Verdict verdict) in new[]
        {
            (900_000, Verdict.Kept), (999_000, Verdict.Broken),
        })
        {
            WorldBuilder world = new();
            NodeId[] nodes = world.Chain(0, new() { Gap = Ms(200) });
            Contract contract = world.Contracts.Add(
                nodes[0], nodes[^1], "4-i-d", c => c with { PromisePpm = promisePpm });
            world.Offer(contract, Ms(10));

            Assert.Equal(verdict, world.Run().Contracts[0].Verdict);
        }
    }

    [Fact]
    public void Without_a_way_the_time_until_there_is_one_shows_as_waiting()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2 },
            Length = Duration.FromSeconds(30),
        };
        NodeId[] nodes = [world.Plan.Edge(), world.Plan.Satellite(), world.Plan.Edge()];
        world.Plan.Link(nodes[0], nodes[1]);
        world.Plan.Link(nodes[1], nodes[2], new() { First = 1 });
        Contract contract = world.Contracts.Add(nodes[0], nodes[2], "4-i-g");
        world.Offer(contract, Duration.FromSeconds(30));
        world.Seed = SeedOfAnEarlyPhase(world);
        ContractResult result = world.Run().Contracts[0];

        Assert.Equal(1, result.Late);
        Assert.True(result.WhyLate!.Waiting > Duration.FromSeconds(1));
        Assert.Equal(Duration.Zero, result.WhyLate.Queueing);
    }

    [Fact]
    public void Planned_changes_of_links_lose_nothing_of_deadline_traffic()
    {
        // Two satellites serve each edge in turn, in different epochs; a budget with room for a moment's
        // queueing.
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 6, EpochLength = Duration.FromSeconds(2) },
            Length = Duration.FromSeconds(12),
        };
        NodeId[] edges = [world.Plan.Edge(), world.Plan.Edge()];
        NodeId[] ring = [.. Enumerable.Range(0, 6).Select(_ => world.Plan.Satellite())];
        for (int i = 0; i < 6; i++)
        {
            world.Plan.Link(ring[i], ring[(i + 1) % 6], new() { Delay = Ms(3 + i) });
            world.Plan.Link(edges[0], ring[i], new() { First = i, Last = i });
            world.Plan.Link(edges[1], ring[5 - i], new() { First = i, Last = i });
        }
        string[] qos = ["7-i-d", "6-f-d", "5-i-g"];
        foreach (string q in qos)
        {
            Contract contract = world.Contracts.Add(edges[0], edges[1], q);
            world.Offer(contract, Ms(3), 500, t => t with { Law = TrafficLaw.Poisson });
        }

        Assert.All(world.Run().Contracts, c =>
        {
            Assert.Equal(c.Offered, c.OnTime + c.InFlight);
            Assert.Equal(Verdict.Kept, c.Verdict);
            Assert.Equal(c.Judged, c.JudgedOnTime);
        });
    }

    [Fact]
    public void Overload_at_priority_0_and_1_leaves_the_others_as_they_were_but_for_one_frame_a_hop()
    {
        WorldBuilder alone = Bottleneck(out Contract[] quiet, isOverloaded: false);
        WorldBuilder loaded = Bottleneck(out _, isOverloaded: true);
        RunResult before = alone.Run();
        RunResult after = loaded.Run();

        Assert.True(after.Contracts[^1].Lost.Sum(l => l.Messages) > 0);
        foreach (Contract contract in quiet)
        {
            ContractResult a = before.Contracts[contract.Index];
            ContractResult b = after.Contracts[contract.Index];
            Assert.Equal(a.Offered, b.OnTime + b.InFlight);
            // Four hops, each behind one frame of 1,500 bytes at most.
            Assert.InRange((b.Latency.Greatest - a.Latency.Greatest).Nanoseconds, 0, 4 * 1_500_000);
        }

        static WorldBuilder Bottleneck(out Contract[] quiet, bool isOverloaded)
        {
            WorldBuilder world = new() { PortQueueMax = new DataSize(50_000) };
            NodeId[] nodes = world.Chain(3, new() { Rate = BytePerMicrosecond });
            string[] qos = ["9-i-d", "7-f-d", "5-i-g"];
            quiet = [.. qos.Select(q => world.Contracts.Add(nodes[0], nodes[^1], q))];
            for (int i = 0; i < qos.Length; i++)
            {
                // Periods that share no factor, so that the three meet rarely and the same way in both
                // worlds.
                world.Offer(quiet[i], Ms(101 + i), 300);
            }
            Contract load = world.Contracts.Add(nodes[0], nodes[^1], "1-i-c");
            if (isOverloaded)
            {
                world.Offer(load, Duration.FromMicroseconds(700), Packet.PayloadBytesMax);
            }
            return world;
        }
    }

    [Fact]
    public void Two_tenants_share_a_bottleneck_evenly_whatever_they_offer()
    {
        WorldBuilder world = new() { PortQueueMax = new DataSize(50_000) };
        NodeId[] nodes = world.Chain(1, new() { Rate = BytePerMicrosecond });
        Contract modest = world.Contracts.Add(
            nodes[0], nodes[^1], "0-i-c", c => c with { Tenant = "modest" });
        Contract hog = world.Contracts.Add(nodes[0], nodes[^1], "1-i-c", c => c with { Tenant = "hog" });
        // 1.2 and 10 times half of the link; small and large packets.
        world.Offer(modest, Duration.FromMicroseconds(1_666), 920);
        world.Offer(hog, Duration.FromMicroseconds(300), Packet.PayloadBytesMax);
        RunResult result = world.Run();
        long[] bytes = [Delivered(0) * 1_000, Delivered(1) * 1_500];

        Assert.InRange(bytes[0], 4_950_000, 5_050_000);
        Assert.InRange(bytes[1], 4_850_000, 5_050_000);

        long Delivered(int i) => result.Contracts[i].OnTime + result.Contracts[i].Late;
    }

    [Fact]
    public void A_tenant_below_its_share_is_not_touched()
    {
        WorldBuilder world = new() { PortQueueMax = new DataSize(50_000) };
        NodeId[] nodes = world.Chain(1, new() { Rate = BytePerMicrosecond });
        Contract modest = world.Contracts.Add(
            nodes[0], nodes[^1], "0-i-c", c => c with { Tenant = "modest" });
        Contract hog = world.Contracts.Add(nodes[0], nodes[^1], "1-i-c", c => c with { Tenant = "hog" });
        world.Offer(modest, Duration.FromMicroseconds(2_500), 920);
        world.Offer(hog, Duration.FromMicroseconds(300), Packet.PayloadBytesMax);
        ContractResult result = world.Run().Contracts[0];

        Assert.Equal(result.Offered, result.OnTime + result.InFlight);
    }

    [Fact]
    public void A_run_that_is_stopped_early_judges_only_what_is_due()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1, new() { Delay = Ms(30) });
        Contract contract = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        world.Offer(contract, Ms(10));
        TwinWorld twin = world.Build();
        twin.AdvanceTo(PlanBuilder.Start + Duration.FromSeconds(1));
        ContractResult early = WorldBuilder.Closed(twin).Contracts[0];
        twin.AdvanceTo(twin.End);
        ContractResult late = WorldBuilder.Closed(twin).Contracts[0];

        // 60 ms of flight, a message every 10 ms.
        Assert.Equal(100, early.Offered);
        Assert.InRange(early.InFlight, 6, 7);
        Assert.Equal(100 - early.InFlight, early.OnTime);
        Assert.Equal(early.Judged, early.JudgedOnTime);
        Assert.Equal(Verdict.Kept, early.Verdict);
        // The last ten messages are due after the run's end; the last six are under way.
        Assert.Equal(1_000, late.Offered);
        Assert.InRange(late.Judged, 989, 991);
        Assert.Equal(late.Judged, late.JudgedOnTime);
    }

    [Fact]
    public void A_run_that_is_stopped_early_does_not_judge_what_may_yet_be_excused()
    {
        WorldBuilder world = new() { Length = Duration.FromSeconds(5) };
        NodeId[] nodes = world.Chain(0, new() { Rate = DataRate.FromKilobits(80) });
        Contract contract = world.Contracts.Add(
            nodes[0], nodes[^1], "5-r-g", c => c with { Budget = Ms(400) });
        world.Offer(contract, Ms(20), 920);
        TwinWorld twin = world.Build();
        while (twin.Now < twin.End)
        {
            twin.AdvanceTo(twin.Now + Ms(10));
            ContractResult result = WorldBuilder.Closed(twin).Contracts[0];
            Assert.Equal(result.Judged, result.JudgedOnTime);
        }
    }

    [Fact]
    public void Superseded_messages_are_excused_when_a_newer_one_comes_before_their_deadline()
    {
        // A link that carries one message in 100 ms, a message of one key every 20 ms.
        foreach ((int budgetMs, bool isExcused) in new[] { (400, true), (110, false) })
        {
            WorldBuilder world = new() { Length = Duration.FromSeconds(20) };
            NodeId[] nodes = world.Chain(0, new() { Rate = DataRate.FromKilobits(80) });
            Contract contract = world.Contracts.Add(
                nodes[0], nodes[^1], "5-r-g", c => c with { Budget = Ms(budgetMs) });
            world.Offer(contract, Ms(20), 920);
            ContractResult result = world.Run().Contracts[0];

            Assert.Equal(1_000, result.Offered);
            Assert.InRange(result.Superseded, 795, 812);
            if (isExcused)
            {
                // What is judged is about one in five, and all of it was on time.
                Assert.InRange(result.Judged, 185, 200);
                Assert.Equal(result.Judged, result.JudgedOnTime);
                Assert.Equal(Verdict.Kept, result.Verdict);
            }
            else
            {
                Assert.True(result.Judged > 900);
                Assert.Equal(Verdict.Broken, result.Verdict);
            }
            // The newest is 105 ms on its way, and up to 100 + 20 ms old when the next comes.
            Assert.InRange(result.AgeOfInformation.Greatest.TotalMilliseconds, 100, 250);
        }
    }

    [Fact]
    public void Messages_larger_than_the_mesh_carries_arrive_whole()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(2, new() { Rate = BytePerMicrosecond });
        string[] qos = ["5-i-d", "4-f-g", "3-r-d", "6-i-c"];
        foreach (string q in qos)
        {
            Contract contract = world.Contracts.Add(
                nodes[0], nodes[^1], q, c => c with { Budget = Duration.FromSeconds(2) });
            world.Offer(contract, Ms(200), 20_000);
        }

        Assert.All(world.Run().Contracts, c =>
        {
            Assert.Equal(50, c.Offered);
            Assert.Equal(50, c.OnTime + c.InFlight);
            Assert.InRange(c.InFlight, 0, 1);
        });
    }

    [Fact]
    public void A_contract_that_was_not_admitted_is_refused_with_its_reason()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1);
        Contract refused = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        Contract admitted = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        world.Refuse(refused);
        world.Offer(refused, Ms(100));
        world.Offer(admitted, Ms(100));
        RunResult result = world.Run();

        Assert.Equal([new LostCount("IngressNotAdmitted", 100)], result.Contracts[0].Lost);
        Assert.Equal(100, result.Contracts[1].OnTime + result.Contracts[1].InFlight);
    }

    [Fact]
    public void Held_for_their_order_until_the_slack_ends_messages_are_still_on_time()
    {
        // Excess of an f contract waits behind other traffic and is lost: what follows is held for it.
        WorldBuilder world = new() { PortQueueMax = new DataSize(3_000) };
        NodeId[] nodes = world.Chain(3, new()
        {
            Rate = BytePerMicrosecond,
            Delays = _ => (new Duration(5_000_123), new Duration(4_900_457), new Duration(4_800_789)),
        });
        Contract ordered = world.Contracts.Add(nodes[0], nodes[^1], "5-f-d", c => c with
        {
            Rate = DataRate.FromKilobits(80),
            Burst = new DataSize(150),
            Budget = Ms(60),
        });
        Contract load = world.Contracts.Add(nodes[0], nodes[^1], "4-i-d");
        world.Offer(ordered, Ms(9), 100);
        world.Offer(load, Duration.FromMicroseconds(1_400), Packet.PayloadBytesMax);
        ContractResult result = world.Run().Contracts[0];

        Assert.True(result.Lost.Sum(l => l.Messages) > 50);
        Assert.InRange(result.Latency.Greatest.TotalMilliseconds, 59.9, 60);
        Assert.Equal(0, result.Late);
    }

    [Fact]
    public void Deadline_traffic_beyond_its_last_link_expires_and_what_is_delivered_is_on_time()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 2 },
            Length = Duration.FromSeconds(20),
        };
        NodeId edge = world.Plan.Edge();
        NodeId satellite = world.Plan.Satellite();
        NodeId far = world.Plan.Edge();
        TestLink moving = new()
        {
            Delays = e => (new Duration(5_200_123), new Duration(5_000_457), new Duration(5_100_789)),
        };
        world.Plan.Link(edge, satellite, moving);
        world.Plan.Link(satellite, far, moving with { Rate = BytePerMicrosecond });
        Contract contract = world.Contracts.Add(edge, far, "5-i-d");
        world.Offer(contract, Duration.FromMicroseconds(1_000), Packet.PayloadBytesMax);
        ContractResult result = world.Run().Contracts[0];

        Assert.Equal(0, result.Late);
        Assert.True(result.Expired > 5_000);
        Assert.InRange(result.OnTime, 13_200, 13_333);
        Assert.InRange(result.Latency.Greatest.TotalMilliseconds, 99.9, 100);
    }

    [Fact]
    public void Past_the_horizon_the_last_links_go_on()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { EpochLength = Duration.FromSeconds(1) },
            Length = Duration.FromSeconds(60),
        };
        NodeId[] nodes = world.Chain(1, new()
        {
            Delays = _ => (new Duration(5_000_000), new Duration(5_020_000), new Duration(5_000_000)),
        });
        Contract contract = world.Contracts.Add(nodes[0], nodes[^1], "5-i-d");
        world.Offer(contract, Ms(100));
        ContractResult result = world.Run().Contracts[0];

        Assert.Equal(600, result.OnTime + result.InFlight);
    }

    [Fact]
    public void Elastic_flows_share_only_the_epochs_of_the_run()
    {
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = 3, EpochLength = Duration.FromSeconds(1) },
            Length = Duration.FromSeconds(2),
        };
        NodeId[] nodes = [world.Plan.Edge(), world.Plan.Edge()];
        world.Plan.Link(nodes[0], nodes[1], new() { Rate = DataRate.FromMegabits(5), Last = 1 });
        world.Contracts.Add(nodes[0], nodes[1], "0-i-c", c => c with { IsElastic = true });
        ElasticResult result = Assert.Single(world.Run().Elastic);

        // In the third epoch there is no link, but the run ends as it begins.
        Assert.Equal(DataRate.FromMegabits(5), result.RateLeast);
        Assert.Equal(DataRate.FromMegabits(5), result.RateMean);
    }

    [Fact]
    public void Traffic_that_an_earlier_rule_takes_is_not_booked_under_its_own_contract()
    {
        WorldBuilder world = new();
        NodeId[] nodes = world.Chain(1);
        world.Contracts.Add(nodes[0], nodes[^1], "5-i-d", c => c with { Match = new FlowMatch() });
        Contract shadowed = world.Contracts.Add(nodes[0], nodes[^1], "6-i-d");
        world.Offer(shadowed, Ms(100));

        Assert.Throws<InvariantException>(() => world.Run());
    }

    // A seed whose first message is sent within the first epoch.
    private static ulong SeedOfAnEarlyPhase(WorldBuilder world)
    {
        for (world.Seed = 1; ; world.Seed++)
        {
            TwinWorld twin = world.Build();
            twin.AdvanceTo(PlanBuilder.Start + Duration.FromSeconds(10));
            if (twin.Result().Contracts[0].Offered == 1)
            {
                return world.Seed;
            }
        }
    }

    // Random nodes and links over a few epochs, more traffic than fits, every quality of service.
    private static WorldBuilder RandomWorld(Prng dice)
    {
        int epochs = dice.Between(1, 5);
        WorldBuilder world = new()
        {
            Plan = new PlanBuilder { Epochs = epochs, EpochLength = Ms(dice.Between(300, 2_000)) },
            Seed = dice.NextBits(),
            PortQueueMax = new DataSize(dice.Between(2_000, 50_000)),
        };
        world.Length = world.Plan.EpochLength * epochs;
        NodeId[] edges = [.. Enumerable.Range(0, 3).Select(_ => world.Plan.Edge())];
        NodeId[] mesh = [.. Enumerable.Range(0, dice.Between(2, 7)).Select(_ => world.Plan.Satellite())];
        foreach (NodeId edge in edges)
        {
            for (int epoch = 0; epoch < epochs; epoch += dice.Between(1, 3))
            {
                Link(edge, mesh[dice.Below(mesh.Length)], epoch);
            }
        }
        for (int i = dice.Between(mesh.Length, 3 * mesh.Length); i > 0; i--)
        {
            int a = dice.Below(mesh.Length);
            Link(mesh[a], mesh[(a + dice.Between(1, mesh.Length - 1)) % mesh.Length], dice.Below(epochs));
        }
        for (int i = dice.Between(2, 8); i > 0; i--)
        {
            int from = dice.Below(3);
            string qos = $"{dice.Below(10)}-{"rfi"[dice.Below(3)]}-{"gdc"[dice.Below(3)]}";
            Contract contract = world.Contracts.Add(
                edges[from], edges[(from + dice.Between(1, 2)) % 3], qos, c => c with
                {
                    Tenant = $"tenant {dice.Below(3)}",
                    Rate = DataRate.FromKilobits(dice.Between(100, 10_000)),
                    Burst = new DataSize(dice.Between(1_000, 50_000)),
                    Budget = dice.Below(4) == 0 ? null : Ms(dice.Between(20, 300)),
                });
            world.Offer(contract, Ms(dice.Between(2, 40)), change: t => t with
            {
                Sources = dice.Between(1, 3),
                Law = (TrafficLaw)dice.Below(3),
                BurstCount = dice.Between(1, 4),
                Size = SizeLaw.Uniform(new DataSize(1), new DataSize(dice.Between(2, 4_000))),
            });
        }
        return world;

        void Link(NodeId a, NodeId b, int first) => world.Plan.Link(a, b, new()
        {
            First = first,
            Last = dice.Between(first, epochs - 1),
            Gap = Ms(dice.Below(2) * dice.Below(100)),
            Rate = DataRate.FromKilobits(dice.Between(200, 8_000)),
            Delays = epoch => (
                new Duration(5_000_000 + (epoch * 1_000)),
                new Duration(5_000_700 + (epoch * 1_000)),
                new Duration(5_001_000 + (epoch * 1_000))),
        });
    }
}
