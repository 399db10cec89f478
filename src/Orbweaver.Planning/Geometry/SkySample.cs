using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Planning;

/// <summary>
/// Where all satellites are at one instant, in the Earth-fixed frame, by node number. Headings are only
/// filled when a constellation points its lasers by azimuth. Written once by <see cref="SkySampler"/>, then
/// read only.
/// </summary>
internal sealed class SkySample(Instant at, int satelliteCount, bool withHeadings)
{
    /// <summary>The instant.</summary>
    public Instant At { get; } = at;

    /// <summary>Positions; meaningless where <see cref="IsKnown"/> is false.</summary>
    public Vec3[] PositionM { get; } = new Vec3[satelliteCount];

    /// <summary>Whether the satellite could be propagated.</summary>
    public bool[] IsKnown { get; } = new bool[satelliteCount];

    /// <summary>Why not.</summary>
    public PropagationError[] Error { get; } = new PropagationError[satelliteCount];

    /// <summary>Horizontal direction of flight, as long as <see cref="Left"/>.</summary>
    public Vec3[] Fore { get; } = withHeadings ? new Vec3[satelliteCount] : [];

    /// <summary>Horizontal direction to the left of the flight.</summary>
    public Vec3[] Left { get; } = withHeadings ? new Vec3[satelliteCount] : [];

    /// <summary>Range between two satellites in metres.</summary>
    public double RangeM(int a, int b) => (PositionM[a] - PositionM[b]).Length;
}
