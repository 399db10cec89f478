using System;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// What a clock shows, as its host reads it: how far it is from the time of the host's timers, and how fast
/// that grows. A clock that stands still goes by -1,000,000 ppm.
/// </summary>
public readonly record struct ClockReading(Duration Error, int DriftPpm);

/// <summary>
/// A node's own idea of the time of day. It goes on by the counter that timers run by, at the rate of its
/// clock; the clock itself sets it only when it starts, or where the two agree.
/// </summary>
internal sealed class WallClock
{
    /// <summary>
    /// No oscillator is as wrong as this, in parts per million: a clock that is stands still, or is broken,
    /// and its rate does not count.
    /// </summary>
    public const int DriftPpmMax = 1_000;

    private Instant _since;
    private Duration _offset;
    private int _driftPpm;

    /// <summary>The time of day.</summary>
    public Instant At(Instant now) => now + OffsetAt(now);

    /// <summary>It shows what a clock shows.</summary>
    public void Set(Instant now, ClockReading reading)
    {
        _since = now;
        _offset = reading.Error;
        _driftPpm = Math.Abs(reading.DriftPpm) <= DriftPpmMax ? reading.DriftPpm : 0;
    }

    /// <summary>It goes on as it is, at the rate of a clock.</summary>
    public void GoOn(Instant now, ClockReading reading) => Set(now, reading with { Error = OffsetAt(now) });

    /// <summary>It was wrong by so much.</summary>
    public void Correct(Instant now, Duration by)
    {
        _offset = OffsetAt(now) + by;
        _since = now;
    }

    /// <summary>How far it is from the counter.</summary>
    public Duration OffsetAt(Instant now)
    {
        // In two steps, as a day times a thousand ppm has no room otherwise.
        (long millions, long rest) = Math.DivRem((now - _since).Nanoseconds, 1_000_000);
        return _offset + new Duration((millions * _driftPpm) + (rest * _driftPpm / 1_000_000));
    }
}
