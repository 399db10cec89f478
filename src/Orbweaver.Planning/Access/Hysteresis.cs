using System;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// How much better a satellite must be before a link that still holds is given up for it: by more than 1 ms
/// and by more than 5 % of the score held, whichever is more. A handover costs more than a small gain brings.
/// </summary>
public static class Hysteresis
{
    /// <summary>The least gain in time.</summary>
    public static readonly Duration GainMin = Duration.FromMilliseconds(1);

    /// <summary>The least gain as a share of the score held.</summary>
    public const int GainMinPercent = 5;

    /// <summary>Whether the best is worth the move.</summary>
    public static bool IsWorthMoving(long heldNs, long bestNs)
        => heldNs - bestNs > Math.Max(GainMin.Nanoseconds, heldNs * GainMinPercent / 100);
}
