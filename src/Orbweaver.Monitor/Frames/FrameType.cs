namespace Orbweaver.Monitor;

/// <summary>What a frame says.</summary>
public enum FrameType : byte
{
    /// <summary>What time it is here, and how fast it goes.</summary>
    Clock = 1,

    /// <summary>The orbits of all satellites.</summary>
    Ephemeris = 2,

    /// <summary>All links, by seat.</summary>
    LinkSet = 3,

    /// <summary>Links whose state is another.</summary>
    LinkDelta = 4,

    /// <summary>How busy links are.</summary>
    LinkLoad = 5,

    /// <summary>Nodes whose state is another.</summary>
    NodeDelta = 6,

    /// <summary>The ways of streams.</summary>
    Routes = 7,

    /// <summary>Figures of the network.</summary>
    Kpi = 8,

    /// <summary>Figures of streams over the last five minutes.</summary>
    StreamStat = 9,

    /// <summary>Something happened, as JSON.</summary>
    Event = 10,

    /// <summary>What came before does not lead to here: a scene follows.</summary>
    Resync = 11,

    /// <summary>Links that come and go.</summary>
    LinkPatch = 12,

    /// <summary>Where the time of streams went.</summary>
    TimeParts = 13,
}

/// <summary>Bits of a frame's flags.</summary>
[System.Flags]
public enum FrameMarks : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Node ids are 32 bits wide; this version refuses such frames.</summary>
    WideNodes = 1,

    /// <summary>What is not named is back to normal.</summary>
    Snapshot = 2,
}

/// <summary>How time goes where a frame was made.</summary>
public enum ClockMode : byte
{
    /// <summary>With the wall clock, or as fast as was asked for.</summary>
    Live,

    /// <summary>It stands still.</summary>
    Paused,

    /// <summary>The past is shown again.</summary>
    Replay,

    /// <summary>The future is shown as planned.</summary>
    Plan,

    /// <summary>The run is over.</summary>
    Ended,
}

/// <summary>The state of a node on the wire.</summary>
public enum NodeState : byte
{
    /// <summary>It works.</summary>
    Up,

    /// <summary>It is slow, or its clock is wrong.</summary>
    Degraded,

    /// <summary>It is gone.</summary>
    Down,

    /// <summary>It is there and does nothing.</summary>
    Hangs,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>The state of a link on the wire.</summary>
public enum LinkState : byte
{
    /// <summary>It carries frames.</summary>
    Up,

    /// <summary>It carries frames, and not all of them well.</summary>
    Degraded,

    /// <summary>Nothing comes through, at least one way.</summary>
    Down,

    /// <summary>It is planned, and its terminals still turn.</summary>
    Opening,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>What carries a link, on the wire.</summary>
public enum LinkKind : byte
{
    /// <summary>A laser between satellites.</summary>
    Laser,

    /// <summary>A service link to an edge.</summary>
    Access,

    /// <summary>A feeder link to a site.</summary>
    Gateway,

    /// <summary>An access link that was raised beside the plan.</summary>
    Standby,

    /// <summary>Nobody sits there.</summary>
    Vacant = 255,
}

/// <summary>Why a node is as it is.</summary>
public enum StateCause : byte
{
    /// <summary>For no known reason.</summary>
    None,

    /// <summary>A fault.</summary>
    Fault,

    /// <summary>A fault that an operator has started to learn from.</summary>
    Drill,

    /// <summary>The plan wants it so.</summary>
    Plan,
}

/// <summary>A state together with whose doing it is: one byte on the wire.</summary>
public static class StateBits
{
    /// <summary>By a drill.</summary>
    public const byte Drill = 0x10;

    /// <summary>As planned: no alarm.</summary>
    public const byte Planned = 0x20;

    private const byte StateMask = 0x0F;

    /// <summary>The state of a node without marks.</summary>
    public static NodeState NodeOf(byte bits) => (NodeState)(bits & StateMask);

    /// <summary>The state of a link without marks.</summary>
    public static LinkState LinkOf(byte bits) => (LinkState)(bits & StateMask);
}
