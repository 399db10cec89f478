using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Live;

namespace Orbweaver.Up;

/// <summary>
/// What a network says of itself to collectors and to whoever starts and stops it: <c>/metrics</c> for
/// Prometheus, and <c>/healthz</c>.
/// </summary>
internal sealed class MetricsPages(FiguresSource source, NetworkMetrics metrics)
{
    private readonly PrometheusText _text = new();

    /// <summary>The pages, by path.</summary>
    public IReadOnlyDictionary<string, Func<HttpResponse, Task>> All
        => new Dictionary<string, Func<HttpResponse, Task>>(StringComparer.Ordinal)
        {
            ["/metrics"] = AnswerMetrics,
            ["/healthz"] = AnswerHealth,
        };

    private async Task AnswerMetrics(HttpResponse response)
    {
        byte[] copy = [];
        int length = 0;
        // The text belongs to one reader at a time, so it is copied out before the next has its turn.
        bool isThere = await source.ReadAsync(figures =>
        {
            ReadOnlySpan<byte> text = _text.Write(metrics.All, figures);
            length = text.Length;
            copy = ArrayPool<byte>.Shared.Rent(length);
            text.CopyTo(copy);
        });
        if (!isThere)
        {
            await Answer(response, StatusCodes.Status503ServiceUnavailable, NoAnswer);
            return;
        }
        response.ContentType = PrometheusText.ContentType;
        response.ContentLength = length;
        await response.Body.WriteAsync(copy.AsMemory(0, length));
        ArrayPool<byte>.Shared.Return(copy);
    }

    private async Task AnswerHealth(HttpResponse response)
    {
        string problems = "";
        bool isThere = await source.ReadAsync(
            figures => problems = string.Join('\n', NetworkHealth.Problems(figures)));
        problems = isThere ? problems : NoAnswer;
        int code = problems.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await Answer(response, code, problems.Length == 0 ? "ok" : problems);
    }

    private static string NoAnswer
        => $"the world has not answered for {FiguresSource.Patience.TotalSeconds:0} s";

    private static Task Answer(HttpResponse response, int code, string text)
    {
        response.StatusCode = code;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text + "\n");
    }
}
