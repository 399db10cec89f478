namespace Orbweaver.Monitor;

/// <summary>What an alarm is about.</summary>
internal enum AlarmKind
{
    Node,
    Link,
    Stream,
    Clock,
    Plan,
}

/// <summary>What an alarm is about, by number: nodes of a link are in order.</summary>
internal readonly record struct AlarmKey(AlarmKind Kind, int A, int B = -1);

/// <summary>One thing that somebody said is wrong.</summary>
internal sealed class Alarm(AlarmKey key, double atMs, string what, int fault)
{
    internal AlarmKey Key { get; } = key;

    internal double AtMs { get; } = atMs;

    /// <summary>When the fault behind it began; NaN where that is not known.</summary>
    internal double BeganMs { get; init; } = double.NaN;

    internal string What { get; } = what;

    /// <summary>The fault behind it; -1 where none is known. Only drills are told by it.</summary>
    internal int Fault { get; } = fault;

    internal double ClearedMs { get; set; } = double.NaN;

    internal bool Stands => double.IsNaN(ClearedMs);

    internal bool Touches(int node)
        => Key.Kind is AlarmKind.Node or AlarmKind.Link && (Key.A == node || Key.B == node);
}
