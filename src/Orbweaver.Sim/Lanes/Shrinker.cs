using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>What is left of a failing seed.</summary>
/// <param name="Report">The run under what is left.</param>
/// <param name="Faults">The faults without which it does not fail in the same way.</param>
/// <param name="Length">How long it has to run.</param>
/// <param name="Runs">Runs that it took to find out.</param>
public sealed record Shrunk(SeedReport Report, IReadOnlyList<Fault> Faults, Duration Length, int Runs);

/// <summary>
/// Makes a failing seed small: drops faults one at a time while it fails in the same way, and then halves its
/// time. A fault that is dropped keeps its number without hits, so that the dice of the others stay theirs.
/// </summary>
public static class Shrinker
{
    private const int HalvingsMax = 6;

    /// <summary>Shrinks a seed; null when it does not fail.</summary>
    public static Shrunk? Shrink(SimWorld world, ulong seed, Action<string> tell)
        => Shrink(world, seed, FaultSwarm.Draw(seed, world), tell);

    /// <summary>The same for faults that are already drawn.</summary>
    internal static Shrunk? Shrink(SimWorld world, ulong seed, DrawnFaults drawn, Action<string> tell)
    {
        SeedReport report = SeedRun.Of(world, seed, drawn);
        int runs = 1;
        if (report.Failure is not { } failure)
        {
            return null;
        }
        tell($"{failure.Kind} after {failure.At}: {failure.Message}");
        bool isSmaller = true;
        while (isSmaller)
        {
            isSmaller = false;
            for (int i = 0; i < drawn.Plan.Faults.Count; i++)
            {
                if (IsEmpty(drawn.Plan.Faults[i]))
                {
                    continue;
                }
                DrawnFaults less = drawn with { Plan = Without(drawn.Plan, i) };
                SeedReport other = SeedRun.Of(world, seed, less);
                runs++;
                if (other.Failure?.Kind == failure.Kind)
                {
                    (drawn, report, isSmaller) = (less, other, true);
                    tell($"still fails without {Describe(world, report.Faults.Faults[i], drawn)}");
                }
            }
        }
        for (int i = 0; i < HalvingsMax; i++)
        {
            SimWorld half = world with { Length = new Duration(world.Length.Nanoseconds / 2) };
            SeedReport other = SeedRun.Of(half, seed, drawn);
            runs++;
            if (other.Failure?.Kind != failure.Kind)
            {
                break;
            }
            (world, report) = (half, other);
            tell($"still fails within {half.Length}");
        }
        List<Fault> left = [.. drawn.Plan.Faults];
        left.RemoveAll(IsEmpty);
        return new Shrunk(report, left, world.Length, runs);
    }

    private static string Describe(SimWorld world, Fault fault, DrawnFaults drawn)
    {
        List<Fault> left = [.. drawn.Plan.Faults];
        left.RemoveAll(IsEmpty);
        return $"fault {fault.Number} ({fault.Kind} of {fault.What}) in {world.Name}; {left.Count} left";
    }

    private static bool IsEmpty(Fault fault)
        => fault.Nodes.Count + fault.Links.Count + fault.Overloads.Count == 0;

    private static FaultPlan Without(FaultPlan plan, int number)
    {
        List<Fault> faults = [.. plan.Faults];
        faults[number] = faults[number] with { Nodes = [], Links = [], Overloads = [] };
        return new FaultPlan { Faults = faults };
    }
}
