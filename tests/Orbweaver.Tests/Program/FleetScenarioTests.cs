// tidy: wide because one case a line.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Scenarios;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Scenarios of files: grids over real fleets, and ephemerides of operators.</summary>
public sealed class FleetScenarioTests
{
    private const string Vanguard = """
        VANGUARD 1
        1 00005U 58002B   20194.20334968 -.00000016  00000-0 -22483-4 0  9993
        2 00005  34.2443 225.5254 1845686 162.2516 205.2356 10.84869164218149
        """;

    private const string Ephemeral = """
        name: own
        start: 2020-07-13T00:00:00Z
        duration: 60s
        constellations:
          leo:
            elements: e.tle
            ephemerides: own.oem
        edges:
          nuuk: 64.18N 51.72W
          tromso: 69.65N 18.96E
        contracts:
          chat: {from: nuuk, to: tromso, qos: 5-r-d, budget: 1s, rate: 1Mb/s}
        """;

    // A grid over a fleet as it flies: everything that has a place hangs together, all the time.
    [Theory]
    [InlineData("iridium-next", 66, 6, 20)]
    [InlineData("oneweb", 638, 12, 20)]
    public void A_grid_joins_a_fleet(string name, int satellites, int planes, int minutes)
    {
        (Network network, PlannedNetwork planned) = PlanOf(name, minutes);
        Assert.Equal(satellites, network.Request.Satellites.Count(s => s.Plane >= 0));
        Assert.Equal(planes, network.Request.Constellations[0].Planes);
        Assert.Equal(TopologyPolicy.PlusGridOpenSeam, network.Request.Constellations[0].Policy);
        AssertJoined(network, planned, satellites);
        Assert.Contains(network.Notes, n => n.Contains("fit no plane", StringComparison.Ordinal));
    }

    [Fact]
    public void A_grid_joins_the_largest_shell_there_is()
    {
        (Network network, PlannedNetwork planned) = PlanOf("starlink", 1);
        ConstellationSpec largest = network.Request.Constellations[0];
        Assert.Equal(("fleet/1", 98, 51), (largest.Name, largest.Planes, largest.SlotsPerPlane));
        int[] members =
        [
            .. network.Request.Satellites.Select((s, i) => (s, i))
                .Where(s => s.s.Constellation == largest.Name).Select(s => s.i),
        ];
        HashSet<int> inside = [.. members];
        Dictionary<int, int> sizes = Sizes(planned.Plan.Epochs[2], members);
        TestContext.Current.SendDiagnosticMessage(
            "largest shell: {0} of {1} together, {2} links", sizes.Values.Max(), members.Length,
            planned.Plan.Epochs[2].Links.ToArray().Count(l => inside.Contains(l.A.Value) && inside.Contains(l.B.Value)));
        Assert.Equal(members.Length, sizes.Values.Max());
    }

    [Fact]
    public void An_ephemeris_replaces_the_elements_of_its_satellite()
    {
        using Shell shell = new();
        shell.Write("e.tle", $"{Shell.Elements}\n{Vanguard}\n");
        shell.Write("iss.tle", Shell.Elements);
        shell.Write("s.yaml", Ephemeral);
        // The ISS as somebody else has it, for half of the run.
        string[] args =
            ["positions", "-e", "iss.tle", "--at", "2020-07-13", "--to", "+30s", "--step", "10s", "--format", "oem"];
        Assert.Equal((0, ""), Ends(shell.Run([.. args, "--out", "own.oem"])));
        Shell.Result plan = shell.Run("plan", "s.yaml", "--out", "p");
        Assert.Equal(0, plan.Code);
        Assert.Contains("ISS--ZARYA-: has no links in 2 epochs: error 100 at", plan.Err, StringComparison.Ordinal);
        Assert.Contains("outside the span of its ephemeris", plan.Err, StringComparison.Ordinal);
        JsonElement nodes = JsonDocument.Parse(shell.Read("p/plan.json")).RootElement.GetProperty("nodes");
        Assert.Equal(4, nodes.GetArrayLength());
        // Alone, the file is the constellation.
        shell.Write("s.yaml", Ephemeral.Replace("    elements: e.tle\n", ""));
        Assert.Equal(0, shell.Run("plan", "s.yaml", "--out", "p").Code);
        // A folder of them.
        Directory.CreateDirectory(Path.Combine(shell.Folder, "own"));
        File.Move(Path.Combine(shell.Folder, "own.oem"), Path.Combine(shell.Folder, "own", "a.oem"));
        shell.Write("s.yaml", Ephemeral.Replace("own.oem", "[own]"));
        Assert.Equal(0, shell.Run("plan", "s.yaml", "--out", "p").Code);
    }

