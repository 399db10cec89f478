using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>Incidents of a real world: what is one, what are two, and what is none.</summary>
public sealed class IncidentTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void A_lost_satellite_is_one_incident_with_its_links_as_children()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 200);
        watched.RunTo(Second * 5);
        int links = watched.View.Node(20)!.Links.All;
        watched.Lose(Second * 20, 20);
        watched.RunTo(Second * 10);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal(("node", "open"), (incident.Cause.Kind, incident.State));
        Assert.Equal([20], incident.Cause.Nodes);
        Assert.Equal(1 + links, incident.Alarms.Count);
        Assert.Equal((1, links), (incident.Hit.Nodes, incident.Hit.Links));
        Assert.Null(incident.ClearedAt);

        watched.RunTo(Second * 32);
        Incident cleared = Assert.Single(watched.Incidents());
        Assert.NotNull(cleared.ClearedAt);
        Assert.True(cleared.Version > incident.Version);
        Assert.All(cleared.Alarms.Items, a => Assert.NotNull(a.ClearedAt));

        watched.RunTo(Second * 95);
        Assert.Equal("closed", Assert.Single(watched.Incidents()).State);
        Assert.Equal(0, watched.View.Overview().Kpi.IncidentsOpen);
    }

    [Fact]
    public void Two_that_have_nothing_to_do_with_each_other_are_two()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.Lose(Second * 20, 2, 37);
        watched.RunTo(Second * 10);

        Assert.Equal(
            [2, 37], watched.Incidents().Select(i => Assert.Single(i.Cause.Nodes)).Order());
    }

    [Fact]
    public void A_plane_is_one_incident()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.Lose(Second * 20, Enumerable.Range(11, 11));
        watched.RunTo(Second * 10);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal(("plane", "critical"), (incident.Cause.Kind, incident.Severity));
        Assert.Equal(Enumerable.Range(11, 11), incident.Cause.Nodes.Order());
        Assert.Equal(11, incident.Hit.Nodes);
    }

    [Fact]
    public void A_jammed_region_is_one_incident_that_names_the_place()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        // What lies near the pole, in all planes: the same place, and no plane or node in common.
        List<int> links = [];
        foreach (EpochLink link in watched.Plan.Epochs[0].Links)
        {
            if (Latitude(watched, link.A) > 75 && Latitude(watched, link.B) > 75)
            {
                links.Add(link.ContactIndex);
            }
        }
        Assert.True(links.Count >= 4);
        watched.Cut(Second * 20, links);
        watched.RunTo(Second * 10);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal("region", incident.Cause.Kind);
        Assert.Equal(links.Count, incident.Alarms.Count);
    }

    [Fact]
    public void A_link_alone_is_minor()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.Cut(Second * 20, watched.Plan.Epochs[0].Links[3].ContactIndex);
        watched.RunTo(Second * 10);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal("link", incident.Cause.Kind);
        Assert.Contains(incident.Severity, (string[])["minor", "critical"]);
    }

    [Fact]
    public void A_planned_handover_is_no_alarm()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 59);

        Assert.Contains(watched.Frames, f => f.Type == FrameType.LinkPatch);
        Assert.Empty(watched.Incidents());
    }

    [Fact]
    public void A_drill_is_marked_everywhere_and_is_one_incident()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 200);
        watched.RunTo(Second * 5);
        int fault = watched.Lose(Second * 20, 30);
        watched.BeginDrill(fault, Second * 20);
        watched.RunTo(Second * 10);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal(("drill", fault), (incident.Severity, incident.Drill));
        Assert.True(incident.Alarms.Count > 1);
        Assert.Equal(("down", "drill"), (watched.View.Node(30)!.State, watched.View.Node(30)!.Cause));
        Assert.All(watched.View.Node(30)!.LinkRows, l => Assert.Equal("drill", l.Cause));
        Assert.Equal(1, watched.View.Overview().Kpi.Drills);

        watched.RunTo(Second * 40);
        Assert.NotNull(Assert.Single(watched.Incidents()).ClearedAt);
        Assert.Equal(0, watched.View.Overview().Kpi.Drills);
        Assert.Equal("none", watched.View.Node(30)!.Cause);
    }

    [Fact]
    public void What_operators_do_is_kept_and_a_shelf_ends_by_itself()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.Lose(Second * 50, 20);
        watched.RunTo(Second * 10);
        NetworkDesk desk = watched.Desk;
        string id = Assert.Single(watched.Incidents()).Id;
        double now = UnixTime.Ms(watched.World.Now);

        Assert.Equal("acknowledged", desk.Acknowledge(id, "ana")!.State);
        Assert.Equal("shelved", desk.Shelve(id, "ana", now + 10_000, "known")!.State);
        Assert.Equal("ben", desk.Assign(id, "ben")!.Owner);
        Assert.Equal("look", Assert.Single(desk.Comment(id, "ben", "look")!.Comments).Text);
        Assert.Null(desk.Acknowledge("INC-999", "ana"));

        watched.RunTo(Second * 21);
        Assert.Equal("acknowledged", watched.View.Incident(id)!.State);
        Assert.Equal("open", desk.Unacknowledge(id)!.State);
    }

    [Fact]
    public void What_burns_is_not_closed_and_what_has_cleared_is()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 200);
        watched.RunTo(Second * 5);
        watched.Lose(Second * 20, 20);
        watched.RunTo(Second * 10);
        Incident incident = Assert.Single(watched.Incidents());

        Assert.False(watched.Desk.TryClose(incident.Id, out Incident? closed, out string why));
        Assert.Null(closed);
        Assert.Equal($"{incident.Alarms.Count} alarms of it still stand: shelve it, or wait", why);
        Assert.Equal("open", watched.View.Incident(incident.Id)!.State);

        watched.RunTo(Second * 30);
        Assert.NotNull(watched.View.Incident(incident.Id)!.ClearedAt);
        Assert.True(watched.Desk.TryClose(incident.Id, out closed, out why), why);
        Assert.Equal("closed", closed!.State);
        Assert.Equal("closed", watched.View.Incident(incident.Id)!.State);
        Assert.False(watched.Desk.TryClose(incident.Id, out closed, out why));
        Assert.Equal("", why);
        // What goes wrong again is another incident.
        watched.Lose(Second * 20, 20);
        watched.RunTo(Second * 35);
        Assert.Equal(["closed", "open"], watched.Incidents().Select(i => i.State));
    }

    [Fact]
    public void A_drill_that_runs_is_not_closed()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 200);
        watched.RunTo(Second * 5);
        int fault = watched.Lose(Second * 60, 30);
        watched.BeginDrill(fault, Second * 60);
        watched.RunTo(Second * 8);
        string id = Assert.Single(watched.Incidents()).Id;

        Assert.False(watched.Desk.TryClose(id, out _, out string why));
        Assert.Equal($"drill {fault} still runs: stop it, or wait for its end", why);
        watched.World.Lift(fault);
        watched.Desk.EndDrill(fault, UnixTime.Ms(watched.World.Now));
        watched.RunTo(Second * 12);
        Assert.True(watched.Desk.TryClose(id, out _, out why), why);
    }

    [Fact]
    public void An_incident_begins_when_its_cause_did_and_not_at_a_look()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        // Between two looks, which are 200 ms apart.
        watched.World.AdvanceTo(watched.World.Now + Duration.FromMilliseconds(137));
        string cause = UnixTime.Iso(UnixTime.Ms(watched.World.Now))!;
        watched.Lose(Second * 30, BusiestSatellite(watched));
        watched.RunTo(Second * 12);

        Incident incident = Assert.Single(watched.Incidents());
        Assert.Equal(cause, incident.At);
        Assert.All(incident.Alarms.Items, a => Assert.True(string.CompareOrdinal(a.At, cause) >= 0, a.At));
        // Neighbours notice within milliseconds and turn packets: nothing waits for a look, nor for the two
        // seconds that alarms are gathered.
        IncidentDeed detour = Assert.Single(
            incident.Did, d => d.Text.StartsWith("first packet sent another way", StringComparison.Ordinal));
        Assert.InRange(MsAfter(detour.Text), 0, 100);
        // What was lost in these two seconds is counted as well.
        Assert.Contains(incident.Hit.Streams, s => s.Lost > 0);
        watched.RunTo(Second * 36);
        double end = UnixTime.Ms(watched.Plan.Start) + 35_137;
        Assert.InRange(
            Assert.Single(watched.Incidents()).ClearedAt!, UnixTime.Iso(end)!, UnixTime.Iso(end + 500)!);
    }

    [Fact]
    public void A_drill_begins_when_its_fault_does()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.World.AdvanceTo(watched.World.Now + Duration.FromMilliseconds(61));
        string began = UnixTime.Iso(UnixTime.Ms(watched.World.Now))!;
        watched.BeginDrill(watched.Lose(Second * 20, 30), Second * 20);
        watched.RunTo(Second * 6);

        Assert.Equal(began, Assert.Single(watched.Incidents()).At);
    }

    [Fact]
    public void All_counts_of_incidents_agree_whatever_state_they_are_in()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 400);
        NetworkDesk desk = watched.Desk;
        watched.RunTo(Second * 5);
        AssertCounts(watched, 0, 0);
        watched.Lose(Second * 20, 2);
        int drill = watched.Lose(Second * 20, 37);
        watched.BeginDrill(drill, Second * 20);
        AssertCounts(watched, 1, 1);
        watched.RunTo(Second * 10);
        AssertCounts(watched, 2, 2);
        string[] ids = [.. watched.Incidents().Select(i => i.Id)];
        string real = watched.Incidents().First(i => i.Drill is null).Id;
        desk.Acknowledge(real, "ana");
        AssertCounts(watched, 2, 1);
        desk.Shelve(ids.First(i => i != real), "ana", desk.NowMs + 3_000, "a drill");
        AssertCounts(watched, 2, 0);
        watched.RunTo(Second * 15);
        AssertCounts(watched, 2, 1);
        desk.Unacknowledge(real);
        AssertCounts(watched, 2, 2);
        watched.World.Lift(drill);
        desk.EndDrill(drill, UnixTime.Ms(watched.World.Now));
        AssertCounts(watched, 2, 2);
        Assert.Equal(0, watched.View.Overview().Kpi.Drills);
        watched.RunTo(Second * 30);
        Assert.True(desk.TryClose(real, out _, out string why), why);
        AssertCounts(watched, 1, 1);
        watched.RunTo(Second * 100);
        AssertCounts(watched, 0, 0);
    }

    private static void AssertCounts(WatchedWorld watched, int open, int unacknowledged)
    {
        Overview overview = watched.View.Overview();
        IncidentCounts counts = overview.Incidents;
        Assert.Equal((open, unacknowledged), (counts.Open, counts.Unacknowledged));
        Assert.Equal(open, counts.Critical + counts.Major + counts.Minor + counts.Drills);
        Assert.Equal(
            (open, unacknowledged), (overview.Kpi.IncidentsOpen, overview.Kpi.IncidentsUnacknowledged));
        Assert.Equal(open, watched.Incidents().Count(i => i.State is not "closed"));
        Assert.Equal(unacknowledged, watched.Incidents().Count(i => i.State is "open"));
        // A page that begins with the scene sees the same.
        NetworkView fresh = new(watched.Catalogue);
        foreach (Frame frame in watched.View.Scene())
        {
            fresh.Apply(frame);
        }
        Assert.Equal(counts, fresh.Overview().Incidents);
        Assert.Equal(overview.Kpi.IncidentsOpen, fresh.Overview().Kpi.IncidentsOpen);
    }

    private static int BusiestSatellite(WatchedWorld watched)
        => Enumerable.Range(0, watched.Catalogue.Streams.Count)
            .SelectMany(s => watched.View.PathOf(s)?.Hops.Skip(1).Select(h => h.From) ?? [])
            .Where(n => watched.Catalogue.Nodes[n].Kind is "satellite")
            .GroupBy(n => n).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;

    private static double MsAfter(string text)
        => double.Parse(
            text.Split("after ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Equal_runs_have_equal_incidents()
    {
        string[] runs = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            WatchedWorld watched = WatchedWorld.Small();
            watched.RunTo(Second * 3);
            watched.Lose(Second * 9, 5, 6, 44);
            watched.RunTo(Second * 20);
            return Convert.ToHexString(
                watched.Frames.Where(f => f.Type == FrameType.Event).SelectMany(f => f.Bytes.ToArray())
                    .ToArray());
        })];

        Assert.NotEmpty(runs[0]);
        Assert.Equal(runs[0], runs[1]);
    }

    private static double Latitude(WatchedWorld watched, NodeId node)
        => watched.View.Node(node.Value)!.Lat!.Value;
}
