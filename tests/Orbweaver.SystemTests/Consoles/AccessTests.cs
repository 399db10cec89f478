using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Tasks;
using Orbweaver.Console.Access;
using Orbweaver.Console.Operations;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Who comes in, and which pages do not.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class AccessTests(ConsoleFixture console)
{
    [Fact]
    public void A_token_is_good_once_and_its_cookie_is_for_this_page_alone()
    {
        string entry = console.Up.Ask("token", "--role", "viewer").Trim();
        string token = entry.Split("#token=")[1];
        using ApiClient first = console.Stranger();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(first.Root, "session"))
        {
            Content = new StringContent($$"""{"token":"{{token}}"}""", null, "application/json"),
        };
        using HttpResponseMessage response = first.Send(request);
        string cookie = response.Headers.GetValues("Set-Cookie").Single();

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(32, token.Length);
        Assert.Equal("viewer", first.Get("about").GetProperty("user").GetProperty("role").GetString());
        using ApiClient second = console.Stranger();
        Assert.Equal(401, second.Post("session", $$"""{"token":"{{token}}"}""").Status);
        Assert.Equal(401, second.StatusOf("about"));

        using HttpRequestMessage leave = new(HttpMethod.Delete, new Uri(first.Root, "session"));
        Assert.Equal(204, first.Ask(leave).Status);
        Assert.Equal(401, first.StatusOf("about"));
    }

    [Fact]
    public async Task A_session_that_is_revoked_is_over_its_socket_too()
    {
        (int status, JsonElement made) = console.Admin.Post(
            "sessions/tokens", """{"name":"ana","role":"operator"}""");
        Assert.Equal(200, status);
        using ApiClient ana = ApiClient.SignIn(made.GetProperty("address").GetString()!);
        using LiveSocket socket = await ana.OpenLiveAsync();
        await socket.NextAsync();
        int id = console.Admin.Get("sessions").GetProperty("items").EnumerateArray()
            .Single(s => s.GetProperty("name").GetString() == "ana").GetProperty("id").GetInt32();
        Assert.Equal(204, console.Admin.Post($"sessions/{id}/revoke", null).Status);

        Assert.Equal(401, ana.StatusOf("about"));
        while (await socket.NextAsync() is not null)
        {
            // What was under way still comes.
        }
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Socket.CloseStatus);
        Assert.Equal(404, console.Admin.Post($"sessions/{id}/revoke", null).Status);
    }

    [Theory]
    [InlineData("evil.example", null, null, 421)]
    [InlineData("evil.example:8400", null, null, 421)]
    [InlineData("127.0.0.1.evil.example", null, null, 421)]
    [InlineData("10.0.0.1", null, null, 421)]
    [InlineData(null, "http://evil.example", null, 403)]
    [InlineData(null, "null", null, 403)]
    [InlineData(null, "http://127.0.0.1:1", null, 403)]
    [InlineData(null, null, "cross-site", 403)]
    [InlineData(null, null, "same-site", 403)]
    [InlineData(null, null, "same-origin", 200)]
    [InlineData(null, "here", "same-origin", 200)]
    [InlineData("localhost:9000", "http://localhost:9000", null, 200)]
    [InlineData("[::1]:9000", "http://[::1]:9000", null, 200)]
    public void Pages_of_elsewhere_get_nothing(string? host, string? origin, string? site, int expected)
    {
        // The cookie goes by name of the host, so it is put in by hand.
        string here = console.Admin.Root.GetLeftPart(UriPartial.Authority);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(console.Admin.Root, "openapi.json"));
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "here" ? here : origin);
        }
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        using ApiClient stranger = console.Stranger();
        using HttpResponseMessage response = stranger.Send(request);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Contains(
            "default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, h
            => h.Key.StartsWith("Access-Control", StringComparison.Ordinal));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_socket_needs_a_session_its_origin_and_its_protocol()
    {
        using ApiClient stranger = console.Stranger();
        Assert.Equal(401, stranger.StatusOf("live"));
        Assert.Equal(426, console.Admin.StatusOf("live"));
        using ClientWebSocket foreign = new();
        foreign.Options.SetRequestHeader("Origin", "http://evil.example");
        foreign.Options.AddSubProtocol("orbweaver.v1");
        UriBuilder at = new(new Uri(console.Admin.Root, "live")) { Scheme = "ws" };
        await Assert.ThrowsAsync<WebSocketException>(
            () => foreign.ConnectAsync(at.Uri, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_is_done_is_written_down()
    {
        using ApiClient viewer = console.SignIn(Role.Viewer);
        Assert.Equal(403, viewer.Post("drills/stop-all", null).Status);
        JsonElement audit = console.Admin.Get("audit?limit=3");
        JsonElement row = audit.GetProperty("items").EnumerateArray()
            .First(r => r.GetProperty("action").GetString() == "POST /drills/stop-all");

        Assert.Equal("viewer", row.GetProperty("role").GetString());
        Assert.Equal(403, row.GetProperty("outcome").GetInt32());
        Assert.True(audit.GetProperty("chainWhole").GetBoolean());
    }
}

/// <summary>Sessions and the audit log by themselves, with a clock that jumps.</summary>
public sealed class SessionBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owaudit").FullName;
    private readonly JumpingClock _clock = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tokens_and_sessions_end_by_time_and_by_number()
    {
        SessionBook book = new(_clock);
        string token = book.NewToken("ana", Role.Viewer);
        _clock.Now += SessionBook.TokenLife + TimeSpan.FromSeconds(1);
        Assert.Null(book.SignIn(token));
        List<string> tokens =
            [.. Enumerable.Range(0, SessionBook.TokensMax + 1).Select(_
                => book.NewToken("ana", Role.Viewer))];
        Assert.Null(book.SignIn(tokens[0]));
        string secret = book.SignIn(tokens[1])!.Value.Secret;
        Assert.NotNull(book.Find(secret));
        _clock.Now += SessionBook.IdleMax + TimeSpan.FromSeconds(1);
        Assert.Null(book.Find(secret));
        Assert.Null(book.Find(new string('x', 10_000)));

        string first = book.SignIn(book.NewToken("first", Role.Viewer))!.Value.Secret;
        for (int i = 0; i < SessionBook.SessionsMax; i++)
        {
            _clock.Now += TimeSpan.FromSeconds(1);
            Assert.NotNull(book.SignIn(book.NewToken("more", Role.Viewer)));
        }
        Assert.Null(book.Find(first));
        Assert.Equal(SessionBook.SessionsMax, book.All().Count);
    }

    [Fact]
    public void Who_guesses_is_stopped_for_a_while()
    {
        SessionBook book = new(_clock);
        string token = book.NewToken("ana", Role.Viewer);
        for (int i = 0; i < SessionBook.FailuresMax; i++)
        {
            Assert.Null(book.SignIn("0123456789abcdef"));
        }
        RequestProblem problem = Assert.Throws<RequestProblem>(() => book.SignIn(token));
        Assert.Equal(429, problem.Status);
        _clock.Now += TimeSpan.FromSeconds(61);
        Assert.NotNull(book.SignIn(token));
    }

    [Fact]
    public void A_row_that_is_changed_or_gone_shows()
    {
        string path = Path.Combine(_folder, "audit.jsonl");
        using (AuditLog log = new(_clock, path, _warnings.Add))
        {
            for (int i = 0; i < 20; i++)
            {
                log.Add("ana", "admin", "POST /drills", $"drill {i}", 200);
            }
        }
        string[] lines = File.ReadAllLines(path);
        Assert.True(IsWhole(path));
        using (AuditLog log = new(_clock, path, _warnings.Add))
        {
            Assert.Equal(21, log.Add("bob", "admin", "POST /drills", "one more", 200).Number);
        }
        Assert.True(IsWhole(path));
        File.WriteAllLines(path, lines.Select(l
            => l.Replace("drill 7", "drill 8", StringComparison.Ordinal)));
        Assert.False(IsWhole(path));
        File.WriteAllLines(path, lines.Where((_, i) => i != 9));
        Assert.False(IsWhole(path));
        File.WriteAllText(path, "what is this\n");
        Assert.False(IsWhole(path));
        Assert.NotEmpty(_warnings);
    }

    private bool IsWhole(string path)
    {
        using AuditLog log = new(_clock, path, _warnings.Add);
        return log.IsChainWhole;
    }

    private sealed class JumpingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 8, 11, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
