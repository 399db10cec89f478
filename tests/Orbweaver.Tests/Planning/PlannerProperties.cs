using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class PlannerProperties
{
    public static TheoryData<string> Names
        => ["480", "66", "few lasers", "all visible", "sparse fleet", "scarce beams"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Books_are_in_order_and_links_are_valid_at_random_instants(string name)
    {
        PlanRequest request = Request(name);
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Judge.BooksAreInOrder(request, network);
        var prng = new Prng(42);
        Plan plan = network.Plan;
        for (int i = 0; i < 300; i++)
        {
            PlanEpoch epoch = plan.Epochs[(int)prng.NextBelow(plan.Epochs.Count)];
            EpochLink link = epoch.Links[(int)prng.NextBelow(epoch.Links.Length)];
            var offset = new Duration(prng.NextBelow(plan.EpochLength.Nanoseconds));
            Judge.LinkIsValid(request, plan, epoch.Index, link, plan.EpochStart(epoch.Index) + offset);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_of_worker_gives_the_same_plan(string name)
    {
        PlanRequest request = Scenes.WithContracts(Request(name), 12, seed: 3);
        ulong expected = Judge.Hash(Planner.Plan(request, SequentialWorkers.Instance));
        Assert.Equal(expected, Judge.Hash(Planner.Plan(request, new OddWorkers(7))));
        Assert.Equal(expected, Judge.Hash(Planner.Plan(request, new OddWorkers(1))));
    }

    [Fact]
    public void Nodes_are_satellites_then_sites_then_edges_with_dense_planes()
    {
        PlanRequest one =
            Scenes.Walker("D:550:53:12/3/1", TopologyPolicy.PlusGrid, 10, 1, Scenes.Grounds(1, 1));
        PlanRequest two = Scenes.Walker("D:600:70:8/2/0", TopologyPolicy.PlusGrid, 10, 1, []);
        PlanRequest both = one with
        {
            Constellations = [.. one.Constellations, two.Constellations[0] with { Name = "second" }],
            Satellites =
            [
                .. one.Satellites,
                .. two.Satellites.Select(s => s with { Name = "2-" + s.Name, Constellation = "second" }),
            ],
        };
        Plan plan = Planner.Plan(both, SequentialWorkers.Instance).Plan;
        Assert.Equal(Enumerable.Range(0, 22), plan.Nodes.Select(n => n.Id.Value));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, -1, -1],
            plan.Nodes.Select(n => n.Plane));
        Assert.Equal([NodeKind.Site, NodeKind.Edge], plan.Nodes.TakeLast(2).Select(n => n.Kind));
    }

    [Fact]
    public void A_satellite_that_cannot_be_propagated_has_no_links_and_is_listed()
    {
        PlanRequest request = Scenes.Walker("D:550:53:12/3/1", TopologyPolicy.PlusGrid, 10, 4, []);
        var satellites = request.Satellites.ToList();
        satellites[5] = satellites[5] with
        {
            Ephemeris =
            new FailsAfter(satellites[5].Ephemeris, Scenes.Start + Duration.FromSeconds(20))
        };
        PlannedNetwork network =
            Planner.Plan(request with { Satellites = satellites }, SequentialWorkers.Instance);
        PropagationFailure failure = Assert.Single(network.Statistics.Failures);
        Assert.Equal(new NodeId(5), failure.Satellite);
        Assert.Equal(Scenes.Start + Duration.FromMilliseconds(22_500), failure.At);
        Assert.Equal(3, failure.Epochs);
        Assert.True(network.Plan.Epochs[1].Neighbours(new NodeId(5)).IsEmpty);
    }

    [Fact]
    public void Progress_is_told_on_the_way()
    {
        var told = new Told();
        Planner.Plan(Request("66"), SequentialWorkers.Instance, told);
        Assert.Contains((Planner.TopologyStage, 12, 12), told.Reports);
    }

    [Fact]
    public void Findings_name_the_place()
    {
        PlanRequest request = Request("66") with { EpochLength = Duration.Zero };
        Assert.Contains(
            PlanRequestRules.Findings(request), f => f.StartsWith("epochLength:", StringComparison.Ordinal));
    }

    private static PlanRequest Request(string name) => name switch
    {
        "480" => Scenes.Reference480(8, Scenes.Grounds(6, 10)),
        "66" => Scenes.Walker(
            "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 5, 12, Scenes.Grounds(3, 6)),
        "few lasers" => Scenes.Walker(
            "D:1000:60:72/8/0", TopologyPolicy.PlusGrid, 5, 8, Scenes.Grounds(3, 6),
            Scenes.FourLasers with { Count = 3, RangeMax = Distance.FromKilometres(5100) }),
        "all visible"
            => Scenes.Reference480(3, Scenes.Grounds(4, 4)) with { Access = AccessPolicy.AllVisible },
        "scarce beams" => Scarce(),
        _ => Fleet(),
    };

    private static PlanRequest Scarce()
    {
        PlanRequest request =
            Scenes.Reference480(8, [.. Enumerable.Range(0, 12).Select(i => Scenes.Edge($"e{i}", 40, i))]);
        return request with
        {
            Satellites =
            [
                .. request.Satellites.Select(
                    s => s with { AccessBeams = new RadioBeams(2, DataRate.FromGigabits(1)) }),
            ],
        };
    }

    // Three shells of different heights without planes: crossing orbits, so mounts must let go and take anew.
    private static PlanRequest Fleet()
    {
        var satellites = new List<SatelliteSpec>();
        foreach (string code in (string[])["D:550:53:40/8/1", "D:800:97:24/4/1", "D:1100:30:12/2/0"])
        {
            satellites.AddRange(
                Scenes.Walker(code, TopologyPolicy.NearestStable, 10, 1, []).Satellites.Select(s => s with
                {
                    Name = code + s.Name,
                    Plane = -1,
                    Slot = -1,
                }));
        }
        return Scenes.Walker(
            "D:550:53:12/3/1", TopologyPolicy.NearestStable, 10, 20, Scenes.Grounds(3, 3)) with
        {
            Constellations = [new ConstellationSpec("walker", TopologyPolicy.NearestStable, 0, 0, 0)],
            Satellites = satellites,
        };
    }

    private sealed class FailsAfter(IEphemeris inner, Instant last) : IEphemeris
    {
        public bool TryPropagate(Instant t, out TemeState state, out PropagationError error)
        {
            bool isGood = inner.TryPropagate(t, out state, out error);
            if (isGood && t > last)
            {
                (isGood, error) = (false, PropagationError.Decayed);
            }
            return isGood;
        }
    }

    private sealed class Told : IPlanProgress
    {
        public List<(string, int, int)> Reports { get; } = [];

        public void Report(string stage, int done, int total) => Reports.Add((stage, done, total));
    }
}
