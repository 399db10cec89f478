using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Orbweaver.Monitor;

/// <summary>Something that went wrong, with all that it led to. The names are those of the JSON.</summary>
public sealed record Incident
{
    /// <summary><c>INC-7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every change.</summary>
    public required int Version { get; init; }

    /// <summary><c>critical</c>, <c>major</c>, <c>minor</c>, <c>drill</c> or <c>info</c>.</summary>
    public required string Severity { get; init; }

    /// <summary><c>open</c>, <c>acknowledged</c>, <c>shelved</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>When it began, ISO 8601 UTC.</summary>
    public required string At { get; init; }

    /// <summary>When the last of its alarms had cleared; null while one stands.</summary>
    public string? ClearedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public string? ClosedAt { get; init; }

    /// <summary>What explains most of it.</summary>
    public required IncidentCause Cause { get; init; }

    /// <summary>Its alarms.</summary>
    public required IncidentAlarms Alarms { get; init; }

    /// <summary>What was hit.</summary>
    public required IncidentHit Hit { get; init; }

    /// <summary>What the network did by itself.</summary>
    public IReadOnlyList<IncidentDeed> Did { get; init; } = [];

    /// <summary>Who has seen it; null while nobody has.</summary>
    public IncidentSeen? Acknowledged { get; init; }

    /// <summary>Who does not want to hear of it for a while.</summary>
    public IncidentShelf? Shelved { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Owner { get; init; }

    /// <summary>What was said of it.</summary>
    public IReadOnlyList<IncidentComment> Comments { get; init; } = [];

    /// <summary>The fault that an operator started; null for what is no drill.</summary>
    public int? Drill { get; init; }
}

/// <summary>What explains an incident.</summary>
/// <param name="Kind"><c>node</c>, <c>plane</c>, <c>vendor</c>, <c>region</c>, <c>link</c>, <c>stream</c>,
/// <c>clock</c> or <c>plan</c>.</param>
/// <param name="Text">In words.</param>
/// <param name="Nodes">The nodes that it is about.</param>
public sealed record IncidentCause(string Kind, string Text, IReadOnlyList<int> Nodes);

/// <summary>Alarms of an incident: how many, and the first of them.</summary>
public sealed record IncidentAlarms(int Count, IReadOnlyList<IncidentAlarm> Items);

/// <summary>An alarm.</summary>
public sealed record IncidentAlarm(string At, string What, string? ClearedAt);

/// <summary>How much an incident hit.</summary>
public sealed record IncidentHit(int Nodes, int Links, IReadOnlyList<HitStream> Streams);

/// <summary>A stream that an incident hit, and what it lost since.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of messages.")]
public sealed record HitStream(int Id, long Late, long Lost);

/// <summary>Something that the network did by itself.</summary>
public sealed record IncidentDeed(string At, string Text);

/// <summary>Who has seen an incident, and when.</summary>
public sealed record IncidentSeen(string By, string At);

/// <summary>Who put an incident aside, until when, and why.</summary>
public sealed record IncidentShelf(string By, string Until, string Reason);

/// <summary>What somebody said of an incident.</summary>
public sealed record IncidentComment(string At, string By, string Text);

/// <summary>Something that happened: the JSON of EVENT frames.</summary>
public sealed record EventRow
{
    /// <summary>When, ISO 8601 UTC.</summary>
    public required string At { get; init; }

    /// <summary>One of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, such as <c>INC-7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Of that.</summary>
    public int Version { get; init; }

    /// <summary>In words.</summary>
    public required string Text { get; init; }

    /// <summary>Of an event of kind <c>incident</c>: the incident as it is now.</summary>
    public Incident? Incident { get; init; }

    /// <summary>Of an event of kind <c>fault</c> or <c>drill</c>: the fault as it is now.</summary>
    public FaultRow? Fault { get; init; }
}
