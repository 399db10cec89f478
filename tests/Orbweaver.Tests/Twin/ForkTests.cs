using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Tests.Planning;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

/// <summary>A world that begins where another is, and what it foretells.</summary>
public sealed class ForkTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration Before = Second * 40;
    private static readonly Duration Horizon = Second * 60;

    private static readonly PlanRequest Request = RequestOf(contracts: 16);
    private static readonly Plan Whole =
        Planner.PlanLinks(Request, SequentialWorkers.Instance, 32, null).Plan;

    private static PlanRequest RequestOf(int contracts)
    {
        PlanRequest request = Scenes.WithContracts(
            Scenes.Walker(
                "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 5, 40, Scenes.Grounds(3, 6)),
            contracts,
            seed: 5);
        return request with
        {
            Contracts =
            [
                .. request.Contracts.Select(c => c with
                {
                    Match = new FlowMatch
                    {
                        DestinationPorts = new PortRange((ushort)c.Index, (ushort)c.Index),
                    },
                }),
            ],
        };
    }

    // Some satellites are lost, one link comes and goes, and all lasers are a little noisy.
    private static FaultPlan Faults()
    {
        int flapping = Whole.Epochs[0].Links[3].ContactIndex;
        return new FaultPlan
        {
            Faults =
            [
                Lost(0, new NodeId(7), Second * 3, Duration.Max),
                Lost(1, new NodeId(31), Second * 20, Second * 55),
                Lost(2, new NodeId(50), Second * 70, Second * 80),
                new Fault
                {
                    Number = 3,
                    Kind = "flap",
                    What = "a link",
                    From = Second * 11,
                    Until = Second * 90,
                    Links =
                    [
                        new LinkHit(
                            flapping, LinkHitKind.Silent, LinkDirections.Both, Second * 11, Second * 90)
                        {
                            Flap = new LinkFlap(Second * 7, Second * 3),
                        },
                    ],
                },
            ],
        };
    }

    private static Fault Lost(int number, NodeId node, Duration from, Duration until) => new()
    {
        Number = number,
        Kind = "node",
        What = $"{node}",
        From = from,
        Until = until,
        Nodes = [new NodeHit(node, NodeHitKind.Lost, from, until)],
    };

    private static TwinConfig Config(IRunWitness? witness = null, IPacketTap? tap = null) => new()
    {
        Plan = Whole,
        Contracts = Request.Contracts,
        Admitted = [.. Request.Contracts.Select(_ => true)],
        Traffic =
        [
            .. Request.Contracts.Where(c => !c.IsElastic).Select(c => new TrafficSource
            {
                ContractIndex = c.Index,
                Sources = 4,
                Law = c.Index % 2 == 0 ? TrafficLaw.Periodic : TrafficLaw.Poisson,
                Interval = Duration.FromMilliseconds(20 + c.Index),
                Size = SizeLaw.Constant(new DataSize(100)),
            }),
        ],
        Length = Second * 180,
        Seed = 7,
        Faults = Faults(),
        Witness = witness,
        Tap = tap,
    };

    private static TwinWorld At(Duration time, IRunWitness? witness = null, IPacketTap? tap = null)
    {
        TwinWorld world = new(Config(witness, tap));
        world.AdvanceTo(world.Now + time);
        return world;
    }

    private sealed class HopCount : IPacketTap
    {
        public SortedDictionary<int, long> Hops { get; } = [];

        public void Sent(NodeId from, Packet packet, uint number, Instant now)
            => Hops[from.Value] = Hops.GetValueOrDefault(from.Value) + 1;

        public void Received(NodeId to, Packet packet, uint number, Instant now)
        {
            // A hop is counted where it begins.
        }
    }

    [Fact]
    public void What_a_fork_foretells_is_what_comes_also_when_the_busiest_satellite_is_lost()
    {
        HopCount hops = new();
        Instant now = Whole.Start + Before;
        FigureNotes notes = new(Request.Contracts, Config().Admitted, now, now + Horizon);
        TwinWorld world = At(Before, notes, hops);
        TwinFork fork = new(world.Snapshot(), Horizon);
        int busiest = hops.Hops.Where(h => Whole.Nodes[h.Key].IsTransit).MaxBy(h => h.Value).Key;
        Fault loss = Lost(0, new NodeId(busiest), Before + (Second * 5), Before + (Second * 35));
        WorldMeter meter = new(world, Request.Contracts, Config().Admitted);

        WhatIfOutcome? foretold = WhatIf.Run(fork, [loss], static _ => true);
        world.Inject(loss);
        for (int second = 0; second < 60; second++)
        {
            world.AdvanceTo(world.Now + Second);
            meter.Look(world);
        }
        world.AdvanceTo(world.Now + TwinFork.Tail);
        RunFigures came = notes.Figures(world.Now);

        Assert.NotNull(foretold);
        Assert.True(foretold.Base.OnTimeShare > foretold.Plan.OnTimeShare + 0.001, "it makes a difference");
        Assert.Equal(came.OnTimeShare!.Value, foretold.Plan.OnTimeShare!.Value, 0.002);
        Assert.Equal(came.OnTimeShare!.Value, meter.Figures().OnTimeShare!.Value, 0.002);
        Assert.Equal(
            came.Latency.P99.TotalMilliseconds, meter.Figures().Latency.P99.TotalMilliseconds, 5.0);
        for (int i = 0; i < came.Streams.Count; i++)
        {
            if (came.Streams[i].OnTimeShare is { } share)
            {
                Assert.Equal(share, foretold.Plan.Streams[i].OnTimeShare!.Value, 0.02);
            }
        }
        Assert.Contains(foretold.Weak, w => w.At.Value == busiest || w.Reason is not null);
        Assert.Equal(60, came.Series.Count);
        Assert.Equal(60, meter.Figures().Series.Count);
    }

    [Fact]
    public void Nothing_changed_is_foretold_as_well()
    {
        Instant now = Whole.Start + Before;
        FigureNotes notes = new(Request.Contracts, Config().Admitted, now, now + Horizon);
        TwinWorld world = At(Before, notes);

        WhatIfOutcome? foretold = WhatIf.Run(new TwinFork(world.Snapshot(), Horizon), [], static _ => true);
        world.AdvanceTo(now + Horizon + TwinFork.Tail);

        Assert.Equal(
            notes.Figures(world.Now).OnTimeShare!.Value, foretold!.Base.OnTimeShare!.Value, 0.002);
        Assert.Empty(foretold.Weak);
        Assert.Equal(foretold.Base.Latency, foretold.Plan.Latency);
    }

    [Fact]
    public void A_world_that_is_forked_goes_on_as_if_nobody_had_asked()
    {
        TwinWorld asked = At(Before);
        asked.Snapshot();
        WhatIf.Run(new TwinFork(asked.Snapshot(), Second * 5), [], static _ => true);
        asked.AdvanceTo(asked.Now + (Second * 20));

        TwinWorld left = At(Before + (Second * 20));

        Assert.Equal(left.TraceHash, asked.TraceHash);
    }

    [Fact]
    public void Equal_forks_are_equal_also_forks_of_forks()
    {
        ulong[] hashes = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            TwinWorld first = new TwinFork(At(Before).Snapshot(), Horizon).World([]);
            first.AdvanceTo(Whole.Start + Before + (Second * 20));
            TwinWorld second = new TwinFork(first.Snapshot(), Second * 10).World([]);
            second.AdvanceTo(second.End);
            WorldBuilder.Closed(second);
            return second.TraceHash;
        })];

        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void Faults_keep_what_is_left_of_them()
    {
        TwinSnapshot snapshot = At(Before).Snapshot();
        TwinWorld world = new TwinFork(snapshot, Horizon).World([]);
        Instant start = world.WholePlan.Start;

        Assert.Equal(4, snapshot.FaultCount);
        Assert.Equal(Whole.Start + (Second * 30), start);
        (Duration From, Duration Until)[] times =
            [.. world.FaultResults.Select(f => (f.Fault.From, f.Fault.Until))];
        Assert.Equal((Duration.Zero, Duration.Max), times[0]);
        Assert.Equal((Duration.Zero, Second * 25), times[1]);
        Assert.Equal((Second * 40, Second * 50), times[2]);
        // The link is off for three of seven seconds since 11: at 30 it is back, and off again from 32 on.
        IReadOnlyList<LinkHit> flaps = world.FaultResults[3].Fault.Links;
        Assert.Equal(Second * 2, Assert.Single(flaps).From);
        Assert.Equal(Second * 60, flaps[0].Until);
    }

    [Fact]
    public void A_flap_that_is_off_where_the_fork_begins_is_off_for_the_rest_of_its_turn()
    {
        TwinWorld world = new TwinFork(At(Second * 58).Snapshot(), Horizon).World([]);

        Assert.Equal(Whole.Start + (Second * 45), world.WholePlan.Start);
        IReadOnlyList<LinkHit> flaps = FlapOf(world);
        // Off from 46 to 49, so at 45 it is on; nothing is cut.
        Assert.Equal(Second, Assert.Single(flaps).From);

        TwinWorld cut = new TwinFork(At(Second * 71).Snapshot(), Horizon).World([]);
        // Off from 60 to 63, where the fork begins.
        flaps = FlapOf(cut);
        Assert.Equal(2, flaps.Count);
        Assert.Equal((null, Duration.Zero, Second * 3), (flaps[0].Flap, flaps[0].From, flaps[0].Until));
        Assert.Equal(Second * 7, flaps[1].From);
    }

    private static IReadOnlyList<LinkHit> FlapOf(TwinWorld world)
        => world.FaultResults.First(f => f.Fault.Kind == "flap").Fault.Links;

    [Fact]
    public void What_comes_from_outside_goes_on_at_its_rate()
    {
        TwinWorld world = new(Config() with { Traffic = [] });
        Contract contract = Request.Contracts[0];
        for (int i = 0; i < 100; i++)
        {
            world.AdvanceTo(world.Now + Duration.FromMilliseconds(100));
            world.Offer(contract.Index, new DataSize(i % 2 == 0 ? 100 : 300), key: 0);
        }

        TwinSnapshot snapshot = world.Snapshot();
        OutsideRate rate = Assert.Single(snapshot.Outside);
        WhatIfOutcome? foretold = WhatIf.Run(new TwinFork(snapshot, Second * 20), [], static _ => true);

        Assert.Equal((contract.Index, 100L, 20_000L), (rate.Contract, rate.Messages, rate.Bytes));
        Assert.InRange(foretold!.Base.Decided, 199 * contract.Subscribers.Count,
            201 * contract.Subscribers.Count);
    }

    [Fact]
    public void Only_the_last_minute_of_what_comes_from_outside_counts()
    {
        TwinWorld world = new(Config() with { Traffic = [] });
        world.AdvanceTo(world.Now + Second);
        world.Offer(0, new DataSize(100), key: 0);
        Assert.Single(world.Snapshot().Outside);

        world.AdvanceTo(world.Now + (Second * 70));

        Assert.Empty(world.Snapshot().Outside);
    }

    [Fact]
    public void Whoever_waits_for_it_may_stop_it()
    {
        TwinFork fork = new(At(Before).Snapshot(), Horizon);
        List<double> told = [];

        WhatIfOutcome? result = WhatIf.Run(fork, [], share =>
        {
            told.Add(share);
            return share < 0.6;
        });

        Assert.Null(result);
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[^1], 0.6, 0.61);
    }
}
