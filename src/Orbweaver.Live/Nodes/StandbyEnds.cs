using Orbweaver.Model;

namespace Orbweaver.Live.Nodes;

/// <summary>What a host knows of one standby link with an end that lives here.</summary>
internal sealed class StandbyEnds
{
    private readonly bool[] _isHeld = new bool[2];

    /// <summary>Whether it carries frames, as far as this host knows.</summary>
    public bool IsUp { get; set; }

    /// <summary>
    /// When the ground's terminal will have turned, or when its host asks again; never while neither is so.
    /// </summary>
    public Instant TurnsAt { get; set; } = Instant.Max;

    /// <summary>When it stops carrying frames; never when nobody knows.</summary>
    public Instant EndsAt { get; set; } = Instant.Max;

    /// <summary>The raise that is under way, or that it came up by last.</summary>
    public ulong Raise { get; set; }

    /// <summary>Whether an end (0 the satellite, 1 the ground) holds a terminal to it here.</summary>
    public bool IsHeldBy(int end) => _isHeld[end];

    /// <summary>An end takes up or gives up the link.</summary>
    public void Hold(int end, bool isHeld) => _isHeld[end] = isHeld;
}
