using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Planning;
using Xunit;

namespace Orbweaver.Tests.Planning;

/// <summary>Plans of many epochs: packed, made in blocks, and the same however they are cut.</summary>
public sealed class LongPlanTests
{
    // A day in epochs of two minutes: as many changes of links as in a day, in an eighth of the time.
    private static PlanRequest DayOf66() => Scenes.WithContracts(
        Scenes.Walker(
            "S:780:86.4:66/6/1", TopologyPolicy.PlusGridOpenSeam, 5, 5760, Scenes.Grounds(4, 8)) with
        {
            EpochLength = Duration.FromSeconds(120),
        },
        count: 6,
        seed: 5);

    [Fact]
    public void A_day_takes_a_few_bytes_a_link_and_epoch()
    {
        // With the epochs of every day, as the size hangs on how far delays move in one.
        PlanRequest request = DayOf66() with { EpochLength = Duration.FromSeconds(15), Contracts = [] };
        PlannedNetwork network = Planner.Plan(request, SequentialWorkers.Instance);

        PackedEpochs epochs = Assert.IsType<PackedEpochs>(network.Plan.Epochs);
        Assert.Equal(5760, epochs.Count);
        Assert.InRange(epochs.SizeBytes / (double)epochs.LinkEpochs, 0.5, 1.5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 32)]
    [InlineData(7, 5)]
    public void Neither_workers_nor_blocks_change_a_plan(int chunk, int blockEpochs)
    {
        PlanRequest request = DayOf66() with { Horizon = Duration.FromSeconds(120 * 100) };
        ulong expected = Judge.Hash(Planner.Plan(request, SequentialWorkers.Instance));

        PlannedNetwork other = Planner.Plan(request, new OddWorkers(chunk), blockEpochs, progress: null);
        Assert.Equal(expected, Judge.Hash(other));
    }

    [Fact]
    public void Contacts_are_maximal_runs_of_a_pair_of_terminals()
    {
        Plan plan = Planner.Plan(DayOf66(), SequentialWorkers.Instance).Plan;
        SortedDictionary<int, List<int>> epochsOf = [];
        foreach (PlanEpoch epoch in plan.Epochs)
        {
            foreach (EpochLink link in epoch.Links)
            {
                Contact contact = plan.Contacts[link.ContactIndex];
                Assert.Equal((contact.A.Node, contact.B.Node), (link.A, link.B));
                epochsOf.TryAdd(link.ContactIndex, []);
                epochsOf[link.ContactIndex].Add(epoch.Index);
            }
        }
        Assert.Equal(plan.Contacts.Count, epochsOf.Count);
        HashSet<(TerminalRef, TerminalRef, int)> ends = [];
        foreach (Contact contact in plan.Contacts)
        {
            Assert.Equal(
                Enumerable.Range(contact.FirstEpoch, contact.LastEpoch - contact.FirstEpoch + 1),
                epochsOf[contact.Index]);
            ends.Add((contact.A, contact.B, contact.LastEpoch));
        }
        Assert.DoesNotContain(plan.Contacts, c => ends.Contains((c.A, c.B, c.FirstEpoch - 1)));
        Assert.Equal(
            plan.Contacts.Select(c => c.Index),
            plan.Contacts.OrderBy(c => (c.FirstEpoch, c.A.Node, c.B.Node, c.A.Terminal, c.B.Terminal))
                .Select(c => c.Index));
    }
}
