using System;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Orbweaver.Routing;
using Xunit;

namespace Orbweaver.Tests.Planning;

/// <summary>
/// Path delays against a calculation that knows nothing of the planner: own links, own ranges, own search.
/// </summary>
public sealed class LatencyTruthTests
{
    private const int Planes = 72;
    private const int Slots = 22;
    private const int Satellites = Planes * Slots;

    [Fact]
    public void Paths_between_twenty_city_pairs_are_those_of_an_independent_calculation()
    {
        PlanRequest request = Scenes.Walker(
            "D:550:53:1584/72/17", TopologyPolicy.PlusGrid, 25, 1, Scenes.Grounds(20, 0)) with
        {
            Access = AccessPolicy.AllVisible,
        };
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        var trees = new TreeBuilder(plan.Nodes);
        for (int pair = 0; pair < 20; pair++)
        {
            var from = new NodeId(Satellites + pair);
            var to = new NodeId(Satellites + ((pair + 7) % 20));
            // The planned path is the shortest at the middle; its delay is also right at both ends of the
            // epoch.
            RouteTree tree = trees.Build(plan.Epochs[0], to);
            double[] along = AlongPath(request, plan, tree, from, out Duration[] planned);
            double shortest =
                Shortest(request, Scenes.Start + Duration.FromMilliseconds(7_500), from.Value, to.Value);
            Assert.Equal(shortest * 1e6, planned[1].Nanoseconds * 1e-3, 1.0);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(along[i] * 1e6, planned[i].Nanoseconds * 1e-3, 1.0);
            }
        }
    }

    private static double[] AlongPath(
        PlanRequest request, Plan plan, RouteTree tree, NodeId from, out Duration[] planned)
    {
        double[] seconds = new double[3];
        long[] ns = new long[3];
        for (NodeId node = from; node != tree.Destination;)
        {
            Adjacent next = plan.Epochs[0].Neighbours(node)[tree.NextSlot(node)];
            EpochLink link = plan.Epochs[0].Links[next.LinkIndex];
            int[] delays = [link.DelayStartNs, link.DelayMiddleNs, link.DelayEndNs];
            for (int i = 0; i < 3; i++)
            {
                Instant t = Scenes.Start + Duration.FromMilliseconds(7_500 * i);
                Vec3 a = Judge.NodeM(request, node, t);
                Vec3 b = Judge.NodeM(request, new NodeId(next.Neighbour), t);
                seconds[i] += (a - b).Length / 299_792_458.0;
                ns[i] += delays[i];
            }
            node = new NodeId(next.Neighbour);
        }
        planned = Array.ConvertAll(ns, n => new Duration(n));
        return seconds;
    }

    // Dijkstra by scanning, over a torus written out by hand and the WGS-84 elevation of 25 deg at three
    // instants.
    private static double Shortest(PlanRequest request, Instant middle, int from, int to)
    {
        var positions = new Vec3[Satellites];
        for (int s = 0; s < Satellites; s++)
        {
            positions[s] = Judge.SatelliteM(request, s, middle);
        }
        // 10 us a hop is part of the metric that chooses the path, and not of the delay compared here.
        double[] metric = new double[Satellites];
        double[] delay = new double[Satellites];
        Array.Fill(metric, double.PositiveInfinity);
        bool[] isDone = new bool[Satellites];
        (double best, double bestDelay) = (double.PositiveInfinity, 0);
        for (int s = 0; s < Satellites; s++)
        {
            if (Sees(request, from, s, middle))
            {
                delay[s] =
                    (positions[s] - Judge.NodeM(request, new NodeId(from), middle)).Length / 299_792_458.0;
                metric[s] = delay[s] + 10e-6;
            }
        }
        while (true)
        {
            int s = -1;
            for (int i = 0; i < Satellites; i++)
            {
                s = !isDone[i] && (s < 0 || metric[i] < metric[s]) ? i : s;
            }
            if (s < 0 || metric[s] >= best)
            {
                return bestDelay;
            }
            isDone[s] = true;
            if (Sees(request, to, s, middle))
            {
                double last =
                    (positions[s] - Judge.NodeM(request, new NodeId(to), middle)).Length / 299_792_458.0;
                if (metric[s] + last + 10e-6 < best)
                {
                    (best, bestDelay) = (metric[s] + last + 10e-6, delay[s] + last);
                }
            }
            foreach (int n in Neighbours(s))
            {
                double hop = (positions[s] - positions[n]).Length / 299_792_458.0;
                if (metric[s] + hop + 10e-6 < metric[n])
                {
                    (metric[n], delay[n]) = (metric[s] + hop + 10e-6, delay[s] + hop);
                }
            }
        }
    }

    private static int[] Neighbours(int satellite)
    {
        int plane = satellite / Slots;
        int slot = satellite % Slots;
        int next = plane < Planes - 1 ? ((plane + 1) * Slots) + slot : (slot + 17) % Slots;
        int previous = plane > 0 ? ((plane - 1) * Slots) + slot
            : ((Planes - 1) * Slots) + ((slot + Slots - 17) % Slots);
        return [(plane * Slots) + ((slot + 1) % Slots), (plane * Slots) + ((slot + Slots - 1) % Slots), next,
            previous];
    }

    private static bool Sees(PlanRequest request, int ground, int satellite, Instant middle)
    {
        GeodeticPosition site = request.Grounds[ground - Satellites].Position;
        foreach (long ms in (long[])[-7_500, 0, 7_500])
        {
            Vec3 target = Judge.SatelliteM(request, satellite, middle + Duration.FromMilliseconds(ms));
            if (Judge.ElevationDeg(site, target) < 25)
            {
                return false;
            }
        }
        return true;
    }
}
