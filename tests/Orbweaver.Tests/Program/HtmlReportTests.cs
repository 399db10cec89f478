using System;
using System.Collections.Generic;
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

    // So many messages that the end finds some on their way.
    private static readonly string Slow = Shell.Good.Replace(
        "rate: 2/s, sources: 5", "rate: 40/s, sources: 5", StringComparison.Ordinal);

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private (string Html, XElement Page, JsonElement Json) Report(string scenario)
    {
        _shell.Run("run", _shell.Write("s.yaml", scenario), "--out", "out", "--quiet");
        return Read();
    }

    private (string Html, XElement Page, JsonElement Json) Read()
    {
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
        Assert.Equal(Count(contract, "offered"), cells[2]);
        Assert.Equal(Count(contract, "late"), cells[5]);
        Assert.Equal(Count(contract, "expired"), cells[6]);
        Assert.Equal(Count(contract, "inFlight"), cells[8]);
        Assert.Equal(Ms(contract, "p50Ms"), cells[9]);
        Assert.Equal(Ms(contract, "p99Ms"), cells[10]);
        Assert.Equal(Ms(contract, "floorMs"), cells[12]);
        Assert.Equal(Ms(contract, "budgetMs"), cells[13]);
        Assert.Equal("✓ kept", cells[1]);
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
    public void Its_tiles_add_up_and_what_was_in_flight_is_said()
    {
        (_, XElement page, JsonElement json) = Report(Slow);
        long inFlight = json.GetProperty("contracts")[0].GetProperty("inFlight").GetInt64();
        Assert.True(inFlight > 1, "something must be under way when it ends");

        Dictionary<string, long> tiles = page.Descendants("div").Elements("b").Where(b => b.Value.All(
            c => char.IsAsciiDigit(c) || c == ',')).ToDictionary(
                b => b.Parent!.Value[b.Value.Length..],
                b => long.Parse(b.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
        Assert.Equal(inFlight, tiles["in flight at the end"]);
        Assert.Equal(
            tiles["messages offered"],
            tiles["delivered on time"] + tiles["late or expired"] + tiles["lost"]
                + tiles.GetValueOrDefault("replaced by a newer one") + inFlight);
        Assert.Contains(
            $"{inFlight} messages were still in flight when the run ended: neither on time nor late nor"
                + " lost.",
            page.Descendants("p").Select(p => p.Value));
    }

    [Fact]
    public void Its_verdict_comes_first()
    {
        (_, XElement kept, _) = Report(Shell.Good);
        (_, XElement broken, _) = Report(
            Shell.Good + "\nfaults:\n  - {at: 5s, for: 5s, kind: node, node: svalbard}\n");

        Assert.Equal("good: ✓ The promise was kept.", kept.Descendants("title").First().Value);
        Assert.Equal("good: ✗ 1 of 1 promises broken.", broken.Descendants("title").First().Value);
        Assert.Contains(broken.Descendants("p"), p => p.Attribute("class")?.Value is "verdict bad");
    }

    [Fact]
    public void No_bar_stands_before_the_floor()
    {
        // Its rows have contracts of near pairs and of far ones.
        _shell.Run("run", "small", "--until", "20s", "--out", "out", "--quiet");
        (_, XElement page, _) = Read();

        XElement[] charts = [.. page.Descendants("figure")];
        Assert.NotEmpty(charts);
        foreach (XElement chart in charts)
        {
            double floor = Number(chart.Descendants("line").Single(l => Is(l, "mark floor")), "x1");
            Assert.All(
                chart.Descendants("rect"), bar => Assert.True(Number(bar, "x") >= floor - 0.01, chart.Value));
        }
        Assert.Contains(
            charts, c => Regex.IsMatch(
                c.Element("figcaption")!.Value, @"floor [0-9.]+ ms to [0-9.]+ ms", RegexOptions.None,
                TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_panel_without_anything_says_so()
    {
        (_, XElement calm, _) = Report(Shell.Good);
        (_, XElement broken, _) = Report(
            Shell.Good + "\nfaults:\n  - {at: 5s, for: 5s, kind: noise, loss: 50%}\n");

        Assert.Equal(2, calm.Descendants("text").Count(t => t.Value is "none in this run"));
        Assert.True(Height(calm) < Height(broken));
    }

    private static double Height(XElement page) => double.Parse(
        page.Descendants("svg").First(s => Is(s, "timeline")).Attribute("viewBox")!.Value.Split(' ')[3],
        CultureInfo.InvariantCulture);

    private static bool Is(XElement element, string style)
        => string.Equals(element.Attribute("class")?.Value, style, StringComparison.Ordinal);

    private static double Number(XElement element, string name)
        => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

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
