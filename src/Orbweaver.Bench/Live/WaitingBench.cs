using System;
using System.Linq;
using System.Threading;
using Orbweaver.Live;

namespace Orbweaver.Bench.Live;

/// <summary>How late the waiting thread of a live host wakes, and what a look at its ports costs.</summary>
internal static class WaitingBench
{
    private const long GapNs = 1_000_000;
    private const int Waits = 1_000;
    private const int Turn = 100;
    private const int Looks = 100_000;
    private const int Ports = 8;

    public static readonly Benchmark[] All =
    [
        new("waiting", "how late the loop of a live host wakes, and what a look at its ports costs", Measure),
    ];

    private static void Measure(BenchRun run)
    {
        HostClock clock = new();
        using Waiter waiter = new(clock);
        UdpPort[] ports = [.. Enumerable.Range(0, Ports).Select(_ => Open(waiter))];

        // Taken in turns, so that what disturbs the machine disturbs both. The waiter makes the timers of its
        // thread exact, and Thread.Sleep would profit from that on the same one.
        double[] lateS = new double[Waits];
        double[] sleepLateS = new double[Waits];
        for (int first = 0; first < Waits; first += Turn)
        {
            run.ThrowIfInterrupted();
            int from = first;
            Thread waiting = new(() => FillLateS(lateS.AsSpan(from, Turn), clock, waiter.Wait));
            waiting.Start();
            waiting.Join();
            FillLateS(sleepLateS.AsSpan(from, Turn), clock, _ => Thread.Sleep(1));
        }
        Array.Sort(lateS);
        Array.Sort(sleepLateS);
        Comparison sleep = new("Thread.Sleep", sleepLateS[Waits / 2], IsRecorded: false, Goal: 1.5);
        run.Add(new Figure("late, median", lateS[Waits / 2], "s", Better.Less, [sleep]));
        run.Add(new Figure("late, 99th percentile", lateS[Waits * 99 / 100], "s", Better.Less,
            [new("Thread.Sleep", sleepLateS[Waits * 99 / 100], IsRecorded: false, Goal: null)]));

        Timing[] looks = run.Race(new Contender("look", () => () =>
        {
            for (int i = 0; i < Looks; i++)
            {
                waiter.Wait(0);
            }
            return Looks;
        }));
        run.Add(Figure.Time($"a look at {Ports} ports", looks[0]));
        run.Add(new Figure("allocated a wait", looks[0].BytesEach, "B", Better.Less, []) { Limit = 0 });
        foreach (UdpPort port in ports)
        {
            port.Dispose();
        }
    }

    private static void FillLateS(Span<double> lateS, HostClock clock, Action<long> wait)
    {
        for (int i = 0; i < lateS.Length; i++)
        {
            long deadline = clock.MonotonicNs + GapNs;
            wait(deadline);
            lateS[i] = (clock.MonotonicNs - deadline) / 1e9;
        }
    }

    private static UdpPort Open(Waiter waiter)
    {
        string error = "";
        if (!SocketPortOptions.TryParseUdp("a=0,to=b", out SocketPortOptions options, out error)
            || !UdpPort.TryOpen(options, waiter, out UdpPort? port, out error))
        {
            throw new InvalidOperationException(error);
        }
        return port!;
    }
}
