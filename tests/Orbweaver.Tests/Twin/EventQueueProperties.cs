using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

public sealed class EventQueueProperties
{
    [Fact]
    public void The_queue_agrees_with_a_sorted_list_and_ties_go_by_sequence()
        => Seeds.Hold(dice =>
        {
            EventQueue queue = new();
            List<Event> list = [];
            List<long> taken = [];
            int target = 0;
            // More than its first 1,024 places, at few moments, so that ties are common.
            for (int i = 0; i < 2_000; i++)
            {
                Instant time = new(dice.Below(10));
                if (dice.Below(4) == 0 && list.Count > 0)
                {
                    Event first = list.MinBy(e => (e.Time.Nanoseconds, e.Sequence));
                    Assert.Equal(first, queue.First);
                    Assert.Equal(first, queue.Pop());
                    list.Remove(first);
                }
                else if (dice.Below(4) == 0)
                {
                    taken.Add(queue.TakeSequence());
                }
                else if (taken.Count > 0)
                {
                    Event late = new(time, taken[0], EventKind.Arrival, target++);
                    taken.RemoveAt(0);
                    queue.Push(late);
                    list.Add(late);
                }
                else
                {
                    Event e = new(time, queue.TakeSequence(), EventKind.Source, target++);
                    queue.Push(e);
                    list.Add(e);
                }
                Assert.Equal(list.Count, queue.Count);
            }
            foreach (Event e in list.OrderBy(e => e.Time).ThenBy(e => e.Sequence))
            {
                Assert.Equal(e, queue.Pop());
            }
            Assert.Equal(0, queue.Count);
        }, runs: 20);

    [Fact]
    public void Events_of_one_moment_happen_in_the_order_in_which_they_were_scheduled()
    {
        EventQueue queue = new();
        for (int i = 0; i < 3_000; i++)
        {
            queue.Push(PlanBuilder.Start, EventKind.Sample, i);
        }
        for (int i = 0; i < 3_000; i++)
        {
            Assert.Equal(i, queue.Pop().Target);
        }
    }
}
