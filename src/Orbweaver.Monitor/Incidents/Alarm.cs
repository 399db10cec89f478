using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>What an alarm is about.</summary>
internal enum AlarmKind : byte
{
    /// <summary>A node that is gone, hangs, or does not work as it should.</summary>
    Node,

    /// <summary>A link that is lost or bad.</summary>
    Link,

    /// <summary>A stream below its promise.</summary>
    Stream,

    /// <summary>A world behind the clock.</summary>
    Clock,

    /// <summary>A plan that ends.</summary>
    Plan,
}

/// <summary>What an alarm is about, as a key: a second one of the same joins the first.</summary>
internal readonly record struct AlarmKey(AlarmKind Kind, int Number);

/// <summary>One alarm, from its first word to its last.</summary>
internal sealed class Alarm(AlarmKey key, Instant at, string what, IReadOnlyList<int> nodes)
{
    /// <summary>What it is about.</summary>
    public AlarmKey Key { get; } = key;

    /// <summary>When it began.</summary>
    public Instant At { get; } = at;

    /// <summary>In words.</summary>
    public string What { get; } = what;

    /// <summary>The nodes that it is about: of a link both ends.</summary>
    public IReadOnlyList<int> Nodes { get; } = nodes;

    /// <summary>Whether nothing comes through any more; otherwise it is only bad.</summary>
    public bool IsLoss { get; init; }

    /// <summary>The drill that did it; -1 for none.</summary>
    public int Drill { get; init; } = -1;

    /// <summary>When it was over; null while it stands.</summary>
    public Instant? ClearedAt { get; set; }
}
