using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace Orbweaver.Bench;

/// <summary>A macro benchmark: some work, counted.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Question">What it answers.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Prepare">Sets the work up, untimed; the result does one repeat and returns how much it
/// did.</param>
internal sealed record Macro(string Name, string Question, string Unit, Func<Func<long>> Prepare);

internal static class Program
{
    private const int Repeats = 5;

    private static readonly Macro[] All =
    [
        Twin.TorusBench.Macro,
        Twin.TorusBench.KeptMacro,
        Routing.TreeBench.Macro,
        .. Routing.WayBench.All,
        Orbits.Sgp4Bench.Macro,
    ];

    private static int Main(string[] args)
    {
        Macro[] chosen = args.Length == 0 ? All : Array.FindAll(All, m => Array.IndexOf(args, m.Name) >= 0);
        if (chosen.Length == 0)
        {
            string names = string.Join(", ", Array.ConvertAll(All, m => m.Name));
            Console.Error.WriteLine($"No such benchmark. There are: {names}.");
            return 2;
        }
        foreach (Macro macro in chosen)
        {
            Console.WriteLine(Run(macro));
        }
        return 0;
    }

    // Warmed up by one repeat, then the median of five: absolute figures are for this machine on this day
    // only.
    private static string Run(Macro macro)
    {
        List<double> perSecond = [];
        double allocatedEach = 0;
        for (int i = 0; i <= Repeats; i++)
        {
            Func<long> work = macro.Prepare();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            long done = work();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (i > 0)
            {
                perSecond.Add(done / seconds);
            }
            allocatedEach = allocated / (double)done;
        }
        perSecond.Sort();
        double median = perSecond[Repeats / 2];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{macro.Name}: {median:N0} {macro.Unit}/s (least {perSecond[0]:N0}, most {perSecond[^1]:N0}), "
            + $"{1e9 / median:N0} ns and {allocatedEach:0.0} bytes each - {macro.Question}");
    }
}
