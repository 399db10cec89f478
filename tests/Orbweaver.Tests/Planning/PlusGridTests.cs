using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

public sealed class PlusGridTests
{
    // Page 6 of the design: in-plane and cross link lengths in km, to its last digit.
    [Theory]
    [InlineData("D:550:70:480/24/1", false, 5400, 2168, 708, 1841)]
    [InlineData("S:780:86.4:66/6/1", true, 5400, 4033, 890, 3804)]
    [InlineData("D:1000:60:72/8/0", false, 7000, 5047, 2823, 5647)]
    [InlineData("S:950:81.3:126/6/1", true, 5400, 2184, 927, 3862)]
    [InlineData("D:550:53:1584/72/17", false, 5400, 1972, 830, 960)]
    public void Link_lengths_are_those_of_the_reference_table(
        string code, bool isOpen, double rangeMaxKm, double inPlaneKm, double crossMinKm, double crossMaxKm)
    {
        OpticalTerminals optical = Scenes.FourLasers with { RangeMax = Distance.FromKilometres(rangeMaxKm) };
        TopologyPolicy policy = isOpen ? TopologyPolicy.PlusGridOpenSeam : TopologyPolicy.PlusGrid;
        // A few epochs spread over an orbit, each long, so that the extremes are met.
        PlanRequest request = Scenes.Walker(code, policy, 10, 1, [], optical) with
        {
            EpochLength = Duration.FromSeconds(15),
            Horizon = Duration.FromMinutes(code.Contains("1584") || code.Contains("480") ? 10 : 100),
        };
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        var inPlane = new List<double>();
        var cross = new List<double>();
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            foreach (EpochLink link in epoch.Links)
            {
                bool isInPlane = plan.Nodes[link.A.Value].Plane == plan.Nodes[link.B.Value].Plane;
                (isInPlane ? inPlane : cross).Add(link.DelayStartNs * 299_792.458e-9);
            }
        }
        Assert.Equal(inPlaneKm, inPlane.Min(), 1.0);
        Assert.Equal(inPlaneKm, inPlane.Max(), 1.0);
        Assert.Equal(crossMinKm, cross.Min(), 2.0);
        Assert.Equal(crossMaxKm, cross.Max(), 2.0);
    }

    [Fact]
    public void Reference_480_has_degree_four_everywhere()
    {
        Plan plan = Planner.Plan(Scenes.Reference480(2, []), SequentialWorkers.Instance).Plan;
        Assert.All(plan.Nodes, n => Assert.Equal(4, plan.Epochs[1].Neighbours(n.Id).Length));
        Assert.Equal(960, plan.Contacts.Count);
    }

    // A hole in a plane is passed over, and its cross links go to a neighbour that has lost its own.
    [Fact]
    public void Empty_slots_are_passed_over()
    {
        PlanRequest full = Scenes.Walker("D:550:53:264/12/1", TopologyPolicy.PlusGrid, 10, 1, []);
        PlanRequest request = full with
        {
            Satellites = [.. full.Satellites.Where(s => (s.Plane, s.Slot) is not ((3, 5) or (4, 6)))],
        };
        Plan plan = Planner.Plan(request, SequentialWorkers.Instance).Plan;
        int At(int plane, int slot) => plan.Nodes.ToList().FindIndex(n => n.Plane == plane && n.Slot == slot);
        bool IsLinked(int a, int b) => plan.Contacts.Any(c =>
            (c.A.Node.Value, c.B.Node.Value) == (Math.Min(a, b), Math.Max(a, b)));
        Assert.True(IsLinked(At(3, 4), At(3, 6)));
        Assert.True(IsLinked(At(4, 5), At(4, 7)));
        // Slot 6 of plane 3 and slot 5 of plane 4 have lost each their own neighbour.
        Assert.True(IsLinked(At(3, 6), At(4, 5)));
        Assert.True(IsLinked(At(3, 7), At(4, 7)));
        Assert.All(plan.Nodes, n => Assert.InRange(plan.Epochs[0].Neighbours(n.Id).Length, 3, 4));
    }

    [Fact]
    public void The_seam_is_closed_by_the_phasing_or_left_open()
    {
        Plan closed = Planner.Plan(Scenes.Reference480(1, []), SequentialWorkers.Instance).Plan;
        var last = new NodeId((23 * 20) + 5);
        Assert.Contains(closed.Contacts, c => c.A == new TerminalRef(new NodeId(6), 3)
            && c.B == new TerminalRef(last, 2));
        Plan open = Planner.Plan(
            Scenes.Walker("D:550:70:480/24/1", TopologyPolicy.PlusGridOpenSeam, 10, 1, []),
            SequentialWorkers.Instance).Plan;
        Assert.DoesNotContain(open.Contacts, c => c.A.Node.Value < 20 && c.B.Node.Value >= 23 * 20);
        Assert.Equal(960 - 20, open.Contacts.Count);
    }

    // High and few, so that everything is in range: only the rules decide.
    [Theory]
    [InlineData(12, 3, 0, 4, 24)]
    [InlineData(12, 3, 0, 3, 16)]
    [InlineData(12, 3, 0, 2, 12)]
    [InlineData(12, 3, 0, 1, 6)]
    [InlineData(12, 3, 0, 0, 0)]
    [InlineData(9, 3, 0, 1, 3)]
    [InlineData(8, 2, 0, 4, 12)]
    [InlineData(8, 2, 1, 4, 16)]
    [InlineData(4, 2, 0, 4, 4)]
    [InlineData(3, 3, 0, 4, 3)]
    [InlineData(4, 1, 0, 4, 4)]
    [InlineData(2, 1, 0, 4, 1)]
    [InlineData(1, 1, 0, 4, 0)]
    public void Few_terminals_planes_or_slots_never_book_twice(
        int total, int planes, int phasing, int terminals, int linkCount)
    {
        OpticalTerminals optical = Scenes.FourLasers with
        {
            Count = terminals,
            RangeMax = Distance.FromKilometres(200_000),
        };
        PlanRequest request = Scenes.Walker(
            $"D:30000:50:{total}/{planes}/{phasing}", TopologyPolicy.PlusGrid, 10, 1, [], optical) with
        {
            GrazingAltitude = Distance.FromKilometres(-7000),
        };
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Judge.BooksAreInOrder(request, network);
        Assert.Equal(linkCount, network.Plan.Epochs[0].Links.Length);
    }

    // 12 s of PAT in epochs of 15 s is one epoch of sight without a link; 60 s is four.
    [Theory]
    [InlineData(12, 1)]
    [InlineData(60, 4)]
    [InlineData(0, 0)]
    public void A_link_that_was_out_of_sight_is_back_after_its_pat_time(int patSeconds, int gapEpochs)
    {
        OpticalTerminals optical = Scenes.FourLasers with
        {
            PatTime =
            Duration.FromSeconds(patSeconds),
            RangeMax = Distance.FromKilometres(5000)
        };
        PlanRequest request =
            Scenes.Walker("D:1000:60:72/8/0", TopologyPolicy.PlusGrid, 10, 1, [], optical) with
            {
                Horizon = Duration.FromMinutes(40),
            };
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);
        Plan plan = network.Plan;
        List<Contact> later = [.. plan.Contacts.Where(c => c.FirstEpoch > gapEpochs)];
        Assert.NotEmpty(later);
        foreach (Contact contact in later.Take(40))
        {
            // In sight, unused, for exactly the gap; out of sight in the epoch before that.
            Assert.Equal(gapEpochs, Enumerable.Range(1, gapEpochs)
                .Count(back => IsClear(request, plan, contact, contact.FirstEpoch - back)));
            Assert.False(IsClear(request, plan, contact, contact.FirstEpoch - gapEpochs - 1));
        }
        Assert.Equal(gapEpochs > 0, network.Acquisitions.Count > 0);
    }

    private static bool IsClear(PlanRequest request, Plan plan, Contact contact, int epoch)
    {
        Instant start = plan.EpochStart(epoch);
        foreach (long tenths in (long[])[0, 75, 150])
        {
            Instant t = start + Duration.FromMilliseconds(100 * tenths);
            var a = Judge.NodeM(request, contact.A.Node, t);
            var b = Judge.NodeM(request, contact.B.Node, t);
            if ((a - b).Length > request.Satellites[0].Optical.RangeMax.Metres)
            {
                return false;
            }
        }
        return true;
    }
}
