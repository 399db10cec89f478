using Orbweaver.Monitor;

namespace Orbweaver.Console.Api;

/// <summary>Parameters that many operations have.</summary>
internal static class Parameters
{
    /// <summary>A moment of the past.</summary>
    public static Parameter At { get; } = new(
        "at", ParameterKind.Moment, "Show the state of this moment instead of now.");

    /// <summary>Where a span begins.</summary>
    public static Parameter From { get; } = new("from", ParameterKind.Moment, "Where the span begins.");

    /// <summary>Where it ends.</summary>
    public static Parameter To { get; } = new("to", ParameterKind.Moment, "Where the span ends.");

    /// <summary>Rows at most.</summary>
    public static Parameter Limit { get; } = Whole(
        "limit", "Rows at most.", 1, TableQuery.LimitMax, TableQuery.LimitUsual);

    /// <summary>Where to go on.</summary>
    public static Parameter Cursor { get; } = Text(
        "cursor", "Where the page before ended: its 'next'.");

    /// <summary>Which rows.</summary>
    public static Parameter Filter { get; } = Text(
        "filter", "Conditions such as plane=37 & state!=up, or words that a row has.");

    /// <summary>In which order.</summary>
    public static Parameter Sort { get; } = Text(
        "sort", "A field of the rows; with - before it from the greatest down.");

    /// <summary>A text that may be missing.</summary>
    public static Parameter Text(string name, string description)
        => new(name, ParameterKind.Text, description);

    /// <summary>A text that may not.</summary>
    public static Parameter Required(string name, string description)
        => Text(name, description) with { IsRequired = true };

    /// <summary>A whole number.</summary>
    public static Parameter Whole(string name, string description, long least, long most, long? usual)
        => new(name, ParameterKind.Whole, description) { Least = least, Most = most, Usual = usual };

    /// <summary>The name of a thing, in the path.</summary>
    public static Parameter Id(string description)
        => Required("id", description) with { IsInPath = true };

    /// <summary>The number of a thing, in the path.</summary>
    public static Parameter Number(string description)
        => Whole("id", description, 0, int.MaxValue, null) with { IsInPath = true, IsRequired = true };
}
