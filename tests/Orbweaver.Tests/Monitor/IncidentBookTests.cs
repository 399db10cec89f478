using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>Which alarms are one incident, what explains it, and what people do with it.</summary>
public sealed class IncidentBookTests
{
    private const int Planes = 24;
    private const int Slots = 20;

    private readonly IncidentBook _book = new(Nodes(), static (node, _) => PlaceOf(node));
    private Instant _now = Utc.FromCalendar(2026, 8, 11, 7, 0, 0);

    private static List<CatalogueNode> Nodes() =>
    [
        .. Enumerable.Range(0, Planes * Slots).Select(static i => new CatalogueNode
        {
            Id = i,
            Name = $"P{i / Slots:00}-S{i % Slots:00}",
            Kind = "satellite",
            Plane = i / Slots,
            Slot = i % Slots,
            // No vendor has neighbouring planes.
            Vendor = $"{(char)('A' + (i / Slots % 3))}",
        }),
    ];

    private static GroundPoint? PlaceOf(int node)
        => GroundPoint.Of(-70 + (140.0 * (node % Slots) / Slots), (360.0 * (node / Slots) / Planes) - 180);

    private static int Node(int plane, int slot) => (plane * Slots) + slot;

    private IReadOnlyList<Incident> After(double seconds)
    {
        _now += new Duration((long)(seconds * 1e9));
        _book.Advance(_now);
        return _book.TakeChanged();
    }

    // A satellite and its four lasers, noticed one after the other.
    private void Lose(int node, NodeState state = NodeState.Down, int drill = -1)
    {
        _book.NodeChanged(_now, node, state, drill);
        foreach ((int peer, int k) in Neighbours(node).Select(static (n, k) => (n, k)))
        {
            LinkState link = state == NodeState.Up ? LinkState.Up : LinkState.Down;
            _book.LinkChanged(_now, (node * 4) + k, (node, peer), link, drill);
        }
    }

    private static int[] Neighbours(int node)
    {
        int plane = node / Slots;
        int slot = node % Slots;
        return
        [
            Node(plane, (slot + 1) % Slots), Node(plane, (slot + Slots - 1) % Slots),
            Node((plane + 1) % Planes, slot), Node((plane + Planes - 1) % Planes, slot),
        ];
    }

    [Fact]
    public void A_lost_satellite_is_one_incident_with_its_links()
    {
        Lose(Node(3, 7));

        Incident incident = Assert.Single(After(0.2));

        Assert.Equal("INC-1", incident.Id);
        Assert.Equal("major", incident.Severity);
        Assert.Equal("open", incident.State);
        Assert.Equal("node", incident.Cause.Kind);
        Assert.Equal("P03-S07 is lost", incident.Title);
        Assert.Equal([Node(3, 7)], incident.Cause.Nodes);
        Assert.Equal(5, incident.Alarms.Count);
        Assert.Equal((1, 4), (incident.Hit.Nodes, incident.Hit.Links));
        Assert.Empty(After(0.2));
    }

    [Fact]
    public void Links_that_are_noticed_later_join()
    {
        _book.LinkChanged(_now, 900, (Node(3, 8), Node(3, 7)), LinkState.Down, -1);
        Assert.Equal("link", Assert.Single(After(0.2)).Cause.Kind);
        Lose(Node(3, 7));

        Incident incident = Assert.Single(After(0.4));

        Assert.Equal(2, incident.Version);
        Assert.Equal("node", incident.Cause.Kind);
        Assert.Equal(6, incident.Alarms.Count);
    }

    [Fact]
    public void Links_of_one_node_that_says_nothing_are_its_incident()
    {
        foreach ((int peer, int k) in Neighbours(Node(3, 7)).Select(static (n, k) => (n, k)))
        {
            _book.LinkChanged(_now, k, (Node(3, 7), peer), LinkState.Down, -1);
        }

        IncidentCause cause = Assert.Single(After(0.2)).Cause;

        Assert.Equal("node", cause.Kind);
        Assert.Equal([Node(3, 7)], cause.Nodes);
    }

