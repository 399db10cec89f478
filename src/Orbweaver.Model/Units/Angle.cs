using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>An angle in radians. Degrees exist in files and on screen only.</summary>
public readonly record struct Angle(double Radians) : IComparable<Angle>
{
    /// <summary>From degrees.</summary>
    public static Angle FromDegrees(double degrees) => new(degrees * (Math.PI / 180.0));

    /// <summary>In degrees, for people and files.</summary>
    public double Degrees => Radians * (180.0 / Math.PI);

    /// <inheritdoc/>
    public int CompareTo(Angle other) => Radians.CompareTo(other.Radians);

    /// <summary>For people: <c>53 deg</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Degrees:0.######} deg");
}
