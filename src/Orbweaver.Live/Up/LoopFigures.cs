using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Live;

/// <summary>
/// How well a live loop keeps time, measured and never guessed. Written by the thread of the loop.
/// </summary>
public sealed class LoopFigures
{
    /// <summary>
    /// Of every message that came out: how much later by the host's clock than its modelled moment, in ns.
    /// </summary>
    public LogHistogram LatenessNs { get; } = new();

    /// <summary>The same, by buckets that never change.</summary>
    public SecondsHistogram Lateness { get; } = new();

    /// <summary>Messages taken in.</summary>
    public long MessagesIn { get; internal set; }

    /// <summary>Messages given out.</summary>
    public long MessagesOut { get; internal set; }

    /// <summary>Bytes taken in.</summary>
    public long BytesIn { get; internal set; }

    /// <summary>Bytes given out.</summary>
    public long BytesOut { get; internal set; }

    /// <summary>Messages from outside that the network dropped or refused.</summary>
    public long MessagesLost { get; internal set; }

    /// <summary>Messages that nobody took because no contract or room was there.</summary>
    public long MessagesRefused { get; internal set; }

    /// <summary>How far the world is behind the host's clock now.</summary>
    public Duration Lag { get; internal set; }

    /// <summary>The most it has ever been behind.</summary>
    public Duration LagMax { get; internal set; }

    /// <summary>Time of the world that was given up because the machine was too slow.</summary>
    public Duration Slipped { get; internal set; }

    /// <summary>Turns that ended more than <see cref="UpLoop.LagWarned"/> behind.</summary>
    public long TurnsBehind { get; internal set; }

    /// <summary>Turns in all.</summary>
    public long Turns { get; internal set; }
}
