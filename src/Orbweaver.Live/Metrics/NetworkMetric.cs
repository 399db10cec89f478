using System;

namespace Orbweaver.Live;

/// <summary>What a metric's values mean over time.</summary>
public enum MetricKind
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts by bucket, a sum and a count, all of which only grow.</summary>
    Histogram,
}

/// <summary>A name and a value by which the series of a metric differ.</summary>
public readonly record struct MetricLabel(string Name, string Value);

/// <summary>Takes the samples of one metric.</summary>
public interface IMetricSink
{
    /// <summary>One sample; the suffix is that of a histogram's parts, and empty for all else.</summary>
    void Add(string suffix, double value, ReadOnlySpan<MetricLabel> labels);
}

/// <summary>
/// One metric, with how it is read from the figures: written once for all who export it.
/// </summary>
/// <param name="Name">With its unit, after the conventions of Prometheus.</param>
/// <param name="Kind">What its values mean.</param>
/// <param name="Help">One sentence for people.</param>
/// <param name="Read">Gives all of its samples.</param>
public sealed record NetworkMetric(
    string Name, MetricKind Kind, string Help, Action<NetworkFigures, IMetricSink> Read);
