using Orbweaver.Model;
using Orbweaver.Scenarios;

namespace Orbweaver.Commands;

/// <summary>
/// Moments on the command line: ISO 8601 in UTC, or an offset such as <c>+90s</c> from a start.
/// </summary>
internal static class TimeText
{
    /// <summary>
    /// Parses a moment; <paramref name="start"/> is what offsets count from, or null where there is none.
    /// </summary>
    public static Instant Parse(string option, string text, Instant? start)
    {
        string how = start is null
            ? "Write ISO 8601 in UTC, such as 2026-08-11T07:30:00Z"
            : "Write ISO 8601 in UTC, such as 2026-08-11T07:30:00Z, or an offset such as +90s";
        if (text.StartsWith('+'))
        {
            return start is { } origin
                ? origin + ParseDuration(option, text[1..], Duration.Zero)
                : throw BadInputException.Of(
                    option, $"'{text}' is an offset, and there is no start to count from", how);
        }
        return Utc.TryParse(text, out Instant t)
            ? t
            : throw BadInputException.Of(option, $"'{text}' is not a date and time", how);
    }

    /// <summary>Parses a duration of at least <paramref name="least"/>.</summary>
    public static Duration ParseDuration(string option, string text, Duration least)
    {
        if (!Quantity.Duration.TryParse(text, out decimal ns, out string what, out string advice))
        {
            throw BadInputException.Of(option, what, advice);
        }
        if (ns < least.Nanoseconds || ns > Duration.FromSeconds(100L * 365 * 86400).Nanoseconds)
        {
            throw BadInputException.Of(
                option, $"'{text}' is out of range", $"Write a duration from {least} to 100 years");
        }
        return new Duration((long)ns);
    }
}
