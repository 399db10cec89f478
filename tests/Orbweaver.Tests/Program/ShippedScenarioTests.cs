using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Commands;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Every scenario that ships is right, and holds what the design says of it.</summary>
public sealed class ShippedScenarioTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Repo.Root, "scenarios"), "*.yaml").Select(
            f => Path.GetFileNameWithoutExtension(f)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_validates(string name)
    {
        Network network = Load(name);
        Assert.Empty(PlanRequestRules.Findings(network.Request));
        Assert.NotEmpty(network.Traffic);
        Assert.Equal(name, network.Scenario.Name);
        Assert.NotEmpty(network.Scenario.Description);
    }

    [Fact]
    public void The_default_is_as_large_as_promised()
    {
        Network network = Load("backbone");
        Assert.Equal(480, network.Request.Satellites.Count);
        Assert.True(network.Request.Grounds.Count(g => g.Kind == NodeKind.Site) >= 12);
        Assert.True(network.Request.Grounds.Count(g => g.Kind == NodeKind.Edge) >= 30);
        Assert.Equal(Duration.FromMinutes(10), network.Scenario.Length);
        Assert.Equal(
            OpenBackbone.Rows.Select(r => r.Name), network.Scenario.Contracts.Select(c => c.Row).Distinct());
        Assert.Equal(
            ["A 0-7", "B 8-15", "C 16-23"],
            network.Request.Satellites.GroupBy(s => s.Vendor)
                .Select(g => $"{g.Key} {g.Min(s => s.Plane)}-{g.Max(s => s.Plane)}"));
    }

    [Theory]
    [InlineData("probe-near", 250)]
    [InlineData("probe-far", 500)]
    public void The_probes_of_contested_are_urgent_alerts_twice_a_second(string name, int budgetMs)
    {
        ScenarioContract probe = Assert.Single(
            Load("contested").Scenario.Contracts, c => c.Terms.Name == name);
        PresetRow alerts = OpenBackbone.Rows.Single(r => r.Id == "1");
        Assert.Equal(alerts.Qos, probe.Terms.Qos.ToString());
        Assert.Equal(alerts.Protection, probe.Terms.Protection);
        Assert.Equal(alerts.PromisePpm, probe.Terms.PromisePpm);
        Assert.Equal(Duration.FromMilliseconds(budgetMs), probe.Terms.Budget);
        Assert.Equal(alerts.Size, Assert.Single(probe.Traffic).Size);
        Assert.Equal(Duration.FromMilliseconds(500), probe.Traffic[0].Interval);
    }

    [Theory]
    [InlineData("backbone", "D:550:70:480/24/1", TopologyPolicy.PlusGrid, 100, 10)]
    [InlineData("small", "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 10, 5)]
    [InlineData("shell-1584", "D:550:53:1584/72/17", TopologyPolicy.PlusGrid, 100, 25)]
    [InlineData("grid-10000", "D:550:70:10000/100/1", TopologyPolicy.PlusGrid, 100, 25)]
    public void Designs_have_the_published_values(
        string name, string code, TopologyPolicy policy, int gigabits, double elevationDeg)
    {
        Constellation constellation = Assert.Single(Load(name).Scenario.Constellations);
        Assert.Equal(code, Assert.Single(constellation.Shells).ToString());
        Assert.Equal(policy, constellation.Policy);
        Assert.Equal(
            new OpticalTerminals(
                4, DataRate.FromGigabits(gigabits), Distance.FromKilometres(5400), Duration
                    .FromSeconds(12), "default"),
            constellation.Optical);
        Assert.Equal(new RadioBeams(16, DataRate.FromGigabits(1)), constellation.AccessBeams);
        Assert.Equal(new RadioBeams(4, DataRate.FromGigabits(10)), constellation.GatewayBeams);
        Assert.Equal(elevationDeg, constellation.ElevationMin.Degrees, 1e-9);
    }

    [Fact]
    public void The_list_of_scenarios_is_complete()
    {
        using Shell shell = new();
        Shell.Result result = shell.Run("scenarios");
        Assert.Equal(
            Names.Select(n => n.Data).Order(StringComparer.Ordinal),
            result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0]));
    }

    private static Network Load(string name)
    {
        using Shell shell = new();
        string elements = shell.Write("e.tle", Shell.Elements);
        List<string> settings = name == "fleet" ? [$"constellations.fleet.elements={elements}"] : [];
        string path = Path.Combine(Repo.Root, "scenarios", $"{name}.yaml");
        (Scenario scenario, IReadOnlyList<string> notes) =
            ScenarioReader.Read(path, name, new ReadOptions(settings, SkipBad: false, shell.Folder));
        Assert.Empty(notes);
        return PlanStep.Prepare(scenario);
    }
}
