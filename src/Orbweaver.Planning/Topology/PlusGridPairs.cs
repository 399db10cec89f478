using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// The fixed neighbours of a constellation with planes and slots. Terminals: 0 fore and 1 aft in the plane,
/// 2 left to the next plane, 3 right to the previous one. With fewer than four the plane comes first: three
/// give the cross links of every other pair of planes, two the rings of the planes, one links of every other
/// pair along a plane. Slots may be empty, as in a fleet that flies: fore is the next satellite of the plane,
/// and left the nearest slot of the next plane that is not nearer to another.
/// </summary>
internal static class PlusGridPairs
{
    private const int Fore = 0;
    private const int Aft = 1;
    private const int Left = 2;
    private const int Right = 3;
    private const int None = -1;

    // Cross links reach over this part of a plane: a 16th, 22 degrees.
    private const int ReachPart = 16;

    /// <summary>
    /// All pairs of a constellation, whether or not geometry allows them; none twice, none with itself.
    /// </summary>
    public static List<(TerminalRef A, TerminalRef B)> Of(
        PlanRequest request, ConstellationSpec constellation)
    {
        (int Slot, int Satellite)[][] planes = Planes(request, constellation);
        var pairs = new List<(TerminalRef A, TerminalRef B)>();
        var seen = new HashSet<(int, int)>();
        for (int plane = 0; plane < planes.Length; plane++)
        {
            (int Slot, int Satellite)[] along = planes[plane];
            for (int i = 0; i < along.Length; i++)
            {
                int next = (i + 1) % along.Length;
                Join(along[i].Satellite, i, Fore, along[next].Satellite, next, Aft);
            }
            if (NextPlane(constellation, plane) is { } other)
            {
                foreach ((int a, int b) in Cross(constellation, along, planes[other.Plane], other.Shift))
                {
                    Join(a, 0, Left, b, 0, Right);
                }
            }
        }
        return pairs;

        void Join(int a, int rankA, int roleA, int b, int rankB, int roleB)
        {
            int terminalA = Terminal(request.Satellites[a], rankA, roleA);
            int terminalB = Terminal(request.Satellites[b], rankB, roleB);
            if (a != b && terminalA != None && terminalB != None
                && seen.Add((Math.Min(a, b), Math.Max(a, b))))
            {
                var first = new TerminalRef(new NodeId(a), terminalA);
                var second = new TerminalRef(new NodeId(b), terminalB);
                pairs.Add(a < b ? (first, second) : (second, first));
            }
        }
    }

    // The occupied slots of every plane, in order.
    private static (int Slot, int Satellite)[][] Planes(
        PlanRequest request, ConstellationSpec constellation)
    {
        var planes = new List<(int Slot, int Satellite)>[constellation.Planes];
        for (int p = 0; p < planes.Length; p++)
        {
            planes[p] = [];
        }
        for (int s = 0; s < request.Satellites.Count; s++)
        {
            SatelliteSpec spec = request.Satellites[s];
            if (string.Equals(spec.Constellation, constellation.Name, StringComparison.Ordinal)
                && spec.Plane >= 0 && spec.Plane < planes.Length
                && spec.Slot >= 0 && spec.Slot < constellation.SlotsPerPlane)
            {
                planes[spec.Plane].Add((spec.Slot, s));
            }
        }
        Array.ForEach(planes, p => p.Sort());
        return Array.ConvertAll(planes, p => p.ToArray());
    }

    // The seam: slot s of the last plane looks at slot s+F of plane 0, where a Walker constellation closes.
    private static (int Plane, int Shift)? NextPlane(ConstellationSpec constellation, int plane)
    {
        if (plane + 1 < constellation.Planes)
        {
            return (plane + 1, 0);
        }
        bool isClosed = constellation.Policy == TopologyPolicy.PlusGrid && constellation.Planes > 1;
        return isClosed ? (0, constellation.Phasing) : null;
    }

    // Every satellite at most once on either side: nearest slots first, then in the order of slots.
    private static IEnumerable<(int A, int B)> Cross(
        ConstellationSpec constellation, (int Slot, int Satellite)[] from, (int Slot, int Satellite)[] to,
        int shift)
    {
        int slots = constellation.SlotsPerPlane;
        int reach = Math.Max(1, slots / ReachPart);
        var satelliteAt = new int[slots];
        Array.Fill(satelliteAt, None);
        Array.ForEach(to, t => satelliteAt[t.Slot] = t.Satellite);
        var possible = new List<(int Distance, int Slot, int A, int B)>();
        foreach ((int slot, int satellite) in from)
        {
            for (int off = -Math.Min(reach, (slots - 1) / 2); off <= Math.Min(reach, slots / 2); off++)
            {
                int other = satelliteAt[((((slot + shift + off) % slots) + slots) % slots)];
                if (other != None)
                {
                    possible.Add((Math.Abs(off), slot, satellite, other));
                }
            }
        }
        var takenA = new HashSet<int>();
        var takenB = new HashSet<int>();
        possible.Sort();
        foreach ((_, _, int a, int b) in possible)
        {
            if (!takenA.Contains(a) && takenB.Add(b))
            {
                takenA.Add(a);
                yield return (a, b);
            }
        }
    }

    private static int Terminal(SatelliteSpec satellite, int rank, int role) => satellite.Optical.Count switch
    {
        >= 4 => role,
        3 => role is Left or Right ? CrossOfThree(satellite, role) : role,
        2 => role is Fore or Aft ? role : None,
        1 => role == ((rank & 1) == 0 ? Fore : Aft) ? 0 : None,
        _ => None,
    };

    // The third terminal of an even plane looks left, that of an odd plane right: planes are joined two by
    // two.
    private static int CrossOfThree(SatelliteSpec satellite, int role)
        => role == ((satellite.Plane & 1) == 0 ? Left : Right) ? 2 : None;
}
