using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class NearestStableTests
{
    [Fact]
    public void A_designed_fleet_finds_its_own_planes()
    {
        PlanRequest request =
            AsFleet(Scenes.Walker("D:550:53:264/12/1", TopologyPolicy.NearestStable, 10, 2, []));
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        // Fore and aft neighbours keep their range for ever: 22 slots in each of 12 planes.
        int inPlane = plan.Epochs[0].Links.ToArray().Count(l => IsNextSlot(l.A.Value, l.B.Value));
        // One link of a ring may give way to one that joins it to another.
        Assert.InRange(inPlane, 264 - 12, 264);
    }

    [Fact]
    public void Everything_hangs_together_at_the_start()
    {
        PlanRequest request =
            AsFleet(Scenes.Walker("D:550:53:264/12/1", TopologyPolicy.NearestStable, 10, 1, []));
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        Assert.Equal(264, Reached(plan, 0));
    }

    [Fact]
    public void Links_are_kept_while_they_hold_and_new_ones_take_their_pat_time()
    {
        PlanRequest request =
            AsFleet(Scenes.Walker("D:550:53:60/6/1", TopologyPolicy.NearestStable, 10, 60, []));
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Assert.NotEmpty(network.Acquisitions);
        foreach (Contact contact in network.Plan.Contacts.Where(c => c.FirstEpoch > 0))
        {
            Assert.Contains(network.Acquisitions, a =>
                a.A == contact.A && a.B == contact.B && a.LastEpoch == contact.FirstEpoch - 1);
        }
        // A contact ends only when geometry ends it: sight at its last instant, none an epoch later, at
        // either the range or the mounts' sectors.
        foreach (Contact contact in network.Plan.Contacts.Where(c => c.LastEpoch < 59))
        {
            Assert.False(CouldGoOn(request, network.Plan, contact));
        }
    }

    [Fact]
    public void The_real_transport_fleet_is_planned_sparse()
    {
        PlannedNetwork network = Planner.Plan(Sda(8), SequentialWorkers.Instance);
        Judge.BooksAreInOrder(Sda(8), network);
        Assert.Empty(network.Statistics.Failures);
        Assert.InRange(network.Statistics.LaserLinksMin, 60, 140);
    }

    public static PlanRequest Sda(int epochs)
    {
        string file = TestData.Require("orbits/constellations/sda-pwsa_2026-08-11.tle");
        ElementsResult elements = ElementsReader.Read("sda", File.ReadAllText(file), skipBad: false);
        return Scenes.Fleet("sda", elements.Sets, 10, epochs, Scenes.Grounds(8, 0));
    }

    private static PlanRequest AsFleet(PlanRequest request) => request with
    {
        Satellites = [.. request.Satellites.Select(s => s with { Plane = -1, Slot = -1 })],
    };

    private static bool IsNextSlot(int a, int b) => a / 22 == b / 22 && (b - a == 1 || b - a == 21);

    private static int Reached(Plan plan, int from)
    {
        var seen = new HashSet<int> { from };
        var open = new Stack<int>(seen);
        while (open.TryPop(out int node))
        {
            foreach (Adjacent edge in plan.Epochs[0].Neighbours(new NodeId(node)))
            {
                if (seen.Add(edge.Neighbour))
                {
                    open.Push(edge.Neighbour);
                }
            }
        }
        return seen.Count;
    }

    // Own azimuths by angles from the velocity, own range and height.
    private static bool CouldGoOn(PlanRequest request, Plan plan, Contact contact)
    {
        foreach (long ms in (long[])[0, 7_500, 15_000])
        {
            Instant t = plan.EpochStart(contact.LastEpoch + 1) + Duration.FromMilliseconds(ms);
            TemeState a = State(request, contact.A.Node, t);
            TemeState b = State(request, contact.B.Node, t);
            double rangeM = (a.Position.Metres - b.Position.Metres).Length;
            if (rangeM > 5_400_000
                || Judge.GrazingAltitudeM(a.Position.Metres, b.Position.Metres) < 80_000
                || Quarter(a, b.Position.Metres) != contact.A.Terminal
                || Quarter(b, a.Position.Metres) != contact.B.Terminal)
            {
                return false;
            }
        }
        return true;
    }

    private static TemeState State(PlanRequest request, NodeId node, Instant t)
    {
        Assert.True(request.Satellites[node.Value].Ephemeris.TryPropagate(t, out TemeState state, out _));
        return state;
    }

    private static int Quarter(TemeState from, Vec3 toM)
    {
        Vec3 up = from.Position.Metres * (1 / from.Position.Metres.Length);
        Vec3 velocity = from.Velocity.MetresPerSecond;
        Vec3 fore = velocity - (up * velocity.Dot(up));
        fore *= 1 / fore.Length;
        Vec3 sight = toM - from.Position.Metres;
        double degrees = Math.Atan2(sight.Dot(up.Cross(fore)), sight.Dot(fore)) * 180 / Math.PI;
        return degrees switch
        {
            >= -45 and < 45 => 0,
            >= 45 and < 135 => 2,
            >= -135 and < -45 => 3,
            _ => 1,
        };
    }
}
