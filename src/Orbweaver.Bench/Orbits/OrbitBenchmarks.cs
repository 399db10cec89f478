using System.Collections.Generic;

namespace Orbweaver.Bench.Orbits;

/// <summary>Positions, access, pairs.</summary>
internal static class OrbitBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        Sgp4Bench.Benchmark,
        Sgp4Accuracy.Benchmark,
        AccessBench.Access,
        AccessBench.Pairs,
        EphemerisTableBench.Benchmark,
    ];
}
