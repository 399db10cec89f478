namespace Orbweaver.Monitor;

/// <summary>The words for severities and states of incidents, as in JSON.</summary>
public static class IncidentWords
{
    /// <summary>Promises are broken, or much is down.</summary>
    public const string Critical = "critical";

    /// <summary>A node is down, or several links.</summary>
    public const string Major = "major";

    /// <summary>A link is down.</summary>
    public const string Minor = "minor";

    /// <summary>An operator wanted it.</summary>
    public const string Drill = "drill";

    /// <summary>Nobody has seen it.</summary>
    public const string Open = "open";

    /// <summary>Somebody has seen it.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Somebody has put it aside.</summary>
    public const string Shelved = "shelved";

    /// <summary>It is over.</summary>
    public const string Closed = "closed";
}
