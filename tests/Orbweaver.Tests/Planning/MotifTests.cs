using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class MotifTests
{
    [Theory]
    [InlineData("D:550:70:480/24/1", 4)]
    [InlineData("D:550:53:1584/72/17", 4)]
    [InlineData("S:780:86.4:66/6/1", 4)]
    [InlineData("D:30000:50:12/3/0", 3)]
    [InlineData("D:30000:50:12/3/2", 2)]
    [InlineData("D:30000:50:12/3/0", 1)]
    [InlineData("D:30000:50:9/3/0", 1)]
    [InlineData("D:30000:50:8/2/1", 4)]
    [InlineData("D:30000:50:4/2/0", 4)]
    [InlineData("D:30000:50:4/1/0", 4)]
    [InlineData("D:30000:50:1/1/0", 4)]
    public void Plus_grid_is_a_motif_to_the_terminal(string code, int terminals)
    {
        bool isStar = code[0] == 'S';
        TopologyPolicy grid = isStar ? TopologyPolicy.PlusGridOpenSeam : TopologyPolicy.PlusGrid;
        PlanRequest request =
            Scenes.Walker(code, grid, 10, 1, [], Scenes.FourLasers with { Count = terminals });
        ConstellationSpec motif = request.Constellations[0] with
        {
            Policy = isStar ? TopologyPolicy.MotifOpenSeam : TopologyPolicy.Motif,
            Motif = MotifOffset.PlusGrid,
        };
        var expected = PlusGridPairs.Of(request, request.Constellations[0]).ToHashSet();
        Assert.Equal(expected, MotifPairs.Of(request, motif).ToHashSet());
    }

    // Right ascension and argument of latitude differ by the same amounts everywhere, also over the seam.
    [Theory]
    [InlineData("D:550:53:1584/72/17", 3, -1)]
    [InlineData("D:550:53:1584/72/17", 10, -5)]
    [InlineData("D:550:70:480/24/1", 0, 2)]
    [InlineData("D:550:70:480/24/23", 7, 9)]
    public void A_step_means_the_same_from_every_place(string code, int planes, int slots)
    {
        PlanRequest request = Scenes.Walker(code, TopologyPolicy.Motif, 10, 1, []);
        ConstellationSpec spec = request.Constellations[0];
        var lattice = new MotifLattice(request, spec);
        double total = lattice.PlaceCount;
        var targets = new HashSet<int>();
        for (int place = 0; place < lattice.PlaceCount; place++)
        {
            int to = lattice.Step(place, new MotifOffset(planes, slots));
            Assert.True(targets.Add(to));
            Assert.Equal(place, lattice.Step(to, new MotifOffset(-planes, -slots)));
            (double node, double latitude) = Angles(place);
            (double nodeTo, double latitudeTo) = Angles(to);
            AssertSame((double)planes / lattice.Planes, nodeTo - node);
            AssertSame(
                ((double)slots / lattice.Slots) + (spec.Phasing * planes / total), latitudeTo - latitude);
        }

        // In turns: see WalkerDesign.
        (double, double) Angles(int place)
        {
            int plane = place / lattice.Slots;
            int slot = place % lattice.Slots;
            return ((double)plane / lattice.Planes,
                ((double)slot / lattice.Slots) + (spec.Phasing * plane / total));
        }

        static void AssertSame(double expected, double turns)
            => Assert.Equal(0, Math.IEEERemainder(turns - expected, 1), 1e-9);
    }

    [Theory]
    [InlineData("D:550:70:480/24/1", 4, "0,1 2,0", 4)]
    [InlineData("D:550:70:480/24/1", 4, "1,-1 2,-2", 4)]
    [InlineData("D:550:70:480/24/1", 3, "0,1 1,-1", 3)]
    [InlineData("D:550:70:480/24/1", 3, "1,0 0,2", 3)]
    [InlineData("D:550:70:480/24/1", 6, "0,1 1,0 1,-1", 6)]
    [InlineData("D:550:70:480/24/1", 7, "0,1 1,0 1,-1 2,0", 7)]
    [InlineData("D:550:53:1584/72/17", 4, "2,-1 3,-1", 4)]
    public void Every_satellite_has_its_links_and_every_terminal_one(
        string code, int terminals, string steps, int degree)
    {
        PlanRequest request = Motif(
            Scenes.Walker(
                code, TopologyPolicy.Motif, 10, 1, [], Scenes.FourLasers with { Count = terminals }), steps);
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Judge.BooksAreInOrder(request, network);
        Assert.All(
            network.Plan.Nodes,
            n => Assert.Equal(degree, network.Plan.Epochs[0].Neighbours(n.Id).Length));
        MotifChoice choice = Assert.Single(network.Motifs);
        Assert.Equal(request.Constellations[0].Motif, choice.Offsets);
        Assert.Null(choice.Found);
    }

    // Every step that the search allows, over an orbit and between the instants at which it was tried.
    [Theory]
    [InlineData("D:550:70:480/24/1", 11)]
    [InlineData("D:550:53:264/12/1", 0)]
    public void Steps_that_hold_hold_all_around_the_orbit(string code, int expected)
    {
        PlanRequest request = Scenes.Walker(code, TopologyPolicy.Motif, 10, 1, []);
        var lattice = new MotifLattice(request, request.Constellations[0]);
        var sampler = new SkySampler(request.Satellites, false, SequentialWorkers.Instance);
        SkySample[] skies =
        [
            .. Enumerable.Range(0, 6)
                .Select(i => sampler.Sample(Scenes.Start + Duration.FromMinutes(317 * i))),
        ];
        List<MotifOffset> steps =
            MotifSteps.Holding(lattice, new LaserSight(request), skies, SequentialWorkers.Instance);
        Assert.True(expected == 0 || steps.Count == expected);
        Assert.NotEmpty(steps);
        foreach (MotifOffset step in steps)
        {
            for (int second = 0; second < 5740; second += 97)
            {
                Instant t = Scenes.Start + Duration.FromSeconds(second);
                int to = lattice.Step(second % lattice.PlaceCount, step);
                Vec3 a = Judge.SatelliteM(request, second % lattice.PlaceCount, t);
                Vec3 b = Judge.SatelliteM(request, to, t);
                // What lies between the places and instants looked at may bend by a few kilometres.
                Assert.InRange((b - a).Length, 0, 5_400e3 + 5e3);
                Assert.True(Judge.GrazingAltitudeM(a, b) > 80e3 - 5e3);
            }
        }
    }

    [Fact]
    public void A_motif_keeps_its_links_for_an_orbit_without_retargets()
    {
        PlanRequest request = Motif(Scenes.Reference480(1, Scenes.Grounds(3, 5)), "0,1 2,0") with
        {
            EpochLength = Duration.FromSeconds(60),
            Horizon = Duration.FromMinutes(96),
        };
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Assert.Equal((960, 960, 0), (network.Statistics.LaserLinksMin, network.Statistics.LaserLinksMax,
            network.Statistics.Retargets));
    }

    [Fact]
    public void An_open_seam_is_not_crossed()
    {
        PlanRequest request = Motif(
            Scenes.Walker("S:780:86.4:66/6/1", TopologyPolicy.MotifOpenSeam, 10, 1, []), "0,1 1,0");
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        Assert.DoesNotContain(
            plan.Contacts,
            c => plan.Nodes[c.A.Node.Value].Plane == 0 && plan.Nodes[c.B.Node.Value].Plane == 5);
        Assert.Equal(66 + 55, plan.Contacts.Count);
    }

    [Fact]
    public void Explanations_name_the_steps()
    {
        PlanRequest request = Motif(Scenes.Reference480(2, []), "0,1 2,0");
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        var explainer = new PlanExplainer(request, network);
        Assert.NotNull(explainer.Explain(new NodeId(0), new NodeId(40), Scenes.Start).Link.InForce);
        Obstacle obstacle = Assert.Single(
            explainer.Explain(new NodeId(0), new NodeId(20), Scenes.Start).Link.Obstacles);
        Assert.Equal(ObstacleKind.NotNeighbours, obstacle.Kind);
        Assert.EndsWith("or back: (0, 1), (2, 0)", obstacle.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24,0 0,1", "the motif step (24, 0) of walker is too far: there are 24 planes of 20 slots")]
    [InlineData("0,0 0,1", "the motif step (0, 0) of walker joins satellites with themselves")]
    [InlineData("0,1 0,-1", "(0, -1) of walker is there twice, or with its reverse")]
    [InlineData("1,0 23,-1", "(23, -1) of walker is there twice, or with its reverse")]
    [InlineData("0,1 0,10", "(0, 10) of walker is no link anywhere")]
    [InlineData("0,1 1,0 2,0", "a motif of 3 steps; 4 optical terminals are enough for 2")]
    public void Bad_steps_are_findings(string steps, string expected)
    {
        string finding = Assert.Single(PlanRequestRules.Findings(Motif(Scenes.Reference480(1, []), steps)));
        Assert.Contains(expected, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_motif_needs_a_design_and_its_policy()
    {
        PlanRequest request = Scenes.Reference480(1, []);
        ConstellationSpec spec = request.Constellations[0];
        Check("without planes and slots", spec with { Policy = TopologyPolicy.Motif, Planes = 0 });
        Check("the steps of a motif and another policy", spec with { Motif = MotifOffset.PlusGrid });

        void Check(string expected, ConstellationSpec wrong) => Assert.Contains(
            expected,
            Assert.Single(PlanRequestRules.Findings(request with { Constellations = [wrong] })),
            StringComparison.Ordinal);
    }

    internal static PlanRequest Motif(PlanRequest request, string steps)
    {
        ConstellationSpec spec = request.Constellations[0];
        return request with
        {
            Constellations =
            [
                spec with
                {
                    Policy = spec.IsSeamOpen ? TopologyPolicy.MotifOpenSeam : TopologyPolicy.Motif,
                    Motif =
                    [
                        .. steps.Split(' ').Select(s => s.Split(','))
                            .Select(s => new MotifOffset(
                                int.Parse(s[0], System.Globalization.CultureInfo.InvariantCulture),
                                int.Parse(s[1], System.Globalization.CultureInfo.InvariantCulture))),
                    ],
                },
            ],
        };
    }
}
