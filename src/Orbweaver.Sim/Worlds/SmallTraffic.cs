using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// The traffic of a small seed: rows 1-7 and 11 of OPEN-BACKBONE-1 with their sizes, budgets, assurance and
/// protection, and so few sources that all of it is about 200 messages a second.
/// </summary>
internal static class SmallTraffic
{
    private const int RateFactor = 4;
    private const int BurstMessages = 40;

    private static readonly Row[] Rows =
    [
        new("r1-alert", "9-i-g", 500, 1_200, PerSecond(1), 1, 250)
        {
            Law = TrafficLaw.Poisson, Protection = Protection.Replicate, PromisePpm = 1_000_000, Flows = 3,
        },
        new("r2-tracks", "7-r-d", 55, 200, PerSecond(1), 10, 1_000)
        {
            Flows = 2, Subscribers = 3,
        },
        new("r3-plots", "5-i-d", 35, 427, PerSecond(16), 1, 2_200) { MeanBytes = 69, Flows = 2 },
        new("r4-tactical", "7-f-d", 50, 250, new(3_333_333_333), 10, 1_000)
        {
            Law = TrafficLaw.Poisson, Flows = 2,
        },
        new("r5-voice", "6-f-c", 60, 60, PerSecond(50), 1, 150) { PromisePpm = 990_000 },
        new("r6-telemetry", "5-r-d", 32, 32, PerSecond(10), 2, 250) { PromisePpm = 990_000, Flows = 2 },
        new("r7-video", "4-f-c", 1_316, 1_316, PerSecond(40), 1, 400) { PromisePpm = 990_000 },
        new("r11-orders", "8-f-g", 1_000, 20_000, PerSecond(1), 1, 3_000)
        {
            Law = TrafficLaw.Poisson,
        },
        new("r11-chat", "5-f-g", 1_000, 20_000, PerSecond(1), 1, 30_000)
        {
            Law = TrafficLaw.Poisson,
        },
        new("r11-files", "3-f-g", 20_000, 100_000, new(4_000_000_000), 1, 300_000)
        {
            Law = TrafficLaw.Poisson,
        },
    ];

    private sealed record Row(
        string Name, string Qos, long Least, long Greatest, Duration Interval, int Sources, long BudgetMs)
    {
        public long? MeanBytes { get; init; }

        public TrafficLaw Law { get; init; } = TrafficLaw.Periodic;

        public Protection Protection { get; init; } = Protection.Repair;

        public int PromisePpm { get; init; } = 999_000;

        public int Flows { get; init; } = 1;

        public int Subscribers { get; init; } = 1;
    }

    /// <summary>The contracts, and what is offered to them.</summary>
    public static (IReadOnlyList<Contract> Contracts, IReadOnlyList<TrafficSource> Traffic) Of()
    {
        List<Contract> contracts = [];
        List<TrafficSource> traffic = [];
        foreach (Row row in Rows)
        {
            for (int flow = 0; flow < row.Flows; flow++)
            {
                Add(row, flow, contracts, traffic);
            }
        }
        return (contracts, traffic);
    }

    // Every flow has another pair of edges, so that together they use all of the mesh.
    private static void Add(Row row, int flow, List<Contract> contracts, List<TrafficSource> traffic)
    {
        int index = contracts.Count;
        int from = index % SmallWorld.Edges;
        bool isQos = Qos.TryParse(row.Qos, out Qos qos);
        Check.That(isQos);
        List<NodeId> subscribers = [];
        for (int i = 0; i < row.Subscribers; i++)
        {
            subscribers.Add(SmallWorld.Edge((from + 2 + (index % 3) + i) % SmallWorld.Edges));
        }
        ushort port = (ushort)(1000 + index);
        contracts.Add(new Contract
        {
            Index = index,
            Name = $"{row.Name}-{flow}",
            Tenant = flow % 2 == 0 ? "north" : "south",
            Publisher = SmallWorld.Edge(from),
            Subscribers = [.. new SortedSet<NodeId>(subscribers)],
            Qos = qos,
            Budget = Duration.FromMilliseconds(row.BudgetMs),
            Rate = RateOf(row),
            Burst = new DataSize(BurstMessages * row.Greatest),
            MessageSizeMax = new DataSize(row.Greatest),
            PromisePpm = row.PromisePpm,
            Protection = row.Protection,
            Match = new FlowMatch { DestinationPorts = new PortRange(port, port) },
        });
        (DataSize least, DataSize greatest) = (new(row.Least), new(row.Greatest));
        traffic.Add(new TrafficSource
        {
            ContractIndex = index,
            Sources = row.Sources,
            Law = row.Law,
            Interval = row.Interval,
            Size = row.MeanBytes is long mean
                ? new SizeLaw(least, new DataSize(mean), greatest)
                : SizeLaw.Uniform(least, greatest),
        });
    }

    // Sources never reach it by themselves, and ten times as much always does.
    private static DataRate RateOf(Row row)
        => new(RateFactor * row.Sources * (row.MeanBytes ?? ((row.Least + row.Greatest) / 2)) * 8
            * 1_000_000_000 / row.Interval.Nanoseconds);

    private static Duration PerSecond(long rate) => new((1_000_000_000 + (rate / 2)) / rate);
}
