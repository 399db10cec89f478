using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>The report for people, as a whole file and by its numbers.</summary>
public sealed class HtmlReportTests : IDisposable
{
    private const string Hostile = "<img src=x onerror=alert(1)>&\"'";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private (string Html, XElement Page, JsonElement Json) Report(string scenario)
    {
        string path = _shell.Write("s.yaml", scenario);
        _shell.Run("run", path, "--out", "out", "--quiet");
        string html = File.ReadAllText(Path.Combine(_shell.Folder, "out", "report.html"));
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        // Elements of HTML without an end have one in the source, as XML wants.
        XElement page = XElement.Parse(html[html.IndexOf('\n', StringComparison.Ordinal)..]);
        string json = File.ReadAllText(Path.Combine(_shell.Folder, "out", "report.json"));
        return (html, page, JsonDocument.Parse(json).RootElement);
    }

    [Fact]
    public void It_needs_nothing_that_is_not_in_it()
    {
        (string html, XElement page, _) = Report(Shell.Good);

        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
        Assert.Equal("utf-8", page.Descendants("meta").First().Attribute("charset")!.Value);
        // To a browser these would not end where XML says so.
        Assert.DoesNotMatch(new Regex("<(?:p|div|td|tr|span|i|svg|pre|li|ul|section) [^>]*/>",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)), html);
    }

    [Fact]
    public void Its_numbers_are_those_of_the_report_for_programs()
    {
        (_, XElement page, JsonElement json) = Report(Shell.Good);
        JsonElement contract = json.GetProperty("contracts")[0];

        XElement row = page.Descendants("details").Single()
            .Descendants("tbody").Single().Elements("tr").Single();
        string[] cells = [.. row.Elements("td").Select(c => c.Value)];
        Assert.Equal("weather", cells[0]);
        Assert.Equal(Count(contract, "offered"), cells[1]);
        Assert.Equal(Count(contract, "late"), cells[4]);
        Assert.Equal(Count(contract, "expired"), cells[5]);
        Assert.Equal(Ms(contract, "p50Ms"), cells[7]);
        Assert.Equal(Ms(contract, "p99Ms"), cells[8]);
        Assert.Equal(Ms(contract, "floorMs"), cells[10]);
        Assert.Equal(Ms(contract, "budgetMs"), cells[11]);
        Assert.Equal("✓ kept", cells[12]);
        Assert.Contains(json.GetProperty("traceHash").GetString()!, page.Value, StringComparison.Ordinal);
        long delivered = contract.GetProperty("histogram").EnumerateArray().Sum(c => c.GetInt64());
        Assert.Equal(
            contract.GetProperty("onTime").GetInt64() + contract.GetProperty("late").GetInt64(), delivered);
        Assert.Equal(48, contract.GetProperty("histogram").GetArrayLength());
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{delivered:N0} delivered"), page.Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_only_ever_text()
    {
        string scenario = Shell.Good.Replace(
            "name: good",
            $"name: good\ndescription: '{Hostile.Replace("'", "''", StringComparison.Ordinal)}'",
            StringComparison.Ordinal);

        (_, XElement page, _) = Report(scenario);

        Assert.Empty(page.Descendants("img"));
        Assert.Contains(Hostile, page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_where_the_world_is_and_when_things_broke()
    {
        (_, XElement page, _) = Report(
            Shell.Good + "\nfaults:\n  - {at: 5s, for: 5s, kind: node, node: svalbard}\n");

        XElement[] pictures = [.. page.Descendants("svg")];
        Assert.Contains(pictures, p => p.Attribute("class")?.Value == "timeline");
        XElement map = Assert.Single(pictures, p => p.Attribute("viewBox")!.Value == "-1800 -900 3600 1800");
        Assert.True(map.Descendants("path").First().Attribute("d")!.Value.Length > 10_000);
        Assert.Contains("svalbard", map.Value, StringComparison.Ordinal);
        Assert.Contains(map.Descendants("line"), l => l.Attribute("class")!.Value == "route");
        Assert.Contains("node  svalbard", page.Value, StringComparison.Ordinal);
    }

    private static string Count(JsonElement of, string name)
        => of.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Ms(JsonElement of, string name)
        => of.GetProperty(name).GetDouble().ToString("#,0.0", CultureInfo.InvariantCulture);
}
