using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>What the steps of a motif must keep to when they are given.</summary>
internal static class MotifRules
{
    /// <summary>Adds everything that is wrong.</summary>
    public static void Check(PlanRequest request, List<string> findings)
    {
        foreach (ConstellationSpec constellation in request.Constellations)
        {
            if (constellation.Motif.Count > 0 && !constellation.IsMotif)
            {
                findings.Add(
                    $"constellations: {constellation.Name} has the steps of a motif and another policy");
            }
            else if (constellation.Motif.Count > 0 && constellation.Planes > 0
                && constellation.SlotsPerPlane > 0)
            {
                Check(request, constellation, findings);
            }
        }
    }

    private static void Check(PlanRequest request, ConstellationSpec constellation, List<string> findings)
    {
        var lattice = new MotifLattice(request, constellation);
        int linesMax = (lattice.TerminalsMax + 1) / 2;
        if (constellation.Motif.Count > linesMax)
        {
            findings.Add($"constellations: {constellation.Name} has a motif of {constellation.Motif.Count} "
                + $"steps; {lattice.TerminalsMax} optical terminals are enough for {linesMax}: a step "
                + "takes two");
        }
        var sampler = new SkySampler(request.Satellites, withHeadings: false, SequentialWorkers.Instance);
        SkySample sky = sampler.Sample(request.Start);
        var sight = new LaserSight(request);
        var seen = new List<MotifOffset>();
        foreach (MotifOffset step in constellation.Motif)
        {
            string of = $"constellations: the motif step {step} of {constellation.Name}";
            if (Math.Abs(step.Planes) >= constellation.Planes
                || Math.Abs(step.Slots) >= constellation.SlotsPerPlane)
            {
                findings.Add($"{of} is too far: there are {constellation.Planes} planes of "
                    + $"{constellation.SlotsPerPlane} slots");
            }
            else if (lattice.Step(0, step) == 0)
            {
                findings.Add($"{of} joins satellites with themselves");
            }
            else if (IsSeen(step) || IsSeen(new MotifOffset(-step.Planes, -step.Slots)))
            {
                findings.Add($"{of} is there twice, or with its reverse: links have two ends anyway");
            }
            else if (!MotifSteps.IsPossible(lattice, sight, sky, step))
            {
                findings.Add($"{of} is no link anywhere at the start: its satellites are out of range, or "
                    + "the Earth is in the way");
            }
            else
            {
                seen.Add(step);
            }
        }

        // Beyond the seam the same neighbour has two names.
        bool IsSeen(MotifOffset step) => seen.Exists(s => s == step
            || (!lattice.IsOpen && lattice.Step(0, s) == lattice.Step(0, step)));
    }
}
