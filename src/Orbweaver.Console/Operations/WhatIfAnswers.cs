using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;

namespace Orbweaver.Console.Operations;

/// <summary>What would come of some changes.</summary>
/// <param name="Changes">The changes; at most <see cref="ChangesMax"/>.</param>
/// <param name="HorizonMs">How far to look, from now.</param>
public sealed record WhatIfRequest(
    [property: MaxLength(WhatIfRequest.ChangesMax)] IReadOnlyList<WhatIfChange> Changes,
    [property: Range(WhatIfRequest.HorizonLeastMs, WhatIfRequest.HorizonMostMs)] double HorizonMs)
{
    /// <summary>Changes in one request.</summary>
    public const int ChangesMax = 16;

    /// <summary>The shortest look ahead.</summary>
    public const double HorizonLeastMs = 1_000;

    /// <summary>The longest.</summary>
    public const double HorizonMostMs = 3_600_000;
}

/// <summary>One change: a fault, from a moment on, for a time.</summary>
/// <param name="Fields">The fields of a fault, as <c>fault add</c> takes them.</param>
/// <param name="FromMs">When it begins, from now.</param>
/// <param name="DurationMs">How long it lasts; null for the whole horizon.</param>
public sealed record WhatIfChange(
    [property: StringLength(500, MinimumLength = 1)] string Fields,
    [property: Range(0.0, WhatIfRequest.HorizonMostMs)] double FromMs,
    [property: Range(1.0, WhatIfRequest.HorizonMostMs)] double? DurationMs = null);

/// <summary>A what-if and what is known of it so far.</summary>
public sealed record WhatIfAnswer
{
    /// <summary>Its name, such as <c>WI-3</c>.</summary>
    public required string Id { get; init; }

    /// <summary>queued, running, done or failed.</summary>
    public required string State { get; init; }

    /// <summary>How much of the computing is done, from 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>The moment whose state it began with.</summary>
    public required DateTime At { get; init; }

    /// <summary>How far it looks.</summary>
    public required double HorizonMs { get; init; }

    /// <summary>What was asked for.</summary>
    public required IReadOnlyList<WhatIfChange> Changes { get; init; }

    /// <summary>The network as it is, computed ahead; null until it is done.</summary>
    public WhatIfFigures? Base { get; init; }

    /// <summary>With the changes; null until it is done.</summary>
    public WhatIfFigures? Plan { get; init; }

    /// <summary>What really came so far; null where nothing did yet.</summary>
    public WhatIfFigures? Live { get; init; }

    /// <summary>What ended so far, counted alike in all three; null until there is something of
    /// each.</summary>
    public WhatIfSoFar? SoFar { get; init; }

    /// <summary>Stream by stream.</summary>
    public IReadOnlyList<WhatIfStream> Streams { get; init; } = [];

    /// <summary>Where and when promises break with the changes.</summary>
    public IReadOnlyList<WhatIfWeakSpot> Weak { get; init; } = [];

    /// <summary>
    /// When its nodes could be out with no stream late, by the plan; null until that is known, shortly after
    /// it is done, and where it does more than take nodes out.
    /// </summary>
    public WhatIfWindows? Windows { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>How a network did over a span.</summary>
/// <param name="OnTimeShare">Messages on time, of those offered in the span; null where there were
/// none.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="Late">Late and expired messages.</param>
/// <param name="Lost">Lost messages.</param>
/// <param name="Detours">Packets that were turned around what was broken.</param>
/// <param name="Series">On-time share over time.</param>
public sealed record WhatIfFigures(
    double? OnTimeShare, double? P50Ms, double? P99Ms, long Late, long Lost, long Detours,
        WhatIfSeries Series);

/// <summary>
/// What ended from the beginning of the span on, in what was foretold and in what came: like beside like,
/// where the figures of the whole span count what was handed in.
/// </summary>
/// <param name="UntilMs">Until when, from the beginning of the span.</param>
/// <param name="Base">As it is.</param>
/// <param name="Plan">With the changes.</param>
/// <param name="Live">What really came.</param>
public sealed record WhatIfSoFar(double UntilMs, WhatIfEnded Base, WhatIfEnded Plan, WhatIfEnded Live);

/// <summary>What ended in a span.</summary>
/// <param name="OnTimeShare">Messages on time, of those that ended; null where there were none.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="Late">Late and expired messages.</param>
/// <param name="Lost">Lost messages.</param>
/// <param name="Detours">Packets that were turned around what was broken.</param>
public sealed record WhatIfEnded(
    double? OnTimeShare, double? P50Ms, double? P99Ms, long Late, long Lost, long Detours);

/// <summary>On-time share over time.</summary>
/// <param name="AtMs">Ends of the pieces, from the beginning of the span.</param>
/// <param name="OnTimeShare">Their shares; null where nothing was due.</param>
public sealed record WhatIfSeries(IReadOnlyList<double> AtMs, IReadOnlyList<double?> OnTimeShare);

/// <summary>One stream in a what-if.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Base">As it is.</param>
/// <param name="Plan">With the changes.</param>
/// <param name="Live">What really came so far.</param>
public sealed record WhatIfStream(
    int Id, string Name, WhatIfShare Base, WhatIfShare Plan, WhatIfShare? Live);

/// <summary>One stream over a span.</summary>
/// <param name="OnTimeShare">Messages on time; null where there were none.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="Late">Late and expired messages.</param>
/// <param name="Lost">Lost messages.</param>
public sealed record WhatIfShare(double? OnTimeShare, double? P50Ms, double? P99Ms, long Late, long Lost);

/// <summary>A weak spot: when and where promises break.</summary>
/// <param name="AtMs">When, from the beginning of the span.</param>
/// <param name="Where">The node or link, by name.</param>
/// <param name="Streams">Streams that suffer.</param>
/// <param name="Why">In a sentence.</param>
public sealed record WhatIfWeakSpot(double AtMs, string Where, IReadOnlyList<int> Streams, string Why);

/// <summary>Maintenance windows, by the plan alone: nothing else is broken, no queues.</summary>
/// <param name="NeededMs">How long the changes last: no window is shorter.</param>
/// <param name="LookedMs">How far was looked, from the beginning of the span.</param>
/// <param name="Items">The first of them.</param>
public sealed record WhatIfWindows(double NeededMs, double LookedMs, IReadOnlyList<WhatIfWindow> Items);

/// <summary>A maintenance window.</summary>
/// <param name="FromMs">Where it begins, from the beginning of the span.</param>
/// <param name="UntilMs">Where it ends.</param>
public sealed record WhatIfWindow(double FromMs, double UntilMs);
