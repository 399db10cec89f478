using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>A step as it stands in a motif: its place there decides whether every satellite has it.</summary>
internal readonly record struct MotifLine(MotifOffset Step, bool IsHalf);

/// <summary>
/// For some steps and instants, whom every place is joined with and what the link costs: computed once, and
/// put together to any motif of those steps. The lines of whole steps come first, then, where satellites have
/// an odd number of terminals, those of half steps. A line that is null is not asked for.
/// </summary>
internal sealed class MotifTable
{
    /// <summary>The cost of a link that is not in sight.</summary>
    public const int Blocked = int.MaxValue;

    private readonly int[][] _forward;
    private readonly int[][] _back;
    private readonly int[][][] _metricNs;

    public MotifTable(
        PlanRequest request, MotifLattice lattice, LaserSight sight, MotifLine?[] lines,
        SkySample[] skies, IWorkers workers)
    {
        PlaceCount = lattice.PlaceCount;
        SkyCount = skies.Length;
        _forward = new int[lines.Length][];
        _back = new int[lines.Length][];
        _metricNs = new int[lines.Length][][];
        int hopNs = (int)request.HopDelay.Nanoseconds;
        workers.For(lines.Length, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                if (lines[i] is { } line)
                {
                    Fill(lattice, sight, i, line, skies, hopNs);
                }
            }
        });
    }

    /// <summary>Places of the lattice.</summary>
    public int PlaceCount { get; }

    /// <summary>Instants.</summary>
    public int SkyCount { get; }

    /// <summary>The place along a line from every place, or <see cref="MotifLattice.None"/>.</summary>
    public int[] Forward(int line) => _forward[line];

    /// <summary>The place from which a line comes to every place.</summary>
    public int[] Back(int line) => _back[line];

    /// <summary>The metric of the link along a line from every place.</summary>
    public int[] MetricNs(int line, int sky) => _metricNs[line][sky];

    private void Fill(
        MotifLattice lattice, LaserSight sight, int index, MotifLine line, SkySample[] skies, int hopNs)
    {
        int[] forward = new int[PlaceCount];
        int[] back = new int[PlaceCount];
        System.Array.Fill(forward, MotifLattice.None);
        System.Array.Fill(back, MotifLattice.None);
        // Terminals of a satellite that has just what the line takes: one or two.
        int terminals = line.IsHalf ? 1 : 2;
        for (int place = 0; place < PlaceCount; place++)
        {
            (int a, _) = MotifSteps.Ends(lattice, place, line.Step);
            int to = lattice.Step(place, line.Step);
            if (a != MotifLattice.None
                && lattice.Terminal(terminals, place, 0, line.Step, isBack: false) != MotifLattice.None
                && lattice.Terminal(terminals, to, 0, line.Step, isBack: true) != MotifLattice.None)
            {
                forward[place] = to;
                back[to] = place;
            }
        }
        (_forward[index], _back[index]) = (forward, back);
        _metricNs[index] = new int[skies.Length][];
        for (int k = 0; k < skies.Length; k++)
        {
            _metricNs[index][k] = Metrics(lattice, sight, forward, skies[k], hopNs);
        }
    }

    private static int[] Metrics(
        MotifLattice lattice, LaserSight sight, int[] forward, SkySample sky, int hopNs)
    {
        int[] metricNs = new int[forward.Length];
        for (int place = 0; place < forward.Length; place++)
        {
            metricNs[place] = Blocked;
            if (forward[place] != MotifLattice.None)
            {
                int a = lattice.SatelliteAt(place);
                int b = lattice.SatelliteAt(forward[place]);
                bool isClear = sight.AreCompatible(a, b)
                    & sight.IsClear(sky, a, b, sight.RangeMaxM(a, b), out double rangeM);
                if (isClear)
                {
                    metricNs[place] = checked((int)new Distance(rangeM).LightTime.Nanoseconds + hopNs);
                }
            }
        }
        return metricNs;
    }
}

/// <summary>The places that a ground node sees at an instant, with the delay of each link.</summary>
internal sealed class MotifAccess
{
    private readonly (int Place, int MetricNs)[][][] _seen;

    public MotifAccess(
        PlanRequest request, MotifLattice lattice, SkySample[] skies, IWorkers workers)
    {
        int[] placeOf = new int[request.Satellites.Count];
        System.Array.Fill(placeOf, MotifLattice.None);
        for (int place = 0; place < lattice.PlaceCount; place++)
        {
            if (lattice.SatelliteAt(place) != MotifLattice.None)
            {
                placeOf[lattice.SatelliteAt(place)] = place;
            }
        }
        var groundSight = new GroundSight(request);
        int hopNs = (int)request.HopDelay.Nanoseconds;
        _seen = new (int, int)[skies.Length][][];
        for (int k = 0; k < skies.Length; k++)
        {
            // One instant stands for an epoch.
            VisibleSatellite[][] visible =
                groundSight.Visible(new EpochSky(0, skies[k], skies[k], skies[k]));
            _seen[k] = new (int, int)[visible.Length][];
            for (int g = 0; g < visible.Length; g++)
            {
                var seen = new List<(int, int)>();
                foreach (VisibleSatellite one in visible[g])
                {
                    if (placeOf[one.Satellite] != MotifLattice.None)
                    {
                        seen.Add((placeOf[one.Satellite], one.Delays.MiddleNs + hopNs));
                    }
                }
                _seen[k][g] = [.. seen];
            }
        }
    }

    /// <summary>What a ground node sees.</summary>
    public (int Place, int MetricNs)[] Seen(int sky, int ground) => _seen[sky][ground];
}
