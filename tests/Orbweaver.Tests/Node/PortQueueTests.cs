using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Node;
using Xunit;

namespace Orbweaver.Tests;

public sealed class PortQueueTests
{
    private static readonly NodeId A = new(0);
    private static readonly NodeId B = new(1);

    private readonly ContractBuilder _contracts = new();
    private readonly EffectList _effects = new();
    private long _order;

    [Fact]
    public void Priority_comes_first_then_the_least_slack_then_the_first_come()
    {
        PortQueue queue = Queue(10_000, "5-i-d", "5-i-c", "5-i-g", "9-i-c", "2-i-g");
        Packet[] p =
        [
            Make(4, departBy: 1), Make(0, departBy: 30), Make(1, departBy: 20), Make(2, departBy: 20),
            Make(0, departBy: 10), Make(3, departBy: 99),
        ];

        Assert.Equal("", AddAll(queue, p));
        Assert.Equal([p[5], p[4], p[2], p[3], p[1], p[0]], TakeAll(queue));
    }

    [Fact]
    public void A_newer_message_of_a_key_replaces_the_older_and_an_older_gives_way()
    {
        PortQueue queue = Queue(10_000, "5-r-d");
        Packet older = Make(0, sequence: 1, key: 7);
        Packet newer = Make(0, sequence: 2, key: 7);
        Packet other = Make(0, sequence: 3, key: 8);

        Assert.Equal("drop 0.1 Superseded", AddAll(queue, older, newer, other));
        Assert.Equal("drop 0.0 Superseded", AddAll(queue, Make(0, sequence: 0, key: 7)));
        Assert.Equal([newer, other], TakeAll(queue));
        Assert.Equal("", AddAll(queue, Make(0, sequence: 0, key: 7)));
    }

    [Fact]
    public void A_newer_message_that_finds_no_room_does_not_take_the_older_with_it()
    {
        PortQueue queue = Queue(1_000, "5-r-d", "9-i-d");
        Packet older = Make(0, sequence: 1, key: 7, bytes: 100);
        Packet full = Make(1, sequence: 1, bytes: 900);

        Assert.Equal("", AddAll(queue, older, full));
        Assert.Equal("drop 0.2 QueueFull", AddAll(queue, Make(0, sequence: 2, key: 7, bytes: 500)));
        Assert.Equal([full, older], TakeAll(queue));
    }

    [Fact]
    public void Pieces_of_messages_and_messages_that_follow_are_not_replaced()
    {
        PortQueue queue = Queue(10_000, "5-r-d", "5-f-d", "5-i-d");
        Packet piece = Make(0, sequence: 1, key: 7);
        piece.FragmentCount = 2;

        Assert.Equal("", AddAll(queue, piece, Make(0, sequence: 2, key: 7)));
        Assert.Equal("", AddAll(queue, Make(1, sequence: 1, key: 7), Make(1, sequence: 2, key: 7)));
        Assert.Equal("", AddAll(queue, Make(2, sequence: 1, key: 7), Make(2, sequence: 2, key: 7)));
        Assert.Equal(6, queue.Count);
    }

    [Fact]
    public void Room_is_made_from_leftovers_then_from_congestion_then_from_deadline_traffic_below()
    {
        PortQueue queue = Queue(
            500, "1-i-c", "4-i-c", "7-i-c", "3-i-d", "6-i-d", "8-i-d", "9-i-g");
        AddAll(queue, [.. Enumerable.Range(0, 5).Select(i => Make(i, sequence: 1, bytes: 100))]);

        Assert.Equal("drop 0.1 QueueFull", AddAll(queue, Make(5, sequence: 2, bytes: 100)));
        Assert.Equal("drop 1.1 QueueFull", AddAll(queue, Make(5, sequence: 3, bytes: 100)));
        Assert.Equal("drop 2.1 QueueFull", AddAll(queue, Make(5, sequence: 4, bytes: 100)));
        Assert.Equal("drop 3.1 QueueFull", AddAll(queue, Make(5, sequence: 5, bytes: 100)));
        Assert.Equal("drop 4.1 QueueFull", AddAll(queue, Make(5, sequence: 6, bytes: 100)));
        // Deadline traffic of its own priority is not below it.
        Assert.Equal("drop 5.7 QueueFull", AddAll(queue, Make(5, sequence: 7, bytes: 100)));
        Assert.StartsWith("drop 5.", AddAll(queue, Make(6, sequence: 8, bytes: 100)));
        Assert.Equal(500, queue.Bytes);
    }

    [Fact]
    public void What_may_be_dropped_takes_no_room_from_what_may_not()
    {
        PortQueue queue = Queue(100, "2-i-d", "9-i-c", "4-i-c", "1-i-c");
        AddAll(queue, Make(0, sequence: 1, bytes: 100));

        Assert.Equal("drop 1.2 QueueFull", AddAll(queue, Make(1, sequence: 2, bytes: 100)));
        Assert.Equal("drop 3.3 QueueFull", AddAll(queue, Make(3, sequence: 3, bytes: 100)));
        TakeAll(queue);
        AddAll(queue, Make(2, sequence: 4, bytes: 100));
        Assert.Equal("drop 2.5 QueueFull", AddAll(queue, Make(2, sequence: 5, bytes: 100)));
        Assert.Equal("drop 2.4 QueueFull", AddAll(queue, Make(1, sequence: 6, bytes: 100)));
    }

