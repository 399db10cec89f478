using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;
using Xunit;

namespace Orbweaver.Tests;

public sealed class EventQueueProperties
{
    // Increments of time, by name: what makes rungs, runs and late events in turn.
    private static readonly (string Name, Func<Prng, long> Next)[] Laws =
    [
        ("few moments", dice => dice.Below(3)),
        ("one moment", _ => 0),
        ("uniform", dice => dice.NextBetween(0, 20_000_000)),
        ("as in the twin", dice => dice.Below(100) switch
        {
            < 90 => 10_000_000 + dice.Below(20_000),
            < 99 => dice.Below(2_000),
            _ => dice.NextBetween(0, 2_000_000_000),
        }),
        ("over all magnitudes", dice => dice.NextBetween(0, 1L << dice.Below(62))),
        ("soon but for one in a hundred", dice => dice.Below(100) == 0 ? 1L << 60 : dice.Below(64)),
    ];

    [Fact]
    public void The_queue_agrees_with_a_sorted_set_whatever_the_times()
        => Seeds.Hold(dice =>
        {
            (_, Func<Prng, long> next) = Laws[dice.Below(Laws.Length)];
            Pair pair = new();
            List<long> taken = [];
            long now = 0;
            // It fills to a few hundred, holds, and empties, three times.
            int most = 1 + dice.Below(600);
            for (int round = 0; round < 3; round++)
            {
                while (pair.Count < most)
                {
                    pair.Push(SoonOrEver(now, next(dice)), pair.Queue.TakeSequence());
                }
                for (int i = 0; i < 1_000 && pair.Count > 0; i++)
                {
                    now = pair.Pop().Time.Nanoseconds;
                    // One takes its place now and is pushed later, another comes from before: at a moment
                    // they may go before what was pushed earlier.
                    if (dice.Below(4) == 0)
                    {
                        taken.Add(pair.Queue.TakeSequence());
                    }
                    long sequence = dice.Below(3) == 0 && taken.Count > 0 ? TakeOne(taken, dice)
                        : pair.Queue.TakeSequence();
                    pair.Push(SoonOrEver(now, next(dice)), sequence);
                }
                while (pair.Count > 0 && dice.Below(1_000) != 0)
                {
                    now = pair.Pop().Time.Nanoseconds;
                }
            }
        }, runs: 60);

    [Fact]
    public void Many_that_come_late_or_backwards_are_in_order_too()
    {
        Pair pair = new();
        // The first few make a run up to the end of all; everything after that is within it.
        pair.Push(0, pair.Queue.TakeSequence());
        pair.Push(long.MaxValue, pair.Queue.TakeSequence());
        pair.Pop();
        for (int i = 3_000; i > 0; i--)
        {
            pair.Push(i / 3, pair.Queue.TakeSequence());
        }
        for (int i = 0; i < 500; i++)
        {
            pair.Pop();
            pair.Push(100, pair.Queue.TakeSequence());
            // Before what was popped last: the world never asks for it, the queue does not mind.
            pair.Push(0, pair.Queue.TakeSequence());
        }
        while (pair.Count > 0)
        {
            pair.Pop();
        }
    }

    [Fact]
    public void Nothing_is_popped_before_it_is_due()
    {
        EventQueue queue = new();
        queue.Push(new Instant(10), EventKind.Sample, 1);
        Assert.False(queue.TryPop(new Instant(9), out _));
        // It was looked at already, and one comes before it.
        queue.Push(new Instant(5), EventKind.Sample, 2);
        Assert.True(queue.TryPop(new Instant(9), out Event first));
        Assert.Equal(2, first.Target);
        Assert.False(queue.TryPop(new Instant(9), out _));
        Assert.True(queue.TryPop(new Instant(10), out _));
        Assert.False(queue.TryPop(Instant.Max, out _));
    }

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
            Assert.True(queue.TryPop(PlanBuilder.Start, out Event e));
            Assert.Equal(i, e.Target);
        }
    }

    [Fact]
    public void A_queue_that_has_been_as_full_before_allocates_nothing()
    {
        EventQueue queue = new();
        Prng dice = new(1);
        Hold(queue, dice, holds: 100_000, pushes: 3_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Hold(queue, dice, holds: 100_000, pushes: 0);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Hold(EventQueue queue, Prng dice, int holds, int pushes)
    {
        for (int i = 0; i < pushes; i++)
        {
            queue.Push(new Instant(dice.NextBetween(0, 20_000_000)), EventKind.Sample, i);
        }
        for (int i = 0; i < holds; i++)
        {
            queue.TryPop(Instant.Max, out Event e);
            queue.Push(
                e.Time + new Duration(dice.NextBetween(0, 20_000_000)), EventKind.Sample, e.Target);
        }
    }

    private static long SoonOrEver(long now, long increment)
        => increment > long.MaxValue - now ? long.MaxValue : now + increment;

    private static long TakeOne(List<long> taken, Prng dice)
    {
        int place = dice.Below(taken.Count);
        long sequence = taken[place];
        taken.RemoveAt(place);
        return sequence;
    }

    /// <summary>The queue beside a sorted set, which must agree.</summary>
    private sealed class Pair
    {
        private readonly SortedSet<Event> _sorted = [];

        public EventQueue Queue { get; } = new();

        public int Count => _sorted.Count;

        public void Push(long time, long sequence)
        {
            Event e = new(new Instant(time), sequence, EventKind.Arrival, (int)sequence);
            Queue.Push(e);
            _sorted.Add(e);
            Assert.Equal(Count, Queue.Count);
        }

        public Event Pop()
        {
            Event least = _sorted.Min;
            _sorted.Remove(least);
            Assert.True(Queue.TryPop(least.Time, out Event e));
            Assert.Equal(least, e);
            return e;
        }
    }
}
