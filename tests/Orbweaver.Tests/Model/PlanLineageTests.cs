using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Xunit;

namespace Orbweaver.Tests;

public sealed class PlanLineageTests
{
    private const int From = 12;

    [Fact]
    public void A_successor_is_the_same_up_to_its_first_epoch_and_fresh_from_there()
    {
        Plan first = Row(epochs: 20);
        Plan fresh = Row(epochs: 30, delayMs: 8);
        PlanDocument second = Extend(PlanDocument.First(first), fresh, 1, new ContactNumbers(first));
        Assert.Equal(From, second.ActiveFrom);
        Assert.Same(first.Epochs[From - 1], second.Plan.Epochs[From - 1]);
        Assert.Equal(8_000_000, second.Plan.Epochs[From].Links[0].DelayMiddleNs);
        Assert.Equal(30, second.Plan.Epochs.Count);
        Assert.Equal(1, second.IdAt(From - 1).Version);
        Assert.Equal(2, second.IdAt(From).Version);
        // What holds across the boundary is the same contact, and goes on for longer.
        Assert.Equal(first.Contacts[0] with { LastEpoch = 29 }, second.Plan.Contacts[0]);
        Assert.Empty(PlanLineage.Findings(PlanDocument.First(first), second));
    }

    [Fact]
    public void A_contact_keeps_its_number_by_its_ends_and_opening_and_new_ones_come_behind()
    {
        // Contact 2 is to come in both, contact 3 only in the first, contact 4 only in the second plan.
        Plan first = Row(epochs: 20, (14, 16), (15, 17));
        Plan fresh = Row(epochs: 20, (14, 18), (16, 19));
        PlanDocument second = Extend(PlanDocument.First(first), fresh, 1, new ContactNumbers(first));
        IReadOnlyList<Contact> contacts = second.Plan.Contacts;
        Assert.Equal(5, contacts.Count);
        Assert.Equal((14, 18), (contacts[2].FirstEpoch, contacts[2].LastEpoch));
        Assert.Equal((15, 14), (contacts[3].FirstEpoch, contacts[3].LastEpoch));
        Assert.Equal((16, 19), (contacts[4].FirstEpoch, contacts[4].LastEpoch));
        Assert.Equal([0, 1, 2, 4], Linked(second.Plan, 16));
        Assert.Empty(PlanLineage.Findings(PlanDocument.First(first), second));
    }

    [Fact]
    public void A_contact_that_does_not_go_on_ends_at_the_boundary()
    {
        Plan first = Row(epochs: 20, (10, 16));
        Plan fresh = Row(epochs: 20);
        PlanDocument second = Extend(PlanDocument.First(first), fresh, 1, new ContactNumbers(first));
        Assert.Equal(From - 1, second.Plan.Contacts[2].LastEpoch);
        Assert.Equal([0, 1], Linked(second.Plan, From));
    }

    [Fact]
    public void A_fresh_plan_may_start_later()
    {
        Plan first = Row(epochs: 20);
        Plan fresh = Row(epochs: 10, startEpoch: 11);
        PlanDocument second = Extend(PlanDocument.First(first), fresh, 1, new ContactNumbers(first));
        Assert.Equal(21, second.Plan.Epochs.Count);
        Assert.Equal(20, second.Plan.Epochs[20].Index);
        Assert.Equal(20, second.Plan.Contacts[0].LastEpoch);
        Assert.Equal(first.Contacts[0].Opens, second.Plan.Contacts[0].Opens);
        Assert.Empty(PlanLineage.Findings(PlanDocument.First(first), second));
    }

    [Fact]
    public void Plans_of_two_controllers_never_give_one_number_twice()
    {
        Plan first = Row(epochs: 20);
        ContactNumbers numbers = new(first);
        PlanDocument west = Extend(PlanDocument.First(first), Row(epochs: 20, (14, 16)), 1, numbers);
        PlanDocument east = Extend(PlanDocument.First(first), Row(epochs: 20, (15, 17)), 2, numbers);
        Assert.Equal([0, 1, 2], Linked(west.Plan, 15));
        Assert.Equal([0, 1, 3], Linked(east.Plan, 15));
        Assert.True(west.Id.IsNewerThan(east.Id));
        Assert.Equal(From, PlanDocument.FirstDifference(west, east));
    }

