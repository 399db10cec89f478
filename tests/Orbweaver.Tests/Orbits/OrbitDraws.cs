using System;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Tests.Orbits;

/// <summary>Random elements.</summary>
internal static class OrbitDraws
{
    internal static readonly Instant Epoch = Utc.FromCalendar(2026, 8, 11);

    /// <summary>Uniform from 0 to 1.</summary>
    internal static double Unit(this Prng dice) => (dice.NextBits() >> 11) * Math.ScaleB(1, -53);

    /// <summary>Elements near the Earth, up to this eccentricity and strength of drag.</summary>
    internal static ElementSet NearEarth(Prng dice, double eccentricityMax, double bstarMax) => new()
    {
        Name = "DRAWN",
        CatalogueNumber = 1,
        Epoch = Epoch + new Duration(dice.NextBetween(-86_400_000_000_000, 86_400_000_000_000)),
        MeanMotionRadPerMin = (6.5 + (10.5 * dice.Unit())) * Math.PI / 720,
        Eccentricity = eccentricityMax * dice.Unit() * dice.Unit(),
        Inclination = Turned(dice, Math.PI),
        AscendingNode = Turned(dice, 2 * Math.PI),
        ArgumentOfPerigee = Turned(dice, 2 * Math.PI),
        MeanAnomaly = Turned(dice, 2 * Math.PI),
        BStar = ((2 * dice.Unit()) - 1) * bstarMax,
    };

    /// <summary>A circular design.</summary>
    internal static CircularOrbit Circle(Prng dice) => new()
    {
        Epoch = Epoch + new Duration(dice.NextBetween(-86_400_000_000_000, 86_400_000_000_000)),
        Radius = Distance.FromKilometres(6700 + (30_000 * dice.Unit())),
        Inclination = Turned(dice, Math.PI),
        AscendingNode = Turned(dice, 2 * Math.PI),
        ArgumentOfLatitude = Turned(dice, 2 * Math.PI),
    };

    private static Angle Turned(Prng dice, double max) => new(dice.Unit() * max);
}
