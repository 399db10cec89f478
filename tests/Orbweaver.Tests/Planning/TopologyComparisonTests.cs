using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class TopologyComparisonTests
{
    [Fact]
    public void Figures_are_those_of_the_plan()
    {
        PlanRequest request = Scenes.WithContracts(Scenes.Reference480(4, Scenes.Grounds(6, 2)), 10, seed: 2);
        ComparedTopology grid = Assert.Single(
            TopologyComparison.Of([new TopologyCandidate("+grid", request)], SequentialWorkers.Instance));
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        var trees = new TreeBuilder(plan.Nodes);
        (double weight, double delay, double busiest) = (0, 0, 0);
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            var load = new Dictionary<(int Link, NodeId From), double>();
            foreach (Contract contract in request.Contracts)
            {
                RouteTree tree = trees.Build(epoch, contract.Subscribers[0]);
                double rate = contract.Rate.BitsPerSecond;
                weight += rate;
                delay += rate * tree.DistanceNs(contract.Publisher);
                var path = new List<PathStep>();
                PathStep.Walk(epoch, tree, contract.Publisher, path);
                foreach (PathStep step in path)
                {
                    var key = (step.LinkIndex, step.From);
                    load[key] = load.GetValueOrDefault(key) + rate;
                    double room = 0.8 * plan.Contacts[epoch.Links[step.LinkIndex].ContactIndex]
                        .RateFrom(step.From).BitsPerSecond;
                    busiest = Math.Max(busiest, load[key] / room);
                }
            }
        }
        Assert.Equal(delay / weight, grid.Figures.Mean.Nanoseconds, 1.0);
        Assert.Equal(1 / busiest, grid.Figures.Scale, 1e-9 / busiest);
        Assert.Equal((960, 960), grid.Figures.Lasers);
        Assert.Equal(0, grid.Figures.RetargetsPerSatelliteHour);
        Assert.InRange(grid.Figures.CarriedShare, 0.01, 0.999);
        Assert.True(grid.Figures.Median <= grid.Figures.P99);
        Assert.InRange(grid.Figures.StretchMedian, 1, 3);
    }

    [Fact]
    public void Topologies_are_compared_on_the_same_overload_for_all_workers()
    {
        PlanRequest request = Scenes.WithContracts(Scenes.Reference480(3, Scenes.Grounds(5, 0)), 6, seed: 4);
        List<TopologyCandidate> topologies =
        [
            new("+grid", TopologyComparison.With(request, TopologyPolicy.PlusGrid)),
            new("nearest-stable", TopologyComparison.With(request, TopologyPolicy.NearestStable)),
            new("motif", MotifTests.Motif(request, "0,1 2,0")),
        ];
        ComparedTopology[] compared =
            TopologyComparison.Of(topologies, SequentialWorkers.Instance);
        ComparedTopology[] again = TopologyComparison.Of(topologies, new OddWorkers(2));
        Assert.Equal(compared.Select(c => c.Figures), again.Select(c => c.Figures));
        Assert.True(compared[2].Figures.Hops < compared[0].Figures.Hops);
        Assert.Empty(compared[1].Motifs);
        Assert.Single(compared[2].Motifs);
    }

    [Fact]
    public void An_open_seam_stays_open_and_fleets_keep_their_policy()
    {
        PlanRequest star = Scenes.Walker(
            "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 10, 1, []);
        PlanRequest motif = TopologyComparison.With(star, TopologyPolicy.Motif, MotifAim.Carried);
        Assert.Equal(TopologyPolicy.MotifOpenSeam, motif.Constellations[0].Policy);
        Assert.Equal(MotifAim.Carried, motif.Constellations[0].MotifAim);
        PlanRequest grid = TopologyComparison.With(motif, TopologyPolicy.PlusGrid);
        Assert.Equal(TopologyPolicy.PlusGridOpenSeam, grid.Constellations[0].Policy);
        PlanRequest fleet = star with
        {
            Constellations = [new ConstellationSpec("walker", TopologyPolicy.NearestStable, 0, 0, 0)],
        };
        Assert.Equal(
            TopologyPolicy.NearestStable,
            TopologyComparison.With(fleet, TopologyPolicy.Motif).Constellations[0].Policy);
    }
}
