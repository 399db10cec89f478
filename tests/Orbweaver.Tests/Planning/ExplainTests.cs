using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class ExplainTests
{
    private static readonly Instant At = Scenes.Start + Duration.FromSeconds(47);

    private static readonly System.Lazy<(PlanRequest Request, PlannedNetwork Network)> Small = new(() =>
    {
        PlanRequest request = Scenes.WithContracts(Scenes.Reference480(8, Scenes.Grounds(2, 4)), 8, seed: 9);
        return (request, Planner.Plan(request, SequentialWorkers.Instance));
    });

    [Fact]
    public void A_link_in_force_has_terminals_range_and_span()
    {
        Explanation found = Explain(new NodeId(0), new NodeId(1));
        LinkInForce link = Assert.IsType<LinkInForce>(found.Link.InForce);
        Assert.Equal(2168, link.Range.Kilometres, 1.0);
        Assert.Equal(Scenes.Start, link.Since);
        Assert.Equal(Small.Value.Network.Plan.End, link.Until);
        Assert.Empty(found.Link.Obstacles);
        Assert.Contains("path: 1 hop, ", ExplanationText.Render(found, Small.Value.Network.Plan));
    }

    [Fact]
    public void Far_satellites_are_out_of_range_behind_the_earth_and_no_neighbours()
    {
        Explanation found = Explain(new NodeId(0), new NodeId(10));
        Assert.Equal(
            [ObstacleKind.OutOfRange, ObstacleKind.EarthInTheWay, ObstacleKind.NotNeighbours],
            found.Link.Obstacles.Select(o => o.Kind));
        // Opposite slots of a plane: twice the radius, and through the Earth's centre.
        Assert.Equal("out of range: 13,856 km > 5,400 km", found.Link.Obstacles[0].Text);
        Assert.Equal(-6378.1, found.Link.Obstacles[1].Value!.Value, 1.0);
    }

    [Fact]
    public void Near_satellites_that_are_no_grid_neighbours_say_so()
    {
        // Slot 0 and slot 1 of the next plane but one.
        Explanation found = Explain(new NodeId(0), new NodeId(41));
        Assert.Equal([ObstacleKind.NotNeighbours], found.Link.Obstacles.Select(o => o.Kind));
    }

    [Fact]
    public void Ground_nodes_never_link_each_other_and_have_a_path_with_a_floor()
    {
        Explanation found = Explain(new NodeId(480), new NodeId(481));
        Assert.Equal([ObstacleKind.BothOnGround], found.Link.Obstacles.Select(o => o.Kind));
        Assert.Equal(31.9, found.Path.Floor!.Value.TotalMilliseconds, 0.1);
        Assert.True(found.Path.Total > found.Path.Floor);
        Assert.Equal(new NodeId(480), found.Path.Hops[0].From);
        Assert.Equal(new NodeId(481), found.Path.Hops[^1].To);
        long sumNs = found.Path.Hops.Sum(h => h.Delay.Nanoseconds + 10_000);
        Assert.Equal(sumNs, found.Path.Total!.Value.Nanoseconds);
    }

    [Fact]
    public void A_satellite_below_the_least_elevation_gives_its_elevation()
    {
        (PlanRequest request, PlannedNetwork network) = Small.Value;
        for (int s = 0; s < 480; s++)
        {
            double el = Judge.ElevationDeg(request.Grounds[0].Position, Judge.SatelliteM(request, s, At));
            Explanation found =
                new PlanExplainer(request, network).Explain(new NodeId(s), new NodeId(480), At);
            bool isBelow = found.Link.Obstacles.Any(o => o.Kind == ObstacleKind.BelowElevation);
            Assert.Equal(el < 10, isBelow);
            if (isBelow)
            {
                Assert.Equal(el, found.Link.Obstacles.Single().Value!.Value, 0.001);
            }
            else
            {
                Assert.True(found.Link.InForce is not null || found.Link.Obstacles.Count > 0);
            }
            s += el < 0 ? 17 : 0;
        }
    }

    [Fact]
    public void A_visible_satellite_that_is_not_used_names_terminals_and_the_better_one()
    {
        (PlanRequest request, PlannedNetwork network) = Small.Value;
        StandbyLink standby = network.Plan.Epochs[3].Standby.First(s => s.Ground.Value >= 482);
        Explanation found = Explain(standby.Ground, standby.Satellite);
        Assert.Contains(
            found.Link.Obstacles, o => o.Kind == ObstacleKind.NoFreeTerminal && o.Nodes.Count == 2);
        Assert.Contains(
            found.Link.Obstacles, o => o.Kind == ObstacleKind.NotChosen && o.Text.Contains("better"));
        Assert.True(request.Grounds.Count > 0);
    }

    [Fact]
    public void An_acquiring_link_says_until_when()
    {
        OpticalTerminals optical = Scenes.FourLasers with
        {
            RangeMax =
            Distance.FromKilometres(5000),
            PatTime = Duration.FromSeconds(60)
        };
        PlanRequest request = Scenes.Walker("D:1000:60:72/8/0", TopologyPolicy.PlusGrid, 10, 60, [], optical);
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Acquisition acquisition = network.Acquisitions.First(a => a.LastEpoch < 58);
        Instant at = network.Plan.EpochStart(acquisition.FirstEpoch) + Duration.FromSeconds(1);
        Explanation found =
            new PlanExplainer(request, network).Explain(acquisition.A.Node, acquisition.B.Node, at);
        Obstacle obstacle = Assert.Single(found.Link.Obstacles);
        Assert.Equal(ObstacleKind.Acquiring, obstacle.Kind);
        Assert.Equal(network.Plan.EpochStart(acquisition.LastEpoch + 1), obstacle.Until);
    }

    [Fact]
    public void Groups_and_constellations_that_differ_are_told()
    {
        PlanRequest request = Scenes.Walker("D:550:53:12/3/1", TopologyPolicy.PlusGrid, 10, 1, []);
        var satellites = request.Satellites.ToList();
        satellites[1] =
            satellites[1] with { Optical = satellites[1].Optical with { CompatibilityGroup = "other" } };
        satellites[2] = satellites[2] with { Constellation = "second", Plane = -1, Slot = -1 };
        request = request with { Satellites = satellites };
        var explainer = new PlanExplainer(request, Planner.Plan(request, SequentialWorkers.Instance));
        Assert.Contains(
            explainer.Explain(new NodeId(0), new NodeId(1), At).Link.Obstacles, o
                => o.Kind == ObstacleKind.GroupsDiffer);
        Assert.Contains(
            explainer.Explain(new NodeId(0), new NodeId(2), At).Link.Obstacles,
            o => o.Kind == ObstacleKind.ConstellationsDiffer);
    }

    [Fact]
    public void A_fleet_without_beams_for_a_node_says_so()
    {
        PlanRequest request = Small.Value.Request;
        request = request with
        {
            Satellites = [.. request.Satellites.Select(
                s => s with { GatewayBeams = s.GatewayBeams with { Count = 0 } })],
        };
        var explainer = new PlanExplainer(request, Planner.Plan(request, SequentialWorkers.Instance));
        Assert.EndsWith(
            "has no link in this epoch: no satellite has gateway beams",
            explainer.Explain(new NodeId(480), new NodeId(481), At).Path.WhyNone);
    }

    // Every pair of the sparse fleet gets an answer, and the answer agrees with the plan.
    [Fact]
    public void The_sparse_fleet_explains_every_missing_link_and_path()
    {
        PlanRequest request = NearestStableTests.Sda(4);
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        var explainer = new PlanExplainer(request, network);
        int torn = 0;
        for (int a = 0; a < 78; a += 3)
        {
            for (int b = a + 1; b < 78; b += 2)
            {
                Explanation found = explainer.Explain(new NodeId(a), new NodeId(b), At);
                bool isLinked =
                    network.Plan.Epochs[3].Neighbours(new NodeId(a)).ToArray().Any(n => n.Neighbour == b);
                Assert.Equal(isLinked, found.Link.InForce is not null);
                Assert.NotEqual(isLinked, found.Link.Obstacles.Count > 0);
                Assert.Equal(found.Path.Total is null, found.Path.WhyNone.Length > 0);
                torn += found.Path.Gap is null ? 0 : 1;
                Assert.Contains("link:", ExplanationText.Render(found, network.Plan));
            }
        }
        Assert.True(torn >= 0);
    }

    [Fact]
    public void A_moment_outside_the_plan_is_moved_to_its_end()
    {
        (PlanRequest request, PlannedNetwork network) = Small.Value;
        Explanation found = new PlanExplainer(request, network).Explain(
            new NodeId(0), new NodeId(1), network.Plan.End + Duration.FromMinutes(5));
        Assert.Equal(7, found.Epoch);
        Assert.True(found.At < network.Plan.End);
        Assert.Contains("outside the plan", ExplanationText.Render(found, network.Plan));
    }

    private static Explanation Explain(NodeId a, NodeId b)
        => new PlanExplainer(Small.Value.Request, Small.Value.Network).Explain(a, b, At);
}
