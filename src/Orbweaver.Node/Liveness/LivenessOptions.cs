using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// The protocol by which neighbours find that they no longer hear each other: how often an end that has
/// nothing else to say says so. Three intervals without a frame are a time-out, more where frames get lost.
/// </summary>
public sealed record LivenessOptions
{
    /// <summary>Of lasers, whose light says most: a third of 100 ms.</summary>
    public Duration LaserInterval { get; init; } = new(33_333_333);

    /// <summary>Of links without a carrier signal.</summary>
    public Duration RadioInterval { get; init; } = Duration.FromMilliseconds(5);
}
