using System;
using System.Globalization;
using Orbweaver.Model;

namespace Orbweaver.Monitor;

/// <summary>
/// Moments as frames and pages write them: Unix milliseconds, and ISO 8601 with three decimals.
/// </summary>
public static class UnixTime
{
    /// <summary>Unix milliseconds.</summary>
    public static double Ms(Instant t) => Utc.ToUnixNs(t) * 1e-6;

    /// <summary>The moment, to a microsecond.</summary>
    public static Instant Of(double ms) => Utc.FromUnixNs((long)Math.Round(ms * 1e3) * 1_000);

    /// <summary>Unix milliseconds of a moment in ISO 8601; NaN where it is none.</summary>
    public static double MsOfIso(string iso)
        => DateTime.TryParse(
            iso, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime at)
            ? (at - DateTime.UnixEpoch).TotalMilliseconds : double.NaN;

    /// <summary>ISO 8601 UTC with ms; null where there is no time.</summary>
    public static string? Iso(double ms)
        => double.IsNaN(ms) || Math.Abs(ms) > 1e14 ? null
            : DateTime.UnixEpoch.AddTicks((long)Math.Round(ms * TimeSpan.TicksPerMillisecond))
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
