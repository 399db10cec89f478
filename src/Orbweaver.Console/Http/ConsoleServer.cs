using System;
using System.Collections.Generic;
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
using Orbweaver.Console.Access;
using Orbweaver.Console.Api;
using Orbweaver.Console.Networks;
using Orbweaver.Console.Operations;
using Orbweaver.Console.Sockets;

namespace Orbweaver.Console.Http;

/// <summary>What a server of the console is made of.</summary>
public sealed record ConsoleSettings
{
    /// <summary>Where it listens.</summary>
    public required IPEndPoint At { get; init; }

    /// <summary>The network that it shows.</summary>
    public required ConsoleNetwork Network { get; init; }

    /// <summary>What the program does for it; null for a recording.</summary>
    public INetworkOperations? Operations { get; init; }

    /// <summary>Whether nobody starts a drill alone.</summary>
    public bool DrillsNeedTwo { get; init; }

    /// <summary>Where the files of the page are; null for nowhere.</summary>
    public string? PageFolder { get; init; }

    /// <summary>Where the audit log is kept; null for memory only.</summary>
    public string? AuditPath { get; init; }

    /// <summary>Pages beside the API, by path, which need no session: metrics and health.</summary>
    public IReadOnlyDictionary<string, Func<HttpResponse, Task>> PlainPages { get; init; }
        = new Dictionary<string, Func<HttpResponse, Task>>(StringComparer.Ordinal);

    /// <summary>Is told in a line what the operator should know.</summary>
    public Action<string> Warn { get; init; } = static _ => { };
}

/// <summary>A place where nobody can listen, and why.</summary>
public sealed class CannotListenException : Exception
{
    /// <summary>With why.</summary>
    public CannotListenException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>
/// The one server of a program: the page, the API, its sockets, and what collectors scrape. Kestrel alone,
/// without a host around it: it starts in milliseconds, reads no configuration, and logs nothing.
/// </summary>
public sealed class ConsoleServer : IHttpApplication<IFeatureCollection>, IDisposable
{
    /// <summary>Connections at once; more are turned away.</summary>
    public const int ConnectionsMax = 256;

    /// <summary>Bytes that the system keeps for a client that does not read; Linux doubles it.</summary>
    public const int SendBufferBytes = 256 << 10;

    private const string ApiRoot = "/api/v1";
    private const string ArchiveRoot = "/history/";

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;
    private readonly ConsoleSettings _settings;
    private readonly ConsoleServices _services;
    private readonly NetworkDoor _door;
    private readonly Archive _archive;
    private readonly PageFiles _page;
    private readonly Guard _guard;

