using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>What many seeds came to. Reports are added in the order of their seeds.</summary>
public sealed class SimTotals
{
    private readonly SortedDictionary<FaultClass, (int Seeds, int Drawn, int Bitten, int Idle)> _classes = [];
    private readonly SortedDictionary<string, long> _missed = new(System.StringComparer.Ordinal);
    private readonly List<SeedReport> _failed = [];

    /// <summary>Seeds that were run.</summary>
    public int Seeds { get; private set; }

    /// <summary>Of these, with a free last quarter.</summary>
    public int CalmSeeds { get; private set; }

    /// <summary>Of these, in which nodes found silence by themselves.</summary>
    public int RealSeeds { get; private set; }

    /// <summary>Simulated time.</summary>
    public Duration Simulated { get; private set; }

    /// <summary>Simulated time times nodes.</summary>
    public Duration NodeTime { get; private set; }

    /// <summary>Packets that crossed a link.</summary>
    public long PacketHops { get; private set; }

    /// <summary>Messages by fate.</summary>
    public Fates Fates { get; private set; }

    /// <summary>The numbers of I5.</summary>
    public OnTimeCount OnTime { get; private set; }

    /// <summary>A hash over the trace hashes, in order.</summary>
    public ulong TraceHash { get; private set; }

    /// <summary>Seeds that failed.</summary>
    public IReadOnlyList<SeedReport> Failed => _failed;

    /// <summary>Messages that count against I5, by contract and cause.</summary>
    public IReadOnlyDictionary<string, long> Missed => _missed;

    /// <summary>
    /// By class: seeds that enabled it, faults drawn, faults that bit, and seeds in which none bit.
    /// </summary>
    public IReadOnlyDictionary<FaultClass, (int Seeds, int Drawn, int Bitten, int Idle)> Classes => _classes;

    /// <summary>Adds a seed.</summary>
    public void Add(SeedReport report)
    {
        Seeds++;
        CalmSeeds += report.IsCalm ? 1 : 0;
        RealSeeds += report.IsLivenessReal ? 1 : 0;
        Simulated += report.Simulated;
        NodeTime += report.Simulated * report.Nodes;
        PacketHops += report.PacketHops;
        Fates += report.Fates;
        OnTime += report.OnTime;
        TraceHash = StableHash.Mix(TraceHash, report.TraceHash);
        foreach ((string cause, long messages) in report.Missed)
        {
            _missed.TryGetValue(cause, out long before);
            _missed[cause] = before + messages;
        }
        foreach (ClassCount c in report.Classes)
        {
            _classes.TryGetValue(c.Class, out var sum);
            // A run that broke off did not come to count what bit.
            bool isIdle = c.Bitten == 0
                && report.Failure?.Kind is not (FailureKind.Crash or FailureKind.Invariant);
            _classes[c.Class] = (
                sum.Seeds + 1, sum.Drawn + c.Drawn, sum.Bitten + c.Bitten,
                sum.Idle + (isIdle ? 1 : 0));
        }
        if (report.Failure is not null)
        {
            _failed.Add(report);
        }
    }

    /// <summary>The gravest failure; null when there is none, and enough was on time.</summary>
    public FailureKind? Worst
    {
        get
        {
            FailureKind? worst = OnTime.IsEnough ? null : FailureKind.Liveness;
            foreach (SeedReport report in _failed)
            {
                FailureKind kind = report.Failure!.Kind;
                worst = worst is { } w && w < kind ? w : kind;
            }
            return worst;
        }
    }
}
