using System;
using System.Collections.Generic;
using System.Text.Json;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Sockets;

/// <summary>What a client says on its socket.</summary>
/// <param name="Op">sub, replay, pause, live, plan or pong.</param>
/// <param name="Topics">Of sub: which frames it wants.</param>
/// <param name="Streams">Of sub: which streams it wants to see.</param>
/// <param name="RateHz">Of sub: how often.</param>
/// <param name="From">Of replay: from when on, Unix milliseconds.</param>
/// <param name="At">Of plan: when, Unix milliseconds.</param>
/// <param name="Rate">Of replay: world time per real time.</param>
internal sealed record ClientWord(
    string Op, string[]? Topics = null, int[]? Streams = null, double? RateHz = null, double? From = null,
    double? At = null, double? Rate = null)
{
    /// <summary>The longest, in bytes.</summary>
    public const int BytesMax = 8 << 10;

    /// <summary>Replay is at most so many times as fast.</summary>
    public const double RateMax = 3_600;

    /// <summary>Reads a word; null where it is none.</summary>
    public static ClientWord? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            ClientWord? word = JsonSerializer.Deserialize<ClientWord>(utf8, JsonTexts.Options);
            return word is { Op: "sub" or "pause" or "live" or "pong" }
                || (word is { Op: "replay", From: { } from } && double.IsFinite(from))
                || (word is { Op: "plan", At: { } at } && double.IsFinite(at)) ? word : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The topics of the socket, and which frames they are.</summary>
[Flags]
internal enum Topics
{
    /// <summary>None but the clock.</summary>
    None = 0,

    /// <summary>Nodes, links and orbits.</summary>
    State = 1,

    /// <summary>How busy links are.</summary>
    Load = 2,

    /// <summary>Ways of streams.</summary>
    Routes = 4,

    /// <summary>Figures of streams.</summary>
    Stats = 8,

    /// <summary>What happens.</summary>
    Events = 16,

    /// <summary>Figures of the network.</summary>
    Kpi = 32,

    /// <summary>All.</summary>
    All = 63,
}

/// <summary>Topics by name and by frame.</summary>
internal static class TopicNames
{
    /// <summary>Those of some names; others are passed over, as they may be those of a newer page.</summary>
    public static Topics Of(IEnumerable<string> names)
    {
        Topics topics = Topics.None;
        foreach (string name in names)
        {
            topics |= name switch
            {
                "state" => Topics.State,
                "load" => Topics.Load,
                "routes" => Topics.Routes,
                "stats" => Topics.Stats,
                "events" => Topics.Events,
                "kpi" => Topics.Kpi,
                _ => Topics.None,
            };
        }
        return topics;
    }

    /// <summary>The topic of a frame; none of those that everybody gets.</summary>
    public static Topics Of(FrameType type) => type switch
    {
        FrameType.Ephemeris or FrameType.LinkSet or FrameType.LinkPatch or FrameType.LinkDelta
            or FrameType.NodeDelta => Topics.State,
        FrameType.LinkLoad => Topics.Load,
        FrameType.Routes => Topics.Routes,
        FrameType.StreamStat or FrameType.TimeParts => Topics.Stats,
        FrameType.Event => Topics.Events,
        FrameType.Kpi => Topics.Kpi,
        _ => Topics.None,
    };
}
