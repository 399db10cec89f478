// tidy: wide because one case a line.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Orbweaver.Commands;
using Orbweaver.Hosting;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Program;

/// <summary>Faults from the scenario's words to nodes and links, and into the report.</summary>
public sealed class FaultScenarioTests
{
    /// <summary>A fault as written, and what must be said of it.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "{at: 1s, node: P00-S00}", "faults.0: has no 'kind'|node, site, plane" },
        { "{kind: nod, at: 1s, node: P00-S00}", "faults.0.kind: 'nod' is no kind of fault|Did you mean 'node'?" },
        { "{kind: node, node: P00-S00}", "faults.0: has no 'at'|such as at: 60s" },
        { "{kind: node, at: 5, node: P00-S00}", "faults.0.at: '5' has no unit" },
        { "{kind: node, at: 5s}", "faults.0: has no 'node'" },
        { "{kind: node, at: 5s, node: P00-S99}", "faults.0.node: there is no node 'P00-S99'|Did you mean" },
        { "{kind: node, at: 5s, node: [P00-S01, P0O-S02]}", "faults.0.node.1: there is no node 'P0O-S02'|Did you mean 'P00-S02'?" },
        { "{kind: node, at: 5s, node: P00-S01, four: 30s}", "faults.0.four: there is no field 'four' here|Did you mean 'for'?" },
        { "{kind: node, at: 5s, node: P00-S01, for: 0s}", "faults.0.for: '0s' is out of range" },
        { "{kind: site, at: 5s, site: P00-S01}", "faults.0.site: there is no site or edge 'P00-S01'|nuuk" },
        { "{kind: plane, at: 5s, constellation: leo, plane: 6}", "faults.0.plane: there is no plane 6 of leo|from 0 to 5" },
        { "{kind: plane, at: 5s, constellation: geo, plane: 1}", "faults.0.constellation: there is no constellation 'geo'|leo" },
        { "{kind: vendor, at: 5s, vendor: ACME}", "faults.0.vendor: there is no vendor 'ACME'|leo" },
        { "{kind: link, at: 5s, between: [P00-S01]}", "faults.0.between: has 1 names where two are expected|[P03-S07, P04-S07]" },
        { "{kind: one-way, at: 5s, from: P00-S01}", "faults.0: has no 'to'" },
        { "{kind: flap, at: 5s, between: [P00-S01, P00-S02]}", "faults.0: has no 'period'" },
        { "{kind: flap, at: 5s, between: [P00-S01, P00-S02], period: 2s, duty: 100%}", "faults.0.duty: '100%' is out of range" },
        { "{kind: flap, at: 5s, between: [P00-S01, P00-S02], period: 2s, duty: 1/1}", "faults.0.duty: '1/1' is out of range" },
        { "{kind: slow, at: 5s, node: P00-S01}", "faults.0: has no 'by'" },
        { "{kind: noise, at: 5s}", "faults.0: disturbs nothing|loss: 5%" },
        { "{kind: noise, at: 5s, loss: 0.05}", "faults.0.loss: '0.05' has no unit" },
        { "{kind: noise, at: 5s, loss: 5%, on: lasers, between: [P00-S01, P00-S02]}", "faults.0.on: stands beside 'between'" },
        { "{kind: region-jam, at: 5s, radius: 800km}", "faults.0: has no 'centre'|48N 11E" },
        { "{kind: region-jam, at: 5s, centre: 48N, radius: 800km}", "faults.0.centre: '48N' is not a place" },
        { "{kind: region-jam, at: 5s, centre: 48N 11E, radius: 800km, band: x}", "faults.0.band: 'x' is not known here|up, down, both, access" },
        { "{kind: weather, at: 5s, centre: 48N 11E, to: 50N 11E, radius: 80km}", "faults.0: moves, but not until when|for: 2min" },
        { "{kind: random, from: 5s, until: 4s, share: 10%, of: satellites}", "faults.0: ends at 4 s, before it begins at 5 s" },
        { "{kind: random, from: 5s, until: 9s, share: 10%, of: moons}", "faults.0.of: 'moons' is not known here" },
        { "{kind: clock, at: 5s, node: P00-S01}", "faults.0: leaves the clock right|offset: -3s" },
        { "{kind: clock, at: 5s, offset: 20000d, node: P00-S01}", "faults.0.offset: '20000d' is out of range" },
        { "{kind: clock, at: 5s, drift: 1%, node: P00-S01}", "faults.0.drift: '1%' is out of range" },
        { "{kind: clock, at: 5s, freeze: true, node: P00-S91}", "faults.0.node: there is no node 'P00-S91'" },
        { "{kind: controller, at: 5s, node: nuk}", "faults.0.node: there is no node 'nuk'|nuuk" },
        { "{kind: partition, at: 5s}", "faults.0: does not say who is cut off|node: [...]" },
        { "{kind: partition, at: 5s, node: P00-S01, centre: 1N 1E}", "faults.0: says in several ways who is cut off" },
        { "{kind: partition, at: 5s, constellation: leo, plane: 6}", "faults.0.plane: there is no plane 6 of leo|from 0 to 5" },
        { "{kind: partition, at: 5s, node: P00-S01, way: up}", "faults.0.way: 'up' is not known here|both, in, out" },
        { "{kind: overload, at: 5s, factor: 3}", "faults.0: overloads nobody|row: 5" },
        { "{kind: overload, at: 5s, factor: 3, row: 77}", "faults.0.row: there is no row '77'" },
        { "{kind: overload, at: 5s, factor: 1, contract: weather}", "faults.0.factor: 1 is out of range" },
        { "{kind: overload, at: 5s, factor: 3, contract: wether}", "faults.0.contract: there is no contract 'wether'|weather" },
        { "P00-S01", "faults.0: is not a map" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_wrong_fault_is_told_with_its_place_and_cure(string fault, string expected)
    {
        using Shell shell = new();
        shell.Write("s.yaml", With(fault));
        Shell.Result result = shell.Run("run", "s.yaml", "-q");
        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Out);
        Assert.StartsWith("s.yaml:", result.Err, StringComparison.Ordinal);
        Assert.All(
            expected.Split('|'), part => Assert.Contains(part, result.Err, StringComparison.Ordinal));
    }

