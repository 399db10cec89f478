using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>How a seed failed.</summary>
public enum FailureKind
{
    /// <summary>The program broke off.</summary>
    Crash,

    /// <summary>Something happened that must never happen.</summary>
    Invariant,

    /// <summary>Something that should have happened did not.</summary>
    Liveness,
}

/// <summary>A failure of a seed.</summary>
/// <param name="Kind">How it failed.</param>
/// <param name="At">How far the run had come.</param>
/// <param name="Message">What was found, in one line.</param>
public sealed record SeedFailure(FailureKind Kind, Duration At, string Message);

/// <summary>How often a class of faults was drawn in a run, and how often it made a difference.</summary>
public readonly record struct ClassCount(FaultClass Class, int Drawn, int Bitten);

/// <summary>What became of the messages of a run.</summary>
public readonly record struct Fates(
    long Offered, long OnTime, long Late, long Expired, long Superseded, long Lost, long InFlight)
{
    /// <summary>Sum.</summary>
    public static Fates operator +(in Fates a, in Fates b) => new(
        a.Offered + b.Offered, a.OnTime + b.OnTime, a.Late + b.Late, a.Expired + b.Expired,
        a.Superseded + b.Superseded, a.Lost + b.Lost, a.InFlight + b.InFlight);
}

/// <summary>What one seed came to.</summary>
public sealed record SeedReport
{
    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Hash over every event up to the end, or to the failure.</summary>
    public required ulong TraceHash { get; init; }

    /// <summary>How much time was simulated.</summary>
    public required Duration Simulated { get; init; }

    /// <summary>Nodes of the network.</summary>
    public required int Nodes { get; init; }

    /// <summary>Packets that crossed a link.</summary>
    public required long PacketHops { get; init; }

    /// <summary>Messages by fate; none when the run broke off.</summary>
    public Fates Fates { get; init; }

    /// <summary>The classes that the seed enabled, in their order.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>The faults that were drawn.</summary>
    public required FaultPlan Faults { get; init; }

    /// <summary>
    /// Whether the last quarter was free of faults that can end, and convergence was judged.
    /// </summary>
    public required bool IsCalm { get; init; }

    /// <summary>Whether nodes found silence by themselves.</summary>
    public required bool IsLivenessReal { get; init; }

    /// <summary>The numbers of I5.</summary>
    public OnTimeCount OnTime { get; init; }

    /// <summary>
    /// Why messages were not on time that could have been: contract and reason, with counts.
    /// </summary>
    public IReadOnlyList<(string Cause, long Messages)> Missed { get; init; } = [];

    /// <summary>How it failed; null when it did not.</summary>
    public SeedFailure? Failure { get; init; }
}
