using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Orbweaver.Up;

/// <summary>
/// Sees what becomes of requests to a collector, and says so once: the exporter itself would keep silent.
/// </summary>
internal sealed class CollectorNews(Uri collector, Action<string> warn) : DelegatingHandler(
    new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
{
    private int _hasTold;

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Seen(base.Send(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Tell(e.Message);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Seen(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Tell(e.Message);
            throw;
        }
    }

    private HttpResponseMessage Seen(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            Tell($"it answers {(int)response.StatusCode}");
        }
        return response;
    }

    private void Tell(string why)
    {
        if (Interlocked.Exchange(ref _hasTold, 1) == 0)
        {
            warn($"metrics do not reach {collector} ({why.TrimEnd('.')}); the network goes on");
        }
    }
}