    [Fact]
    public void Two_at_the_same_time_far_apart_stay_two()
    {
        Lose(Node(3, 2));
        Lose(Node(15, 17));

        IReadOnlyList<Incident> incidents = After(0.2);

        Assert.Equal(2, incidents.Count);
        Assert.All(incidents, static i => Assert.Equal(5, i.Alarms.Count));
    }

    [Fact]
    public void Two_at_one_place_a_minute_apart_stay_two()
    {
        Lose(Node(3, 2));
        After(60);
        Lose(Node(3, 5));

        Assert.Equal("INC-2", Assert.Single(After(0.2)).Id);
    }

    [Fact]
    public void A_plane_is_one_incident()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            Lose(Node(5, slot));
        }

        Incident incident = Assert.Single(After(0.2));

        Assert.Equal("plane", incident.Cause.Kind);
        Assert.Equal(Slots, incident.Hit.Nodes);
    }

    [Fact]
    public void A_vendor_is_one_incident_although_its_planes_are_apart()
    {
        for (int plane = 1; plane < Planes; plane += 3)
        {
            for (int slot = 0; slot < Slots; slot++)
            {
                _book.NodeChanged(_now, Node(plane, slot), NodeState.Down, -1);
            }
        }

        Incident incident = Assert.Single(After(0.2), static i => i.State != "closed");

        Assert.Equal("vendor", incident.Cause.Kind);
        Assert.Equal("critical", incident.Severity);
        Assert.Equal(Planes / 3 * Slots, incident.Hit.Nodes);
    }

    [Fact]
    public void Links_of_one_place_are_a_region_and_who_flies_in_joins()
    {
        // Far from each other in the mesh, near each other on the ground.
        for (int plane = 10; plane < 13; plane++)
        {
            _book.LinkChanged(_now, plane, (Node(plane, 9), Node(plane, 10)), LinkState.Down, -1);
        }
        Assert.Equal("region", Assert.Single(After(0.2)).Cause.Kind);
        After(100);
        _book.LinkChanged(_now, 99, (Node(11, 10), Node(11, 11)), LinkState.Down, -1);

        Incident incident = Assert.Single(After(0.2));

        Assert.Equal("INC-1", incident.Id);
        Assert.Equal(4, incident.Alarms.Count);
    }

    [Fact]
    public void It_clears_with_its_alarms_and_closes_a_minute_later()
    {
        Lose(Node(3, 7));
        After(5);
        Lose(Node(3, 7), NodeState.Up);

        Incident cleared = Assert.Single(After(0.2));
        Assert.Equal("open", cleared.State);
        Assert.NotNull(cleared.ClearedAt);
        Assert.All(cleared.Alarms.Items, static a => Assert.NotNull(a.ClearedAt));
        Assert.Empty(After(59));
        Incident closed = Assert.Single(After(1));
        Assert.Equal("closed", closed.State);
        Assert.Equal(0, _book.Counts().Unacknowledged);
    }

    [Fact]
    public void What_comes_back_before_that_is_the_same_incident()
    {
        Lose(Node(3, 7));
        After(5);
        Lose(Node(3, 7), NodeState.Up);
        After(30);
        Lose(Node(3, 7));

        Incident again = Assert.Single(After(0.2));

        Assert.Equal("INC-1", again.Id);
        Assert.Null(again.ClearedAt);
        Assert.Equal(10, again.Alarms.Count);
    }

    [Fact]
    public void What_comes_and_goes_between_two_looks_is_nothing()
    {
        Lose(Node(3, 7));
        Lose(Node(3, 7), NodeState.Up);

        Assert.Empty(After(0.2));
    }

    [Fact]
    public void A_drill_is_an_incident_of_its_own()
    {
        Lose(Node(3, 7), drill: 4);
        Lose(Node(3, 8));

        IReadOnlyList<Incident> incidents = After(0.2);

        Incident drill = Assert.Single(incidents, static i => i.Drill == 4);
        Assert.Equal("drill", drill.Severity);
        Assert.Equal("major", Assert.Single(incidents, static i => i.Drill is null).Severity);
    }

    [Fact]
    public void A_broken_promise_is_put_down_to_what_went_wrong_last()
    {
        _book.StreamChanged(_now, 12, "voice", isBelowPromise: false, (5, 1));
        Lose(Node(3, 7));
        After(0.2);
        _book.StreamChanged(_now, 12, "voice", isBelowPromise: true, (9, 4));

        Incident incident = Assert.Single(After(0.2));

        Assert.Equal("critical", incident.Severity);
        Assert.Equal("node", incident.Cause.Kind);
        Assert.Equal([new HitStream(12, 4, 3)], incident.Hit.Streams);
    }

    [Fact]
    public void Without_anything_else_broken_promises_are_an_incident_of_streams()
    {
        _book.StreamChanged(_now, 12, "voice", isBelowPromise: true, (5, 1));
        _book.StreamChanged(_now, 13, "video", isBelowPromise: true, (5, 1));

        Incident incident = Assert.Single(After(0.2));

        Assert.Equal("stream", incident.Cause.Kind);
        Assert.Equal(2, incident.Alarms.Count);
    }

    [Fact]
    public void A_shelf_ends_by_itself_and_never_lasts_longer_than_a_day()
    {
        Lose(Node(3, 7));
        After(0.2);
        _book.Acknowledge("INC-1", "ana");
        Incident shelved = _book.Shelve("INC-1", "ana", _now + Duration.FromMinutes(9_999), "known")!;
        Assert.Equal("shelved", shelved.State);
        Assert.Equal(Utc.Format(_now + IncidentBook.ShelfMax), shelved.Shelved!.Until);
        _book.Shelve("INC-1", "ana", _now + Duration.FromMinutes(60), "known");
        Assert.Equal("shelved", Assert.Single(After(3_599)).State);

        Incident back = Assert.Single(After(1));

        Assert.Null(back.Shelved);
        Assert.Equal("acknowledged", back.State);
    }

    [Fact]
    public void What_people_do_is_told_once_each_and_not_of_those_that_are_closed()
    {
        Lose(Node(3, 7));
        After(0.2);
        _book.Assign("INC-1", "ben");
        _book.Comment("INC-1", "ana", "looking");
        Incident told = Assert.Single(After(0.2));
        Assert.Equal("ben", told.Owner);
        Assert.Equal("looking", Assert.Single(told.Comments).Text);
        Assert.NotNull(_book.Close("INC-1"));
        Assert.Equal("closed", Assert.Single(After(0.2)).State);

        Assert.Null(_book.Acknowledge("INC-1", "ana"));
        Assert.Null(_book.Acknowledge("INC-2", "ana"));
        Assert.Equal("closed", _book.Find("INC-1")!.State);
    }

    [Fact]
    public void There_is_a_limit_to_open_ones_and_to_what_each_lists()
    {
        for (int i = 0; i < IncidentFile.AlarmsListedMax + 50; i++)
        {
            _book.LinkChanged(_now, i, (Node(3, 7), Node(3, 8)), LinkState.Down, -1);
        }
        Incident one = Assert.Single(After(0.2));
        Assert.Equal(IncidentFile.AlarmsListedMax + 50, one.Alarms.Count);
        Assert.Equal(IncidentFile.AlarmsListedMax, one.Alarms.Items.Count);
        _book.Close("INC-1");
        for (int i = 0; i <= IncidentBook.OpenMax; i++)
        {
            After(10);
            _book.LinkChanged(_now, 1_000 + i, (Node(i % 24, 3), Node(i % 24, 4)), LinkState.Down, -1);
        }
        After(0.2);

        Assert.Equal(1, _book.AlarmsLeftOut);
        Assert.Equal(IncidentBook.OpenMax + 1, _book.All().Count);
    }
}
