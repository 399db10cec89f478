using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>
/// A view of a real world: what it shows, live and from frames, and what it costs the world.
/// </summary>
public sealed class ViewTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void A_view_of_the_frames_alone_says_the_same()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 8);
        watched.Lose(Second * 10, 7);
        watched.RunTo(Second * 25);

        NetworkView replayed = new(watched.Catalogue);
        foreach (Frame frame in watched.Frames)
        {
            Assert.True(Frame.TryParse(frame.Bytes, out Frame? read, out string error), error);
            replayed.Apply(read);
        }

        Assert.Equal(AllOf(watched.View), AllOf(replayed));
        Assert.Equal(watched.View.WriteScene(), replayed.WriteScene());
    }

    [Fact]
    public void A_scene_and_what_came_after_make_the_later_scene()
        => Seeds.Hold(
            dice =>
            {
                WatchedWorld watched = WatchedWorld.Small();
                watched.RunTo(Second * dice.Between(1, 3));
                for (int i = dice.Between(1, 4); i > 0; i--)
                {
                    Duration time = Duration.FromMilliseconds(dice.Between(300, 6_000));
                    _ = dice.Below(2) == 0
                        ? watched.Lose(time, dice.Below(66))
                        : watched.Cut(time, dice.Below(watched.Plan.Contacts.Count));
                    watched.Step();
                }
                ReadOnlyMemory<byte> scene = watched.View.WriteScene();
                int from = watched.Frames.Count;
                watched.RunTo(Second * dice.Between(6, 20));

                NetworkView joined = new(watched.Catalogue);
                while (Frame.TryTake(ref scene, out Frame? frame, out _))
                {
                    joined.Apply(frame);
                }
                foreach (Frame frame in watched.Frames.Skip(from))
                {
                    joined.Apply(frame);
                }

                Assert.Equal(watched.View.WriteScene(), joined.WriteScene());
            },
            runs: 6);

    [Fact]
    public void Figures_are_those_of_the_books()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 59);

        ContractTotals[] totals = new ContractTotals[watched.World.ContractTotalsCount];
        watched.World.CopyTotals(totals);
        IReadOnlyList<ContractRow> rows = watched.View.Contracts(new TableQuery { Limit = 500 }).Items;

        Assert.Equal(totals.Length, rows.Count);
        KpiAnswer kpi = watched.View.Overview().Kpi;
        Assert.Equal(66, kpi.SatellitesUp);
        Assert.Equal(9, kpi.GroundAll);
        Assert.True(kpi.LinksUp > 100 && kpi.LinksUp == kpi.LinksAll);
        Assert.Equal(totals.Sum(t => t.Late + t.Expired), kpi.Late);
        Assert.Equal(totals.Sum(t => t.Lost), kpi.Lost);
        Assert.Contains(rows, r => r.Sent > 100 && r.P99Ms >= r.P50Ms && r.BoundMs >= r.FloorMs);
        Assert.All(rows.Where(r => r.P50Ms is not null), r => Assert.True(r.P50Ms >= r.FloorMs));
        Assert.All(
            rows.Where(r => r.Id < NetworkDesk.WatchedMax),
            r => Assert.NotNull(watched.View.Contract(r.Id)!.Path));
    }

    [Fact]
    public void Ranges_by_orbits_are_those_of_the_plan()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 30);
        PlanEpoch epoch = watched.Plan.Epochs[watched.World.PresentEpoch];

        foreach (EpochLink link in epoch.Links)
        {
            double plannedMs = watched.Plan.DelayAt(link, epoch.Index, watched.World.Now).TotalMilliseconds;
            LinkRow row = watched.View.Links(new TableQuery
            {
                Filter = $"a={link.A.Value}&b={link.B.Value}",
            }).Items.Single();
            Assert.Equal(plannedMs, row.OneWayMs!.Value, 0.05);
        }
    }

    [Fact]
    public void A_lost_satellite_shows_with_its_links_and_is_back_after()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.View.Plan = new PlanFacts(watched.Plan);
        watched.RunTo(Second * 5);
        int links = watched.View.Node(20)!.Links.All;
        watched.Lose(Second * 10, 20);
        watched.RunTo(Second * 7);

        NodeDetail lost = watched.View.Node(20)!;
        Assert.Equal(("down", "fault"), (lost.State, lost.Cause));
        Assert.Equal(new UpAndAll(0, links), lost.Links);
        Assert.All(lost.LinkRows, l => Assert.Equal(("down", "fault"), (l.State, l.Cause)));
        Assert.NotNull(lost.AltKm);
        Assert.Equal(780, lost.AltKm.Value, 40.0);
        Assert.NotEmpty(lost.Next);
        Assert.Equal(1, watched.View.Overview().Kpi.NodesOut);

        watched.RunTo(Second * 17);
        NodeDetail back = watched.View.Node(20)!;
        Assert.Equal(("up", "none"), (back.State, back.Cause));
        Assert.Equal(links, back.Links.Up);
    }

    [Fact]
    public void A_look_between_epochs_allocates_nothing()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 10);
        watched.World.AdvanceTo(watched.World.Now + Probe.Interval);
        watched.Look();
        watched.World.AdvanceTo(watched.World.Now + Second);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Observation observation = watched.Look();
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(watched.World.Now, observation.At);
        Assert.Equal(0, after - before);
    }

    [Fact]
    public void A_watched_run_is_the_run_that_nobody_watches()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 20);
        TwinWorld alone = new(WatchedWorld.Config(
            WatchedWorld.SmallLoaded, WatchedWorld.SmallLoaded.Sim.Length, witness: null));
        alone.AdvanceTo(watched.World.Now);

        Assert.Equal(alone.TraceHash, watched.World.TraceHash);
    }

    [Fact]
    public void A_planned_scene_has_the_links_of_its_epoch()
    {
        WatchedWorld watched = WatchedWorld.Small();
        Instant at = watched.Plan.Start + (Second * 40);
        NetworkView planned = PlannedScene.At(watched.Plan, watched.Catalogue, watched.Satellites, at);

        Assert.Equal(
            watched.Plan.Epochs[watched.Plan.EpochAt(at)].Links.Length,
            planned.Links(new TableQuery()).Total);
        Assert.Equal(ClockMode.Plan, planned.Clock!.Value.Mode);
        watched.RunTo(Second * 40);
        Assert.Equal(
            watched.View.Contract(0)!.Path!.Hops.Select(h => h.To),
            planned.Contract(0)!.Path!.Hops.Select(h => h.To));
    }

    [Theory]
    [InlineData("colour=red", "", "filter")]
    [InlineData("plane=red", "", "filter")]
    [InlineData("", "colour", "sort")]
    public void A_question_that_means_nothing_is_told(string filter, string sort, string field)
    {
        NetworkView view = WatchedWorld.Small().View;

        QueryException told = Assert.Throws<QueryException>(
            () => view.Nodes(new TableQuery { Filter = filter, Sort = sort }));
        Assert.Equal(field, told.Field);
        Assert.Throws<QueryException>(() => view.Series(["colour"], 0, 1, 10));
        Assert.Throws<QueryException>(() => view.Nodes(new TableQuery { Cursor = "x" }));
    }

    [Fact]
    public void Pages_have_all_rows_that_fit_once_and_in_order()
    {
        NetworkView view = WatchedWorld.Small().View;
        TableQuery query = new() { Filter = "kind=satellite & plane>=3", Sort = "-name", Limit = 10 };
        List<string> names = [];
        for (string? cursor = ""; cursor is not null;)
        {
            Page<NodeRow> page = view.Nodes(query with { Cursor = cursor });
            Assert.Equal(33, page.Total);
            names.AddRange(page.Items.Select(r => r.Name));
            cursor = page.Next;
        }

        Assert.Equal(33, names.Distinct().Count());
        Assert.Equal(names.OrderByDescending(n => n, StringComparer.Ordinal), names);
    }

    private static string AllOf(NetworkView view) => string.Join('\n',
        JsonSerializer.Serialize(view.Overview(), MonitorJson.Default.Overview),
        JsonSerializer.Serialize(
            view.Nodes(new TableQuery { Limit = 500 }), MonitorJson.Default.PageNodeRow),
        JsonSerializer.Serialize(view.Links(new TableQuery { Limit = 500 }), MonitorJson.Default.PageLinkRow),
        JsonSerializer.Serialize(
            view.Contracts(new TableQuery { Limit = 500 }), MonitorJson.Default.PageContractRow),
        JsonSerializer.Serialize(view.Contract(0), MonitorJson.Default.ContractDetail),
        JsonSerializer.Serialize(
            view.Incidents(new TableQuery { Limit = 500 }), MonitorJson.Default.PageIncident),
        JsonSerializer.Serialize(
            view.Events(0, double.MaxValue, [], 500, ""), MonitorJson.Default.PageEventRow));
}