    private ConsoleServer(ConsoleSettings settings)
    {
        _settings = settings;
        KestrelServerOptions options = new() { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxConcurrentConnections = ConnectionsMax;
        options.Limits.MaxConcurrentUpgradedConnections = LiveHub.ClientsMax + 8;
        // More than is read: a body that is too large is answered before the connection is given up.
        options.Limits.MaxRequestBodySize = 16 * BodyReader.BytesMax;
        options.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.MaxRequestLineSize = 4 << 10;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        options.Listen(settings.At, static listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions { CreateBoundListenSocket = Bound }),
                NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        _services = new ConsoleServices(
            settings.Network, settings.Operations, new SessionBook(TimeProvider.System),
            new AuditLog(TimeProvider.System, settings.AuditPath, settings.Warn))
        {
            DrillsNeedTwo = settings.DrillsNeedTwo,
        };
        EarlierRecordings earlier = new(settings.Network.HistoryFolder);
        _door = new NetworkDoor(new ApiDispatcher(_services, earlier), new LiveHub(settings.Network));
        _archive = new Archive(_services, earlier);
        _page = new PageFiles(settings.PageFolder);
        _guard = new Guard(settings.At.Address, Dns.GetHostName());
    }

    /// <summary>Where it listens, as a URL without a path.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Sockets that are open.</summary>
    public int LiveClients => _door.Hub.Clients + _archive.Clients;

    /// <summary>Whether there is a page.</summary>
    public bool HasPage => _page.HasPage;

    /// <summary>Begins to serve; throws where nobody can listen there.</summary>
    public static ConsoleServer Start(ConsoleSettings settings)
    {
        ConsoleServer server = new(settings);
        try
        {
            server._server.StartAsync(server, CancellationToken.None).GetAwaiter().GetResult();
            server.Address = OwnAddresses.Reachable(
                server._server.Features.Get<IServerAddressesFeature>()!.Addresses.First(),
                OwnAddresses.OfThisMachine);
            server._services.Address = server.Address;
            return server;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            server._services.Audit.Dispose();
            server._server.Dispose();
            throw new CannotListenException(WhyNot(settings.At, e), e);
        }
    }

    /// <summary>The address of the page for somebody who may come in once.</summary>
    public string NewEntry(string name, Role role)
    {
        _services.Audit.Add(
            "program", Roles.NameOf(Role.Admin), "token", $"{name}, {Roles.NameOf(role)}",
            StatusCodes.Status200OK);
        return $"{Address}/#token={_services.Sessions.NewToken(name, role)}";
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
        try
        {
            Guard.Mark(http.Response);
            http.Response.Headers.CacheControl = "no-store";
            await AnswerAsync(http);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Whoever asked has gone, or everything stops.
            http.Abort();
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            if (e is not Microsoft.AspNetCore.Http.BadHttpRequestException)
            {
                _settings.Warn($"the console met a defect ({e.GetType().Name}: {e.Message.TrimEnd('.')})");
            }
            int status = (
                e as Microsoft.AspNetCore.Http.BadHttpRequestException)?.StatusCode
                ?? StatusCodes.Status500InternalServerError;
            await Problem.Of(
                status, status < 500 ? "The request cannot be read." : "The program met a defect of its own.")
                .WriteAsync(http.Response);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _door.Hub.Dispose();
        _archive.Dispose();
        using CancellationTokenSource patience = new(StopMax);
        _server.StopAsync(patience.Token).GetAwaiter().GetResult();
        _server.Dispose();
        _services.Audit.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        string path = request.Path.Value ?? "/";
        bool isApi = path is ApiRoot || path.StartsWith(ApiRoot + "/", StringComparison.Ordinal);
        bool isPlain = _settings.PlainPages.ContainsKey(path);
        // What collectors scrape on an open address may be asked for by any name, as it always was.
        bool isAsked = isPlain && !IPAddress.IsLoopback(_settings.At.Address);
        if (!isAsked && !_guard.IsForHere(request))
        {
            return Problem.Of(
                StatusCodes.Status421MisdirectedRequest,
                "This server does not go by that name. Use localhost or its address.")
                .WriteAsync(http.Response);
        }
        if (isApi)
        {
            return Guard.IsFromHere(request)
                ? ApiAsync(http, path[ApiRoot.Length..])
                : Problem.Of(StatusCodes.Status403Forbidden, "The request comes from another page.")
                    .WriteAsync(http.Response);
        }
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            return Problem.Of(StatusCodes.Status405MethodNotAllowed, "There is only GET here.")
                .WriteAsync(http.Response);
        }
        return isPlain ? _settings.PlainPages[path](http.Response) : PageAsync(http);
    }

    private async Task PageAsync(HttpContext http)
    {
        if (!await _page.TryAnswerAsync(http))
        {
            string others = string.Join(" and ", _settings.PlainPages.Keys.Order(StringComparer.Ordinal));
            await Problem.Of(
                StatusCodes.Status404NotFound,
                $"There is /api/v1{(others.Length > 0 ? ", " + others : "")}, and the page at /.")
                .WriteAsync(http.Response);
        }
    }

    private Task ApiAsync(HttpContext http, string path)
    {
        NetworkDoor door = _door;
        if (path.StartsWith(ArchiveRoot, StringComparison.Ordinal))
        {
            int end = path.IndexOf('/', ArchiveRoot.Length);
            string id = end < 0 ? path[ArchiveRoot.Length..] : path[ArchiveRoot.Length..end];
            // Whoever is nobody learns nothing of what there is.
            if (_door.Api.SessionOf(http) is null)
            {
                return Problem.Of(StatusCodes.Status401Unauthorized, ApiDispatcher.SignInFirst)
                    .WriteAsync(http.Response);
            }
            if (_archive.Find(id) is not { } its)
            {
                return Problem.Of(
                    StatusCodes.Status404NotFound,
                    "There is no such recording, or no more: /api/v1/history lists them.")
                    .WriteAsync(http.Response);
            }
            (door, path) = (its, end < 0 ? "" : path[end..]);
        }
        return path is "/live" ? LiveAsync(http, door) : door.Api.AnswerAsync(http, path);
    }

    private static Task LiveAsync(HttpContext http, NetworkDoor door)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET";
            return Problem.Of(StatusCodes.Status405MethodNotAllowed, "There is only GET here.")
                .WriteAsync(http.Response);
        }
        return door.Api.SessionOf(http) is { } session
            ? door.Hub.ServeAsync(http, session)
            : Problem.Of(StatusCodes.Status401Unauthorized, ApiDispatcher.SignInFirst)
                .WriteAsync(http.Response);
    }

    // What the system holds back for a client that does not read is bounded too: each connection inherits it.
    private static Socket Bound(EndPoint at)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }

    private static string WhyNot(IPEndPoint at, Exception e)
    {
        SocketException? cause = e as SocketException
            ?? e.InnerException as SocketException ?? e.InnerException?.InnerException as SocketException;
        return cause?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"another program has {at}",
            SocketError.AddressNotAvailable => $"this machine has no address {at.Address}",
            SocketError.AccessDenied => $"listening at {at} needs root, or CAP_NET_BIND_SERVICE",
            _ => $"cannot listen at {at}: {e.Message.TrimEnd('.')}",
        };
    }
}
