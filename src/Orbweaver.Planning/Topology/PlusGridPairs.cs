using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// The fixed neighbours of a designed constellation. Terminals: 0 fore and 1 aft in the plane, 2 left to the
/// next plane, 3 right to the previous one. With fewer than four the plane comes first: three give the cross
/// links of every other pair of planes, two the rings of the planes, one links of every other pair of slots.
/// </summary>
internal static class PlusGridPairs
{
    private const int Fore = 0;
    private const int Aft = 1;
    private const int Left = 2;
    private const int Right = 3;
    private const int None = -1;

    /// <summary>
    /// All pairs of a constellation, whether or not geometry allows them; none twice, none with itself.
    /// </summary>
    public static List<(TerminalRef A, TerminalRef B)> Of(
        PlanRequest request, ConstellationSpec constellation)
    {
        var grid = new Dictionary<(int Plane, int Slot), int>();
        for (int s = 0; s < request.Satellites.Count; s++)
        {
            SatelliteSpec spec = request.Satellites[s];
            if (string.Equals(spec.Constellation, constellation.Name, System.StringComparison.Ordinal)
                && spec.Plane >= 0 && spec.Slot >= 0)
            {
                grid[(spec.Plane, spec.Slot)] = s;
            }
        }
        var pairs = new List<(TerminalRef A, TerminalRef B)>();
        var seen = new HashSet<(int, int)>();
        int slots = constellation.SlotsPerPlane;
        for (int plane = 0; plane < constellation.Planes; plane++)
        {
            for (int slot = 0; slot < slots; slot++)
            {
                Join((plane, slot), Fore, (plane, (slot + 1) % slots), Aft);
                if (NextPlane(constellation, plane, slot) is { } next)
                {
                    Join((plane, slot), Left, next, Right);
                }
            }
        }
        return pairs;

        void Join((int Plane, int Slot) from, int fromRole, (int Plane, int Slot) to, int toRole)
        {
            if (!grid.TryGetValue(from, out int a) || !grid.TryGetValue(to, out int b) || a == b)
            {
                return;
            }
            int terminalA = Terminal(request.Satellites[a], fromRole);
            int terminalB = Terminal(request.Satellites[b], toRole);
            if (terminalA != None && terminalB != None
                && seen.Add((System.Math.Min(a, b), System.Math.Max(a, b))))
            {
                var first = new TerminalRef(new NodeId(a), terminalA);
                var second = new TerminalRef(new NodeId(b), terminalB);
                pairs.Add(a < b ? (first, second) : (second, first));
            }
        }
    }

    // The seam: slot s of the last plane looks at slot s+F of plane 0, where a Walker constellation closes.
    private static (int Plane, int Slot)? NextPlane(ConstellationSpec constellation, int plane, int slot)
    {
        if (plane + 1 < constellation.Planes)
        {
            return (plane + 1, slot);
        }
        bool isClosed = constellation.Policy == TopologyPolicy.PlusGrid && constellation.Planes > 1;
        int slots = constellation.SlotsPerPlane;
        return isClosed ? (0, (((slot + constellation.Phasing) % slots) + slots) % slots) : null;
    }

    private static int Terminal(SatelliteSpec satellite, int role) => satellite.Optical.Count switch
    {
        >= 4 => role,
        3 => role is Left or Right ? CrossOfThree(satellite, role) : role,
        2 => role is Fore or Aft ? role : None,
        1 => role == ((satellite.Slot & 1) == 0 ? Fore : Aft) ? 0 : None,
        _ => None,
    };

    // The third terminal of an even plane looks left, that of an odd plane right: planes are joined two by
    // two.
    private static int CrossOfThree(SatelliteSpec satellite, int role)
        => role == ((satellite.Plane & 1) == 0 ? Left : Right) ? 2 : None;
}
