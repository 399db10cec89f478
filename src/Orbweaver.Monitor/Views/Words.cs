namespace Orbweaver.Monitor;

/// <summary>What is a number in frames and a word in JSON.</summary>
internal static class Words
{
    internal static string Of(NodeState state) => state switch
    {
        NodeState.Up => "up",
        NodeState.Degraded => "degraded",
        NodeState.Down => "down",
        NodeState.Hangs => "hangs",
        _ => "unknown",
    };

    internal static string Of(LinkState state) => state switch
    {
        LinkState.Up => "up",
        LinkState.Degraded => "degraded",
        LinkState.Down => "down",
        LinkState.Opening => "opening",
        _ => "unknown",
    };

    internal static string Of(LinkKind kind) => kind switch
    {
        LinkKind.Laser => "laser",
        LinkKind.Access => "access",
        LinkKind.Gateway => "gateway",
        _ => "standby",
    };

    internal static string Of(StateCause cause) => cause switch
    {
        StateCause.None => "none",
        StateCause.Fault => "fault",
        StateCause.Drill => "drill",
        _ => "plan",
    };

    /// <summary>A link has no cause of its own on the wire: its marks, and that it is down, say it.</summary>
    internal static string CauseOf(byte bits)
        => (bits & StateBits.Drill) != 0 ? "drill"
            : (bits & StateBits.Planned) != 0 || StateBits.LinkOf(bits) == LinkState.Opening ? "plan"
            : StateBits.LinkOf(bits) is LinkState.Down or LinkState.Degraded ? "fault" : "none";
}

/// <summary>The words for how far a fault is.</summary>
internal static class FaultWords
{
    internal const string Planned = "planned";

    internal const string Active = "active";

    internal const string Over = "over";

    internal static string Of(FaultStage stage) => stage switch
    {
        FaultStage.Planned => Planned,
        FaultStage.Active => Active,
        _ => Over,
    };
}
