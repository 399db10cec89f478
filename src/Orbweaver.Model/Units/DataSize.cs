using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>An amount of data in whole bytes. The default value is zero.</summary>
public readonly record struct DataSize(long Bytes) : IComparable<DataSize>
{
    /// <inheritdoc/>
    public int CompareTo(DataSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>For people: <c>1.5 kB</c>, with units of 1,000.</summary>
    public override string ToString()
    {
        (double unit, string name) = Bytes switch
        {
            >= 1_000_000_000 => (1e9, "GB"),
            >= 1_000_000 => (1e6, "MB"),
            >= 1_000 => (1e3, "kB"),
            _ => (1.0, "B"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / unit:0.###} {name}");
    }
}