    [Fact]
    public void Guaranteed_traffic_is_nobodys_room()
    {
        PortQueue queue = Queue(200, "1-i-g", "9-i-d", "9-i-g");
        AddAll(queue, Make(0, sequence: 1, bytes: 100), Make(0, sequence: 2, bytes: 100));

        Assert.Equal("drop 1.3 QueueFull", AddAll(queue, Make(1, sequence: 3, bytes: 100)));
        Assert.Equal("drop 2.4 QueueFull", AddAll(queue, Make(2, sequence: 4, bytes: 100)));
    }

    [Fact]
    public void The_tenant_that_holds_most_gives_room_to_the_others()
    {
        _contracts.Add(A, B, "0-i-c", c => c with { Tenant = "hog" });
        _contracts.Add(A, B, "1-i-c", c => c with { Tenant = "guest" });
        PortQueue queue = new(_contracts.Table(), new DataSize(1_000));
        AddAll(queue, [.. Enumerable.Range(0, 10).Select(i => Make(0, sequence: (uint)i, bytes: 100))]);

        string dropped = AddAll(
            queue, [.. Enumerable.Range(0, 10).Select(i => Make(1, sequence: (uint)i, bytes: 100))]);

        // At a tie the lower number gives way, so that the guest ends one packet above half.
        Assert.Equal(6, dropped.Split("drop 0.").Length - 1);
        Assert.Equal(4, dropped.Split("drop 1.").Length - 1);
        Assert.Equal(10, TakeAll(queue).Count);
    }

    [Fact]
    public void Against_a_slow_model_everything_is_served_in_order_or_dropped_once_within_the_limit()
        => Seeds.Hold(dice =>
        {
            PortQueueTests own = new();
            string[] all =
            [
                "9-i-g", "9-i-d", "9-i-c", "5-r-d", "5-i-g", "5-r-c", "2-i-d", "2-i-c",
                "1-r-c", "1-i-d", "0-i-c",
            ];
            int limit = dice.Between(500, 20_000);
            string[] some = [.. all.Where(_ => dice.Below(2) == 0).DefaultIfEmpty("5-i-d")];
            PortQueue queue = own.Queue(limit, some);
            List<Packet> held = [];
            for (int i = 0; i < 300; i++)
            {
                if (dice.Below(3) > 0 || held.Count == 0)
                {
                    Packet packet = own.Make(
                        dice.Below(own._contracts.All.Count), (uint)dice.Between(i - 3, i + 3) & 0xFFFF,
                        (uint)dice.Below(3), dice.Between(81, 1_500), dice.Below(10));
                    own._effects.Clear();
                    queue.Add(packet, own._effects);
                    held.Add(packet);
                    foreach (ref readonly NodeEffect effect in own._effects.All)
                    {
                        Assert.True(held.Remove(effect.Packet!));
                        Assert.Equal(-1, effect.Packet!.HeapIndex);
                        Assert.False(effect.Packet.Assurance == Assurance.Guaranteed
                            && effect.Packet != packet);
                    }
                }
                else
                {
                    Packet taken = queue.Take();
                    Assert.True(held.Remove(taken));
                    AssertServedRightly(taken, held);
                }
                Assert.Equal(held.Sum(p => (long)p.SizeBytes), queue.Bytes);
                Assert.True(queue.Bytes <= limit);
                Assert.Equal(held.Count, queue.Count);
            }
            Assert.Equal(held.Count, TakeAll(queue).Distinct().Count());
        });

    // Tenants take turns among leftovers; everything else is in strict order, and before them.
    private static void AssertServedRightly(Packet taken, List<Packet> rest)
    {
        foreach (Packet other in rest)
        {
            if (!IsLeftover(other))
            {
                Assert.False(IsLeftover(taken));
                Assert.True(taken.Priority >= other.Priority);
                Assert.True(taken.Priority > other.Priority
                    || (taken.DepartBy, taken.QueueOrder).CompareTo((other.DepartBy, other.QueueOrder)) < 0);
            }
        }
    }

    private static bool IsLeftover(Packet p) => p.Priority <= 1 && p.Assurance == Assurance.Congestion;

    private PortQueue Queue(int limitBytes, params string[] qos)
    {
        foreach (string q in qos)
        {
            _contracts.Add(A, B, q);
        }
        return new PortQueue(_contracts.Table(), new DataSize(limitBytes));
    }

    private Packet Make(int contract, uint sequence = 0, uint key = 0, int bytes = 100, long departBy = 0)
    {
        Qos qos = _contracts.All[contract].Qos;
        return new Packet
        {
            ContractIndex = contract,
            Sequence = sequence,
            Key = key,
            FragmentCount = 1,
            SizeBytes = bytes,
            Priority = qos.Priority,
            Overtaking = qos.Overtaking,
            Assurance = qos.Assurance,
            DepartBy = new Instant(departBy),
            QueueOrder = _order++,
        };
    }

    private string AddAll(PortQueue queue, params Packet[] packets)
    {
        List<string> drops = [];
        foreach (Packet packet in packets)
        {
            _effects.Clear();
            queue.Add(packet, _effects);
            foreach (ref readonly NodeEffect effect in _effects.All)
            {
                drops.Add($"drop {effect.Packet!.ContractIndex}.{effect.Packet.Sequence} {effect.Reason}");
            }
        }
        return string.Join(", ", drops);
    }

    private static List<Packet> TakeAll(PortQueue queue)
    {
        List<Packet> taken = [];
        queue.TakeAll(taken);
        return taken;
    }
}
