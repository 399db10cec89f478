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
        watched.Desk.NoteDrill(fault, "satellite P02-S08", "ana", UnixTime.Ms(watched.World.Now) + 20_000);
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
        Assert.Equal(
            UnixTime.Iso(now + (24 * 3_600_000.0)),
            desk.Shelve(id, "ana", now + 1e12, "for ever")!.Shelved!.Until);
        desk.Shelve(id, "ana", now + 10_000, "known");
        Assert.Null(desk.Acknowledge("INC-999", "ana"));

        watched.RunTo(Second * 21);
        Assert.Equal("acknowledged", watched.View.Incident(id)!.State);
        Assert.Equal("open", desk.Unacknowledge(id)!.State);
        Assert.Equal("closed", desk.Close(id)!.State);
        Assert.Null(desk.Close(id));
        Assert.Equal("closed", watched.View.Incident(id)!.State);
    }

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
