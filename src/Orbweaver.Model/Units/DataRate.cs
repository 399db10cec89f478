using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>Bits per second. The default value is zero.</summary>
public readonly record struct DataRate(long BitsPerSecond) : IComparable<DataRate>
{
    /// <summary>Kilobits (1,000 bits) per second.</summary>
    public static DataRate FromKilobits(long kilobits) => new(checked(kilobits * 1_000));

    /// <summary>Megabits per second.</summary>
    public static DataRate FromMegabits(long megabits) => new(checked(megabits * 1_000_000));

    /// <summary>Gigabits per second.</summary>
    public static DataRate FromGigabits(long gigabits) => new(checked(gigabits * 1_000_000_000));

    /// <inheritdoc/>
    public int CompareTo(DataRate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>The lesser of two rates.</summary>
    public static DataRate Min(DataRate a, DataRate b) => a.BitsPerSecond <= b.BitsPerSecond ? a : b;

    /// <summary>
    /// How long <paramref name="size"/> takes to serialise at this rate, rounded up to a nanosecond.
    /// </summary>
    public Duration TimeFor(DataSize size)
    {
        Check.That(BitsPerSecond > 0);
        // 8e9 x bytes fits in 63 bits up to 1.1 GB; a message is far smaller.
        return new Duration((checked(size.Bytes * 8_000_000_000L) + BitsPerSecond - 1) / BitsPerSecond);
    }

    /// <summary>For people: <c>100 Gb/s</c>.</summary>
    public override string ToString()
    {
        (double unit, string name) = BitsPerSecond switch
        {
            >= 1_000_000_000 => (1e9, "Gb/s"),
            >= 1_000_000 => (1e6, "Mb/s"),
            >= 1_000 => (1e3, "kb/s"),
            _ => (1.0, "b/s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{BitsPerSecond / unit:0.###} {name}");
    }
}
