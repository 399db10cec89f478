using System.Collections.Generic;

namespace Orbweaver.Bench.Live;

/// <summary>What the live network does with every packet.</summary>
internal static class LiveBenchmarks
{
    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Benchmark> All =
    [
        AeadBench.Benchmark,
        SecuredHopBench.Benchmark,
    ];
}
