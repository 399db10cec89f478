using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// How long a terminal takes to notice. Liveness frames are not simulated: the world says when their
/// protocol would have timed out. A timer is three intervals.
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

    /// <summary>Silence after which a link is given up.</summary>
    public Duration TimerOf(bool isOptical) => isOptical ? LaserTimer : RadioTimer;

    /// <summary>How often an end says that it hears the other.</summary>
    public Duration IntervalOf(bool isOptical) => new(TimerOf(isOptical).Nanoseconds / 3);
}
