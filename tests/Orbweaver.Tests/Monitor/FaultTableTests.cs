using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>Faults and drills as a view has them: of frames alone, as a recording does.</summary>
public sealed class FaultTableTests
{
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Fact]
    public void A_fault_is_a_row_from_its_begin_to_after_its_end()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.World.AdvanceTo(watched.World.Now + Duration.FromMilliseconds(50));
        double began = UnixTime.Ms(watched.World.Now);
        int fault = watched.Lose(Second * 10, 20, 21);
        watched.RunTo(Second * 6);

        FaultRow row = Assert.Single(Rows(watched.View));
        Assert.Equal((fault, "test", "something"), (row.Number, row.Kind, row.What));
        Assert.Equal(("active", false), (row.State, row.Drill));
        Assert.Equal((UnixTime.Iso(began), UnixTime.Iso(began + 10_000)), (row.Begins, row.Ends));
        Assert.Null(row.Counts.Streams);
        Assert.Empty(Rows(watched.View, drillsOnly: true));
        watched.RunTo(Second * 20);
        row = Assert.Single(Rows(watched.View));
        Assert.Equal(("over", 2), (row.State, row.Counts.Nodes));
        Assert.True(row.Counts.Links > 2);
        Assert.True(row.Counts.Notices > 0);
        // What it has come to is no event of its own.
        Assert.Equal(
            ["test something is over", row.Kind + " " + row.What + $" begins, until {row.Ends}"],
            watched.View.Events(0, 1e15, ["fault"], 100, "").Items.Select(e => e.Text));
    }

    [Fact]
    public void A_drill_is_there_at_once_and_over_when_it_is_stopped()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        int fault = watched.Lose(Second * 60, 30);
        watched.BeginDrill(fault, Second * 60);

        FaultRow row = Assert.Single(Rows(watched.View, drillsOnly: true));
        Assert.Equal(("active", "ana", true), (row.State, row.By, row.Drill));
        Assert.Single(watched.View.DrillsOn());
        watched.RunTo(Second * 8);
        Assert.True(Assert.Single(Rows(watched.View)).Drill);
        watched.World.Lift(fault);
        double ended = UnixTime.Ms(watched.World.Now);
        watched.Desk.EndDrill(fault, ended);
        Assert.Empty(watched.View.DrillsOn());
        watched.RunTo(Second * 12);
        row = Assert.Single(Rows(watched.View));
        Assert.Equal(("over", UnixTime.Iso(ended)), (row.State, row.Ends));
        Assert.Equal(2, watched.View.Events(0, 1e15, ["drill"], 100, "").Total);
        Assert.Equal(0, watched.View.Events(0, 1e15, ["fault"], 100, "").Total);
    }

    [Fact]
    public void A_scene_alone_restores_faults_that_are_not_over()
    {
        WatchedWorld watched = WatchedWorld.Small(Second * 200);
        watched.RunTo(Second * 5);
        watched.Lose(Second * 4, 3);
        watched.Lose(Second * 60, 20);
        int drill = watched.Lose(Second * 60, 30);
        watched.BeginDrill(drill, Second * 60);
        watched.RunTo(Second * 15);

        NetworkView fresh = new(watched.Catalogue);
        foreach (Frame frame in watched.View.Scene())
        {
            fresh.Apply(frame);
        }
        Assert.Equal(Rows(watched.View).Where(r => r.State is "active"), Rows(fresh));
        Assert.Equal(Rows(watched.View, drillsOnly: true), Rows(fresh, drillsOnly: true));
        Assert.Equal(2, Rows(fresh).Count);
        // Where the end of a drill was not recorded it still ends by its own time.
        fresh.Apply(FrameWriter.Kpi(
            new FrameStamp(UnixTime.Ms(watched.World.Now) + 100_000), default));
        Assert.All(Rows(fresh), r => Assert.Equal("over", r.State));
    }

    [Fact]
    public void Faults_to_come_are_planned_and_no_events_yet()
    {
        WatchedWorld watched = WatchedWorld.Small();
        watched.RunTo(Second * 5);
        watched.World.Inject(new Fault
        {
            Number = 0,
            Kind = "node",
            What = "later",
            From = Second * 9,
            Until = Duration.Max,
            Nodes = [new NodeHit(new NodeId(4), NodeHitKind.Lost, Second * 9, Duration.Max)],
        });
        watched.RunTo(Second * 6);
        FaultRow row = Assert.Single(Rows(watched.View));
        Assert.Equal(("planned", null), (row.State, row.Ends));
        Assert.Equal(0, watched.View.Events(0, 1e15, [], 100, "").Items.Count(e => e.Kind is "fault"));
        watched.RunTo(Second * 10);
        Assert.Equal("active", Assert.Single(Rows(watched.View)).State);
        Assert.Equal(
            "node later begins", Assert.Single(watched.View.Events(0, 1e15, ["fault"], 9, "").Items).Text);
    }

    private static IReadOnlyList<FaultRow> Rows(NetworkView view, bool drillsOnly = false)
        => view.Faults(new TableQuery(), drillsOnly).Items;
}
