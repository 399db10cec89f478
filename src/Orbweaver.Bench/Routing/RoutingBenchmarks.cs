using System.Collections.Generic;

namespace Orbweaver.Bench.Routing;

/// <summary>Trees, ways, pairs.</summary>
internal static class RoutingBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        TreeBench.Benchmark,
        .. WayBench.All,
    ];
}
