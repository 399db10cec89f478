using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>When a source hands in its messages.</summary>
public enum TrafficLaw
{
    /// <summary>One every interval, with a seeded phase per source.</summary>
    Periodic,

    /// <summary>Exponentially distributed gaps with the interval as mean.</summary>
    Poisson,

    /// <summary>
    /// A group of <see cref="TrafficSource.BurstCount"/> messages back to back every interval.
    /// </summary>
    Burst,
}

/// <summary>
/// Message sizes: from <paramref name="Least"/> to <paramref name="Greatest"/> with the given mean.
/// </summary>
public readonly record struct SizeLaw(DataSize Least, DataSize Mean, DataSize Greatest)
{
    /// <summary>Always the same size.</summary>
    public static SizeLaw Constant(DataSize size) => new(size, size, size);

    /// <summary>Uniform between two sizes.</summary>
    public static SizeLaw Uniform(DataSize least, DataSize greatest)
        => new(least, new DataSize((least.Bytes + greatest.Bytes) / 2), greatest);
}

/// <summary>
/// A time in which a source is busier: its rate is multiplied by <paramref name="Factor"/>.
/// </summary>
/// <param name="From">Offset from the start of the run.</param>
/// <param name="Length">How long.</param>
/// <param name="Factor">At least 1.</param>
public readonly record struct Surge(Duration From, Duration Length, int Factor);

/// <summary>
/// What is offered to one contract: a number of like sources. The replace-key of a message is its source's
/// number.
/// </summary>
public sealed record TrafficSource
{
    /// <summary>The contract it is handed in under.</summary>
    public required int ContractIndex { get; init; }

    /// <summary>How many like sources; each has its own phase, key and clock.</summary>
    public required int Sources { get; init; }

    /// <summary>When messages come.</summary>
    public required TrafficLaw Law { get; init; }

    /// <summary>Mean time between two messages (or bursts) of one source.</summary>
    public required Duration Interval { get; init; }

    /// <summary>Messages of a burst.</summary>
    public int BurstCount { get; init; } = 1;

    /// <summary>How large messages are.</summary>
    public required SizeLaw Size { get; init; }

    /// <summary>Busier times.</summary>
    public IReadOnlyList<Surge> Surges { get; init; } = [];
}