    [Fact]
    public void What_is_no_successor_is_told()
    {
        Plan first = Row(epochs: 20);
        PlanDocument earlier = PlanDocument.First(first);
        PlanDocument second = Extend(earlier, Row(epochs: 20), 1, new ContactNumbers(first));
        Assert.Contains("not newer", PlanLineage.Findings(second, earlier)[0]);
        PlanDocument rash = new()
        {
            Plan = Row(epochs: 20, delayMs: 9),
            Turns = [new PlanTurn(earlier.Id, 0), new PlanTurn(new PlanId(2, default), From - 2)],
            MadeAt = first.Start + Duration.FromSeconds(65),
            SizeBytes = 1,
        };
        Assert.Equal(2, PlanLineage.Findings(earlier, rash).Count);
        Assert.Contains("frozen horizon", PlanLineage.Findings(earlier, rash)[0]);
        Assert.Contains("epoch 0 is not the same", PlanLineage.Findings(earlier, rash)[1]);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 11)]
    [InlineData(60, 11)]
    [InlineData(61, 12)]
    [InlineData(5_000, 20)]
    public void The_frozen_horizon_ends_at_a_boundary(int madeAtSecond, int epoch)
    {
        Plan plan = Row(epochs: 20);
        Assert.Equal(epoch, PlanLineage.FirstChange(plan, plan.Start + Duration.FromSeconds(madeAtSecond)));
    }

    [Fact]
    public void Newer_is_a_higher_version_then_a_lower_controller()
    {
        PlanId[] ascending = [new(1, new(0)), new(2, new(9)), new(2, new(3)), new(3, new(9))];
        Assert.Equal(ascending, ascending.Reverse().Order());
    }

    private static PlanDocument Extend(
        PlanDocument earlier, Plan fresh, int controller, ContactNumbers numbers)
        => PlanLineage.Extend(
            earlier, fresh, new PlanId(2, new NodeId(controller)),
            earlier.Plan.Start + Duration.FromSeconds(65), numbers);

    private static int[] Linked(Plan plan, int epoch)
    {
        List<int> linked = [];
        foreach (EpochLink link in plan.Epochs[epoch].Links)
        {
            linked.Add(link.ContactIndex);
        }
        return [.. linked];
    }

    private static Plan Row(int epochs, params (int First, int Last)[] diagonals)
        => Row(epochs, 5, 0, diagonals);

    // Three satellites in a row, and contacts between the first and the last for some time.
    private static Plan Row(
        int epochs, int delayMs = 5, int startEpoch = 0, params (int First, int Last)[] diagonals)
    {
        PlanBuilder plan = new() { Epochs = epochs, EpochLength = Duration.FromSeconds(60) };
        NodeId[] nodes = [plan.Satellite(), plan.Satellite(), plan.Satellite()];
        TestLink link = new() { Delay = Duration.FromMilliseconds(delayMs) };
        plan.Link(nodes[0], nodes[1], link);
        plan.Link(nodes[1], nodes[2], link);
        foreach ((int first, int last) in diagonals)
        {
            plan.Link(nodes[0], nodes[2], link with { First = first, Last = last });
        }
        Plan built = plan.Build();
        Duration later = built.EpochLength * startEpoch;
        return new Plan
        {
            Version = 1,
            Start = built.Start + later,
            EpochLength = built.EpochLength,
            Drain = built.Drain,
            HopDelay = built.HopDelay,
            Nodes = built.Nodes,
            // A pair of terminals is known by its pair of nodes, whichever plan speaks of it.
            Contacts =
            [
                .. built.Contacts.Select(c => c with
                {
                    A = c.A with { Terminal = c.B.Node.Value },
                    B = c.B with { Terminal = c.A.Node.Value },
                    Opens = c.Opens + later,
                }),
            ],
            Epochs = built.Epochs,
        };
    }
}
