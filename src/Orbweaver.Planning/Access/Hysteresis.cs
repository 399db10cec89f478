namespace Orbweaver.Planning;

/// <summary>
/// How much better a choice of access must be before a link that still holds is given up for it, in the unit
/// of <see cref="AccessLosses"/>. A handover costs more than a small gain brings.
/// </summary>
internal static class Hysteresis
{
    /// <summary>What moving one terminal costs: 2 % of one pair's delay.</summary>
    public const long MoveCost = AccessLosses.Best / 50;

    /// <summary>A pair within 1 % of its best is left alone.</summary>
    public const long PairLossMax = AccessLosses.Best / 100;
}
