using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Orbweaver.Console.Networks;

namespace Orbweaver.Console.Sockets;

/// <summary>All clients of the socket: lets them in, and knows what they watch together.</summary>
internal sealed class LiveHub : IDisposable
{
    /// <summary>Clients at once; more are told to come back.</summary>
    public const int ClientsMax = 64;

    /// <summary>The sub-protocol.</summary>
    public const string Protocol = "orbweaver.v1";

    private readonly ConsoleNetwork _network;
    private readonly Lock _gate = new();
    private readonly List<LiveClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly WebSocketOptions _options = new()
    {
        // A client that is gone without a word is noticed.
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Clients of a network.</summary>
    public LiveHub(ConsoleNetwork network) => _network = network;

    /// <summary>How many there are.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count;
            }
        }
    }

    /// <summary>Serves a client until one of both ends it.</summary>
    public Task ServeAsync(HttpContext http, Session session)
    {
        WebSocketMiddleware middleware = new(
            context => TakeAsync(context, session), Options.Create(_options), NullLoggerFactory.Instance);
        return middleware.Invoke(http);
    }

    /// <summary>Has the network look the ways up that clients want to see.</summary>
    public void WatchAll()
    {
        int[] streams;
        lock (_gate)
        {
            streams = [.. _clients.SelectMany(c => c.Streams).Distinct().Order().Take(LiveClient.StreamsMax)];
        }
        _network.Watch(streams);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task TakeAsync(HttpContext http, Session session)
    {
        if (!http.WebSockets.IsWebSocketRequest
            || !http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            http.Response.Headers.Upgrade = "websocket";
            await Problem.Of(
                StatusCodes.Status426UpgradeRequired,
                    $"This is a WebSocket with the sub-protocol {Protocol}.")
                .WriteAsync(http.Response);
            return;
        }
        if (Clients >= ClientsMax)
        {
            http.Response.Headers.RetryAfter = "10";
            await Problem.Of(StatusCodes.Status503ServiceUnavailable, $"There are {ClientsMax} clients.")
                .WriteAsync(http.Response);
            return;
        }
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        using LiveClient client = new(socket, _network, session, WatchAll);
        lock (_gate)
        {
            _clients.Add(client);
        }
        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted, _stop.Token);
            await client.RunAsync(end);
        }
        finally
        {
            lock (_gate)
            {
                _clients.Remove(client);
            }
            WatchAll();
        }
    }
}
