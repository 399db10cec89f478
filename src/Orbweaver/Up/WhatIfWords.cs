using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Console.Operations;
using Orbweaver.Model;
using Orbweaver.Scenarios;
using Orbweaver.Twin;

namespace Orbweaver.Up;

/// <summary>What the twin counted, as the API says it.</summary>
internal static class WhatIfWords
{
    /// <summary>A span of a request.</summary>
    public static Duration Milliseconds(double ms) => new((long)(ms * 1e6));

    /// <summary>A moment, to the millisecond.</summary>
    public static DateTime Moment(Instant at)
        => DateTime.UnixEpoch.AddMilliseconds(Utc.ToUnixNs(at) / 1_000_000);

    /// <summary>What is wrong with some fields, in sentences; the last full stop is left to the
    /// reader.</summary>
    public static string Of(Findings findings)
        => string.Join("; ", findings.InOrder().Select(static f => Findings.Printable(
            $"{f.What}{(f.Advice.Length > 0 ? $". {f.Advice}" : "")}")));

    /// <summary>A sentence with a full stop, unless it ends as one already.</summary>
    public static string Ended(string sentence)
        => sentence is [.., '.' or '?' or '!'] ? sentence : sentence + ".";

    /// <summary>The limits of a span, with units: whoever reads it may have given milliseconds or
    /// not.</summary>
    public static string MustBeFrom(double leastMs)
        => $"must be from {Milliseconds(leastMs)} to {Milliseconds(WhatIfRequest.HorizonMostMs)}";

    /// <summary>The figures of a run.</summary>
    public static WhatIfFigures Of(RunFigures figures) => new(
        figures.OnTimeShare, Ms(figures.Latency, figures.Latency.P50),
        Ms(figures.Latency, figures.Latency.P99), figures.Late, figures.Lost, figures.Detours,
        new WhatIfSeries(
            [.. figures.Series.Select(s => s.End.TotalMilliseconds)],
            [.. figures.Series.Select(s => s.OnTimeShare)]));

    /// <summary>
    /// What ended until the network was looked at last, in all three; null where that is too early for the
    /// twins. They are counted at the ends of pieces, and the nearest of those stands beside it.
    /// </summary>
    public static WhatIfSoFar? SoFar(WhatIfOutcome foretold, RunFigures live)
    {
        if (live.Ended.Count == 0 || foretold.Base.Ended.Count == 0)
        {
            return null;
        }
        EndedFigures came = live.Ended[^1];
        int place = Nearest(foretold.Base.Ended, came.Until);
        return new WhatIfSoFar(
            came.Until.TotalMilliseconds, Of(foretold.Base.Ended[place]), Of(foretold.Plan.Ended[place]),
            Of(came));
    }

    private static int Nearest(IReadOnlyList<EndedFigures> ended, Duration until)
    {
        int place = 0;
        for (int i = 1; i < ended.Count; i++)
        {
            bool isNearer = Math.Abs((ended[i].Until - until).Nanoseconds)
                < Math.Abs((ended[place].Until - until).Nanoseconds);
            place = isNearer ? i : place;
        }
        return place;
    }

    private static WhatIfEnded Of(in EndedFigures ended) => new(
        ended.All.OnTimeShare, Ms(ended.All.Latency, ended.All.Latency.P50),
        Ms(ended.All.Latency, ended.All.Latency.P99), ended.All.Late, ended.All.Lost, ended.Detours);

    /// <summary>Those of a stream.</summary>
    public static WhatIfShare Of(in StreamFigures stream) => new(
        stream.OnTimeShare, Ms(stream.Latency, stream.Latency.P50), Ms(stream.Latency, stream.Latency.P99),
        stream.Late, stream.Lost);

    /// <summary>A weak spot.</summary>
    public static WhatIfWeakSpot Of(WeakSpot spot, Instant now, Plan plan)
    {
        string at = plan.Nodes[spot.At.Value].Name;
        string where = spot.Towards is { } to ? $"{at} -> {plan.Nodes[to.Value].Name}" : at;
        string why = string.Create(
            CultureInfo.InvariantCulture,
            $"{spot.Messages:N0} more {(spot.Messages == 1 ? "message" : "messages")} {Why(spot)}");
        return new WhatIfWeakSpot((spot.First - now).TotalMilliseconds, where, spot.Streams, why);
    }

    private static string Why(WeakSpot spot) => spot.Reason switch
    {
        null when spot.Towards is not null => "late, after waiting for this link longest",
        null => "late",
        DropReason.Expired => "given up, as they could not arrive in time",
        DropReason.LinkLost => "lost with a link from here",
        DropReason.NodeLost => "lost in a node that is gone, next to or at this one",
        DropReason.NoRoute => "lost here, as no way led on",
        DropReason.QueueFull => "lost here, as the queue was full",
        DropReason.FrameLost or DropReason.Corrupted => "lost on a noisy link from here",
        DropReason reason => $"lost here ({reason})",
    };

    private static double? Ms(in DurationSummary latency, Duration value)
        => latency.Count > 0 ? value.TotalMilliseconds : null;
}
