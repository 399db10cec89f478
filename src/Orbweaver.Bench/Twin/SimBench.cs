using Orbweaver.Sim;

namespace Orbweaver.Bench.Twin;

/// <summary>Small worlds under faults drawn from seeds, every check on, one after the other.</summary>
internal static class SimBench
{
    private const int Seeds = 10;
    private const ulong FirstSeed = 700_000;

    public static readonly Benchmark Benchmark = new(
        "sim-seeds",
        "how many small seeds of the simulator one core runs, with every check on",
        run =>
        {
            Timing timing = run.Race(new Contender("seeds", () => Run))[0];
            run.Add(Figure.Rate("seeds", timing) with { Limit = 1 });
        });

    private static long Run()
    {
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            SeedRun.Small(FirstSeed + seed);
        }
        return Seeds;
    }
}
