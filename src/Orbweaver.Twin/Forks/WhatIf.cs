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
        if (!TryRun(fork.World([], asIs), p => goOn(p / 2), out Instant end))
        {
            return null;
        }
        FigureNotes changed = Notes(fork);
        if (!TryRun(fork.World(changes, changed), p => goOn(0.5 + (p / 2)), out end))
        {
            return null;
        }
        return new WhatIfOutcome(
            asIs.Figures(end), changed.Figures(end), changed.WeakSpots(asIs, WeakMax));
    }

    private static FigureNotes Notes(TwinFork fork)
        => new(fork.Contracts, fork.Admitted, fork.Now, fork.Now + fork.Horizon);

    private static bool TryRun(TwinWorld world, Func<double, bool> goOn, out Instant end)
    {
        Instant start = world.Now;
        end = world.End;
        while (world.Now < end)
        {
            if (!goOn((double)(world.Now - start).Nanoseconds / (end - start).Nanoseconds))
            {
                return false;
            }
            world.AdvanceTo(world.Now + Piece);
        }
        return true;
    }
}
