using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Bench.Twin;

/// <summary>
/// The twin's event queue by the hold model: the next event is taken and comes again a random time later.
/// Beside it, in the same go and with the same dice, <c>std::priority_queue</c>, which must pop in the same
/// order.
/// </summary>
internal static class EventQueueBench
{
    private const int Holds = 1_000_000;

    private static readonly (string Name, char Law)[] Laws =
    [
        ("uniform", 'u'), ("exponential", 'e'), ("as in the twin", 't'),
    ];

    public static readonly Benchmark Benchmark = new(
        "event-queue",
        "what taking one event and scheduling another costs, in exact order of time and scheduling",
        Measure);

    private static void Measure(BenchRun run)
    {
        // ns-3 3.37 took 598 and 1,574 ns for a hold of its map scheduler.
        foreach ((string law, char letter) in Laws)
        {
            MeasureSize(run, law, letter, 1_000, goal: null, recorded: null);
            MeasureSize(run, law, letter, 100_000, goal: 1.2, recorded: 598e-9);
            MeasureSize(run, law, letter, 1_000_000, goal: 2.5, recorded: 1_574e-9);
        }
    }

    private static void MeasureSize(
        BenchRun run, string law, char letter, int pending, double? goal, double? recorded)
    {
        ulong hash = 0;
        ulong heapHash = 0;
        Timing[] timings = run.Race(
            new Contender("ladder", () => PrepareQueue(letter, pending, h => hash = h)),
            new Contender("4-ary heap", () => PrepareHeap(letter, pending, h => heapHash = h)));
        Check.That(hash == heapHash);
        List<Comparison> against =
        [
            new("4-ary heap", timings[1].SecondsEach, IsRecorded: false, Goal: null),
        ];
        PeerResult? peer = run.Peer(
            "event_queue.cpp", letter.ToString(), pending.ToString(CultureInfo.InvariantCulture),
            Holds.ToString(CultureInfo.InvariantCulture),
            run.Options.Repeats.ToString(CultureInfo.InvariantCulture));
        if (peer is not null)
        {
            // Another order would be another queue.
            string order = hash.ToString("x16", CultureInfo.InvariantCulture);
            bool isSameOrder = string.Equals(
                peer.Json.GetProperty("order").GetString(), order, StringComparison.Ordinal);
            Check.That(isSameOrder);
            against.Add(new Comparison(
                "std::priority_queue", peer.Number("seconds_each"), IsRecorded: false, goal));
        }
        if (recorded is double ns3)
        {
            against.Add(new Comparison("ns-3 3.37", ns3, IsRecorded: true, Goal: null));
        }
        string name = string.Create(CultureInfo.InvariantCulture, $"hold, {pending:N0} pending, {law}");
        run.Add(Figure.Time(name, timings[0], against));
    }

    private static Func<long> PrepareQueue(char law, int pending, Action<ulong> tellOrder)
    {
        EventQueue queue = new();
        SplitMix dice = new(42);
        for (int i = 0; i < pending; i++)
        {
            queue.Push(new Instant(dice.Increment(law)), EventKind.Sample, i);
        }
        Run(pending);
        return () =>
        {
            tellOrder(Run(Holds));
            return Holds;
        };

        ulong Run(int holds)
        {
            ulong order = 0;
            for (int i = 0; i < holds; i++)
            {
                queue.TryPop(Instant.Max, out Event e);
                order = Mix(order, e);
                queue.Push(new Instant(e.Time.Nanoseconds + dice.Increment(law)), EventKind.Sample, e.Target);
            }
            return order;
        }
    }

    private static Func<long> PrepareHeap(char law, int pending, Action<ulong> tellOrder)
    {
        EventHeap heap = new();
        SplitMix dice = new(42);
        long sequence = 0;
        for (int i = 0; i < pending; i++)
        {
            heap.Push(new Event(new Instant(dice.Increment(law)), sequence++, EventKind.Sample, i));
        }
        Run(pending);
        return () =>
        {
            tellOrder(Run(Holds));
            return Holds;
        };

        ulong Run(int holds)
        {
            ulong order = 0;
            for (int i = 0; i < holds; i++)
            {
                Event e = heap.Pop();
                order = Mix(order, e);
                Instant time = new(e.Time.Nanoseconds + dice.Increment(law));
                heap.Push(new Event(time, sequence++, EventKind.Sample, e.Target));
            }
            return order;
        }
    }

    private static ulong Mix(ulong order, in Event e)
        => (order ^ ((ulong)e.Time.Nanoseconds + ((ulong)e.Sequence << 32))) * 0x9E37_79B9_7F4A_7C15;

    // The same few lines as in the peer: integers only, so both draw the same times.
    private sealed class SplitMix(ulong seed)
    {
        private ulong _state = seed;

        public long Increment(char law)
        {
            ulong r = Next();
            ulong part = r >> 32;
            switch (law)
            {
                case 'u':
                    return (long)((part * 20_000_000) >> 32);
                case 'e':
                    // -ln of the number, by its leading zeros and a straight line between powers of two.
                    int zeros = BitOperations.LeadingZeroCount(r | 1);
                    ulong rest = ~(r << (zeros + 1)) >> 32;
                    return (long)(((ulong)zeros * 6_931_472) + ((rest * 6_931_472) >> 32));
                default:
                    // Arrivals after a link's delay, ends of frames, and timers of up to two seconds.
                    return (r & 127) switch
                    {
                        < 116 => 10_000_000 + (long)((part * 20_000) >> 32),
                        < 127 => (long)((part * 4_000) >> 32),
                        _ => (long)((part * 2_000_000_000) >> 32),
                    };
            }
        }

        private ulong Next()
        {
            _state += 0x9E37_79B9_7F4A_7C15;
            return StableHash.Finish(_state);
        }
    }
}
