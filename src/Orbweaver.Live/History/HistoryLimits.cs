using System;

namespace Orbweaver.Live.History;

/// <summary>How much of the past is kept; what is over is let go, oldest first.</summary>
public sealed record HistoryLimits
{
    /// <summary>The least that a recording may be limited to: about two segments.</summary>
    public const long BytesLeast = 32_000_000;

    /// <summary>The usual limit of bytes.</summary>
    public const long BytesUsual = 512_000_000;

    /// <summary>Bytes of all segments.</summary>
    public long Bytes { get; init; } = BytesUsual;

    /// <summary>Age, by the world's time.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A segment ends after so much of the world's time.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Or with so many bytes.</summary>
    public long SegmentBytes { get; init; } = 16L << 20;

    /// <summary>A scene is written so often, by the world's time.</summary>
    public TimeSpan SceneEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that wait for the disk; more are dropped, and counted.</summary>
    public long QueueBytes { get; init; } = 32L << 20;

    /// <summary>
    /// Whether whoever hands frames over waits for the disk instead: for runs in virtual time, which have it.
    /// </summary>
    public bool IsPatient { get; init; }
}
