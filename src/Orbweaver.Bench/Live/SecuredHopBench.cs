using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using Orbweaver.Live.Links;
using Orbweaver.Model;

namespace Orbweaver.Bench.Live;

/// <summary>
/// One secured hop over loopback: receive, open, forward, seal, send. Only the hop is timed; filling its
/// socket and emptying the next one is not. Beside it, in the same go, the hop as one would first write
/// it, and what the kernel takes to forward a plain packet of as many bytes (a peer in namespaces of its
/// own). The kernel's cutting and joining is what real devices and drivers do as well; here loopback does it.
/// </summary>
internal static class SecuredHopBench
{
    private static readonly TimeSpan RepeatTime = TimeSpan.FromMilliseconds(500);

    // Linux forwarding IPv6 between namespaces, on the reference machine: 64 and 1,376 B.
    private const double KernelRecordedSmall = 997e-9;
    private const double KernelRecordedLarge = 1_015e-9;

    public static readonly Benchmark Benchmark = new(
        "secured-hop", "what receiving, opening, forwarding, sealing and sending one packet costs", Measure);

    private static void Measure(BenchRun run)
    {
        MeasureSize(run, packetBytes: 64, goal: 10, KernelRecordedSmall, kernelGoal: 1);
        MeasureSize(run, packetBytes: 1_376, goal: 5, KernelRecordedLarge, kernelGoal: null);
    }

    private static void MeasureSize(
        BenchRun run, int packetBytes, double goal, double recorded, double? kernelGoal)
    {
        List<(string Name, IHop Hop)> hops = [("naive", new NaiveHop(packetBytes))];
        LinkProfile[] profiles = [LinkProfile.Large, LinkProfile.Unknown, SealedHop.OneEach(packetBytes)];
        foreach (LinkProfile profile in profiles)
        {
            SealedHop hop = new(profile, packetBytes);
            if (hop.PacketsInRecord == 0)
            {
                hop.Dispose();
                continue;
            }
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{packetBytes:N0} B, {hop.PacketsInRecord} in a record of {profile.RecordBytes:N0} B");
            hops.Add((name, hop));
        }
        Timing[] timings = Race(run, hops);
        PeerResult? kernel = run.Peer(
            "kernel_forwarding.cpp", packetBytes.ToString(CultureInfo.InvariantCulture),
            run.Options.Repeats.ToString(CultureInfo.InvariantCulture));
        for (int i = 1; i < hops.Count; i++)
        {
            List<Comparison> against = [new("naive", timings[0].SecondsEach, IsRecorded: false, goal)];
            against.Add(kernel is null
                ? new Comparison("kernel, plain", recorded, IsRecorded: true, kernelGoal)
                : new Comparison(
                    "kernel, plain", kernel.Number("seconds_each"), IsRecorded: false, kernelGoal));
            run.Add(Figure.Time(hops[i].Name, timings[i], against));
            hops[i].Hop.Dispose();
        }
        hops[0].Hop.Dispose();
    }

    // As BenchRun.Race does, but with a watch that stands still while the hop's socket is filled and the next
    // one emptied. A repeat counts as its median round, each of which is shorter than a time slice: so
    // rounds in which something else had the core do not count.
    private static Timing[] Race(BenchRun run, List<(string Name, IHop Hop)> hops)
    {
        double[][] seconds = new double[hops.Count][];
        for (int i = 0; i < hops.Count; i++)
        {
            Time(run, hops[i].Hop, run.Options.WarmUp);
            seconds[i] = new double[run.Options.Repeats];
        }
        double[] allocated = new double[hops.Count];
        for (int repeat = 0; repeat < run.Options.Repeats; repeat++)
        {
            for (int i = 0; i < hops.Count; i++)
            {
                (seconds[i][repeat], allocated[i]) = Time(run, hops[i].Hop, RepeatTime);
            }
        }
        Timing[] timings = new Timing[hops.Count];
        for (int i = 0; i < timings.Length; i++)
        {
            Array.Sort(seconds[i]);
            timings[i] = new Timing(
                hops[i].Name, seconds[i][seconds[i].Length / 2], seconds[i][0], seconds[i][^1], allocated[i]);
        }
        return timings;
    }

    private static (double SecondsEach, double BytesEach) Time(BenchRun run, IHop hop, TimeSpan atLeast)
    {
        List<double> rounds = [];
        long allocated = 0;
        long packets = 0;
        long started = Stopwatch.GetTimestamp();
        do
        {
            run.ThrowIfInterrupted();
            hop.Fill();
            long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            long before = Stopwatch.GetTimestamp();
            int worked = hop.Work();
            rounds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds / worked);
            allocated += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
            packets += worked;
            Check.That(worked > 0 && hop.Empty() == worked);
        }
        while (Stopwatch.GetElapsedTime(started) < atLeast);
        rounds.Sort();
        return (rounds[rounds.Count / 2], (double)allocated / packets);
    }
}
