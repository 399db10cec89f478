using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>The kinds of events, as in JSON.</summary>
public static class EventKinds
{
    /// <summary>An incident has changed.</summary>
    public const string Incident = "incident";

    /// <summary>A fault begins, or is over.</summary>
    public const string Fault = "fault";

    /// <summary>The same of a drill.</summary>
    public const string Drill = "drill";

    /// <summary>A longer plan is known.</summary>
    public const string Plan = "plan";

    /// <summary>A standby link is up, or down.</summary>
    public const string Standby = "standby";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Incident, Fault, Drill, Plan, Standby];
}
