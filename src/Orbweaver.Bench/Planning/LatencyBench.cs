using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Routing;

namespace Orbweaver.Bench.Planning;

/// <summary>
/// How near the planned access comes to the best that any access gives over the same lasers: the delay of
/// every pair in every epoch, over that with every visible pair linked, and over the floor.
/// </summary>
internal static class LatencyBench
{
    // Half an orbit: the pattern over a city repeats with every pass.
    private const int Epochs = 190;

    // Sampled, as neighbouring epochs differ little.
    private const int Step = 2;

    public static readonly IReadOnlyList<Benchmark> All =
    [
        Of("latency-480", "D:550:70:480/24/1", 10),
        Of("latency-1584", "D:550:53:1584/72/17", 25),
    ];

    private static Benchmark Of(string name, string code, double elevationMinDeg) => new(
        name,
        "how near planned access comes to the least delay that any access gives, 30 city pairs",
        run =>
        {
            PlanRequest network =
                CityPairs.Request(code, elevationMinDeg, Duration.FromSeconds(15) * Epochs);
            foreach (int terminals in (int[])[2, 1])
            {
                string with = terminals == 1 ? "one terminal" : $"{terminals} terminals";
                Measure(run, Own(network, terminals), with, 1.03);
            }
            // Two terminals cannot be best for five peers at once: chosen anew in every epoch, they would
            // give a 99th percentile of 1.31 and 1.23.
            Measure(run, Shared(network, 2), "2 terminals, cities shared", null);
        });

    private static void Measure(BenchRun run, PlanRequest request, string with, double? medianMax)
    {
        run.ThrowIfInterrupted();
        PlannedNetwork assigned = Planner.Plan(request, run.Options.Workers);
        Plan best = Planner.Plan(
            request with { Access = AccessPolicy.AllVisible }, run.Options.Workers).Plan;
        List<double> overBest = [];
        List<double> overFloor = [];
        TreeBuilder trees = new(best.Nodes);
        for (int e = 0; e < assigned.Plan.Epochs.Count; e += Step)
        {
            foreach (Contract contract in request.Contracts)
            {
                NodeId to = contract.Subscribers[0];
                int bestNs = trees.Build(best.Epochs[e], to).DistanceNs(contract.Publisher);
                int ownNs = trees.Build(assigned.Plan.Epochs[e], to).DistanceNs(contract.Publisher);
                overBest.Add((double)ownNs / bestNs);
                overFloor.Add(ownNs / (double)Floor(request, contract.Publisher, to).Nanoseconds);
            }
        }
        overBest.Sort();
        overFloor.Sort();
        Add(run, $"{with}: median over the best", overBest[overBest.Count / 2], medianMax);
        Add(
            run, $"{with}: 99th percentile over the best", overBest[overBest.Count * 99 / 100],
            medianMax is null ? null : 1.10);
        Add(run, $"{with}: median over the floor", overFloor[overFloor.Count / 2], null);
        double hours = request.Horizon.Nanoseconds / 3.6e12;
        int terminals = request.Grounds[0].Terminals * request.Grounds.Count;
        double handovers = assigned.Statistics.Handovers / (hours * terminals);
        run.Add(new Figure($"{with}: handovers a terminal and hour", handovers, "", Better.Less, []));
    }

    // Every pair with two ground nodes of its own.
    private static PlanRequest Own(PlanRequest network, int terminals)
    {
        int first = network.Satellites.Count;
        List<GroundSpec> grounds = [];
        List<Contract> contracts = [];
        foreach (Contract contract in network.Contracts.Take(CityPairs.Count))
        {
            NodeId from = new(first + grounds.Count);
            NodeId to = new(first + grounds.Count + 1);
            foreach (NodeId city in (NodeId[])[contract.Publisher, contract.Subscribers[0]])
            {
                GroundSpec ground = network.Grounds[city.Value - first];
                grounds.Add(ground with { Name = $"{ground.Name}-{grounds.Count}", Terminals = terminals });
            }
            contracts.Add(contract with { Publisher = from, Subscribers = [to] });
        }
        return network with { Grounds = grounds, Contracts = contracts };
    }

    // One ground node for all pairs of a city.
    private static PlanRequest Shared(PlanRequest network, int terminals) => network with
    {
        Grounds = [.. network.Grounds.Select(g => g with { Terminals = terminals })],
        Contracts = [.. network.Contracts.Take(CityPairs.Count)],
    };

    private static void Add(BenchRun run, string name, double ratio, double? limit)
        => run.Add(new Figure(name, ratio, "x", Better.Less, []) { Limit = limit });

    private static Duration Floor(PlanRequest request, NodeId a, NodeId b)
    {
        int first = request.Satellites.Count;
        return Geometry.Floor(
            request.Grounds[a.Value - first].Position, request.Grounds[b.Value - first].Position);
    }
}
