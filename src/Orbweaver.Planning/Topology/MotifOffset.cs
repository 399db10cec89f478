using System.Collections.Generic;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A step of a motif: how many planes and slots further on the neighbour is. Beyond the last plane slots go
/// on where a Walker constellation closes, by its phasing. The neighbour that far back belongs to it.
/// </summary>
/// <param name="Planes">Planes further on, from 0.</param>
/// <param name="Slots">Slots further on; negative is back.</param>
public readonly record struct MotifOffset(int Planes, int Slots)
{
    /// <summary>The two steps of +grid: along the plane, and to the same slot of the next plane.</summary>
    public static readonly IReadOnlyList<MotifOffset> PlusGrid = [new(0, 1), new(1, 0)];

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Planes}, {Slots})");
}

/// <summary>What a motif is searched for.</summary>
public enum MotifAim
{
    /// <summary>Least mean delay of the demand; what is within a percent of it counts as equal.</summary>
    Delay,

    /// <summary>Least load of the lasers, as far as the mean delay stays near the least.</summary>
    Carried,
}

/// <summary>What a motif does for a demand, over instants of a day and with free choice of access.</summary>
/// <param name="MeanDelay">Mean delay of the demand; what has no way counts a second.</param>
/// <param name="MeanHops">Lasers on a path, mean over the demand.</param>
/// <param name="Load">
/// The fourth root of the sum of fourth powers of what is on each laser, in shares of the demand: between the
/// most loaded laser and all of them. Mean over instants.
/// </param>
public readonly record struct MotifFigures(Duration MeanDelay, double MeanHops, double Load);

/// <summary>The motif that a constellation was planned with.</summary>
/// <param name="Constellation">Its name.</param>
/// <param name="Offsets">The steps.</param>
/// <param name="Found">What the search found of it; null where the steps were given.</param>
/// <param name="PlusGrid">The same of +grid.</param>
public sealed record MotifChoice(
    string Constellation, IReadOnlyList<MotifOffset> Offsets, MotifFigures? Found, MotifFigures? PlusGrid);
