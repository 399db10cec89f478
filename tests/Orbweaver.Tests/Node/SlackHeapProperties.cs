using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class SlackHeapProperties
{
    [Fact]
    public void The_heap_serves_like_a_sorted_list_whatever_is_taken_out_of_the_middle()
        => Seeds.Hold(dice =>
        {
            SlackHeap heap = new();
            List<Packet> list = [];
            for (int i = 0; i < 300; i++)
            {
                switch (dice.Below(list.Count == 0 ? 1 : 4))
                {
                    case 0 or 1:
                        Packet added = new()
                        {
                            Priority = (byte)dice.Below(3),
                            DepartBy = new Instant(dice.Below(5)),
                            QueueOrder = i,
                            SizeBytes = dice.Between(1, 1500),
                        };
                        heap.Add(added);
                        list.Add(added);
                        break;
                    case 2:
                        heap.Remove(heap.First);
                        list.Remove(Sorted(list)[0]);
                        break;
                    default:
                        Packet any = list[dice.Below(list.Count)];
                        heap.Remove(any);
                        list.Remove(any);
                        Assert.Equal(-1, any.HeapIndex);
                        break;
                }
                Assert.Equal(list.Count, heap.Count);
                Assert.Equal(list.Sum(p => p.SizeBytes), heap.Bytes);
                if (list.Count > 0)
                {
                    Assert.Same(Sorted(list)[0], heap.First);
                    Assert.Contains(heap.Leaf, list);
                }
            }
        });

    [Fact]
    public void A_packet_that_is_not_in_the_heap_cannot_be_taken_out()
    {
        SlackHeap heap = new();
        heap.Add(new Packet());

        Assert.Throws<InvariantException>(() => heap.Remove(new Packet()));
        Assert.Throws<InvariantException>(() => heap.Remove(new Packet { HeapIndex = 0 }));
    }

    private static List<Packet> Sorted(List<Packet> packets)
        => [.. packets.OrderByDescending(p => p.Priority).ThenBy(p => p.DepartBy).ThenBy(p => p.QueueOrder)];
}
