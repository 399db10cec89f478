using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Bench.Planning;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Twin;

namespace Orbweaver.Bench.Twin;

/// <summary>
/// What a world takes in memory, node by node, while traffic crosses a fleet of real elements.
/// </summary>
internal static class FleetMemoryBench
{
    private const int Epochs = 4;
    private const int Sites = 100;
    private const int Contracts = 300;

    public static readonly Benchmark Benchmark = new(
        "twin-memory",
        "what a twin of a fleet of real elements takes in memory, 100 sites and 300 contracts",
        Measure);

    private static void Measure(BenchRun run)
    {
        if (run.DataFile("orbits/constellations/starlink_2026-08-11.tle") is not { } file)
        {
            return;
        }
        PlanRequest request = PlanNetworks.With(PlanNetworks.Fleet(file), Epochs, Sites, Contracts);
        // Contracts of one publisher are told apart by their ports.
        request = request with
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
        PlannedNetwork planned = Planner.Plan(request, run.Options.Workers);
        run.ThrowIfInterrupted();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TwinWorld world = World(request, planned);
        world.AdvanceTo(planned.Plan.Start + Duration.FromSeconds(20));
        double bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(world);
        int nodes = planned.Plan.Nodes.Count;
        run.Add(new Figure($"a node of {nodes}", bytes / nodes, "B", Better.Less, [
            new Comparison("NodalArc", 18e6, IsRecorded: true, Goal: null)])
        {
            Limit = 2e6,
        });
        run.Add(new Figure("the world", bytes, "B", Better.Less, []) { Limit = 4e9 });
    }

    private static TwinWorld World(PlanRequest request, PlannedNetwork planned)
    {
        List<TrafficSource> traffic = [];
        List<bool> admitted = [];
        foreach (Contract contract in request.Contracts)
        {
            admitted.Add(planned.Admission.Contracts[contract.Index].Verdict != AdmissionVerdict.Impossible);
            traffic.Add(new TrafficSource
            {
                ContractIndex = contract.Index,
                Sources = 1,
                Law = TrafficLaw.Periodic,
                Interval = contract.Rate.TimeFor(contract.MessageSizeMax),
                Size = SizeLaw.Constant(contract.MessageSizeMax),
            });
        }
        return new TwinWorld(new TwinConfig
        {
            Plan = planned.Plan,
            Contracts = request.Contracts,
            Admitted = admitted,
            Traffic = traffic,
            Length = Duration.FromSeconds(15 * Epochs),
            Seed = 1,
        });
    }
}
