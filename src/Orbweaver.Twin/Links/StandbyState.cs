using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>What has become of one standby pair.</summary>
internal sealed class StandbyState
{
    private readonly bool[] _isHeld = new bool[2];

    /// <summary>Whether it carries frames.</summary>
    public bool IsUp { get; set; }

    /// <summary>When it last began to.</summary>
    public Instant Opened { get; set; }

    /// <summary>Whether the ground's terminal is turning to the satellite.</summary>
    public bool IsTurning => AcquiredAt != Instant.Max;

    /// <summary>When the terminal will have acquired the satellite; never when it is not turning.</summary>
    public Instant AcquiredAt { get; set; } = Instant.Max;

    /// <summary>When it stops carrying frames; never when nobody knows.</summary>
    public Instant EndsAt { get; set; } = Instant.Max;

    /// <summary>Whether an end (0 the satellite, 1 the ground) holds a terminal to it.</summary>
    public bool IsHeldBy(int end) => _isHeld[end];

    /// <summary>An end takes up or gives up the link.</summary>
    public void Hold(int end, bool isHeld) => _isHeld[end] = isHeld;
}
