namespace Orbweaver.Wire;

/// <summary>What a frame is.</summary>
public enum FrameKind : byte
{
    /// <summary>A packet.</summary>
    Packet = 1,

    /// <summary>A control frame.</summary>
    Control = 2,

    /// <summary>From host to host: a ground terminal has found the satellite of a standby link.</summary>
    StandbyAsk = 3,

    /// <summary>From host to host: the satellite has taken the standby link up.</summary>
    StandbyAnswer = 4,
}

/// <summary>
/// What stands before each packet or control frame in a record: all that is of one hop only. Control frames
/// say the rest for themselves.
/// </summary>
/// <param name="Kind">What follows.</param>
/// <param name="Link">The contact by its index, or a standby pair by the complement of its index.</param>
public readonly record struct FrameHeader(FrameKind Kind, int Link)
{
    /// <summary>Incarnation of the node that sends it; 0 for control frames.</summary>
    public uint Incarnation { get; init; }

    /// <summary>Length of that node's log; 0 for control frames.</summary>
    public long Mark { get; init; }

    /// <summary>Its number on the link; 0 when it is not kept, and for control frames.</summary>
    public uint HopSequence { get; init; }

    /// <summary>All that was numbered below this is settled; 0 for control frames.</summary>
    public uint HopBase { get; init; }
}
