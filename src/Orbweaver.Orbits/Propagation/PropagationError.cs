namespace Orbweaver.Orbits;

/// <summary>
/// Why there is no state at a moment: the error codes published with SGP4 (AIAA 2006-6753), and from 100 on
/// our own. Code 5 (elements of the epoch are sub-orbital) is reserved; the reference no longer raises it.
/// </summary>
public enum PropagationError : byte
{
    /// <summary>There is a state.</summary>
    None = 0,

    /// <summary>The mean eccentricity has left the range from 0 to 1.</summary>
    MeanEccentricity = 1,

    /// <summary>The mean motion has become zero or less.</summary>
    MeanMotion = 2,

    /// <summary>The eccentricity perturbed by Sun and Moon has left the range from 0 to 1.</summary>
    PerturbedEccentricity = 3,

    /// <summary>The semi-latus rectum has become negative.</summary>
    SemiLatusRectum = 4,

    /// <summary>The satellite is below the surface: it has decayed.</summary>
    Decayed = 6,

    /// <summary>The moment is outside what a given ephemeris covers.</summary>
    OutsideSpan = 100,
}

/// <summary>Words for <see cref="PropagationError"/>.</summary>
public static class PropagationErrors
{
    /// <summary>What happened, for a report: a clause without a full stop.</summary>
    public static string Describe(this PropagationError error) => error switch
    {
        PropagationError.None => "no error",
        PropagationError.MeanEccentricity => "mean eccentricity is outside the range 0 to 1",
        PropagationError.MeanMotion => "mean motion is zero or less",
        PropagationError.PerturbedEccentricity => "perturbed eccentricity is outside the range 0 to 1",
        PropagationError.SemiLatusRectum => "semi-latus rectum is below zero",
        PropagationError.Decayed => "the satellite has decayed (its radius is below the Earth's)",
        PropagationError.OutsideSpan => "the moment is outside the span of its ephemeris",
        _ => "unknown propagation error",
    };
}
