using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Orbweaver.Console.Sockets;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>A browser, as far as the API goes: with a cookie, or not yet.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    /// <summary>Somebody who has not signed in.</summary>
    public ApiClient(string address)
    {
        Root = new Uri(address + "/api/v1/");
        _http = new HttpClient(
            new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false })
        {
            Timeout = Patience,
        };
    }

    public Uri Root { get; }

    /// <summary>Somebody who signs in by the address that a program printed.</summary>
    public static ApiClient SignIn(string entry)
    {
        string[] parts = entry.Split("/#token=");
        ApiClient client = new(parts[0]);
        (int status, JsonElement said) = client.Post("session", $$"""{"token":"{{parts[1]}}"}""");
        Assert.True(status == 200, said.ToString());
        return client;
    }

    /// <summary>The address in the lines of a program: "console at ...".</summary>
    public static string EntryIn(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            if (line.StartsWith("console at ", StringComparison.Ordinal))
            {
                return line["console at ".Length..].Trim();
            }
        }
        Assert.Fail($"no console in: {lines}");
        return "";
    }

    public JsonElement Get(string path)
    {
        (int status, JsonElement said) = Ask(new HttpRequestMessage(HttpMethod.Get, new Uri(Root, path)));
        Assert.True(status == 200, $"{path}: {status} {said}");
        return said;
    }

    public int StatusOf(string path)
        => Ask(new HttpRequestMessage(HttpMethod.Get, new Uri(Root, path))).Status;

    public (int Status, JsonElement Said) Post(string path, string? json, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(Root, path))
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return Ask(request);
    }

    public (int Status, JsonElement Said) Ask(HttpRequestMessage request)
    {
        using HttpResponseMessage response = Send(request);
        byte[] body = response.Content.ReadAsByteArrayAsync(Cancel).GetAwaiter().GetResult();
        bool isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith(
            "json", StringComparison.Ordinal)
            ?? false;
        return ((int)response.StatusCode, isJson ? JsonSerializer.Deserialize<JsonElement>(body) : default);
    }

    public HttpResponseMessage Send(HttpRequestMessage request)
        => _http.SendAsync(request, Cancel).GetAwaiter().GetResult();

    /// <summary>Opens the socket.</summary>
    public Task<LiveSocket> OpenLiveAsync() => OpenLiveAsync("live", receiveBytes: null);

    /// <summary>Opens the socket of a path, with room in the system for what is not read yet.</summary>
    public async Task<LiveSocket> OpenLiveAsync(string path, int? receiveBytes)
    {
        ClientWebSocket socket = new();
        socket.Options.AddSubProtocol(LiveHub.Protocol);
        UriBuilder at = new(new Uri(Root, path)) { Scheme = "ws" };
        using HttpMessageInvoker invoker = new(
            new SocketsHttpHandler
            {
                CookieContainer = _cookies,
                ConnectCallback = async (context, cancel) =>
                {
                    Socket connection = new(SocketType.Stream, ProtocolType.Tcp);
                    if (receiveBytes is { } bytes)
                    {
                        connection.ReceiveBufferSize = bytes;
                    }
                    await connection.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                },
            },
            disposeHandler: false);
        await socket.ConnectAsync(at.Uri, invoker, Cancel);
        return new LiveSocket(socket);
    }

    public void Dispose() => _http.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

/// <summary>The page's end of the socket.</summary>
internal sealed class LiveSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[1 << 20];

    public ClientWebSocket Socket => socket;

    public Task SayAsync(string json)
        => socket.SendAsync(
            Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, Cancel);

    /// <summary>The next frame; null at the end.</summary>
    public async Task<Frame?> NextAsync()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Patience);
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult got = await socket.ReceiveAsync(
                _buffer.AsMemory(length), patience.Token);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            length += got.Count;
            if (got.EndOfMessage)
            {
                Assert.True(
                    Frame.TryParse(_buffer.AsMemory(0, length).ToArray(), out Frame? frame, out string error),
                    error);
                return frame;
            }
        }
    }

    /// <summary>Frames until one fits, that one with them.</summary>
    public async Task<List<Frame>> UntilAsync(Predicate<Frame> fits)
    {
        List<Frame> frames = [];
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
            if (fits(frame))
            {
                return frames;
            }
        }
        Assert.Fail("the socket was closed");
        return frames;
    }

    public void Dispose() => socket.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
