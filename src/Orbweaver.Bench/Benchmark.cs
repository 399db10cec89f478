using System;
using System.Collections.Generic;

namespace Orbweaver.Bench;

/// <summary>A benchmark: how it is called, what it answers, and what it does.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Question">What it answers: a clause without a full stop.</param>
/// <param name="Measure">Measures, and hands its figures to the run.</param>
internal sealed record Benchmark(string Name, string Question, Action<BenchRun> Measure);

/// <summary>One of those that are timed against each other.</summary>
/// <param name="Name">What it is called in figures and comparisons.</param>
/// <param name="Prepare">
/// Sets a repeat up, untimed; the result does the work and returns how much it did.
/// </param>
internal sealed record Contender(string Name, Func<Func<long>> Prepare);

/// <summary>What the repeats of a contender came to.</summary>
/// <param name="Name">The contender.</param>
/// <param name="SecondsEach">Seconds per unit of work: the median of the repeats.</param>
/// <param name="SecondsEachLeast">The fastest repeat.</param>
/// <param name="SecondsEachMost">The slowest repeat.</param>
/// <param name="BytesEach">Bytes allocated per unit of work on the measuring thread, last repeat.</param>
internal sealed record Timing(
    string Name, double SecondsEach, double SecondsEachLeast, double SecondsEachMost, double BytesEach);

/// <summary>Which way a figure is good.</summary>
internal enum Better
{
    /// <summary>Times, bytes, delays.</summary>
    Less,

    /// <summary>Rates.</summary>
    More,
}

/// <summary>A figure beside a reference.</summary>
/// <param name="Name">Whose figure it is.</param>
/// <param name="Value">The reference's figure, in the unit of ours.</param>
/// <param name="IsRecorded">
/// Whether it was measured elsewhere or at another time, so that the ratio is only an indication.
/// </param>
/// <param name="Goal">How many times better ours should be, or null if nothing is asked.</param>
internal sealed record Comparison(string Name, double Value, bool IsRecorded, double? Goal);

/// <summary>One result of a benchmark.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">
/// Its unit; <c>s</c>, <c>m</c>, <c>B</c> and <c>/s</c> are printed with prefixes.
/// </param>
/// <param name="Better">Which way it is good.</param>
/// <param name="Against">References it stands beside.</param>
internal sealed record Figure(
    string Name, double Value, string Unit, Better Better, IReadOnlyList<Comparison> Against)
{
    /// <summary>What the figure itself should not pass, or null.</summary>
    public double? Limit { get; init; }

    /// <summary>How far repeats were apart, in the figure's unit, if it was repeated.</summary>
    public (double Least, double Most)? Spread { get; init; }

    /// <summary>How many times better than a reference: above 1 is better, whichever way is good.</summary>
    public double RatioTo(Comparison reference)
        => Better == Better.More ? Value / reference.Value : reference.Value / Value;

    /// <summary>Whether the figure is on the right side of its own limit; null without one.</summary>
    public bool? IsWithinLimit => Limit is not { } limit ? null
        : Better == Better.More ? Value >= limit : Value <= limit;

    /// <summary>Units of work per second, from a timing.</summary>
    public static Figure Rate(string name, Timing timing, params IReadOnlyList<Comparison> against)
        => new(name, 1 / timing.SecondsEach, "/s", Better.More, against)
        {
            Spread = (1 / timing.SecondsEachMost, 1 / timing.SecondsEachLeast),
        };

    /// <summary>Time per unit of work, from a timing.</summary>
    public static Figure Time(string name, Timing timing, params IReadOnlyList<Comparison> against)
        => new(name, timing.SecondsEach, "s", Better.Less, against)
        {
            Spread = (timing.SecondsEachLeast, timing.SecondsEachMost),
        };
}
