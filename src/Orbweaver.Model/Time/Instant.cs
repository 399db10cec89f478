using System;

namespace Orbweaver.Model;

/// <summary>
/// A moment: nanoseconds of International Atomic Time (TAI) since 2000-01-01T00:00:00 TAI. There is no
/// <c>Now</c>: whoever needs the time is told it. The default value is that epoch; the range is +-292 years.
/// </summary>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The latest moment: used as "never".</summary>
    public static readonly Instant Max = new(long.MaxValue);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The moment <paramref name="d"/> later.</summary>
    public static Instant operator +(Instant t, Duration d) => new(t.Nanoseconds + d.Nanoseconds);

    /// <summary>The moment <paramref name="d"/> earlier.</summary>
    public static Instant operator -(Instant t, Duration d) => new(t.Nanoseconds - d.Nanoseconds);

    /// <summary>The span from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Duration operator -(Instant a, Instant b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant a, Instant b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant a, Instant b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds;

    /// <summary>ISO 8601 in UTC, see <see cref="Utc.Format"/>.</summary>
    public override string ToString() => Utc.Format(this);
}
