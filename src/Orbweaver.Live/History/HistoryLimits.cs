using System;

namespace Orbweaver.Live.History;

/// <summary>How much of the past is kept; what is over is let go, oldest first.</summary>
public sealed record HistoryLimits
{
    /// <summary>The least that a recording may be limited to: about two segments.</summary>
    public const long BytesLeast = 32_000_000;

    /// <summary>The usual limit of bytes.</summary>
    public const long BytesUsual = 512_000_000;

    /// <summary>The most bytes of a segment that is looked through behind a damage.</summary>
    internal const long SegmentBytesMax = 64L << 20;

    /// <summary>Earlier recordings beside the present one, however small they are.</summary>
    public const int EarlierMax = 100;

    /// <summary>Bytes of all segments, those of earlier recordings among them.</summary>
    public long Bytes { get; init; } = BytesUsual;

    /// <summary>Age: by the world's time, and of earlier recordings by the time of the disk.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether what the folder held before is kept beside, as a network that starts again wants it; a run
    /// that is recorded again replaces it.
    /// </summary>
    public bool KeepsEarlier { get; init; } = true;

    /// <summary>A segment ends after so much of the world's time.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Or with so many bytes.</summary>
    public long SegmentBytes { get; init; } = 16L << 20;

    /// <summary>A scene is written so often, by the world's time.</summary>
    public TimeSpan SceneEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The second scene follows the first after so much, the third after twice that, and so on: figures of
    /// streams come with scenes, and nobody wants to wait a minute for the first.
    /// </summary>
    public TimeSpan SceneFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A disk that refused is tried again after so long.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that wait for the disk; more are dropped, and counted.</summary>
    public long QueueBytes { get; init; } = 32L << 20;

    /// <summary>
    /// Whether whoever hands frames over waits for the disk instead: for runs in virtual time, which have it.
    /// </summary>
    public bool IsPatient { get; init; }
}
