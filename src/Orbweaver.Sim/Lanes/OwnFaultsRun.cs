using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>What one seed of a scenario under its own faults came to.</summary>
public sealed record JudgedSeed
{
    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Hash over every event up to the end, or to the failure.</summary>
    public required ulong TraceHash { get; init; }

    /// <summary>How much time was simulated.</summary>
    public required Duration Simulated { get; init; }

    /// <summary>The judgement by contract and subscriber; none when the run broke off.</summary>
    public IReadOnlyList<JudgedFlow> Flows { get; init; } = [];

    /// <summary>How it failed; null when it did not.</summary>
    public SeedFailure? Failure { get; init; }
}

/// <summary>
/// Runs a seed under faults that a scenario names, with all checks, and judges it by the oracle. Unlike with
/// <see cref="SeedRun"/> nothing is drawn here.
/// </summary>
public static class OwnFaultsRun
{
    // Bounds and conservation are looked at so often.
    private static readonly Duration CheckInterval = Duration.FromSeconds(5);

    /// <summary>
    /// One seed; only the named contracts are judged. Throws <see cref="OperationCanceledException"/> soon
    /// after <paramref name="isStopped"/> says so.
    /// </summary>
    public static JudgedSeed Of(
        SimWorld world, ulong seed, FaultPlan faults, IReadOnlyList<bool> contracts,
        Func<bool>? isStopped = null)
    {
        RunJudge judge = new(world, faults, contracts);
        TwinWorld? twin = null;
        try
        {
            twin = new TwinWorld(world.Config(seed, faults, judge.Witness));
            while (twin.Now < twin.End)
            {
                twin.AdvanceTo(twin.Now + CheckInterval);
                twin.CheckNow();
                if (isStopped?.Invoke() == true)
                {
                    throw new OperationCanceledException();
                }
            }
            RunResult result = twin.Result();
            return Report(null) with { Flows = judge.Judge(result.Simulated) };
        }
        catch (InvariantException e)
        {
            return Report(Failure(FailureKind.Invariant, e.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Report(Failure(FailureKind.Crash, $"{e.GetType().Name}: {e.Message}"));
        }

        Duration Simulated() => (twin?.Now ?? world.Plan.Start) - world.Plan.Start;

        SeedFailure Failure(FailureKind kind, string message)
            => new(kind, Simulated(), message.ReplaceLineEndings(" "));

        JudgedSeed Report(SeedFailure? failure) => new()
        {
            Seed = seed,
            TraceHash = twin?.TraceHash ?? 0,
            Simulated = Simulated(),
            Failure = failure,
        };
    }
}
