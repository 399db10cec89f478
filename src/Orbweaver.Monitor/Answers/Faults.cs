namespace Orbweaver.Monitor;

/// <summary>A fault, or a drill, and what became of it. The names are those of the JSON.</summary>
public sealed record FaultRow
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Its kind, in the words of scenarios.</summary>
    public required string Kind { get; init; }

    /// <summary>What it hits, for people.</summary>
    public required string What { get; init; }

    /// <summary>When it begins, ISO 8601 UTC.</summary>
    public required string Begins { get; init; }

    /// <summary>When it ends, or ended; null for when it is ended.</summary>
    public string? Ends { get; init; }

    /// <summary>Whether it is a drill.</summary>
    public bool Drill { get; init; }

    /// <summary>Who began it; null for the scenario and the command line.</summary>
    public string? By { get; init; }

    /// <summary><c>planned</c>, <c>active</c> or <c>over</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it did.</summary>
    public required FaultCounts Counts { get; init; }
}

/// <summary>What a fault did so far; of a drill at least what its preview counted.</summary>
/// <param name="Nodes">Nodes that it hit.</param>
/// <param name="Links">Links in force that it hit.</param>
/// <param name="Streams">Streams whose planned way it hit when it began; null for what is no drill.</param>
/// <param name="PacketsLost">Packets that it cost.</param>
/// <param name="FramesDisturbed">Frames that it held up or repeated.</param>
/// <param name="Notices">Losses that nodes told because of it.</param>
public sealed record FaultCounts(
    int Nodes, int Links, int? Streams, long PacketsLost, long FramesDisturbed, long Notices);

/// <summary>A drill that begins, as whoever starts it knows it.</summary>
/// <param name="Number">The number of its fault.</param>
/// <param name="Kind">The kind of the fault.</param>
/// <param name="What">What it hits, for people.</param>
/// <param name="By">Who starts it.</param>
/// <param name="BeginsMs">When it begins, Unix milliseconds.</param>
/// <param name="EndsMs">When it ends by itself.</param>
public sealed record DrillNote(
    int Number, string Kind, string What, string By, double BeginsMs, double EndsMs)
{
    /// <summary>Nodes that it hits.</summary>
    public int Nodes { get; init; }

    /// <summary>Links in force that it hits.</summary>
    public int Links { get; init; }

    /// <summary>Streams whose planned way it hits.</summary>
    public int Streams { get; init; }
}
