using System;
using System.Globalization;

namespace Orbweaver.Model;

/// <summary>A length in metres. Floating point: it lives on the planning side only.</summary>
public readonly record struct Distance(double Metres) : IComparable<Distance>
{
    /// <summary>Speed of light in vacuum, m/s (exact, SI).</summary>
    public const double SpeedOfLightMPerS = 299_792_458.0;

    /// <summary>Kilometres.</summary>
    public static Distance FromKilometres(double kilometres) => new(kilometres * 1e3);

    /// <summary>Kilometres, for people and files.</summary>
    public double Kilometres => Metres * 1e-3;

    /// <summary>How long light takes, rounded to the nearest nanosecond: where floating point ends.</summary>
    public Duration LightTime => new((long)Math.Round(Metres / SpeedOfLightMPerS * 1e9));

    /// <inheritdoc/>
    public int CompareTo(Distance other) => Metres.CompareTo(other.Metres);

    /// <summary>For people: <c>2168 km</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Kilometres:0.###} km");
}
