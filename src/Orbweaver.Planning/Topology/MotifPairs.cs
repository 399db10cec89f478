using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// The fixed neighbours of a constellation with a motif. Step number i takes terminals 2i, along it, and
/// 2i+1, back along it; +grid is the motif (0, 1), (1, 0).
/// </summary>
internal static class MotifPairs
{
    /// <summary>
    /// All pairs of a constellation, whether or not geometry allows them; none twice, none with itself.
    /// </summary>
    public static List<(TerminalRef A, TerminalRef B)> Of(
        PlanRequest request, ConstellationSpec constellation)
    {
        var lattice = new MotifLattice(request, constellation);
        var pairs = new List<(TerminalRef A, TerminalRef B)>();
        var seen = new HashSet<(int, int)>();
        for (int place = 0; place < lattice.PlaceCount; place++)
        {
            for (int i = 0; i < constellation.Motif.Count; i++)
            {
                Join(place, i);
            }
        }
        return pairs;

        void Join(int from, int index)
        {
            MotifOffset step = constellation.Motif[index];
            int to = lattice.Step(from, step);
            int a = lattice.SatelliteAt(from);
            int b = to == MotifLattice.None ? MotifLattice.None : lattice.SatelliteAt(to);
            if (a == MotifLattice.None || b == MotifLattice.None || a == b)
            {
                return;
            }
            int terminalA =
                lattice.Terminal(request.Satellites[a].Optical.Count, from, index, step, isBack: false);
            int terminalB =
                lattice.Terminal(request.Satellites[b].Optical.Count, to, index, step, isBack: true);
            if (terminalA != MotifLattice.None && terminalB != MotifLattice.None
                && seen.Add((System.Math.Min(a, b), System.Math.Max(a, b))))
            {
                var first = new TerminalRef(new NodeId(a), terminalA);
                var second = new TerminalRef(new NodeId(b), terminalB);
                pairs.Add(a < b ? (first, second) : (second, first));
            }
        }
    }
}
