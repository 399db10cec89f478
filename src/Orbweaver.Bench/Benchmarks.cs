using System.Collections.Generic;

namespace Orbweaver.Bench;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class Benchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        .. Orbits.OrbitBenchmarks.All,
        .. Routing.RoutingBenchmarks.All,
        .. Planning.PlanningBenchmarks.All,
        .. Twin.TwinBenchmarks.All,
        .. Live.WaitingBench.All,
        .. Live.LiveBenchmarks.All,
    ];
}
