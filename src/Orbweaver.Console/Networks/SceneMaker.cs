using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Monitor;

namespace Orbweaver.Console.Networks;

/// <summary>Makes the scene that a viewer begins with, now or at another time.</summary>
internal static class SceneMaker
{
    /// <summary>The scene of a moment, each frame behind its length.</summary>
    public static (byte[] Bytes, double SimMs, uint Generation) At(ConsoleNetwork network, double? atMs)
    {
        if (atMs is { } at)
        {
            (IReadOnlyList<Frame> frames, ClockMode _) = Frames(network, at, rate: 1);
            return (FrameWriter.Concatenate(frames), at, frames.Max(f => f.Header.Generation));
        }
        return network.Now(static v => (v.WriteScene(), double.IsFinite(v.SimMs)
            ? v.SimMs : 0, v.Generation));
    }

    /// <summary>The scene of another time, with a clock that says which: the past, or the plan.</summary>
    public static (IReadOnlyList<Frame> Frames, ClockMode Mode) Frames(
        ConsoleNetwork network, double atMs, float rate)
    {
        bool isFuture = network.IsLive && atMs > network.Now(static v => v.SimMs);
        IReadOnlyList<Frame> frames = isFuture
            ? network.Planned(atMs) : network.At(atMs, static v => v.Scene());
        ClockMode mode = isFuture ? ClockMode.Plan : ClockMode.Replay;
        return ([Clock(network, atMs, mode, rate), .. frames.Where(f => f.Type != FrameType.Clock)], mode);
    }

    /// <summary>A clock of a viewer's own time.</summary>
    public static Frame Clock(ConsoleNetwork network, double atMs, ClockMode mode, float rate)
    {
        ClockEntry live = network.Now(static v => v.Clock) ?? default;
        return FrameWriter.Clock(
            new FrameStamp(atMs),
            new ClockEntry(
                mode, rate, JsonTexts.UnixMs(DateTime.UtcNow), atMs, live.PlanEndMs, LagMs: 0,
                network.Facts.Build));
    }
}
