using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Orbweaver.Live;

/// <summary>
/// What the process costs its machine, and how often its memory is collected: pauses of that are pauses of
/// the network.
/// </summary>
internal static class ProcessMetrics
{
    private static readonly MetricLabel[][] Generations =
        [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(g => new[]
        {
            new MetricLabel("generation", g.ToString(CultureInfo.InvariantCulture)),
        })];

    /// <summary>The metrics, in a fixed order.</summary>
    public static IReadOnlyList<NetworkMetric> All { get; } =
    [
        new("orbweaver_gc_collections_total", MetricKind.Counter,
            "Garbage collections of a generation and those below.", static (_, to) =>
            {
                for (int generation = 0; generation < Generations.Length; generation++)
                {
                    to.Add("", GC.CollectionCount(generation), Generations[generation]);
                }
            }),
        new("orbweaver_gc_pause_seconds_total", MetricKind.Counter,
            "How long garbage collections have stopped all threads.",
            static (_, to) => to.Add("", GC.GetTotalPauseDuration().TotalSeconds, [])),
        new("orbweaver_allocated_bytes_total", MetricKind.Counter, "Memory allocated by all threads.",
            static (_, to) => to.Add("", GC.GetTotalAllocatedBytes(precise: false), [])),
        new("process_resident_memory_bytes", MetricKind.Gauge, "Memory that is resident.",
            static (_, to) => to.Add("", Environment.WorkingSet, [])),
        new("process_cpu_seconds_total", MetricKind.Counter, "Time on processors, of user and kernel.",
            static (_, to) => to.Add("", Environment.CpuUsage.TotalTime.TotalSeconds, [])),
    ];
}
