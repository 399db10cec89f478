using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using Orbweaver.Console.Access;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>The API of a network that is up: who may do what, and what comes of wrong requests.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class ApiTests(ConsoleFixture console)
{
    // Method and path behind the least role. Every operation of the description must be here.
    private static readonly Dictionary<string, Role> Matrix = new(StringComparer.Ordinal)
    {
        ["POST /session"] = Role.None,
        ["DELETE /session"] = Role.None,
        ["GET /openapi.json"] = Role.None,
        ["GET /live"] = Role.Viewer,
        ["GET /about"] = Role.Viewer,
        ["GET /catalogue"] = Role.Viewer,
        ["GET /scene"] = Role.Viewer,
        ["GET /overview"] = Role.Viewer,
        ["GET /series"] = Role.Viewer,
        ["GET /nodes"] = Role.Viewer,
        ["GET /nodes/{id}"] = Role.Viewer,
        ["GET /links"] = Role.Viewer,
        ["GET /links/{id}"] = Role.Viewer,
        ["GET /contracts"] = Role.Viewer,
        ["GET /contracts/{id}"] = Role.Viewer,
        ["GET /contracts/{id}/trace"] = Role.Viewer,
        ["GET /incidents"] = Role.Viewer,
        ["GET /incidents/{id}"] = Role.Viewer,
        ["GET /history"] = Role.Viewer,
        ["GET /events"] = Role.Viewer,
        ["GET /paths"] = Role.Viewer,
        ["GET /explain"] = Role.Viewer,
        ["GET /plan"] = Role.Viewer,
        ["GET /plan/contacts"] = Role.Viewer,
        ["GET /faults"] = Role.Viewer,
        ["GET /drills"] = Role.Viewer,
        ["POST /drills/preview"] = Role.Viewer,
        ["GET /drills/proposals"] = Role.Viewer,
        ["POST /drills/proposals"] = Role.DrillLead,
        ["POST /drills/proposals/{id}/approve"] = Role.DrillLead,
        ["POST /drills/proposals/{id}/withdraw"] = Role.DrillLead,
        ["POST /incidents/{id}/ack"] = Role.Operator,
        ["POST /incidents/{id}/unack"] = Role.Operator,
        ["POST /incidents/{id}/shelve"] = Role.Operator,
        ["POST /incidents/{id}/unshelve"] = Role.Operator,
        ["POST /incidents/{id}/assign"] = Role.Operator,
        ["POST /incidents/{id}/comment"] = Role.Operator,
        ["POST /incidents/{id}/close"] = Role.Operator,
        ["POST /whatif"] = Role.Operator,
        ["GET /whatif"] = Role.Operator,
        ["GET /whatif/{id}"] = Role.Operator,
        ["DELETE /whatif/{id}"] = Role.Operator,
        ["POST /drills"] = Role.DrillLead,
        ["POST /drills/{id}/stop"] = Role.DrillLead,
        ["POST /drills/stop-all"] = Role.DrillLead,
        ["GET /sessions"] = Role.Admin,
        ["POST /sessions/tokens"] = Role.Admin,
        ["POST /sessions/{id}/revoke"] = Role.Admin,
        ["GET /audit"] = Role.Admin,
    };

    private const int FuzzSeed = 20_261_120;

    [Fact]
    public void Every_operation_asks_for_its_role()
    {
        string[] all = [.. Operations().Select(o => o.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(Matrix.Keys.Order(StringComparer.Ordinal), all);
        foreach (Role role in (Role[])[Role.None, Role.Viewer, Role.Operator, Role.DrillLead, Role.Admin])
        {
            using ApiClient client = role == Role.None ? console.Stranger() : console.SignIn(role);
            // Signing out last: it ends what is asked with.
            foreach ((string key, Role least) in Matrix.OrderBy(m => m.Key == "DELETE /session"))
            {
                (int status, JsonElement said) = client.Ask(Request(client, key, "{}", "0"));
                bool isTurnedAway = key == "POST /session" ? status == 200 : status is 401 or 403;
                Assert.True(isTurnedAway == role < least, $"{key} as {role}: {status} {said}");
                if (role < least)
                {
                    Assert.Equal(role == Role.None ? 401 : 403, status);
                }
            }
        }
    }

    [Fact]
    public void Whatever_is_sent_is_answered_by_what_is_asked_or_by_a_problem()
    {
        Random dice = new(FuzzSeed);
        List<(string Key, JsonElement Operation)> operations =
            [.. Operations().Where(o => o.Key is not ("DELETE /session" or "GET /live" or "POST /session"))];
        for (int i = 0; i < 1_500; i++)
        {
            (string key, JsonElement operation) = operations[dice.Next(operations.Count)];
            using HttpRequestMessage request = Fuzzed(console.Admin, key, operation, dice);
            using HttpResponseMessage response = console.Admin.Send(request);
            int status = (int)response.StatusCode;
            string what = $"{request.Method} {request.RequestUri} {status}";
            Assert.True(status is (>= 200 and < 500) or 503, what);
            // A zero in a path is refused by the server itself, before anybody here sees it.
            bool isSeen = !request.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal);
            if (status >= 400 && isSeen)
            {
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                using JsonDocument problem = JsonDocument.Parse(
                    response.Content.ReadAsStream(TestContext.Current.CancellationToken));
                Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
                Assert.DoesNotContain(
                    " at Orbweaver", problem.RootElement.ToString(), StringComparison.Ordinal);
            }
        }
        // What came through was asked for in the right way, and nothing is left of it.
        Assert.Equal(200, console.Admin.Post("drills/stop-all", null).Status);
        Assert.True(console.Admin.Get("audit").GetProperty("chainWhole").GetBoolean());
    }

    [Fact]
    public void A_command_is_done_once_for_each_key()
    {
        string node = NodeName();
        string body = $$"""{"fields":"kind: node, node: {{node}}","durationMs":60000,"confirm":"{{node}}"}""";
        (int first, JsonElement drill) = console.Admin.Post("drills", body, "same-key-1");
        (int second, JsonElement again) = console.Admin.Post("drills", body, "same-key-1");
        (int third, JsonElement other) = console.Admin.Post(
            "drills", body.Replace("60000", "50000", StringComparison.Ordinal), "same-key-1");

        Assert.Equal((200, 200, 422), (first, second, third));
        Assert.Equal(drill.ToString(), again.ToString());
        Assert.True(other.GetProperty("errors").TryGetProperty("Idempotency-Key", out _));
        int number = drill.GetProperty("number").GetInt32();
        int running = console.Admin.Get("drills?limit=500").GetProperty("items").EnumerateArray()
            .Count(d => d.GetProperty("state").GetString() == "active");
        Assert.Equal(1, running);
        Assert.Contains(
            "8 to 64 visible characters; this one has 5",
            ErrorOf(console.Admin.Post($"drills/{number}/stop", null, "short"), 400, "Idempotency-Key"),
            StringComparison.Ordinal);
        using HttpRequestMessage keyless = new(
            HttpMethod.Post, new Uri(console.Admin.Root, $"drills/{number}/stop"));
        Assert.Contains(
            "is missing: send 8 to 64 visible characters",
            ErrorOf(console.Admin.Ask(keyless), 400, "Idempotency-Key"), StringComparison.Ordinal);
        Assert.Equal(200, console.Admin.Post($"drills/{number}/stop", null).Status);
        Assert.Equal(
            "over", console.Admin.Get("drills").GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Equal(404, console.Admin.Post("drills/99999/stop", null).Status);
    }

    [Fact]
    public void A_drill_is_confirmed_by_what_its_preview_says()
    {
        string node = NodeName();
        string fields = $"kind: node, node: {node}";
        (int status, JsonElement preview) = console.Admin.Post(
            "drills/preview", $$"""{"fields":"{{fields}}","durationMs":60000}""");
        Assert.Equal(200, status);
        Assert.Equal(node, preview.GetProperty("confirm").GetString());
        Assert.Equal(node, preview.GetProperty("nodes")[0].GetString());
        Assert.True(preview.GetProperty("links").GetInt32() > 0);
        (int wrong, JsonElement said) = console.Admin.Post(
            "drills", $$"""{"fields":"{{fields}}","durationMs":60000,"confirm":"yes"}""");
        Assert.Equal(422, wrong);
        Assert.True(said.GetProperty("errors").TryGetProperty("confirm", out _));
        (int long_, _) = console.Admin.Post(
            "drills", $$"""{"fields":"{{fields}}","durationMs":1800001,"confirm":"{{node}}"}""");
        Assert.Equal(422, long_);
        (int bad, JsonElement why) = console.Admin.Post(
            "drills/preview", """{"fields":"kind: node, node: nobody","durationMs":60000}""");
        Assert.Equal(422, bad);
        Assert.Contains(
            "nobody", why.GetProperty(
                "errors").GetProperty("fields")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_come_in_pages()
    {
        List<string> names = [];
        string cursor = "";
        int pages = 0;
        do
        {
            JsonElement page = console.Admin.Get($"nodes?limit=20&cursor={cursor}");
            names.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(n => n.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString() ?? "";
            pages++;
        }
        while (cursor.Length > 0 && pages < 10);
        Assert.Equal(75, names.Distinct().Count());
        Assert.Equal(4, pages);
        Assert.Equal(400, console.Admin.StatusOf("nodes?limit=501"));
        Assert.Equal(400, console.Admin.StatusOf("nodes?limit=a"));
        Assert.Equal(400, console.Admin.StatusOf("nodes?limit=1&limit=2"));
        Assert.Equal(400, console.Admin.StatusOf("nodes?sort=nothing"));
        Assert.Equal(404, console.Admin.StatusOf("nodes/nobody"));
        Assert.Equal(404, console.Admin.StatusOf("overview?at=2099-01-01T00:00:00Z"));
        Assert.Equal(404, console.Admin.StatusOf("overview?at=2001-01-01T00:00:00Z"));
        Assert.Equal(
            names[3], console.Admin.Get($"nodes/{names[3]}").GetProperty("name").GetString());
    }

    [Fact]
    public void A_body_is_json_and_not_too_large()
    {
        using ApiClient stranger = console.Stranger();
        using HttpRequestMessage text = new(HttpMethod.Post, new Uri(stranger.Root, "session"))
        {
            Content = new StringContent("token", Encoding.UTF8, "text/plain"),
        };
        Assert.Equal(415, stranger.Ask(text).Status);
        Assert.Equal(413, stranger.Post("session", "{\"token\":\"" + new string('x', 70_000) + "\"}").Status);
        Assert.Equal(400, stranger.Post("session", "{").Status);
        Assert.Equal(400, stranger.Post("session", "null").Status);
        Assert.Equal("is missing", ErrorOf(stranger.Post("session", "{}"), 422, "token"));
        Assert.Equal(
            "is not known here: there are token",
            ErrorOf(stranger.Post("session", """{"token":"0123456789abcdef","more":1}"""), 422, "more"));
        Assert.Equal(
            "is null, out of range or of another kind",
            ErrorOf(stranger.Post("session", """{"token":[1]}"""), 422, "token"));
        Assert.Equal(400, stranger.Post("session", """{"\ud800":1}""").Status);
        Assert.Equal(422, stranger.Post("session", """{"token":"x"}""").Status);
        Assert.Equal(422, console.Admin.Post("whatif", """{"changes":[null],"horizonMs":2000}""").Status);
        Assert.Equal(
            "is missing",
            ErrorOf(
                console.Admin.Post("whatif", """{"changes":[{"fromMs":0}],"horizonMs":2000}"""), 422,
                "changes[0].fields"));
        using HttpRequestMessage put = new(HttpMethod.Put, new Uri(stranger.Root, "session"));
        using HttpResponseMessage refused = stranger.Send(put);
        Assert.Equal(405, (int)refused.StatusCode);
        Assert.Equal(["DELETE", "POST"], refused.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Questions_that_mean_nothing_are_told_by_their_parameter()
    {
        ApiClient admin = console.Admin;
        Assert.Contains("give both ends, or a link", BadQuery("explain", "from"), StringComparison.Ordinal);
        Assert.Contains("is missing", BadQuery("explain?from=0", "to"), StringComparison.Ordinal);
        Assert.Contains(
            "stands beside 'link'", BadQuery("explain?link=0&from=0", "from"), StringComparison.Ordinal);
        Assert.Equal("is missing", BadQuery("paths", "from"));
        Assert.Contains("no node", BadQuery("paths?from=0&to=nobody", "to"), StringComparison.Ordinal);
        Assert.Contains("no node", BadQuery("explain?from=0&to=nobody", "to"), StringComparison.Ordinal);
        Assert.Equal(
            "'meteor' is no kind of event: there are incident, fault, drill, plan, standby",
            BadQuery("events?kinds=fault,meteor", "kinds"));
        Assert.Equal(200, admin.StatusOf("events?kinds=incident,fault,drill,plan,standby"));
        // Before the network there are no figures, and no points for them.
        DateTime start = admin.Get("about").GetProperty("start").GetDateTime();
        JsonElement series = admin.Get($"series?names=onTimeShare&from={start.AddHours(-1):O}&points=10");
        Assert.All(
            series.GetProperty("at").EnumerateArray(), at => Assert.True(at.GetDateTime() >= start));
        Assert.All(
            admin.Get("series?names=onTimeShare").GetProperty("at").EnumerateArray(),
            at => Assert.True(at.GetDateTime() >= start));
    }

    private string BadQuery(string path, string field)
        => ErrorOf(
            console.Admin.Ask(new HttpRequestMessage(HttpMethod.Get, new Uri(console.Admin.Root, path))), 400,
            field);

    private static string ErrorOf((int Status, JsonElement Said) answer, int status, string field)
    {
        Assert.True(answer.Status == status, answer.Said.ToString());
        Assert.True(
            answer.Said.GetProperty("errors").TryGetProperty(field, out JsonElement all),
            answer.Said.ToString());
        return all[0].GetString()!;
    }

    private string NodeName() => console.Admin.Get("nodes/3").GetProperty("name").GetString()!;

    private IEnumerable<(string Key, JsonElement Operation)> Operations()
    {
        using ApiClient stranger = console.Stranger();
        JsonElement document = stranger.Get("openapi.json");
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(o
                => ($"{o.Name.ToUpperInvariant()} {path.Name}", o.Value)))];
    }

    private static HttpRequestMessage Request(ApiClient client, string key, string body, string id)
    {
        string[] parts = key.Split(' ');
        string path = parts[1][1..].Replace("{id}", id, StringComparison.Ordinal);
        HttpRequestMessage request = new(new HttpMethod(parts[0]), new Uri(client.Root, path));
        if (parts[0] == "POST")
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }
        return request;
    }

    private static HttpRequestMessage Fuzzed(ApiClient client, string key, JsonElement operation, Random dice)
    {
        string body = operation.TryGetProperty("requestBody", out JsonElement wanted)
            ? Value(wanted.GetProperty(
                "content").GetProperty("application/json").GetProperty("schema"), dice, 0)
            : Words[dice.Next(Words.Length)];
        string id = Uri.EscapeDataString(Words[dice.Next(Words.Length)]);
        HttpRequestMessage request = Request(client, key, body, id.Length == 0 ? "x" : id);
        List<string> query = [];
        foreach (JsonElement parameter in operation.GetProperty("parameters").EnumerateArray())
        {
            if (parameter.GetProperty("in").GetString() == "query" && dice.Next(3) > 0)
            {
                string value = Value(parameter.GetProperty("schema"), dice, 0).Trim('"');
                query.Add($"{parameter.GetProperty("name")}={Uri.EscapeDataString(value)}");
            }
        }
        if (query.Count > 0)
        {
            request.RequestUri = new Uri(request.RequestUri + "?" + string.Join('&', query));
        }
        // It does not end the session that it is asked with.
        if (key == "POST /sessions/{id}/revoke")
        {
            request.RequestUri = new Uri(client.Root, $"sessions/{dice.Next(100_000, 200_000)}/revoke");
        }
        return request;
    }

    private static readonly string[] Words =
    [
        "", "0", "-1", "7", "1e9", "99999999999999999999", "NaN", "null", "a", "%", "%00", "../../etc/passwd",
        "'; drop table nodes; --", "<script>alert(1)</script>", "{", "[", "\"", "kind: node, node: P00-S03",
        "kind: satellite", "kind: [", "P00-S03", "nuuk", "INC-1", "WI-1", "2026-08-11T00:00:05Z",
            "1786406405000",
        "-2.1e12", "2026-08-11", "p99OverBound", "stream:0:p99", "stream:x", "state!=up & plane=3", "state=",
        "-name", "\u0000", "\ud83d\ude80", new('x', 300), "viewer", "&&", "plane<>1",
    ];

    // Right in half of all cases, else anything.
    private static string Value(JsonElement schema, Random dice, int depth)
    {
        string kind = schema.TryGetProperty("type", out JsonElement type)
            ? type.ValueKind == JsonValueKind.Array ? type[0].GetString()! : type.GetString()! : "string";
        if (dice.Next(6) == 0 || depth > 3)
        {
            string any = Words[dice.Next(Words.Length)];
            return dice.Next(3) switch
            {
                0 => JsonSerializer.Serialize(any),
                1 => dice.NextDouble().ToString(CultureInfo.InvariantCulture),
                _ => any,
            };
        }
        double least = schema.TryGetProperty("minimum", out JsonElement min) ? min.GetDouble() : -10;
        double most = schema.TryGetProperty("maximum", out JsonElement max) ? max.GetDouble() : 1e6;
        double number = least + (dice.NextDouble() * (Math.Min(most, least + 5_000) - least));
        return kind switch
        {
            "object" => "{" + string.Join(',', schema.GetProperty("properties").EnumerateObject()
                .Where(_ => dice.Next(12) > 0)
                .Select(p => $"\"{p.Name}\":{Value(p.Value, dice, depth + 1)}")) + "}",
            "array" => "[" + string.Join(',', Enumerable.Range(0, dice.Next(4))
                .Select(_ => Value(schema.GetProperty("items"), dice, depth + 1))) + "]",
            "integer" => ((long)number).ToString(CultureInfo.InvariantCulture),
            "number" => number.ToString("0.###", CultureInfo.InvariantCulture),
            "boolean" => "true",
            _ => JsonSerializer.Serialize(Words[dice.Next(Words.Length)]),
        };
    }
}
