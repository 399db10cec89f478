using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class MotifSearchTests
{
    private const string Small = "D:550:53:264/12/1";

    [Theory]
    [InlineData(MotifAim.Delay, 4)]
    [InlineData(MotifAim.Carried, 4)]
    [InlineData(MotifAim.Delay, 3)]
    [InlineData(MotifAim.Carried, 1)]
    [InlineData(MotifAim.Delay, 6)]
    public void The_search_is_the_same_for_all_workers_and_never_worse_than_plus_grid(
        MotifAim aim, int terminals)
    {
        (PlanRequest request, ConstellationSpec spec) = Scene(aim, terminals);
        MotifChoice found = MotifSearch.Find(request, spec, SequentialWorkers.Instance);
        Assert.Equal((terminals + 1) / 2, found.Offsets.Count);
        MotifFigures own = found.Found!.Value;
        MotifFigures grid = found.PlusGrid!.Value;
        Assert.True(aim == MotifAim.Delay
            ? own.MeanDelay <= grid.MeanDelay
            : own.Load <= grid.Load || own.MeanDelay < grid.MeanDelay);
        Assert.Empty(PlanRequestRules.Findings(request with
        {
            Constellations = [spec with { Motif = found.Offsets }],
        }));
        if (terminals == 4)
        {
            MotifChoice again = MotifSearch.Find(request, spec, new OddWorkers(3));
            Assert.Equal(found.Offsets, again.Offsets);
            Assert.Equal((found.Found, found.PlusGrid), (again.Found, again.PlusGrid));
        }
    }

    [Fact]
    public void With_little_time_it_descends_and_is_still_not_worse()
    {
        (PlanRequest request, ConstellationSpec spec) = Scene(MotifAim.Delay, 4);
        var lattice = new MotifLattice(request, spec);
        long visits = 12L * lattice.PlaceCount * 12;
        var run = new MotifSearchRun(
            request, spec, lattice, MotifDemand.Of(request), SequentialWorkers.Instance, null, visits);
        (MotifOffset[] offsets, MotifScore found, MotifScore grid) = run.Run();
        Assert.Equal(2, offsets.Distinct().Count());
        Assert.True(found.DelayNs <= grid.DelayNs);
    }

    [Fact]
    public void Where_nothing_is_asked_it_is_plus_grid()
    {
        (PlanRequest request, ConstellationSpec spec) = Scene(MotifAim.Delay, 4);
        MotifChoice found =
            MotifSearch.Find(request with { Contracts = [] }, spec, SequentialWorkers.Instance);
        Assert.Equal(MotifOffset.PlusGrid, found.Offsets);
        Assert.Null(found.Found);
    }

    [Fact]
    public void The_planner_searches_what_is_left_open_and_says_so()
    {
        (PlanRequest request, ConstellationSpec spec) = Scene(MotifAim.Delay, 4);
        PlanRequest open = request with { Constellations = [spec] };
        PlannedNetwork network = Planner.Plan(open, SequentialWorkers.Instance);
        MotifChoice choice = Assert.Single(network.Motifs);
        PlanRequest given = request with { Constellations = [spec with { Motif = choice.Offsets }] };
        Assert.Equal(Judge.Hash(Planner.Plan(given, new OddWorkers(5))), Judge.Hash(network));
        Judge.BooksAreInOrder(open, network);
        Explanation no =
            new PlanExplainer(open, network).Explain(new NodeId(0), new NodeId(13), Scenes.Start);
        Assert.True(no.Link.InForce is not null
            || no.Link.Obstacles[^1].Kind == ObstacleKind.NotNeighbours);
    }

    // The slow twin: distances by relaxing every link until nothing changes.
    [Fact]
    public void Scores_are_those_of_shortest_ways()
    {
        (PlanRequest request, ConstellationSpec spec) = Scene(MotifAim.Delay, 4);
        var lattice = new MotifLattice(request, spec);
        var sight = new LaserSight(request);
        SkySample[] skies =
            [new SkySampler(request.Satellites, false, SequentialWorkers.Instance).Sample(Scenes.Start)];
        MotifOffset[] steps = [new(1, -1), new(2, 3)];
        var table = new MotifTable(
            request, lattice, sight, [new MotifLine(steps[0], false), new MotifLine(steps[1], false)], skies,
            SequentialWorkers.Instance);
        var access = new MotifAccess(request, lattice, skies, SequentialWorkers.Instance);
        foreach (MotifRoot root in MotifDemand.Of(request))
        {
            foreach (MotifTarget target in root.Targets)
            {
                var one = new MotifRoot(root.Ground, [target with { Share = 1 }]);
                MotifScore score = new MotifScorer(table, access, [one]).Score([0, 1], 1);
                long slowNs = SlowNs(lattice, sight, skies[0], access, steps, root.Ground, target.Ground);
                Assert.Equal(slowNs, score.DelayNs, 0.5);
                // One demand alone: every laser of its way has all of it.
                Assert.Equal(Math.Pow(score.Hops, 0.25), score.Load, 1e-9);
            }
        }
    }

    private static long SlowNs(
        MotifLattice lattice, LaserSight sight, SkySample sky, MotifAccess access, MotifOffset[] steps,
        int from, int to)
    {
        long[] distance = new long[lattice.PlaceCount];
        Array.Fill(distance, 1_000_000_000);
        foreach ((int place, int metricNs) in access.Seen(0, from))
        {
            distance[place] = metricNs;
        }
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int place = 0; place < lattice.PlaceCount; place++)
            {
                foreach (MotifOffset step in steps)
                {
                    int other = lattice.Step(place, step);
                    if (sight.IsClear(sky, place, other, sight.RangeMaxM(place, other), out double rangeM))
                    {
                        long ns = new Distance(rangeM).LightTime.Nanoseconds + 10_000;
                        isChanged |= Relax(distance, place, other, ns) | Relax(distance, other, place, ns);
                    }
                }
            }
        }
        return access.Seen(0, to).Select(s => distance[s.Place] + s.MetricNs).Append(1_000_000_000).Min();
    }

    private static bool Relax(long[] distance, int from, int to, long ns)
    {
        bool isLess = distance[from] + ns < distance[to];
        distance[to] = isLess ? distance[from] + ns : distance[to];
        return isLess;
    }

    private static (PlanRequest Request, ConstellationSpec Spec) Scene(MotifAim aim, int terminals)
    {
        PlanRequest request = Scenes.WithContracts(
            Scenes.Walker(
                Small, TopologyPolicy.PlusGrid, 10, 1, Scenes.Grounds(6, 0),
                Scenes.FourLasers with { Count = terminals }),
            9, seed: 5);
        return (request, request.Constellations[0] with { Policy = TopologyPolicy.Motif, MotifAim = aim });
    }
}
