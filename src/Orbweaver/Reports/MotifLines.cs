using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Planning;

namespace Orbweaver.Reports;

/// <summary>What motif a constellation has, for people.</summary>
internal static class MotifLines
{
    /// <summary>A line for every constellation that has one.</summary>
    public static void Write(TextWriter to, IReadOnlyList<MotifChoice> motifs)
    {
        foreach (MotifChoice motif in motifs)
        {
            to.WriteLine(Line(motif));
        }
    }

    /// <summary>The steps as a scenario has them.</summary>
    public static string Steps(IReadOnlyList<MotifOffset> steps)
        => "[" + string.Join(", ", steps.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"[{s.Planes}, {s.Slots}]"))) + "]";

    private static string Line(MotifChoice motif)
    {
        string steps = $"Motif of {motif.Constellation}: {Steps(motif.Offsets)}";
        return motif is { Found: { } found, PlusGrid: { } grid }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{steps}, found for the contracts over a day: mean delay "
                    + $"{found.MeanDelay.TotalMilliseconds:0.0} ms (+grid "
                    + $"{grid.MeanDelay.TotalMilliseconds:0.0}), {found.MeanHops:0.0} lasers a way "
                    + $"({grid.MeanHops:0.0})")
            : steps;
    }
}
