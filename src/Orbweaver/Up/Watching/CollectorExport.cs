using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Net.Http;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Orbweaver.Live;

namespace Orbweaver.Up;

/// <summary>
/// Pushes the metrics to an OpenTelemetry collector, by OTLP over HTTP. The same figures as are scraped: each
/// metric is an observable instrument. There is no observable histogram, so the parts of one are counters.
/// </summary>
internal sealed class CollectorExport : IDisposable
{
    /// <summary>How long the last push may take when the network stops.</summary>
    public const int LastPushMaxMs = 2_000;

    private const string Scope = "orbweaver";

    private readonly Meter _meter = new(Scope);
    private readonly FiguresSource _source;
    private readonly MeterProvider _provider;
    private readonly HttpClient _client;

    /// <summary>Begins to push.</summary>
    public CollectorExport(
        (Uri Collector, TimeSpan Every) to, FiguresSource source, NetworkMetrics metrics, string network,
        Action<string> warn)
    {
        _source = source;
        foreach (NetworkMetric metric in metrics.All)
        {
            AddInstruments(metric);
        }
        _client = new HttpClient(new CollectorNews(to.Collector, warn))
        {
            Timeout = TimeSpan.FromMilliseconds(LastPushMaxMs),
        };
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(r => r.AddService(Scope, serviceInstanceId: network))
            .AddMeter(Scope)
            .AddView(instrument => new MetricStreamConfiguration
            {
                Name = instrument.Name,
                CardinalityLimit = NetworkFigures.ContractsMax * 8,
            })
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = to.Collector;
                exporter.TimeoutMilliseconds = LastPushMaxMs;
                exporter.HttpClientFactory = () => _client;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    (int)to.Every.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = LastPushMaxMs;
            })
            .Build();
    }

    /// <summary>Pushes the last figures, and ends.</summary>
    public void Dispose()
    {
        _provider.Shutdown(LastPushMaxMs);
        _provider.Dispose();
        _client.Dispose();
        _meter.Dispose();
    }

    private void AddInstruments(NetworkMetric metric)
    {
        string name = NameOf(metric.Name);
        switch (metric.Kind)
        {
            case MetricKind.Counter:
                _meter.CreateObservableCounter(name, () => Read(metric, ""), UnitOf(name), metric.Help);
                break;
            case MetricKind.Gauge:
                _meter.CreateObservableGauge(name, () => Read(metric, ""), UnitOf(name), metric.Help);
                break;
            default:
                foreach (string part in (string[])["_bucket", "_sum", "_count"])
                {
                    _meter.CreateObservableCounter(
                        name + part, () => Read(metric, part), description: metric.Help);
                }
                break;
        }
    }

    private List<Measurement<double>> Read(NetworkMetric metric, string part)
    {
        Samples samples = new(part);
        // Called by the thread of the exporter, which has nothing else to do.
        _source.ReadAsync(figures => metric.Read(figures, samples)).GetAwaiter().GetResult();
        return samples.All;
    }

    // Collectors add what Prometheus wants at the end themselves.
    private static string NameOf(string name)
        => name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;

    private static string? UnitOf(string name)
        => name.EndsWith("_seconds", StringComparison.Ordinal) ? "s"
            : name.EndsWith("_bytes", StringComparison.Ordinal) ? "By"
            : null;

    private sealed class Samples(string part) : IMetricSink
    {
        public List<Measurement<double>> All { get; } = [];

        public void Add(string suffix, double value, ReadOnlySpan<MetricLabel> labels)
        {
            if (!string.Equals(suffix, part, StringComparison.Ordinal))
            {
                return;
            }
            KeyValuePair<string, object?>[] tags = new KeyValuePair<string, object?>[labels.Length];
            for (int i = 0; i < tags.Length; i++)
            {
                tags[i] = new KeyValuePair<string, object?>(labels[i].Name, labels[i].Value);
            }
            All.Add(new Measurement<double>(value, tags));
        }
    }
}
