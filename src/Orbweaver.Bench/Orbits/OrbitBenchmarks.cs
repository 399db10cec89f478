using System.Collections.Generic;

namespace Orbweaver.Bench.Orbits;

/// <summary>Positions, access, pairs.</summary>
internal static class OrbitBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        Sgp4Bench.Benchmark,
        EphemerisTableBench.Benchmark,
    ];
}
