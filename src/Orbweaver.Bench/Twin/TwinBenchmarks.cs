using System.Collections.Generic;

namespace Orbweaver.Bench.Twin;

/// <summary>The twin's core.</summary>
internal static class TwinBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        EventQueueBench.Benchmark,
        TorusBench.Benchmark,
        TorusBench.KeptBenchmark,
        FleetMemoryBench.Benchmark,
        SimBench.Benchmark,
        ProbeBench.Benchmark,
    ];
}
