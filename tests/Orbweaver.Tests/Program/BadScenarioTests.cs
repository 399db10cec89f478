// tidy: wide because one case a line.
using System;
using System.Linq;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>
/// Every way in which a planner gets a scenario wrong: a message with place, field and cure, exit code 2,
/// no stack.
/// </summary>
public sealed class BadScenarioTests
{
    /// <summary>What is replaced in the good scenario, by what, and what must then be said.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "duration: 15s", "duration: 15", "s.yaml:3:11: duration: '15' has no unit.|such as 15s" },
        { "duration: 15s", "duration: 15 sec", "'sec' is no unit of a duration|ms, s, min" },
        { "duration: 15s", "duration: 1,5s", "has a separator in its number|Write 15s" },
        { "duration: 15s", "duration: -3s", "'-3s' is out of range|from 1ms to 30d" },
        { "duration: 15s", "duration: 31d", "'31d' is out of range" },
        { "duration: 15s", "duraton: 15s", "s.yaml:3:1: duraton: there is no field 'duraton' here|'duration'?" },
        { "duration: 15s", "duration: 15s\nduration: 16s", "s.yaml:4:1: the key 'duration' stands here a second time|line 3" },
        { "duration: 15s", "duration:", "has no value where a duration is expected" },
        { "duration: 15s", "duration: [15s]", "is a list where a duration is expected" },
        { "start: 2026-08-11T00:00:00Z", "start: 11.8.2026", "'11.8.2026' is not a date and time|ISO 8601" },
        { "start: 2026-08-11T00:00:00Z", "seed: 1", "has no 'start'|ISO 8601" },
        { "start: 2026-08-11T00:00:00Z", "start: 2026-08-11\nseed: minus", "'minus' is not a whole number" },
        { "start: 2026-08-11T00:00:00Z", "start: 2026-08-11\naccess: all", "access: 'all' is not known here|assigned, all-visible" },
        { "design: S:780:86.4:66/6/1", "design: S:780:86.4:66/7/1", "constellations.leo.design|not a constellation code|7 equal planes" },
        { "design: S:780:86.4:66/6/1", "design: X:780", "not a constellation code|D:550:70:480/24/1" },
        { "    design: S:780:86.4:66/6/1\n", "", "constellations.leo: has neither a design nor elements|--set constellations.leo.elements=" },
        { "design: S:780:86.4:66/6/1", "elements: none.tle", "there is no file 'none.tle'|relative to the scenario file" },
        { "design: S:780:86.4:66/6/1", "design: S:780:86.4:66/6/1\n    elements: a.tle", "stands beside a design" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    policy: static", "not supported yet: the policy 'static'" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    policy: grid", "'grid' is not known here|Did you mean '+grid'?" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    optical: {count: 9}", "constellations.leo.optical.count: 9 is out of range|0 to 8" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    optical: {rate: 100Mb}", "'Mb' is no unit of a data rate|'100Mb/s'" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    vendors: {A: 0-3, B: 3-5}", "plane 3 belongs to A already" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    vendors: {A: 0-6}", "'0-6' is no range of planes|0 to 5" },
        { "minimum_elevation: 5deg", "minimum_elevation: 5deg\n    vendors: {A: 0-3}", "plane 4 belongs to nobody|vendor: NAME" },
        { "svalbard: 78.23N 15.41E", "svalbard: 98.23N 15.41E", "sites.svalbard: '98.23N' is out of range" },
        { "svalbard: 78.23N 15.41E", "svalbard: 78.23 15.41", "'78.23' has no unit|78.23N" },
        { "svalbard: 78.23N 15.41E", "svalbard: {lattitude: 78.23N, longitude: 15.41E}", "has no 'latitude'|there is no field 'lattitude' here|'latitude'?" },
        { "svalbard: 78.23N 15.41E", "nuuk: 78.23N 15.41E", "the name 'nuuk' is taken by" },
        { "svalbard: 78.23N 15.41E", "sval.bard: 78.23N 15.41E", "'sval.bard' cannot be a name|'sval-bard'" },
        { "svalbard: 78.23N 15.41E", "svalbard: 78.23N 15.41E\nsites_from: {file: none.csv, take: 3}", "sites_from.file: there is no file 'none.csv'" },
        { "from: nuuk", "from: nuk", "contracts.weather.from: there is no site or edge 'nuk'|Did you mean 'nuuk'?" },
        { "to: svalbard", "to: nuuk", "goes from nuuk to itself" },
        { "qos: 5-r-d", "qos: high", "'high' is not a quality of service|7-r-d" },
        { "budget: 1s", "disjoint: plane\n    budget: 1s", "is only for protection 'replicate'" },
        { "budget: 1s", "match: {port: 70000}\n    budget: 1s", "'70000' is not a port" },
        { "budget: 1s", "match: {default: true, port: 5}\n    budget: 1s", "is the default, which takes what no other rule fits" },
        { "budget: 1s", "match: {source: 10.0.0.0/40}\n    budget: 1s", "'10.0.0.0/40' is not an address prefix" },
        { "    budget: 1s\n", "", "promises a share on time but has no budget" },
        { "promise: 99.9%", "promise: 0.999", "'0.999' has no unit|%" },
        { "promise: 99.9%", "promise: 101%", "'101%' is out of range" },
        { "promise: 99.9%", "size: 100B", "is 100 B, but its traffic has messages of 200 B" },
        { "rate: 2/s, ", "rate: 1000000/s, sources: 1000000, ", "offers 1000000000000 messages a second; the limit is 10000000" },
        { "qos: 5-r-d", "qos: 0-i-c\n    elastic: true", "stands at an elastic contract" },
        { "rate: 2/s, ", "", "has neither an interval nor a rate" },
        { "size: 200B", "size: 200B..100B", "runs from large to small|1 finding; nothing was run." },
        { "size: 200B", "size: 1B..2B..3B", "'1B..2B..3B' is not a size" },
        { "to: svalbard", "to: []", "contracts.weather.to: names no subscriber|a list of them" },
        { "from: nuuk", "from: [nuuk, tromso]", "lists 2 names where one is expected" },
        { "name: good", "traffic: {preset: open-backbone-1, rows: []}", "traffic.rows: names no row" },
        { "name: good", "traffic: {preset: open-backbone-1, theatres: []}", "traffic.theatres: names no theatre" },
        { "law: periodic", "law: constant", "'constant' is not known here|periodic, poisson, burst" },
        { "name: good", "traffic: {preset: open-backbone}", "'open-backbone' is not known here|open-backbone-1" },
        { "name: good", "traffic: {preset: open-backbone-1, rows: [11, 12]}", "not supported yet: row 12 (imagery|rows 1-11 and 13-15" },
        { "name: good", "traffic: {preset: open-backbone-1, rows: 2-16}", "'2-16' is no row" },
        { "name: good", "traffic: {preset: open-backbone-1, intensity: contested}", "not supported yet: intensity 'contested'" },
        { "name: good", "traffic: {preset: open-backbone-1, scale: 0}", "traffic.scale: 0 is out of range" },
        { "name: good", "name: [unclosed", "this is not YAML" },
        { "name: good", "name: *other", "nothing is anchored as &other" },
        { "to: svalbard", "to: !!str svalbard", "s.yaml:16:9: the tag tag:yaml.org,2002:str means nothing here" },
        { "promise: 99.9%", "burst: 100B", "contracts.weather.burst: is 100 B, but its traffic has messages of 200 B" },
        { "name: good", "name: good\n---\nname: two", "a second document begins here" },
    };

    /// <summary>The same for several subscribers and guaranteed messages.</summary>
    public static TheoryData<string, string, string> FanOutCases => new()
    {
        { "to: svalbard", "to: [svalbard, tromso, svalbard]", "contracts.weather.to.2: 'svalbard' is listed twice|List every subscriber once" },
        { "to: svalbard", "to: [svalbard, nuuk]", "s.yaml:16:20: contracts.weather.to.1: goes from nuuk to itself" },
        { "to: svalbard", "to: [svalbard, tromsoe]", "contracts.weather.to.1: there is no site or edge 'tromsoe'|Did you mean 'tromso'?" },
        { "to: svalbard", "to: [svalbard, {a: b}]", "contracts.weather.to.1: is a map where the name of a site or an edge is expected" },
        { "to: svalbard", "to: [svalbard, all-edges, x, y]", "there is no site or edge 'all-edges'|there is no site or edge 'y'|3 findings" },
        { "to: svalbard", $"to: [{string.Join(", ", Enumerable.Repeat("svalbard", 65))}]", "lists 65 subscribers; the limit is 64|second contract|1 finding;" },
        { "to: svalbard", "to: [svalbard, tromso]\n    elastic: true", "not supported yet: several subscribers of an elastic contract|one contract for each" },
        { "budget: 1s", "budget: 1s\n    hold: 1h", "contracts.weather.hold: is only for assurance g (guaranteed)|Write qos: 5-r-g, or leave it out" },
        { "qos: 5-r-d", "qos: 5-r-g\n    hold: 500ms", "contracts.weather.hold: '500ms' is out of range|from 1s to 30d" },
        { "budget: 1s", "hold: 10s\n    budget: 11s", "contracts.weather.hold: is 10 s, shorter than the budget of 11 s" },
        { "qos: 5-r-d", "qos: 5-r-g\n    holds: 1h", "there is no field 'holds' here|Did you mean 'hold'?" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    [MemberData(nameof(FanOutCases))]
    public void A_broken_scenario_gets_a_clear_message(string good, string broken, string expected)
    {
        using Shell shell = new();
        Assert.Contains(good, Shell.Good, StringComparison.Ordinal);
        shell.Write("s.yaml", Shell.Good.Replace(good, broken, StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Empty(result.Out);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, result.Err, StringComparison.Ordinal));
        Assert.Contains("nothing was run.", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_come_at_once_in_the_order_of_the_file()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good
            .Replace("duration: 15s", "duration: 15", StringComparison.Ordinal)
            .Replace("qos: 5-r-d", "qos: x", StringComparison.Ordinal)
            .Replace("svalbard: 78.23N 15.41E", "svalbard: north", StringComparison.Ordinal));
        Shell.Result result = shell.Run("run", "s.yaml", "--set", "sed=3");
        string[] places = [.. result.Err.Split('\n').Where(l => l.Length > 0 && l[0] != ' ').Select(l => l.Split(' ')[0])];
        Assert.Equal(["s.yaml:3:11:", "s.yaml:9:13:", "s.yaml:17:10:", "(--set):", "4"], places);
        Assert.EndsWith("4 findings; nothing was run.\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void The_good_scenario_is_good()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good);
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal("", result.Err);
        Assert.Equal(0, result.Code);
        Assert.Contains("+ 1 promise kept.", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_unfold_without_end()
    {
        using Shell shell = new();
        string[] levels = [.. Enumerable.Range(1, 9).Select(
            i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]")];
        shell.Write("s.yaml", $"l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n{string.Join('\n', levels)}\n");
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains("aliases unfold to more than", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_that_takes_the_flows_of_the_preset_is_named()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good.Replace("qos: 5-r-d", "qos: 5-r-d\n    match: {protocol: udp}", StringComparison.Ordinal)
            + "\ntraffic: {preset: open-backbone-1, scale: 0.1, rows: 5}\n");
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "contracts: 'weather' fits the flows of r5-voice/nuuk/svalbard first", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_that_never_gets_its_flows_is_named()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good + """

              second:
                from: nuuk
                to: svalbard
                qos: 5-r-d
                budget: 1s
                match: {protocol: udp, port: 10000}
                traffic: {rate: 2/s, size: 200B}
            """);
        Shell.Result result = shell.Run("run", "s.yaml");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            "contracts.second: never gets its flows: weather above fits them first at nuuk", result.Err,
            StringComparison.Ordinal);
    }
}
