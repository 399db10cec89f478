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
    // Terminal numbers of four mounts.
    private const int Fore = 0;
    private const int Aft = 1;
    private const int Left = 2;
    private const int Right = 3;

    /// <summary>The terminal of <paramref name="from"/> in whose sector <paramref name="to"/> lies.</summary>
    public static int Towards(SkySample sky, int from, int to, int mountCount)
    {
        if (mountCount == 1)
        {
            return 0;
        }
        Vec3 sightM = sky.PositionM[to] - sky.PositionM[from];
        double left = sightM.Dot(sky.Left[from]);
        double fore = sightM.Dot(sky.Fore[from]);
        if (mountCount == 4)
        {
            // The same quarters as below without an arc tangent: it is asked for every pair in reach.
            return Math.Abs(left) < Math.Abs(fore) ? (fore > 0 ? Fore : Aft) : (left > 0 ? Left : Right);
        }
        double azimuthRad = Math.Atan2(left, fore);
        double turns = azimuthRad / (2 * Math.PI);
        int sector = (int)Math.Floor((turns * mountCount) + 0.5);
        return ((sector % mountCount) + mountCount) % mountCount;
    }
}
