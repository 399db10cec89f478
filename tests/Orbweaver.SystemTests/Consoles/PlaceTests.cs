using System;
using System.IO;
using System.Net;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Orbweaver.Console.Access;
using Orbweaver.Console.Http;
using Xunit;

namespace Orbweaver.SystemTests.Consoles;

/// <summary>Which paths there are, and by which address others find them.</summary>
[Collection(ConsoleGroup.Name)]
public sealed class PlaceTests(ConsoleFixture console) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owpage").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/index.html", true)]
    [InlineData("/assets/page-1.js", true)]
    [InlineData("/api", false)]
    [InlineData("/api/v2/nodes", false)]
    [InlineData("/streams", false)]
    [InlineData("/../secret", false)]
    public async Task Only_paths_of_the_page_get_the_page(string path, bool isThere)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        File.WriteAllText(Path.Combine(_folder, "index.html"), "<p>");
        File.WriteAllText(Path.Combine(_folder, "assets", "page-1.js"), "0");
        DefaultHttpContext http = new();
        http.Request.Path = path;

        Assert.Equal(isThere, await new PageFiles(_folder).TryAnswerAsync(http));
        Assert.Equal(isThere, http.Response.ContentLength > 0);
    }

    [Theory]
    [InlineData("../v2/nodes")]
    [InlineData("../../api")]
    [InlineData("nope")]
    [InlineData("nodes/1/2/3")]
    public void What_there_is_not_is_a_problem(string path)
    {
        (int status, JsonElement said) = console.Admin.Ask(
            new System.Net.Http.HttpRequestMessage(
                System.Net.Http.HttpMethod.Get, new Uri(console.Admin.Root, path)));

        Assert.Equal(404, status);
        Assert.Equal(404, said.GetProperty("status").GetInt32());
        Assert.Contains("/api/v1", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8400", "http://192.0.2.7:8400")]
    [InlineData("http://[::]:8400", "http://[2001:db8::7]:8400")]
    [InlineData("http://127.0.0.1:8400", "http://127.0.0.1:8400")]
    [InlineData("http://[::1]:8400", "http://[::1]:8400")]
    public void An_address_that_is_told_can_be_opened(string url, string expected)
        => Assert.Equal(expected, OwnAddresses.Reachable(
            url, static () => [IPAddress.Parse("2001:db8::7"), IPAddress.Parse("192.0.2.7")]));

    [Fact]
    public void A_machine_without_a_network_finds_itself()
        => Assert.Equal("http://127.0.0.1:1", OwnAddresses.Reachable("http://0.0.0.0:1", static () => []));

    [Fact]
    public void A_token_carries_the_name_that_was_given()
    {
        using ApiClient zoe = ApiClient.SignIn(
            console.Up.Ask("token", "--role", "viewer", "--name", "zoe").Trim());

        JsonElement user = zoe.Get("about").GetProperty("user");
        Assert.Equal("zoe", user.GetProperty("name").GetString());
        Assert.Equal("viewer", user.GetProperty("role").GetString());
        JsonElement rows = console.Admin.Get("audit?limit=20").GetProperty("items");
        Assert.Contains(
            rows.EnumerateArray(), r => r.GetProperty("target").GetString() is "zoe, viewer");
        foreach (string name in (string[])["", " ana", new('x', SessionBook.NameCharsMax + 1), "a\nb"])
        {
            (int code, string said) = UpNetwork.Run("token", "--name", name, "--control", console.Up.Control);
            Assert.Equal(Hosting.ExitCodes.BadInput, code);
            Assert.Contains("is no name", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_says_where_it_records_and_what_it_carries()
    {
        string history = Path.Combine(_folder, "history");
        using UpNetwork up = new("--no-traffic", "--http", "0.0.0.0:0", "--history", history);

        (_, string said) = up.Stop();

        Assert.Contains($"history in {history} (24 h, at most 512 MB)\n", said, StringComparison.Ordinal);
        Assert.Contains("27 contracts (39 streams, one a subscriber)", said, StringComparison.Ordinal);
        Assert.Contains("orbweaver: planning small, 66 satellites\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'), l => l.Contains("plain HTTP", StringComparison.Ordinal));
    }
}
