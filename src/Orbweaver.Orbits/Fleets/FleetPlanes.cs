using System;
using System.Collections.Generic;
using System.Linq;

namespace Orbweaver.Orbits;

// The planes of a shell: satellites whose nodes lie together, cut where the gap to the next node is wide. How
// wide depends on the fleet, so several cuts are tried; the one wins under which most satellites stand in
// even slots of their planes.
internal sealed class FleetPlanes
{
    // Most slots of a plane that are looked for.
    internal const int SlotsMax = 150;

    // Less order than this is none.
    internal const double EvenMin = 0.8;

    // Nodes of one plane lie within this; a chain that is longer leads from plane to plane.
    private const double WidthMaxDeg = 3.0;

    private static readonly double[] CutsDeg = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8];

    // A multiple of the true number of slots is as even, and noise may make it a little more so.
    private const double AlmostBest = 0.95;

    private FleetPlanes(List<FleetMember[]> planes, double widestGapDeg)
    {
        Planes = planes;
        WidestGapDeg = widestGapDeg;
        (Slots, Evenness) = BestSlots(planes);
    }

    // By node, beginning behind the widest gap; none smaller than FleetFit.PlaneMin.
    internal List<FleetMember[]> Planes { get; }

    // Between two neighbouring nodes of the shell.
    internal double WidestGapDeg { get; }

    // The number of even slots that fits best.
    internal int Slots { get; }

    // How well: 1 where all satellites of a plane stand at multiples of its slot, 0 at random.
    internal double Evenness { get; }

    internal static FleetPlanes Best(FleetMember[] shell)
    {
        FleetMember[] byNode = [.. shell.OrderBy(m => m.NodeDeg).ThenBy(m => m.CatalogueNumber)];
        (FleetMember[] turned, double widestDeg) = BehindWidestGap(byNode);
        FleetPlanes? best = null;
        double bestScore = -1;
        foreach (double cutDeg in CutsDeg)
        {
            FleetPlanes tried = new(Cut(turned, cutDeg), widestDeg);
            double share = (double)tried.Planes.Sum(p => p.Length) / shell.Length;
            double score = Math.Round(share * tried.Evenness, 6);
            if (score > bestScore)
            {
                (best, bestScore) = (tried, score);
            }
        }
        return best!;
    }

    // The sum of unit vectors at S times the angle is as long as the satellites are many when all stand at
    // multiples of 360/S from some first one (Rayleigh's test of a period).
    internal static (double Cos, double Sin) Resultant(FleetMember[] plane, int slots)
    {
        double cos = 0;
        double sin = 0;
        foreach (FleetMember member in plane)
        {
            (double s, double c) = Math.SinCos(slots * member.LatitudeDeg * (Math.PI / 180.0));
            cos += c;
            sin += s;
        }
        return (cos, sin);
    }

    private static (int Slots, double Evenness) BestSlots(List<FleetMember[]> planes)
    {
        if (planes.Count == 0)
        {
            return (0, 0);
        }
        int fullest = planes.Max(p => p.Length);
        // Pairs may share a slot, and half of the slots may be empty; planes that have just begun say little.
        int first = Math.Max(2, fullest / 2);
        int last = Math.Min(SlotsMax, 2 * fullest);
        FleetMember[][] telling = [.. planes.Where(p => 2 * p.Length >= fullest)];
        int count = telling.Sum(p => p.Length);
        var evenness = new double[last + 1];
        for (int slots = first; slots <= last; slots++)
        {
            double sum = telling.Sum(p => Length(Resultant(p, slots)));
            evenness[slots] = Math.Round(sum / count, 6);
        }
        double best = evenness.Max();
        int smallest = Array.FindIndex(evenness, e => e >= AlmostBest * best);
        return (smallest, evenness[smallest]);
    }

    private static double Length((double Cos, double Sin) v) => Math.Sqrt((v.Cos * v.Cos) + (v.Sin * v.Sin));

    private static (FleetMember[] Turned, double WidestDeg) BehindWidestGap(FleetMember[] byNode)
    {
        int widest = byNode.Length - 1;
        double widestDeg = byNode[0].NodeDeg + 360.0 - byNode[^1].NodeDeg;
        for (int i = 0; i + 1 < byNode.Length; i++)
        {
            double gapDeg = byNode[i + 1].NodeDeg - byNode[i].NodeDeg;
            (widest, widestDeg) = gapDeg > widestDeg ? (i, gapDeg) : (widest, widestDeg);
        }
        return ([.. byNode[(widest + 1)..], .. byNode[..(widest + 1)]], widestDeg);
    }

    private static List<FleetMember[]> Cut(FleetMember[] turned, double cutDeg)
    {
        List<FleetMember[]> planes = [];
        int begin = 0;
        for (int i = 1; i <= turned.Length; i++)
        {
            if (i == turned.Length || Circle.Turn(turned[i].NodeDeg - turned[i - 1].NodeDeg) > cutDeg)
            {
                double widthDeg = Circle.Turn(turned[i - 1].NodeDeg - turned[begin].NodeDeg);
                if (i - begin >= FleetFit.PlaneMin && widthDeg <= WidthMaxDeg)
                {
                    planes.Add(turned[begin..i]);
                }
                begin = i;
            }
        }
        return planes;
    }
}
