using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Orbweaver.Model;
using Orbweaver.Routing;

namespace Orbweaver.Bench.Routing;

/// <summary>
/// Forwarding state, distances and next hops of all nodes to a hundred sites, step after step, beside scipy
/// on the same graphs; and all pairs of satellites.
/// </summary>
internal static class ForwardingBench
{
    private const int Steps = 11;

    /// <summary>The trials' figure of Hypatia for a step of the same size, its delays included.</summary>
    private const double HypatiaStepS = 6.4;

    public static readonly Benchmark[] All =
    [
        new("forwarding-state", "what a step of 1,584 satellites and 100 sites costs", MeasureState),
        new("all-pairs", "what all trees between 1,584 satellites cost, with next hops", MeasurePairs),
    ];

    private static void MeasureState(BenchRun run)
    {
        ForwardingShell shell = new(run);
        EpochLink[][] links = [.. Enumerable.Range(0, Steps).Select(shell.LinksAt)];
        TreeBatch batch = new(shell.Nodes);
        TreeBlock block = new();
        Timing[] timings = run.Race(
            new Contender("full", () => () =>
            {
                foreach (EpochLink[] step in links)
                {
                    new TreeBatch(shell.Nodes).Build(shell.Epoch(step), shell.SiteIds, new TreeBlock());
                }
                return Steps;
            }),
            new Contender("next step", () => () =>
            {
                foreach (EpochLink[] step in links)
                {
                    batch.Build(shell.Epoch(step), shell.SiteIds, block);
                }
                return Steps;
            }),
            new Contender("geometry", () => () =>
            {
                for (int second = 0; second < Steps; second++)
                {
                    shell.LinksAt(second);
                }
                return Steps;
            }));
        PeerResult? scipy = Ask(run, shell, links, out int[] delaysNs);
        Comparison hypatia = new("Hypatia", HypatiaStepS, IsRecorded: true, Goal: null);
        run.Add(Figure.Time("full, from links", timings[0], [.. Against(scipy, "step_s", 2.5), hypatia])
            with
        { Limit = 0.020 });
        run.Add(Figure.Time("next step of 1 s", timings[1], [.. Against(scipy, "step_s", 10), hypatia])
            with
        { Limit = 0.005 });
        run.Add(Figure.Time("positions and delays of a step", timings[2]));
        if (scipy is not null)
        {
            Compare(run, shell, links, delaysNs);
        }
    }

    private static void MeasurePairs(BenchRun run)
    {
        ForwardingShell shell = new(run);
        EpochLink[] links = shell.LinksAt(0);
        PlanEpoch epoch = shell.Epoch(links);
        TreeBatch batch = new(shell.Nodes);
        TreeBlock block = new();
        Timing timing = run.Race(new Contender("all pairs", () => () =>
        {
            batch.Build(epoch, shell.SatelliteIds, block);
            return 1;
        }))[0];
        PeerResult? scipy = Ask(run, shell, [links], out _);
        run.Add(Figure.Time("all pairs", timing, Against(scipy, "all_pairs_s", 35)));
    }

    private static Comparison[] Against(PeerResult? scipy, string what, double goal)
        => scipy is null ? [] : [new("scipy", scipy.Number(what), IsRecorded: false, goal)];

    private static PeerResult? Ask(
        BenchRun run, ForwardingShell shell, EpochLink[][] links, out int[] delaysNs)
    {
        delaysNs = [];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("orbweaver-bench-");
        try
        {
            string graphs = Path.Combine(folder.FullName, "graphs");
            string delays = Path.Combine(folder.FullName, "delays");
            Write(graphs, shell, links);
            PeerResult? result = run.Peer("scipy_forwarding.py", graphs, delays);
            if (result is not null)
            {
                delaysNs = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(delays)).ToArray();
            }
            return result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string path, ForwardingShell shell, EpochLink[][] links)
    {
        using BinaryWriter file = new(File.Create(path));
        WriteAll(file, [links.Length, shell.SatelliteIds.Length, shell.SiteIds.Length]);
        foreach (EpochLink[] step in links)
        {
            file.Write(step.Length);
            WriteAll(file, [.. step.Select(l => l.A.Value)]);
            WriteAll(file, [.. step.Select(l => l.B.Value)]);
            WriteAll(file, [.. step.Select(l => l.DelayMiddleNs)]);
        }
    }

    private static void WriteAll(BinaryWriter file, int[] numbers)
        => file.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));

    // Exact: scipy's sums of whole nanoseconds fit a double.
    private static void Compare(BenchRun run, ForwardingShell shell, EpochLink[][] links, int[] delaysNs)
    {
        TreeBatch batch = new(shell.Nodes);
        TreeBlock block = new();
        int place = 0;
        int different = 0;
        foreach (EpochLink[] step in links)
        {
            batch.Build(shell.Epoch(step), shell.SiteIds, block);
            for (int site = 0; site < shell.SiteIds.Length; site++)
            {
                foreach (PlanNode node in shell.Nodes)
                {
                    int ns = block.DistanceNs(site, node.Id);
                    different += (ns == RouteTree.Unreachable ? -1 : ns) == delaysNs[place++] ? 0 : 1;
                }
            }
        }
        run.Note($"{different} of {place} delays in {links.Length} steps differ from scipy's");
    }
}
