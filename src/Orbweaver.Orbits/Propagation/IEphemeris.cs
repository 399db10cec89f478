using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// Where a satellite is at any moment. Answers do not depend on the order of questions or on threads.
/// </summary>
public interface IEphemeris
{
    /// <summary>
    /// Position and velocity at <paramref name="t"/>; false with the reason, which is never
    /// <see cref="PropagationError.None"/>, where the model ends.
    /// </summary>
    bool TryPropagate(Instant t, out TemeState state, out PropagationError error);
}
