using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Reports;

/// <summary>
/// One sentence on why a contract was not kept, from where the time of its late messages went.
/// </summary>
internal static class LateSentence
{
    /// <summary>The sentence without its full stop; empty when nothing was late, expired or lost.</summary>
    public static string Of(ContractResult result, Duration? budget, Func<NodeId, string> nameOf)
    {
        List<string> parts = [];
        if (result.WhyLate is { Messages: > 0 } cause)
        {
            parts.Add(OfTime(cause, budget, nameOf));
        }
        if (result.Lost.Count > 0)
        {
            parts.Add(OfLoss(result.Lost));
        }
        // The greater trouble first.
        if (parts.Count == 2 && result.Lost.Sum(l => l.Messages) > result.Late + result.Expired)
        {
            parts.Reverse();
        }
        return string.Join("; ", parts);
    }

    private static string OfTime(LateCause cause, Duration? budget, Func<NodeId, string> nameOf)
    {
        (string Name, Duration Time)[] causes =
        [
            ("a detour", cause.Detour), ("serialisation", cause.Serialisation), ("queueing", cause.Queueing),
            ("waiting for a link or a way", cause.Waiting),
            ("waiting at the egress for an earlier message", cause.Ordering),
        ];
        (string name, Duration time) = causes.MaxBy(c => c.Time.Nanoseconds);
        Duration total = cause.Best + cause.Detour + cause.Serialisation + cause.Queueing + cause.Waiting
            + cause.Ordering;
        string average = $"of {Ms(total, cause.Messages)} ms on average";
        // What the best way takes counts as the cause only when it fills the budget by itself, or nothing
        // else does.
        bool isBestTooLong = budget is { } b && cause.Best.Nanoseconds / cause.Messages >= b.Nanoseconds;
        if (time.Nanoseconds == 0 || isBestTooLong)
        {
            return $"late because the best way alone takes {Ms(cause.Best, cause.Messages)} {average}";
        }
        string sentence = $"late mainly by {name}: {Ms(time, cause.Messages)} {average}";
        return cause.WorstPort is { } port && time == cause.Queueing
            ? $"{sentence}, {Ms(cause.WorstPortQueueing, cause.Messages)} of it at"
                + $" {nameOf(port.From)} -> {nameOf(port.To)}"
            : sentence;
    }

    private static string OfLoss(IReadOnlyList<LostCount> lost)
    {
        LostCount worst = lost.MaxBy(l => l.Messages);
        long all = lost.Sum(l => l.Messages);
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"{worst.Messages:N0} by {Words(worst.Reason)}");
        return all == worst.Messages
            ? $"lost {reason}"
            : string.Create(CultureInfo.InvariantCulture, $"lost {all:N0}, {reason}");
    }

    /// <summary>
    /// A reason's name in words: <c>QueueFull</c> is "queue full". Reasons are names, and new ones may come:
    /// only those that would not speak for themselves have words of their own.
    /// </summary>
    private static string Words(string reason) => reason switch
    {
        "IngressStoreFull" => "refusal, as the ingress store of guaranteed messages was full",
        "HoldEnded" => "end of the hold time, returned to the publisher",
        _ => string.Concat(reason.Select(
            (c, i) => (char.IsUpper(c) && i > 0 ? " " : "") + char.ToLowerInvariant(c))),
    };

    private static string Ms(Duration sum, long messages)
        => string.Create(CultureInfo.InvariantCulture, $"{sum.TotalMilliseconds / messages:0.0}");
}
