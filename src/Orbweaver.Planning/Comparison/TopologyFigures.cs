using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// What a topology does for the contracts of a request. Delays and hops are weighted by committed rate, over
/// all pairs of publisher and subscriber and all epochs; a contract counts for each of its subscribers.
/// </summary>
public sealed record TopologyFigures
{
    /// <summary>Median delay of the ways there are, end to end.</summary>
    public required Duration Median { get; init; }

    /// <summary>Mean delay of the ways there are.</summary>
    public required Duration Mean { get; init; }

    /// <summary>99th percentile of delay of the ways there are.</summary>
    public required Duration P99 { get; init; }

    /// <summary>Median of delay over the pair's floor.</summary>
    public required double StretchMedian { get; init; }

    /// <summary>99th percentile of delay over the pair's floor.</summary>
    public required double StretchP99 { get; init; }

    /// <summary>Mean number of lasers on a way.</summary>
    public required double Hops { get; init; }

    /// <summary>Share of the demand that has no way.</summary>
    public required double NoWayShare { get; init; }

    /// <summary>
    /// By how much all rates could be multiplied so that in every epoch every link has room for all that is
    /// planned over it, of what may be promised; infinite when nothing is asked.
    /// </summary>
    public required double Scale { get; init; }

    /// <summary>The same for lasers alone: what the topology would allow.</summary>
    public required double LaserScale { get; init; }

    /// <summary>Rate on the most loaded laser over what may be promised of it, mean over epochs.</summary>
    public required double BusiestLaser { get; init; }

    /// <summary>
    /// The fourth root of the sum of fourth powers of what is on each laser, in shares of all demand, mean
    /// over epochs: it lies between the most loaded laser and all of them, and is less accidental than
    /// either.
    /// </summary>
    public required double Load { get; init; }

    /// <summary>Share of the overload's rate that admission finds room for.</summary>
    public double CarriedShare { get; init; }

    /// <summary>Fewest and most lasers in an epoch.</summary>
    public required (int Min, int Max) Lasers { get; init; }

    /// <summary>Lasers pointed anew, per satellite and hour.</summary>
    public required double RetargetsPerSatelliteHour { get; init; }

    /// <summary>Share of lasers, over all epochs, that are acquiring in place of carrying.</summary>
    public required double AcquiringShare { get; init; }
}

/// <summary>A topology to compare: a request that differs from others in its constellations only.</summary>
public sealed record TopologyCandidate(string Name, PlanRequest Request);

/// <summary>A topology and its figures.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Figures">What it does.</param>
/// <param name="Motifs">The motifs it has.</param>
public sealed record ComparedTopology(
    string Name, TopologyFigures Figures, System.Collections.Generic.IReadOnlyList<MotifChoice> Motifs);
