using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// What would become of a network if something happened: its fork is run ahead twice, as it is and with the
/// changes, with the same dice.
/// </summary>
public static class WhatIf
{
    /// <summary>Weak spots that are told.</summary>
    public const int WeakMax = 20;

    // How much is done before somebody may stop it.
    private static readonly Duration Piece = Duration.FromMilliseconds(100);

    /// <summary>
    /// Runs both. <paramref name="goOn"/> is told now and then how much of the work is done, and may say no:
    /// then there is no result. Changes are faults of the world that was forked, see <see
    /// cref="TwinFork.World"/>.
    /// </summary>
    public static WhatIfOutcome? Run(TwinFork fork, IReadOnlyList<Fault> changes, Func<double, bool> goOn)
    {
        FigureNotes asIs = Notes(fork);
        if (TryRun(fork, fork.World([], asIs), p => goOn(p / 2)) is not { } first)
        {
            return null;
        }
        FigureNotes changed = Notes(fork);
        if (TryRun(fork, fork.World(changes, changed), p => goOn(0.5 + (p / 2))) is not { } second)
        {
            return null;
        }
        return new WhatIfOutcome(
            asIs.Figures(first.End) with { Ended = first.Ended },
            changed.Figures(second.End) with { Ended = second.Ended },
            changed.WeakSpots(asIs, WeakMax));
    }

    private static FigureNotes Notes(TwinFork fork)
        => new(fork.Contracts, fork.Admitted, fork.Now, fork.Now + fork.Horizon);

    // To the end, looking at it at the ends of the pieces of its series, as at the live one.
    private static (Instant End, IReadOnlyList<EndedFigures> Ended)? TryRun(
        TwinFork fork, TwinWorld world, Func<double, bool> goOn)
    {
        Instant start = world.Now;
        Duration slot = FigureNotes.SlotOf(fork.Horizon);
        Instant next = fork.Now;
        WorldMeter? meter = null;
        while (true)
        {
            if (world.Now == next)
            {
                meter?.Look(world);
                meter ??= new WorldMeter(world, fork.Contracts, fork.Admitted);
                Instant end = fork.Now + fork.Horizon;
                next = next < end ? Sooner(next + slot, end) : next;
            }
            if (world.Now >= world.End)
            {
                break;
            }
            if (!goOn((double)(world.Now - start).Nanoseconds / (world.End - start).Nanoseconds))
            {
                return null;
            }
            world.AdvanceTo(Sooner(world.Now + Piece, next > world.Now ? next : world.End));
        }
        return (world.End, meter?.Figures().Ended ?? []);
    }

    private static Instant Sooner(Instant a, Instant b) => a < b ? a : b;
}
