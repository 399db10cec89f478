using System;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>
/// Fields of regard of body-fixed optical mounts: equal sectors of azimuth around the local vertical, the
/// first centred on the direction of flight. With four of them the terminals are 0 fore, 1 aft, 2 left, 3
/// right, as in <see cref="PlusGridPairs"/>; with other numbers they are counted to the left from the
/// direction of flight.
/// </summary>
internal static class Mounts
{
    /// <summary>
    /// Fore, left, aft, right: the sectors of four mounts counted to the left, as terminal numbers.
    /// </summary>
    private static ReadOnlySpan<byte> TerminalOfQuarter => [0, 2, 1, 3];

    /// <summary>The terminal of <paramref name="from"/> in whose sector <paramref name="to"/> lies.</summary>
    public static int Towards(SkySample sky, int from, int to, int mountCount)
    {
        if (mountCount == 1)
        {
            return 0;
        }
        Vec3 sightM = sky.PositionM[to] - sky.PositionM[from];
        double azimuthRad = Math.Atan2(sightM.Dot(sky.Left[from]), sightM.Dot(sky.Fore[from]));
        double turns = azimuthRad / (2 * Math.PI);
        int sector = (int)Math.Floor((turns * mountCount) + 0.5);
        sector = ((sector % mountCount) + mountCount) % mountCount;
        return mountCount == 4 ? TerminalOfQuarter[sector] : sector;
    }
}
