namespace Orbweaver.Orbits;

/// <summary>
/// A place in the true-equator mean-equinox frame of date, the inertial frame in which SGP4 answers
/// (Vallado et al., AIAA 2006-6753, appendix C). Metres from the Earth's centre.
/// </summary>
public readonly record struct TemePosition(Vec3 Metres);

/// <summary>A velocity in the true-equator mean-equinox frame of date, metres per second.</summary>
public readonly record struct TemeVelocity(Vec3 MetresPerSecond);

/// <summary>Position and velocity at one moment in the true-equator mean-equinox frame of date.</summary>
public readonly record struct TemeState(TemePosition Position, TemeVelocity Velocity);
