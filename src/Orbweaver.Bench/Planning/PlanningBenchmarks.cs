using System.Collections.Generic;

namespace Orbweaver.Bench.Planning;

/// <summary>Plans: time, size, and what topology and access policies give.</summary>
internal static class PlanningBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        .. PlanBench.All,
        .. LatencyBench.All,
        .. TopologyBench.All,
    ];
}
