using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;

namespace Orbweaver.Bench.Planning;

/// <summary>Topologies on the same demand, access policy and orbit: figures of plans, not of speed.</summary>
internal static class TopologyBench
{
    private const int OrbitMinutes = 95;
    private const string PlusGrid = "+grid";
    private const string Nearest = "nearest-stable";

    public static readonly Benchmark[] All =
    [
        Of("topologies-480", "D:550:70:480/24/1", 10),
        Of("topologies-1584", "D:550:53:1584/72/17", 25),
    ];

    private static Benchmark Of(string name, string code, double elevationMinDeg)
        => new(
            name,
            "what a motif gives over +grid and nearest-stable for 30 city pairs over an orbit",
            run => Measure(run, code, elevationMinDeg));

    private static void Measure(BenchRun run, string code, double elevationMinDeg)
    {
        PlanRequest request =
            CityPairs.Request(code, elevationMinDeg, Duration.FromMinutes(OrbitMinutes));
        Search(run, request, MotifAim.Delay);
        run.ThrowIfInterrupted();
        ComparedTopology[] compared = TopologyComparison.Of(
            [
                new(PlusGrid, TopologyComparison.With(request, TopologyPolicy.PlusGrid)),
                new(Nearest, TopologyComparison.With(request, TopologyPolicy.NearestStable)),
                new("motif", TopologyComparison.With(request, TopologyPolicy.Motif)),
                new(
                    "motif: carried",
                    TopologyComparison.With(request, TopologyPolicy.Motif, MotifAim.Carried)),
            ],
            run.Options.Workers,
            new Stop(run));
        foreach (ComparedTopology motif in compared.Skip(2))
        {
            Add(run, motif, compared[0], compared[1]);
        }
        run.Note(
            $"retargets a satellite and hour: {Retargets(compared[0])}, {Retargets(compared[1])}, "
                + Retargets(compared[2]));
    }

    private static string Retargets(ComparedTopology one) => string.Create(
        CultureInfo.InvariantCulture, $"{one.Name} {one.Figures.RetargetsPerSatelliteHour:0.00}");

    private static void Search(BenchRun run, PlanRequest request, MotifAim aim)
    {
        ConstellationSpec constellation = request.Constellations[0] with
        {
            Policy = TopologyPolicy.Motif,
            MotifAim = aim,
        };
        long start = Stopwatch.GetTimestamp();
        MotifSearch.Find(request, constellation, run.Options.Workers, new Stop(run));
        run.Add(new Figure(
            "the search of a motif", Stopwatch.GetElapsedTime(start).TotalSeconds, "s", Better.Less, []));
    }

    private static void Add(
        BenchRun run, ComparedTopology motif, ComparedTopology grid, ComparedTopology nearest)
    {
        run.Note($"{motif.Name} is {string.Join(", ", motif.Motifs.SelectMany(m => m.Offsets))}");
        One("median delay", "s", Better.Less, f => f.Median.TotalSeconds);
        One("mean delay", "s", Better.Less, f => f.Mean.TotalSeconds);
        One("p99 delay", "s", Better.Less, f => f.P99.TotalSeconds);
        One("lasers on a way", "", Better.Less, f => f.Hops);
        One("most loaded laser", "", Better.Less, f => f.BusiestLaser);
        One("share carried of an overload", "", Better.More, f => f.CarriedShare);

        void One(string what, string unit, Better better, System.Func<TopologyFigures, double> of)
            => run.Add(new Figure(
                $"{motif.Name}, {what}", of(motif.Figures), unit, better,
                [
                    new Comparison(PlusGrid, of(grid.Figures), IsRecorded: false, Goal: null),
                    new Comparison(Nearest, of(nearest.Figures), IsRecorded: false, Goal: null),
                ]));
    }

    private sealed class Stop(BenchRun run) : IPlanProgress
    {
        public void Report(string stage, int done, int total) => run.ThrowIfInterrupted();
    }
}
