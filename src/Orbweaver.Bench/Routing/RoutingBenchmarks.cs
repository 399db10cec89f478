using System.Collections.Generic;

namespace Orbweaver.Bench.Routing;

/// <summary>Trees, ways, pairs.</summary>
internal static class RoutingBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        .. ForwardingBench.All,
        .. TreeBench.All,
        .. WayBench.All,
    ];
}
