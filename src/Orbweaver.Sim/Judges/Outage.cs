using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>A time in which nothing gets through a link, at least one way.</summary>
/// <param name="From">When it begins, in nanoseconds from the start of the run.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Noticed">How long it must last to be noticed.</param>
/// <param name="Back">How long its end takes to be noticed.</param>
internal readonly record struct Outage(long From, long Until, Duration Noticed, Duration Back)
{
    /// <summary>Whether frames get through, and the ends say that it carries nothing.</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether an end of the link notices it.</summary>
    public bool IsNoticed => Until - From >= Noticed.Nanoseconds;
}
