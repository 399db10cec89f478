using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Mean elements of one satellite for SGP4, as a two-line set or an orbit mean-elements message carries them
/// (CCSDS 502.0-B). Angles in the true-equator mean-equinox frame of the epoch.
/// </summary>
public sealed record ElementSet
{
    /// <summary>The satellite's name; its catalogue number in digits when the file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>The catalogue number, one to nine digits.</summary>
    public required int CatalogueNumber { get; init; }

    /// <summary>International designator such as <c>1998-067A</c>; empty when the file gives none.</summary>
    public string ObjectId { get; init; } = "";

    /// <summary>The moment at which the elements hold.</summary>
    public required Instant Epoch { get; init; }

    /// <summary>Kozai mean motion, rad/min: the unit of SGP4.</summary>
    public required double MeanMotionRadPerMin { get; init; }

    /// <summary>Eccentricity, from 0 to less than 1.</summary>
    public required double Eccentricity { get; init; }

    /// <summary>Inclination, from 0 to 180 degrees.</summary>
    public required Angle Inclination { get; init; }

    /// <summary>Right ascension of the ascending node.</summary>
    public required Angle AscendingNode { get; init; }

    /// <summary>Argument of perigee.</summary>
    public required Angle ArgumentOfPerigee { get; init; }

    /// <summary>Mean anomaly.</summary>
    public required Angle MeanAnomaly { get; init; }

    /// <summary>SGP4's drag term, per Earth radius.</summary>
    public double BStar { get; init; }

    /// <summary>
    /// First derivative of the mean motion as files print it: half of it, in revolutions per day squared.
    /// SGP4 does not use it; it is kept so that a set can be written again.
    /// </summary>
    public double MeanMotionDotRevPerDay2 { get; init; }

    /// <summary>
    /// Second derivative as files print it: a sixth of it, in revolutions per day cubed; not used by SGP4.
    /// </summary>
    public double MeanMotionDdotRevPerDay3 { get; init; }
}
