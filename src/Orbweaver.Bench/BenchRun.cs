using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Orbweaver.Model;

namespace Orbweaver.Bench;

/// <summary>How a run of benchmarks measures and where it finds what it needs.</summary>
internal sealed record BenchOptions
{
    /// <summary>Timed repeats of each contender.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>
    /// How long each contender works untimed before. Short warm-ups measure the compiler: a 64-byte secured
    /// hop read 571 ns after 10 ms and 237 ns after a second.
    /// </summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The folder of the peers' scripts, or null where there is none.</summary>
    public string? PeersFolder { get; init; }

    /// <summary>The folder of the public data, or null where there is none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The workers for what is measured on more than one core.</summary>
    public IWorkers Workers { get; init; } = SequentialWorkers.Instance;
}

/// <summary>One benchmark at work: times contenders against each other and collects figures.</summary>
internal sealed class BenchRun(BenchOptions options, CancellationToken interrupt)
{
    private readonly List<Figure> _figures = [];
    private readonly List<string> _notes = [];

    /// <summary>How it measures.</summary>
    public BenchOptions Options => options;

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>What could not be measured, and other remarks.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Adds a figure.</summary>
    public void Add(Figure figure) => _figures.Add(figure);

    /// <summary>Adds a remark: a clause without a full stop.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Ends the benchmark when the operator has interrupted.</summary>
    public void ThrowIfInterrupted() => interrupt.ThrowIfCancellationRequested();

    /// <summary>A file of the public data; null, with a remark, where it is missing.</summary>
    public string? DataFile(string path)
    {
        string? file = options.DataFolder is { } folder ? Path.Combine(folder, path) : null;
        if (File.Exists(file))
        {
            return file;
        }
        Note($"needs the public data ({path}); ORBWEAVER_DATA names its folder");
        return null;
    }

    /// <summary>
    /// Times contenders in turns, so that what disturbs the machine disturbs all: each is warmed up, then
    /// every repeat runs each of them once. Results are in the order of the contenders.
    /// </summary>
    public Timing[] Race(params ReadOnlySpan<Contender> contenders)
    {
        foreach (Contender contender in contenders)
        {
            WarmUp(contender);
        }
        double[][] secondsEach = new double[contenders.Length][];
        double[] bytesEach = new double[contenders.Length];
        for (int repeat = 0; repeat < options.Repeats; repeat++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                interrupt.ThrowIfCancellationRequested();
                secondsEach[i] ??= new double[options.Repeats];
                (secondsEach[i][repeat], bytesEach[i]) = Time(contenders[i]);
            }
        }
        Timing[] timings = new Timing[contenders.Length];
        for (int i = 0; i < timings.Length; i++)
        {
            double[] sorted = secondsEach[i];
            Array.Sort(sorted);
            timings[i] = new Timing(
                contenders[i].Name, sorted[sorted.Length / 2], sorted[0], sorted[^1], bytesEach[i]);
        }
        return timings;
    }

    /// <summary>
    /// Runs a peer of <c>bench/peers</c> in the same go; null, with a remark, where it or what it needs is
    /// missing.
    /// </summary>
    public PeerResult? Peer(string script, params IReadOnlyList<string> arguments)
    {
        interrupt.ThrowIfCancellationRequested();
        PeerResult? result = Peers.Run(options.PeersFolder, script, arguments, interrupt, out string? why);
        if (result is null)
        {
            Note($"{script} was not run: {why}");
        }
        return result;
    }

    private void WarmUp(Contender contender)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            interrupt.ThrowIfCancellationRequested();
            contender.Prepare()();
        }
        while (Stopwatch.GetElapsedTime(start) < options.WarmUp);
    }

    private static (double SecondsEach, double BytesEach) Time(Contender contender)
    {
        Func<long> work = contender.Prepare();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        double done = work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (seconds / done, allocated / done);
    }
}
