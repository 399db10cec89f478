using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Bench.Twin;

/// <summary>
/// 100 random flows of 1,400 B, 1 Gb/s in all, over a 72 x 22 torus of 10 ms links of 10 Gb/s.
/// </summary>
internal static class TorusBench
{
    private const int Planes = 72;
    private const int Slots = 22;
    private const int Flows = 100;

    private static readonly Duration Steady = Duration.FromSeconds(2);

    public static readonly Benchmark Benchmark = new(
        "twin-torus",
        "how fast packets pass real nodes in the twin: 72 x 22 torus, 100 flows, 1 Gb/s in all",
        run => Measure(run, Assurance.Congestion));

    public static readonly Benchmark KeptBenchmark = new(
        "twin-torus-kept",
        "the same as deadline traffic: every hop keeps a copy until the next has taken it",
        run => Measure(run, Assurance.Deadline));

    // ns-3 3.37 did 61 to 66 k on the same torus with UDP flows.
    private static void Measure(BenchRun run, Assurance assurance)
    {
        Timing timing = run.Race(new Contender("twin", () => Prepare(assurance)))[0];
        Comparison ns3 = new("ns-3 3.37", 66e3, IsRecorded: true, Goal: 20);
        run.Add(Figure.Rate("packet-hops", timing, ns3) with { Limit = 1.3e6 });
        run.Add(new Figure("allocated a packet-hop", timing.BytesEach, "bytes", Better.Less, [])
        {
            Limit = 0,
        });
    }

    private static Func<long> Prepare(Assurance assurance)
    {
        Plan plan = TorusPlan(delayDice: null);
        Prng dice = new(1);
        List<Contract> contracts = [];
        List<TrafficSource> traffic = [];
        List<bool> admitted = [];
        for (int i = 0; i < Flows; i++)
        {
            contracts.Add(FlowContract(i, RandomNode(dice), RandomNode(dice), assurance));
            admitted.Add(true);
            traffic.Add(new TrafficSource
            {
                ContractIndex = i,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = DataRate.FromMegabits(10).TimeFor(new DataSize(1_400)),
                Size = SizeLaw.Constant(new DataSize(1_400)),
            });
        }
        TwinWorld world = new(new TwinConfig
        {
            Plan = plan,
            Contracts = contracts,
            Admitted = admitted,
            Traffic = traffic,
            Length = Duration.FromSeconds(3),
            Seed = 1,
            IsKnowledgeChecked = false,
        });
        // By then packets of every flow have arrived, and nothing grows any more.
        world.AdvanceTo(world.End - Steady);
        long before = world.PacketHops;
        return () =>
        {
            world.AdvanceTo(world.End);
            return world.PacketHops - before;
        };
    }

    private static NodeId RandomNode(Prng dice) => new((int)dice.NextBelow(Planes * Slots));

    /// <summary>A flow from node to node.</summary>
    public static Contract FlowContract(int index, NodeId from, NodeId to, Assurance assurance) => new()
    {
        Index = index,
        Name = $"flow-{index}",
        Tenant = "bench",
        Publisher = from,
        Subscribers = [to],
        Qos = new Qos(5, Overtaking.Independent, assurance),
        Budget = Duration.FromSeconds(2),
        Rate = DataRate.FromMegabits(20),
        Burst = new DataSize(10_000),
        MessageSizeMax = new DataSize(1_400),
        Match = new FlowMatch { DestinationPorts = new PortRange((ushort)index, (ushort)index) },
    };

    /// <summary>The torus; links of 10 ms, or of 2 to 8 ms by the dice.</summary>
    public static Plan TorusPlan(Prng? delayDice, int planes = Planes, int slots = Slots)
    {
        List<PlanNode> nodes = [];
        List<(int A, int B)> pairs = [];
        for (int plane = 0; plane < planes; plane++)
        {
            for (int slot = 0; slot < slots; slot++)
            {
                int id = nodes.Count;
                nodes.Add(new PlanNode(
                    new NodeId(id), $"N{id}", NodeKind.Satellite, "torus", "", plane, slot));
                pairs.Add((id, (plane * slots) + ((slot + 1) % slots)));
                pairs.Add((id, ((plane + 1) % planes * slots) + slot));
            }
        }
        Instant start = Utc.FromCalendar(2026, 11, 20);
        List<Contact> contacts = [];
        EpochLink[] links = new EpochLink[pairs.Count];
        for (int i = 0; i < pairs.Count; i++)
        {
            NodeId a = new(Math.Min(pairs[i].A, pairs[i].B));
            NodeId b = new(Math.Max(pairs[i].A, pairs[i].B));
            DataRate rate = DataRate.FromGigabits(10);
            contacts.Add(new Contact(
                i, ContactKind.Optical, new(a, 0), new(b, 0), 0, LastEpoch: 0, start, rate, rate));
            int delayNs = (int?)delayDice?.NextBetween(2_000_000, 8_000_000) ?? 10_000_000;
            links[i] = new EpochLink(i, a, b, delayNs, delayNs, delayNs);
        }
        Duration hop = Duration.Zero;
        return new Plan
        {
            Version = 1,
            Start = start,
            EpochLength = Duration.FromSeconds(15),
            Drain = Duration.FromMilliseconds(100),
            HopDelay = hop,
            Nodes = nodes,
            Contacts = contacts,
            Epochs = [new PlanEpoch(0, nodes.Count, links, [], hop)],
        };
    }
}