    [Fact]
    public void All_findings_come_at_once()
    {
        using Shell shell = new();
        shell.Write("s.yaml", With("{kind: node, at: 1s, node: A}", "{kind: vendor, at: 1s, vendor: B}"));
        Assert.Contains("2 findings", shell.Run("run", "s.yaml").Err, StringComparison.Ordinal);
        shell.Write("t.yaml", Shell.Good + "\nfaults: {kind: node}\n");
        Assert.Contains("faults: is a map", shell.Run("run", "t.yaml").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plane_and_a_vendor_are_all_their_satellites()
    {
        Fault plane = Resolve("{kind: plane, at: 1s, constellation: leo, plane: 2, for: 3s}").Single();
        Assert.Equal(Enumerable.Range(22, 11), plane.Nodes.Select(h => h.Node.Value));
        Assert.All(plane.Nodes, h => Assert.Equal(
            new NodeHit(h.Node, NodeHitKind.Lost, Seconds(1), Seconds(4)), h));
        Fault vendor = Resolve("{kind: vendor, at: 1s, vendor: leo}").Single();
        Assert.Equal(66, vendor.Nodes.Count);
        Assert.Equal(Duration.Max, vendor.Until);
    }

    [Fact]
    public void A_clock_is_wrong_by_what_is_written()
    {
        NodeHit hit = Resolve("{kind: clock, at: 1s, for: 4s, node: P00-S03, offset: -3s, drift: -200ppm}")
            .Single().Nodes.Single();
        Assert.Equal(new ClockFault(Seconds(-3), -200, false), hit.Clock);
        Assert.Equal((NodeHitKind.Clock, Seconds(5)), (hit.Kind, hit.Until));
        Assert.True(Resolve("{kind: clock, at: 1s, node: P00-S03, freeze: true}")
            .Single().Nodes.Single().Clock.IsFrozen);
    }

    [Fact]
    public void A_partition_takes_the_links_between_inside_and_outside()
    {
        (FaultPlan plan, PlannedScenario planned) = ResolveWithPlan(
            "{kind: partition, at: 1s, for: 4s, constellation: leo, plane: 2}");
        Plan p = planned.Planned.Plan;
        int[] crossing = [.. p.Contacts.Where(c => IsIn(c.A.Node) != IsIn(c.B.Node)).Select(c => c.Index)];
        Assert.NotEmpty(crossing);
        Assert.Equal(crossing, plan.Faults[0].Links.Where(h => h.Link >= 0).Select(h => h.Link));
        Assert.All(plan.Faults[0].Links, h => Assert.Equal(LinkHitKind.Dark, h.Kind));

        static bool IsIn(NodeId n) => n.Value is >= 22 and < 33;
    }

    [Fact]
    public void Who_is_cut_off_one_way_is_heard_and_hears_nobody()
    {
        (FaultPlan plan, PlannedScenario planned) = ResolveWithPlan(
            "{kind: partition, at: 1s, node: P00-S02, way: in}");
        Assert.NotEmpty(plan.Faults[0].Links);
        foreach (LinkHit hit in plan.Faults[0].Links.Where(h => h.Link >= 0))
        {
            Contact contact = planned.Planned.Plan.Contacts[hit.Link];
            Assert.Equal(LinkHitKind.Silent, hit.Kind);
            Assert.Equal(
                contact.B.Node.Value == 2 ? LinkDirections.AToB : LinkDirections.BToA, hit.Directions);
        }
    }

    [Fact]
    public void A_region_may_be_cut_off()
    {
        Fault region = Resolve(
            "{kind: partition, at: 1s, centre: 80N 20E, radius: 3000km, for: 5s}").Single();
        Assert.NotEmpty(region.Links);
        Assert.Equal(Seconds(6), region.Links[0].Until);
    }

    [Fact]
    public void An_overload_multiplies_what_is_offered_while_it_lasts()
    {
        using Shell shell = new();
        shell.Write("s.yaml", With("{kind: overload, at: 5s, for: 5s, contract: weather, factor: 4}"));
        Shell.Result result = shell.Run("run", "s.yaml", "-q", "--json");
        JsonElement report = JsonDocument.Parse(result.Out).RootElement;
        // 10 a second, and for five of fifteen seconds 40.
        Assert.InRange(report.GetProperty("contracts")[0].GetProperty("offered").GetInt64(), 290, 310);
        JsonElement fault = report.GetProperty("faults")[0];
        Assert.True(fault.GetProperty("bit").GetBoolean());
        Assert.InRange(fault.GetProperty("messagesAdded").GetInt64(), 190, 210);
    }

    [Fact]
    public void Controllers_make_plans_and_the_report_tells_what_became_of_them()
    {
        using Shell shell = new();
        string scenario = With("{kind: controller, at: 12min, for: 7min}")
            .Replace("duration: 15s", "duration: 30min", StringComparison.Ordinal)
            + "controllers: {at: [svalbard, nuuk], every: 5min, horizon: 15min}\n";
        shell.Write("s.yaml", scenario);
        Shell.Result result = shell.Run("run", "s.yaml", "-q", "--json");
        Assert.True(result.Code is 0 or 1, result.Err);
        JsonElement report = JsonDocument.Parse(result.Out).RootElement;
        JsonElement[] issued = [.. report.GetProperty("plans").GetProperty("issued").EnumerateArray()];
        Assert.Equal(
            [true, true, false, true],
            issued.Select(i => i.GetProperty("handedOut").GetBoolean()).Take(4));
        Assert.All(
            issued.Where(i => i.GetProperty("handedOut").GetBoolean()),
            i => Assert.Equal(69, i.GetProperty("holders").GetInt32()));
        Assert.Equal("svalbard", issued[0].GetProperty("controller").GetString());
        Assert.Equal(0, report.GetProperty("plans").GetProperty("pastHorizon").GetInt32());
        Assert.True(report.GetProperty("faults")[0].GetProperty("bit").GetBoolean());
        // The same run on one plan for all its time delivers the same.
        shell.Write("t.yaml", scenario.Replace("horizon: 15min", "horizon: 24h", StringComparison.Ordinal));
        JsonElement whole = JsonDocument.Parse(shell.Run("run", "t.yaml", "-q", "--json").Out).RootElement;
        Assert.Equal(
            whole.GetProperty("contracts")[0].GetProperty("onTime").GetInt64(),
            report.GetProperty("contracts")[0].GetProperty("onTime").GetInt64());
        shell.Write("u.yaml", scenario.Replace("[svalbard, nuuk]", "[svalbart]", StringComparison.Ordinal));
        Assert.Contains(
            "controllers.at.0: there is no site or edge 'svalbart'", shell.Run("run", "u.yaml").Err,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_way_is_the_way_of_those_who_are_not_heard()
    {
        LinkHit up = Resolve("{kind: one-way, at: 1s, from: P00-S02, to: P00-S01}").Single().Links.Single();
        Assert.Equal(LinkDirections.BToA, up.Directions);
        Assert.Equal(LinkHitKind.Silent, up.Kind);
        LinkHit down = Resolve("{kind: one-way, at: 1s, from: P00-S01, to: P00-S02}").Single().Links.Single();
        Assert.Equal(LinkDirections.AToB, down.Directions);
    }

    [Fact]
    public void A_flap_is_off_for_what_its_duty_leaves()
    {
        LinkHit hit = Resolve(
            "{kind: flap, at: 1s, between: [P00-S01, P00-S02], period: 2s, duty: 75%}").Single().Links.Single();
        Assert.Equal(new LinkFlap(Seconds(2), Duration.FromMilliseconds(500)), hit.Flap);
    }

    [Fact]
    public void A_jam_over_a_site_takes_what_comes_down_to_it_and_what_goes_up_above_it()
    {
        (FaultPlan plan, PlannedScenario planned) = ResolveWithPlan(
            "{kind: region-jam, at: 2s, centre: 80N 60E, radius: 1300km, for: 5s}");
        Plan p = planned.Planned.Plan;
        Assert.True(p.TryFindNode("svalbard", out NodeId site));
        IReadOnlyList<LinkHit> hits = plan.Faults[0].Links;
        Assert.All(hits, h => Assert.Equal(LinkHitKind.Silent, h.Kind));
        Contact[] own = [.. p.Contacts.Where(c => c.B.Node == site)];
        Assert.All(own, c => Assert.Contains(
            hits, h => h.Link == c.Index && h.Directions == LinkDirections.AToB && h.From == Seconds(2)));
        // Nuuk is outside: it is hit only by satellites that are above the region, on the way up.
        Assert.True(p.TryFindNode("nuuk", out NodeId nuuk));
        Assert.All(
            hits.Where(h => h.Link >= 0 && p.Contacts[h.Link].B.Node == nuuk),
            h => Assert.Equal(LinkDirections.BToA, h.Directions));
        Assert.Contains(hits, h => h.Directions == LinkDirections.BToA);
        Assert.All(hits, h => Assert.True(h.From >= Seconds(2) && h.Until <= Seconds(7)));
    }

    [Fact]
    public void A_disc_that_moves_comes_and_goes()
    {
        // Fifteen degrees along the equator of the disc's own, in ten seconds, over tromso.
        Fault fault = Resolve(
            "{kind: region-jam, at: 2s, centre: 69.65N 0E, to: 69.65N 38E, radius: 300km, for: 10s, band: down}")
            .Single();
        LinkHit hit = fault.Links[0];
        Assert.All(fault.Links, h => Assert.Equal((hit.From, hit.Until), (h.From, h.Until)));
        Assert.InRange(hit.From.TotalSeconds, 4, 7);
        Assert.InRange(hit.Until.TotalSeconds, 7, 11);
    }

    [Fact]
    public void Weather_takes_the_links_of_sites_only()
    {
        (FaultPlan plan, PlannedScenario planned) = ResolveWithPlan(
            "{kind: weather, at: 2s, centre: 78N 15E, radius: 3000km, for: 5s}");
        Plan p = planned.Planned.Plan;
        Assert.NotEmpty(plan.Faults[0].Links);
        Assert.All(plan.Faults[0].Links.Where(h => h.Link >= 0), h =>
        {
            Assert.Equal(ContactKind.Gateway, p.Contacts[h.Link].Kind);
            Assert.Equal(LinkHitKind.Dark, h.Kind);
        });
    }

    [Fact]
    public void Random_losses_are_as_many_as_asked_and_the_same_for_one_seed()
    {
        const string Text = "{kind: random, from: 2s, until: 8s, share: 15%, of: satellites, at_once: 1/3, for: 1s}";
        IReadOnlyList<Fault> faults = Resolve(Text);
        NodeHit[] hits = [.. faults.SelectMany(f => f.Nodes)];
        // 15 % of 66 are 10, a third of them at one moment.
        Assert.Equal(10, hits.Select(h => h.Node).Distinct().Count());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 3], faults.Select(f => f.Nodes.Count).Order());
        Assert.All(hits, h => Assert.InRange(h.From.TotalSeconds, 2, 8));
        Assert.All(hits, h => Assert.Equal(Seconds(1), h.Until - h.From));
        Assert.Equal(hits, Resolve(Text).SelectMany(f => f.Nodes));
    }

    [Fact]
    public void New_contacts_are_acquired_late_and_those_of_the_start_are_there()
    {
        (FaultPlan plan, PlannedScenario planned) = ResolveWithPlan(
            "{kind: acquisition, at: 0s, late: 2s}", "duration: 5min");
        Plan p = planned.Planned.Plan;
        LinkHit[] late = [.. plan.Faults[0].Links.Where(h => h.Kind == LinkHitKind.Dark)];
        Assert.NotEmpty(late);
        Assert.All(late, h =>
        {
            Assert.True(p.Contacts[h.Link].FirstEpoch > 0);
            Assert.Equal(p.Contacts[h.Link].Opens - p.Start, h.From);
            Assert.Equal(Seconds(2), h.Until - h.From);
        });
        Assert.Contains(plan.Faults[0].Links, h => h.Kind == LinkHitKind.Unacquirable);
    }

    [Fact]
    public void The_report_and_the_picture_show_the_faults()
    {
        using Shell shell = new();
        shell.Write("s.yaml", With(
            "{kind: node, at: 3s, node: P00-S01, for: 2s}", "{kind: noise, at: 1s, on: access, loss: 20%, for: 5s}",
            "{kind: site, at: 8s, site: nuuk, for: 2s}"));
        Shell.Result result = shell.Run("run", "s.yaml", "--out", "out");
        Assert.Contains("Faults: 3", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n')[..^2], line => Assert.True(line.Length <= 80, line));

        JsonElement root = JsonDocument.Parse(shell.Read("out/report.json")).RootElement;
        JsonElement[] faults = [.. root.GetProperty("faults").EnumerateArray()];
        Assert.Equal(["node", "noise", "site"], faults.Select(f => f.GetProperty("kind").GetString()));
        Assert.Equal("P00-S01", faults[0].GetProperty("nodes")[0].GetString());
        Assert.Equal(5, faults[0].GetProperty("untilSeconds").GetDecimal());
        Assert.True(faults[1].GetProperty("packetsLost").GetInt64() > 0);
        Assert.Equal(20, faults[2].GetProperty("refused").GetInt64(), 2.0);
        string page = File.ReadAllText(Path.Combine(Repo.Root, "docs", "report.md"));
        Assert.All(
            faults[0].EnumerateObject().Concat(root.GetProperty("timeline").EnumerateObject())
                .Concat(root.GetProperty("control").EnumerateObject()),
            p => Assert.Contains($"`{p.Name}`", page, StringComparison.Ordinal));
        JsonElement timeline = root.GetProperty("timeline");
        Assert.Equal(15, timeline.GetProperty("offered").GetArrayLength());
        Assert.Equal(
            root.GetProperty("contracts").EnumerateArray().Sum(c => c.GetProperty("offered").GetInt64()),
            timeline.GetProperty("offered").EnumerateArray().Sum(n => n.GetInt64()));

        XElement svg = XDocument.Parse(shell.Read("out/timeline.svg")).Root!;
        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Equal(space + "svg", svg.Name);
        Assert.Equal(3, svg.Descendants(space + "rect").Count(
            e => e.Attribute("class")!.Value.StartsWith("bar", StringComparison.Ordinal)));
        Assert.Contains(
            svg.Descendants(space + "text"), t => t.Value.Contains("P00-S01", StringComparison.Ordinal));
        Assert.Single(svg.Descendants(space + "path"));
    }

    [Fact]
    public void A_run_without_faults_says_nothing_of_them_and_has_a_picture()
    {
        using Shell shell = new();
        shell.Write("s.yaml", Shell.Good);
        Shell.Result result = shell.Run("run", "s.yaml", "--out", "out");
        Assert.DoesNotContain("Faults", result.Out, StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(shell.Read("out/timeline.svg")).Root);
    }

    private static Duration Seconds(long seconds) => Duration.FromSeconds(seconds);

    private static string With(params string[] faults)
        => $"{Shell.Good}\nfaults:\n{string.Concat(faults.Select(f => $"  - {f}\n"))}";

    private static IReadOnlyList<Fault> Resolve(string fault) => ResolveWithPlan(fault).Plan.Faults;

    private static (FaultPlan Plan, PlannedScenario Planned) ResolveWithPlan(
        string fault, string duration = "duration: 15s")
    {
        using Shell shell = new();
        string path = shell.Write(
            "s.yaml", With(fault).Replace("duration: 15s", duration, StringComparison.Ordinal));
        (Scenario scenario, _) = ScenarioReader.Read(path, "s.yaml", new ReadOptions([], false, shell.Folder));
        Network network = PlanStep.Prepare(scenario);
        ProgramHost host = new() { Out = TextWriter.Null, Err = TextWriter.Null, CurrentFolder = shell.Folder };
        PlannedScenario planned = PlanStep.Plan(network, ThreadWorkers.Of(1), host, isQuiet: true);
        FaultPlan plan = FaultResolver.Resolve(network, planned.Planned.Plan);
        plan.Validate(planned.Planned.Plan);
        return (plan, planned);
    }
}
