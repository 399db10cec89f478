using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Orbweaver.Live;

/// <summary>
/// Writes metrics in Prometheus' text format, version 0.0.4. The room it writes to is used again and again,
/// so that being scraped makes no garbage to speak of.
/// </summary>
public sealed class PrometheusText : IMetricSink
{
    /// <summary>The content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ArrayBufferWriter<byte> _text = new(1 << 16);
    private string _name = "";

    /// <summary>All metrics with these figures; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<NetworkMetric> metrics, NetworkFigures figures)
    {
        _text.ResetWrittenCount();
        foreach (NetworkMetric metric in metrics)
        {
            Begin(metric);
            metric.Read(figures, this);
        }
        return _text.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Add(string suffix, double value, ReadOnlySpan<MetricLabel> labels)
    {
        Put(_name);
        Put(suffix);
        for (int i = 0; i < labels.Length; i++)
        {
            Put(i == 0 ? "{" : ",");
            Put(labels[i].Name);
            Put("=\"");
            PutEscaped(labels[i].Value, isQuoted: true);
            Put("\"");
        }
        Put(labels.Length > 0 ? "} " : " ");
        PutNumber(value);
        Put("\n");
    }

    /// <summary>A number as the format wants it, and as short as it can be.</summary>
    public static string Number(double value)
        => double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture);

    private void Begin(NetworkMetric metric)
    {
        _name = metric.Name;
        Put("# HELP ");
        Put(_name);
        Put(" ");
        PutEscaped(metric.Help, isQuoted: false);
        Put("\n# TYPE ");
        Put(_name);
        Put(metric.Kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Gauge => " gauge\n",
            _ => " histogram\n",
        });
    }

    private void PutNumber(double value)
    {
        // Counters are whole: those are written without a detour by way of text.
        Span<byte> room = _text.GetSpan(32);
        if (Math.Abs(value) < 1L << 53 && value == Math.Truncate(value)
            && Utf8Formatter.TryFormat((long)value, room, out int length))
        {
            _text.Advance(length);
            return;
        }
        Put(Number(value));
    }

    private void Put(ReadOnlySpan<char> text)
    {
        Span<byte> room = _text.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _text.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    // Quotes are only special within labels.
    private void PutEscaped(ReadOnlySpan<char> text, bool isQuoted)
    {
        ReadOnlySpan<char> special = isQuoted ? "\\\n\"" : "\\\n";
        while (text.IndexOfAny(special) is >= 0 and int at)
        {
            Put(text[..at]);
            Put(text[at] switch
            {
                '\n' => "\\n",
                '"' => "\\\"",
                _ => "\\\\",
            });
            text = text[(at + 1)..];
        }
        Put(text);
    }
}
