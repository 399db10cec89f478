// tidy: waits because a network that is up is recorded in real time.
using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Drills and their incidents, from the first preview to the recording of the end.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class DrillTests(ConsoleFixture console)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void What_is_down_already_is_said_and_not_begun_again()
    {
        string node = console.Admin.Get("nodes/5").GetProperty("name").GetString()!;
        string body = BodyOf(node);
        JsonElement preview = Done(console.Admin.Post("drills/preview", body));
        Assert.Empty(preview.GetProperty("already").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("refused").ValueKind);
        JsonElement drill = Done(console.Admin.Post("drills", body));
        int number = drill.GetProperty("number").GetInt32();
        JsonElement counts = drill.GetProperty("counts");
        Assert.Equal(1, counts.GetProperty("nodes").GetInt32());
        Assert.Equal(preview.GetProperty("links").GetInt32(), counts.GetProperty("links").GetInt32());
        Assert.True(counts.GetProperty("links").GetInt32() > 0);
        Assert.Equal(
            preview.GetProperty("streams").GetArrayLength(), counts.GetProperty("streams").GetInt32());

        string already = $"{node} is down already, by fault {number}";
        preview = Done(console.Admin.Post("drills/preview", body));
        Assert.Equal(already, Assert.Single(preview.GetProperty("already").EnumerateArray()).GetString());
        Assert.Contains(already, preview.GetProperty("refused").GetString(), StringComparison.Ordinal);
        (int status, JsonElement said) = console.Admin.Post("drills", body);
        Assert.Equal(409, status);
        Assert.Contains(already, said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        // Another effect is another drill, and so is one that hits more.
        string slow = $$"""{"fields":"kind: slow, by: 5ms, node: {{node}}","durationMs":60000}""";
        Assert.Equal(
            JsonValueKind.Null,
            Done(console.Admin.Post("drills/preview", slow)).GetProperty("refused").ValueKind);
        string other = console.Admin.Get("nodes/6").GetProperty("name").GetString()!;
        string both = $$"""{"fields":"kind: node, node: [{{node}}, {{other}}]","durationMs":60000}""";
        preview = Done(console.Admin.Post("drills/preview", both));
        Assert.Single(preview.GetProperty("already").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, preview.GetProperty("refused").ValueKind);
        Assert.Equal("over", Done(console.Admin.Post($"drills/{number}/stop", null))
            .GetProperty("state").GetString());
        preview = Done(console.Admin.Post("drills/preview", body));
        Assert.Empty(preview.GetProperty("already").EnumerateArray());
    }

    [Fact]
    public void Errors_name_the_kinds_that_drills_take()
    {
        foreach (string kind in (string[])["random", "clock", "overload", "", "kindness"])
        {
            (int status, JsonElement said) = console.Admin.Post(
                "drills/preview", $$"""{"fields":"kind: '{{kind}}', node: x","durationMs":60000}""");
            Assert.Equal(422, status);
            string error = said.GetProperty("errors").GetProperty("fields")[0].GetString()!;
            Assert.Contains("node, site, plane, vendor, hang, slow,", error, StringComparison.Ordinal);
            string[] offered = [.. error.Split("node, site")[1].Split(", ")];
            Assert.Contains("partition", offered);
            Assert.DoesNotContain("random", offered);
            Assert.DoesNotContain("clock", offered);
            Assert.DoesNotContain("overload", offered);
        }
    }

    [Fact]
    public void The_incident_of_a_drill_is_shelved_for_a_day_at_most_and_closed_when_it_is_over()
    {
        string node = console.Admin.Get("nodes/8").GetProperty("name").GetString()!;
        JsonElement drill = Done(console.Admin.Post("drills", BodyOf(node)));
        int number = drill.GetProperty("number").GetInt32();
        JsonElement incident = console.Admin.Get($"incidents?filter=drill={number}").GetProperty("items")[0];
        string path = $"incidents/{incident.GetProperty("id").GetString()}/";
        Assert.Equal(drill.GetProperty("begins").GetString(), incident.GetProperty("at").GetString());

        DateTime now = Now();
        foreach (double hours in (double[])[-1, 25])
        {
            (int status, JsonElement said) = console.Admin.Post(
                path + "shelve", $$"""{"untilMs":{{Ms(now.AddHours(hours))}},"reason":"known"}""");
            Assert.Equal(422, status);
            Assert.Contains(
                "24 hours", said.GetProperty("errors").GetProperty("untilMs")[0].GetString(),
                StringComparison.Ordinal);
        }
        Assert.Equal("shelved", Done(console.Admin.Post(
            path + "shelve", $$"""{"untilMs":{{Ms(now.AddHours(24))}},"reason":"known"}"""))
            .GetProperty("state").GetString());
        (int refused, JsonElement why) = console.Admin.Post(path + "close", null);
        Assert.Equal(409, refused);
        Assert.Contains(
            $"drill {number} still runs", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Done(console.Admin.Post($"drills/{number}/stop", null));
        Until(() => console.Admin.Post(path + "close", null).Status == 200);
        JsonElement overview = console.Admin.Get("overview");
        Assert.Equal(
            overview.GetProperty("kpi").GetProperty("incidentsOpen").GetInt32(),
            overview.GetProperty("incidents").GetProperty("open").GetInt32());
        Assert.Equal(404, console.Admin.Post(path + "close", null).Status);
    }

    [Fact]
    public void A_drill_of_the_past_is_in_the_table_of_that_time()
    {
        string node = console.Admin.Get("nodes/9").GetProperty("name").GetString()!;
        JsonElement drill = Done(console.Admin.Post("drills", BodyOf(node)));
        int number = drill.GetProperty("number").GetInt32();
        DateTime begins = drill.GetProperty("begins").GetDateTime();
        Until(() => Now() > begins.AddSeconds(1));
        JsonElement over = Done(console.Admin.Post($"drills/{number}/stop", null));
        Assert.True(over.GetProperty("ends").GetDateTime() < begins.AddSeconds(60));
        // It comes to the disk within a second or two.
        Until(() => StateAt("drills", number, begins.AddSeconds(1)) is "active"
            && StateAt("drills", number, Now()) is "over");
        Assert.Equal("active", StateAt("faults", number, begins.AddSeconds(1)));
        Assert.Equal("", StateAt("faults", number, begins.AddSeconds(-1)));
    }

    private static string BodyOf(string node)
        => $$"""{"fields":"kind: node, node: {{node}}","durationMs":60000,"confirm":"{{node}}"}""";

    private DateTime Now() => console.Admin.Get("about").GetProperty("now").GetDateTime();

    private string StateAt(string table, int number, DateTime at)
    {
        using System.Net.Http.HttpRequestMessage asks = new(
            System.Net.Http.HttpMethod.Get, new Uri(console.Admin.Root, $"{table}?limit=500&at={at:O}"));
        (int status, JsonElement page) = console.Admin.Ask(asks);
        return status != 200 ? "" : page.GetProperty("items").EnumerateArray()
            .Where(f => f.GetProperty("number").GetInt32() == number)
            .Select(f => f.GetProperty("state").GetString()).FirstOrDefault("")!;
    }

    private static void Until(Func<bool> isSo)
    {
        DateTime until = DateTime.UtcNow + Patience;
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < until, "it did not come");
            Thread.Sleep(50);
        }
    }

    private static JsonElement Done((int Status, JsonElement Said) answer)
    {
        Assert.True(answer.Status == 200, answer.Said.ToString());
        return answer.Said;
    }

    private static string Ms(DateTime at)
        => (at - DateTime.UnixEpoch).TotalMilliseconds.ToString(
            "0", System.Globalization.CultureInfo.InvariantCulture);
}
