using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orbweaver.Live;
using Orbweaver.Scenarios;

namespace Orbweaver.Up;

/// <summary>
/// Serves what a network says of itself over HTTP: <c>/metrics</c> for Prometheus and <c>/healthz</c> for
/// whoever starts and stops it. Kestrel alone, without a host around it: it starts in milliseconds.
/// </summary>
internal sealed class MetricsServer : IHttpApplication<IFeatureCollection>, IDisposable
{
    /// <summary>Clients at once; more are turned away.</summary>
    public const int ClientsMax = 32;

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(1);

    private readonly FiguresSource _source;
    private readonly NetworkMetrics _metrics;
    private readonly PrometheusText _text = new();
    private readonly KestrelServer _server;

    private MetricsServer(IPEndPoint at, FiguresSource source, NetworkMetrics metrics)
    {
        _source = source;
        _metrics = metrics;
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = ClientsMax;
        options.Limits.MaxRequestBodySize = 0;
        options.Listen(at);
        _server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens, as a URL without a path.</summary>
    public string Address => _server.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Begins to serve; a place that cannot be had is bad input.</summary>
    public static MetricsServer Start(IPEndPoint at, FiguresSource source, NetworkMetrics metrics)
    {
        MetricsServer server = new(at, source, metrics);
        try
        {
            server._server.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
            return server;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            server._server.Dispose();
            SocketException? cause = e as SocketException
                ?? e.InnerException as SocketException ?? e.InnerException?.InnerException as SocketException;
            string why = cause?.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"another program has {at}",
                SocketError.AddressNotAvailable => $"this machine has no address {at.Address}",
                SocketError.AccessDenied => $"listening at {at} needs root, or CAP_NET_BIND_SERVICE",
                _ => $"cannot listen at {at}: {e.Message.TrimEnd('.')}",
            };
            throw BadInputException.Of("--http", why, "Name another, as in --http 9465");
        }
    }

    /// <inheritdoc/>
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc/>
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // A context has nothing of its own.
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        DefaultHttpContext http = new(context);
        HttpResponse response = http.Response;
        response.Headers.CacheControl = "no-store";
        bool isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!isRead)
        {
            response.Headers.Allow = "GET, HEAD";
            await Answer(response, StatusCodes.Status405MethodNotAllowed, "there is only GET here");
            return;
        }
        switch (http.Request.Path.Value)
        {
            case "/metrics":
                await AnswerMetrics(response);
                break;
            case "/healthz":
                await AnswerHealth(response);
                break;
            default:
                await Answer(response, StatusCodes.Status404NotFound, "there are /metrics and /healthz");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using CancellationTokenSource patience = new(StopMax);
        _server.StopAsync(patience.Token).GetAwaiter().GetResult();
        _server.Dispose();
    }

    private async Task AnswerMetrics(HttpResponse response)
    {
        byte[] copy = [];
        int length = 0;
        // The text belongs to one reader at a time, so it is copied out before the next has its turn.
        bool isThere = await _source.ReadAsync(figures =>
        {
            ReadOnlySpan<byte> text = _text.Write(_metrics.All, figures);
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
        bool isThere = await _source.ReadAsync(
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