    [Theory]
    [InlineData("own.oem", "own2.oem", "there is no file 'own2.oem'")]
    [InlineData("own.oem", "empty", "the folder 'empty' has no files that end with .oem")]
    [InlineData("own.oem", "[own.oem, own.oem]", "ISS (ZARYA) (1998-067A) has 2 ephemerides")]
    [InlineData("own.oem", "e.tle", "e.tle:1: not an ephemeris message")]
    [InlineData("elements: e.tle", "design: D:550:70:48/4/1", "stand beside a design")]
    [InlineData("elements: e.tle", "elements: v.tle", "no element set is of 'ISS (ZARYA)' (1998-067A)")]
    [InlineData("    elements: e.tle\n", "    policy: +grid\n", "+grid needs the planes and slots of a design or of elements")]
    [InlineData("start: 2020-07-13T00:00:00Z\nduration: 60s", "duration: 60s", "")]
    [InlineData("    ephemerides: own.oem\n", "    policy: +grid\n", "fly in no planes that +grid could join")]
    public void What_is_wrong_with_files_is_said(string part, string edited, string said)
    {
        using Shell shell = new();
        shell.Write("e.tle", $"{Shell.Elements}\n{Vanguard}\n");
        shell.Write("v.tle", Vanguard);
        shell.Write("iss.tle", Shell.Elements);
        Directory.CreateDirectory(Path.Combine(shell.Folder, "empty"));
        shell.Run(
            "positions", "-e", "iss.tle", "--at", "2020-07-13", "--to", "+60s", "--step", "10s", "--format", "oem",
            "--out", "own.oem");
        Assert.Contains(part, Ephemeral, StringComparison.Ordinal);
        shell.Write("s.yaml", Ephemeral.Replace(part, edited));
        Shell.Result result = shell.Run("plan", "s.yaml", "--out", "p");
        Assert.Equal(said.Length > 0 ? 2 : 0, result.Code);
        Assert.Contains(said, result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_of_several_objects_go_into_a_folder()
    {
        using Shell shell = new();
        shell.Write("e.tle", $"{Shell.Elements}\n{Vanguard}\n");
        string[] args = ["positions", "-e", "e.tle", "--at", "2020-07-13", "--format", "oem", "--out"];
        Shell.Result one = shell.Run([.. args, "p"]);
        Assert.Equal(2, one.Code);
        Assert.Contains("an ephemeris of 1 states cannot be written", one.Err, StringComparison.Ordinal);
        string[] spread = [.. args[..^1], "--to", "+5min", "--step", "60s", "--frame", "itrf", "--out"];
        Assert.Contains("Name a folder", shell.Run([.. spread, "-"]).Err, StringComparison.Ordinal);
        Assert.Equal((0, ""), Ends(shell.Run([.. spread, "p"])));
        Assert.Equal(["25544.oem", "5.oem"], shell.Files("p").Order(StringComparer.Ordinal));
        Assert.Contains("REF_FRAME = ITRF2000", shell.Read("p/5.oem"), StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("positions", "-e", "e.tle", "--at", "2020-07-13", "--format", "xml", "--out", "-").Code);
    }

    [Fact]
    public void Elements_says_what_is_in_a_file()
    {
        using Shell shell = new();
        string file = TestData.Require("orbits/constellations/iridium-next_2026-08-11.tle");
        Shell.Result text = shell.Run("elements", file, "--at", "2026-08-11T00:00:00Z", "--places");
        Assert.Equal((0, ""), Ends(text));
        Assert.StartsWith("80 objects, epochs 2026-08-10T", text.Out, StringComparison.Ordinal);
        Assert.Contains("66 fly in planes at 2026-08-11T00:00:00Z", text.Out, StringComparison.Ordinal);
        Shell.Result json = shell.Run("elements", file, "--json");
        JsonElement root = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal("orbweaver.elements/1", root.GetProperty("schema").GetString());
        Assert.Equal(6, root.GetProperty("shells")[0].GetProperty("planes").GetInt32());
        Assert.Equal(80, root.GetProperty("objects").GetArrayLength());
        Assert.Equal(2, shell.Run("elements", "none.tle").Code);
    }

    private static (int Code, string Err) Ends(Shell.Result result) => (result.Code, result.Err);

    private static (Network Network, PlannedNetwork Planned) PlanOf(string name, int minutes)
    {
        using Shell shell = new();
        string file = TestData.Require($"orbits/constellations/{name}_2026-08-11.tle");
        string path = shell.Write("s.yaml", $$"""
            name: fleet
            start: 2026-08-11T00:00:00Z
            duration: {{minutes}}min
            epoch: 20s
            constellations:
              fleet:
                elements: {{file}}
                policy: +grid
            edges:
              nuuk: 64.18N 51.72W
              tromso: 69.65N 18.96E
            contracts:
              chat: {from: nuuk, to: tromso, qos: 5-r-d, budget: 1s, rate: 1Mb/s}
            """);
        (Scenario scenario, _) = ScenarioReader.Read(path, "s.yaml", new ReadOptions([], false, shell.Folder));
        Network network = PlanStep.Prepare(scenario);
        return (network, Planner.Plan(network.Request, ThreadWorkers.Of(2)));
    }

    private static void AssertJoined(Network network, PlannedNetwork planned, int satellites)
    {
        int[] members = [.. Enumerable.Range(0, network.Request.Satellites.Count)
            .Where(i => network.Request.Satellites[i].Plane >= 0)];
        int worst = planned.Plan.Epochs.Min(e => Sizes(e, members).Values.Max());
        int links = planned.Plan.Epochs[0].Links.ToArray().Count(l => l.A.Value < network.Request.Satellites.Count
            && l.B.Value < network.Request.Satellites.Count);
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} of {2} together at worst, {3} lasers, {4} retargets in {5} epochs",
            network.Notes[0], worst, satellites, links, planned.Acquisitions.Count, planned.Plan.Epochs.Count);
        Assert.Equal(satellites, worst);
        // Fixed neighbours: what is lost is lost to the poles, and comes back.
        Assert.InRange(planned.Acquisitions.Count, 0, satellites);
    }

    private static Dictionary<int, int> Sizes(PlanEpoch epoch, int[] members)
    {
        int[] root = [.. Enumerable.Range(0, epoch.NodeCount)];
        int Find(int n) => root[n] == n ? n : root[n] = Find(root[n]);
        HashSet<int> inside = [.. members];
        foreach (EpochLink link in epoch.Links)
        {
            if (inside.Contains(link.A.Value) && inside.Contains(link.B.Value))
            {
                root[Find(link.A.Value)] = Find(link.B.Value);
            }
        }
        return members.GroupBy(Find).ToDictionary(g => g.Key, g => g.Count());
    }
}
