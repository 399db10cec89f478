using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Which steps a motif may be made of.</summary>
internal static class MotifSteps
{
    /// <summary>Most steps that are tried; of more, every so many is taken.</summary>
    public const int StepsMax = 160;

    /// <summary>
    /// The steps whose links hold everywhere at all of the given instants, each once and not its reverse, by
    /// planes, then slots.
    /// </summary>
    public static List<MotifOffset> Holding(
        MotifLattice lattice, LaserSight sight, SkySample[] skies, IWorkers workers)
    {
        List<MotifOffset> all = All(lattice);
        bool[] holds = new bool[all.Count];
        workers.For(holds.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                holds[i] = Holds(lattice, sight, skies, all[i]);
            }
        });
        var holding = new List<MotifOffset>();
        for (int i = 0; i < holds.Length; i++)
        {
            if (holds[i])
            {
                holding.Add(all[i]);
            }
        }
        return holding.Count <= StepsMax ? holding : Thinned(holding);
    }

    /// <summary>Whether a step leads to a satellite that is in sight anywhere at an instant.</summary>
    public static bool IsPossible(MotifLattice lattice, LaserSight sight, SkySample sky, MotifOffset step)
    {
        for (int place = 0; place < lattice.PlaceCount; place++)
        {
            (int a, int b) = Ends(lattice, place, step);
            if (a != MotifLattice.None && sight.AreCompatible(a, b)
                && sight.IsClear(sky, a, b, sight.RangeMaxM(a, b), out _))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The satellites that a step joins from a place; none where one is missing.</summary>
    public static (int A, int B) Ends(MotifLattice lattice, int place, MotifOffset step)
    {
        int to = lattice.Step(place, step);
        int a = lattice.SatelliteAt(place);
        int b = to == MotifLattice.None ? MotifLattice.None : lattice.SatelliteAt(to);
        return a == MotifLattice.None || b == MotifLattice.None || a == b
            ? (MotifLattice.None, MotifLattice.None)
            : (a, b);
    }

    private static List<MotifOffset> All(MotifLattice lattice)
    {
        var all = new List<MotifOffset>();
        int planesMax = lattice.IsOpen ? lattice.Planes - 1 : lattice.Planes / 2;
        for (int planes = 0; planes <= planesMax; planes++)
        {
            for (int slots = -((lattice.Slots - 1) / 2); slots <= lattice.Slots / 2; slots++)
            {
                var step = new MotifOffset(planes, slots);
                bool isOwnReverse = !lattice.IsOpen && planes * 2 == lattice.Planes
                    && lattice.Step(0, new MotifOffset(-planes, -slots)) < lattice.Step(0, step);
                if ((planes > 0 || slots > 0) && !isOwnReverse)
                {
                    all.Add(step);
                }
            }
        }
        return all;
    }

    private static bool Holds(MotifLattice lattice, LaserSight sight, SkySample[] skies, MotifOffset step)
    {
        bool isAny = false;
        foreach (SkySample sky in skies)
        {
            for (int place = 0; place < lattice.PlaceCount; place++)
            {
                (int a, int b) = Ends(lattice, place, step);
                if (a == MotifLattice.None)
                {
                    continue;
                }
                isAny = true;
                if (!sight.AreCompatible(a, b) || !sight.IsClear(sky, a, b, sight.RangeMaxM(a, b), out _))
                {
                    return false;
                }
            }
        }
        return isAny;
    }

    private static List<MotifOffset> Thinned(List<MotifOffset> steps)
    {
        var thinned = new List<MotifOffset>();
        for (int i = 0; i < StepsMax; i++)
        {
            thinned.Add(steps[(int)((long)i * steps.Count / StepsMax)]);
        }
        foreach (MotifOffset step in MotifOffset.PlusGrid)
        {
            if (steps.Contains(step) && !thinned.Contains(step))
            {
                thinned.Add(step);
            }
        }
        return thinned;
    }
}
