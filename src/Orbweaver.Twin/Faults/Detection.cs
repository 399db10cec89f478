using Orbweaver.Model;
using Orbweaver.Node;

namespace Orbweaver.Twin;

/// <summary>
/// How long an end of a link takes to notice what becomes of it. A timer is three intervals.
/// </summary>
/// <param name="Light">A laser terminal says that its light is gone, or back, after this.</param>
/// <param name="LaserTimer">A laser with light from which nothing comes is given up after this.</param>
/// <param name="RadioTimer">Radio links have no light: they are given up after this, whatever
/// happened.</param>
public sealed record Detection(Duration Light, Duration LaserTimer, Duration RadioTimer)
{
    /// <summary>The figures of the design: 1 ms, 100 ms, three times 5 ms.</summary>
    public static readonly Detection Default = new(
        Duration.FromMilliseconds(1), Duration.FromMilliseconds(100), Duration.FromMilliseconds(15));

    /// <summary>Who finds that a link is silent.</summary>
    public DetectionMode Mode { get; init; }

    /// <summary>What nodes are told of the liveness protocol; null when they have none.</summary>
    internal LivenessOptions? Liveness => Mode == DetectionMode.Analytic ? null : new LivenessOptions
    {
        LaserInterval = IntervalOf(isOptical: true),
        RadioInterval = IntervalOf(isOptical: false),
    };

    /// <summary>Silence after which a link is given up.</summary>
    public Duration TimerOf(bool isOptical) => isOptical ? LaserTimer : RadioTimer;

    /// <summary>How often an end says that it hears the other.</summary>
    public Duration IntervalOf(bool isOptical) => new(TimerOf(isOptical).Nanoseconds / 3);
}
