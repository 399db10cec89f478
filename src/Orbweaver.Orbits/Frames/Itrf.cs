namespace Orbweaver.Orbits;

/// <summary>
/// A place in the Earth-fixed terrestrial frame, metres from the Earth's centre: z to the north pole, x to
/// Greenwich. Polar motion is left out (below 20 m on the ground), so this is strictly the pseudo Earth-fixed
/// frame.
/// </summary>
public readonly record struct ItrfPosition(Vec3 Metres);

/// <summary>A velocity as seen by the rotating Earth, metres per second.</summary>
public readonly record struct ItrfVelocity(Vec3 MetresPerSecond);

/// <summary>Position and velocity at one moment in the Earth-fixed frame.</summary>
public readonly record struct ItrfState(ItrfPosition Position, ItrfVelocity Velocity);
