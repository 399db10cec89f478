using System.Collections.Generic;

namespace Orbweaver.Monitor;

/// <summary>A piece of a table.</summary>
/// <param name="AsOf">When it was so, ISO 8601 UTC.</param>
/// <param name="Total">Rows that fit the filter.</param>
/// <param name="Items">Some of them.</param>
/// <param name="Next">The cursor of the next piece; null at the end.</param>
public sealed record Page<T>(string? AsOf, int Total, IReadOnlyList<T> Items, string? Next);

/// <summary>Which rows of a table are wanted, and in which order.</summary>
public sealed record TableQuery
{
    /// <summary>The largest page.</summary>
    public const int LimitMax = 500;

    /// <summary>The usual page.</summary>
    public const int LimitUsual = 100;

    /// <summary>
    /// Conditions joined by <c>&amp;</c>: <c>plane=37 &amp; state!=up</c>, or words that a row has anywhere.
    /// </summary>
    public string Filter { get; init; } = "";

    /// <summary>A field by its JSON name, with <c>-</c> before it from the greatest down.</summary>
    public string Sort { get; init; } = "";

    /// <summary>Rows at most, 1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = LimitUsual;

    /// <summary>Where the page before ended; empty for the first.</summary>
    public string Cursor { get; init; } = "";
}

/// <summary>Values over time.</summary>
/// <param name="At">When, ISO 8601 UTC.</param>
/// <param name="Values">By name, one value a moment, null where nothing is known.</param>
public sealed record Series(
    IReadOnlyList<string> At, IReadOnlyDictionary<string, IReadOnlyList<double?>> Values);
