using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Bench.Planning;

/// <summary>Whole plans: lasers, access and admission, on all workers.</summary>
internal static class PlanBench
{
    // 95 minutes, an orbit.
    private const int OrbitEpochs = 380;

    // Ten minutes of a fleet: the first epoch, in which every laser is new, is a fifth of it.
    private const int FleetEpochs = 40;

    public static readonly Benchmark[] All =
    [
        new(
            "plan-176",
            "what a plan of 176 satellites over an orbit takes, 20 sites, 50 contracts",
            run => Orbit(
                run, PlanNetworks.With(PlanNetworks.Shell("D:550:53:176/16/1", 5), OrbitEpochs, 20, 50),
                limitS: 0.5, new Comparison("NodalArc", 46, IsRecorded: true, Goal: 92))),
        new(
            "plan-1584",
            "what a plan of 1,584 satellites over an orbit takes, 100 sites, 100 contracts",
            run => Orbit(
                run, PlanNetworks.With(PlanNetworks.Shell("D:550:53:1584/72/17", 25), OrbitEpochs, 100, 100),
                limitS: 10)),
        new(
            "plan-fleet",
            "what an epoch of a fleet of real elements takes, 100 sites, 100 contracts",
            Fleet),
    ];

    private static void Orbit(
        BenchRun run, PlanRequest request, double limitS, params IReadOnlyList<Comparison> against)
    {
        Plan? plan = null;
        Timing timing = run.Race(new Contender("plan", () => () =>
        {
            plan = Planner.Plan(request, run.Options.Workers).Plan;
            return 1;
        }))[0];
        run.Add(Figure.Time("a plan", timing, against) with { Limit = limitS });
        AddSize(run, plan!);
    }

    private static void Fleet(BenchRun run)
    {
        if (run.DataFile("orbits/constellations/starlink_2026-08-11.tle") is not { } file)
        {
            return;
        }
        PlanRequest request = PlanNetworks.With(PlanNetworks.Fleet(file), FleetEpochs, 100, 100);
        Plan? plan = null;
        Timing timing = run.Race(new Contender("fleet", () => () =>
        {
            plan = Planner.Plan(request, run.Options.Workers).Plan;
            return FleetEpochs;
        }))[0];
        run.Add(Figure.Time($"an epoch of {request.Satellites.Count} satellites", timing));
        AddSize(run, plan!);
    }

    private static void AddSize(BenchRun run, Plan plan)
    {
        if (plan.Epochs is PackedEpochs packed)
        {
            double bytes = (double)packed.SizeBytes / packed.LinkEpochs;
            run.Add(new Figure("a link and epoch", bytes, "B", Better.Less, []) { Limit = 4 });
        }
    }
}
