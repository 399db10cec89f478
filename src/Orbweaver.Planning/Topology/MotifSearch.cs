using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Finds the motif of a constellation that serves the contracts best, over instants of a day: a plan's
/// horizon is short, and a motif that changed from plan to plan would retarget every laser. Coarse to fine:
/// all motifs of steps that hold all around the orbit at one instant, the best at more of them. +grid is
/// always among them, so what is found is never worse than it for its aim. Motifs: Bhattacherjee and Singla,
/// "Network topology design at 27,000 km/hour", CoNEXT 2019.
/// </summary>
public static class MotifSearch
{
    /// <summary>Stage of <see cref="IPlanProgress"/>.</summary>
    public const string Stage = "motif";

    /// <summary>
    /// How much more than the least mean delay a motif may have. Of those within it the one with the least
    /// load is taken; for delay it is never later than +grid.
    /// </summary>
    public static int SlackPercent(MotifAim aim) => aim == MotifAim.Delay ? 1 : 6;

    /// <summary>The request with the motifs that it leaves open, and what was chosen.</summary>
    public static (PlanRequest Request, IReadOnlyList<MotifChoice> Choices) Resolve(
        PlanRequest request, IWorkers workers, IPlanProgress? progress = null)
    {
        var constellations = new List<ConstellationSpec>(request.Constellations);
        var choices = new List<MotifChoice>();
        for (int i = 0; i < constellations.Count; i++)
        {
            ConstellationSpec constellation = constellations[i];
            if (constellation.IsMotif)
            {
                MotifChoice choice = constellation.Motif.Count > 0
                    ? new MotifChoice(constellation.Name, constellation.Motif, null, null)
                    : Find(request, constellation, workers, progress);
                choices.Add(choice);
                constellations[i] = constellation with { Motif = choice.Offsets };
            }
        }
        return choices.Count == 0 ? (request, choices)
            : (request with { Constellations = constellations }, choices);
    }

    /// <summary>
    /// Searches the motif of one constellation. Without contracts between ground nodes, or without terminals,
    /// there is nothing to choose by: then it is that of +grid.
    /// </summary>
    public static MotifChoice Find(
        PlanRequest request, ConstellationSpec constellation, IWorkers workers,
        IPlanProgress? progress = null)
    {
        List<MotifRoot> roots = MotifDemand.Of(request);
        var lattice = new MotifLattice(request, constellation);
        if (roots.Count == 0 || lattice.TerminalsMax == 0)
        {
            return new MotifChoice(constellation.Name, MotifOffset.PlusGrid, null, null);
        }
        var run = new MotifSearchRun(request, constellation, lattice, roots, workers, progress);
        (MotifOffset[] offsets, MotifScore found, MotifScore plusGrid) = run.Run();
        return new MotifChoice(constellation.Name, offsets, found.Figures, plusGrid.Figures);
    }
}
