using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Monitor;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Monitor;

/// <summary>Six numbers a satellite against the ephemeris that they stand for, over ten minutes.</summary>
public sealed class OrbitFitTests
{
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    [Fact]
    public void A_design_is_met_to_ten_metres()
        => Seeds.Hold(dice =>
        {
            CircularEphemeris design = new(new CircularOrbit
            {
                Epoch = Start,
                Radius = Distance.FromKilometres(6_378.137 + dice.Between(300, 2_000)),
                Inclination = Angle.FromDegrees(dice.Between(0, 180)),
                AscendingNode = Angle.FromDegrees(dice.Between(0, 359)),
                ArgumentOfLatitude = Angle.FromDegrees(dice.Between(0, 359)),
            });
            Assert.InRange(WorstM(design, Start + Duration.FromMinutes(dice.Below(10_000))), 0, 10);
        });

    // Low and nearly circular, a station, and half a day and very eccentric.
    [Theory]
    [InlineData(15.0639, 0.00014, 53.054)]
    [InlineData(15.5, 0.0006, 51.64)]
    [InlineData(14.2, 0.001, 98.6)]
    [InlineData(2.00491, 0.6877, 64.16)]
    public void Sgp4_is_met_to_a_kilometre(double turnsADay, double eccentricity, double inclinationDeg)
    {
        Sgp4Ephemeris ephemeris = new(new ElementSet
        {
            Name = "test",
            CatalogueNumber = 1,
            Epoch = Start,
            MeanMotionRadPerMin = turnsADay * 2 * Math.PI / 1_440,
            Eccentricity = eccentricity,
            Inclination = Angle.FromDegrees(inclinationDeg),
            AscendingNode = Angle.FromDegrees(120),
            ArgumentOfPerigee = Angle.FromDegrees(265),
            MeanAnomaly = Angle.FromDegrees(20),
            BStar = 7e-5,
        });
        for (int minutes = 0; minutes < 1_440; minutes += 97)
        {
            Assert.InRange(WorstM(ephemeris, Start + Duration.FromMinutes(minutes)), 0, 1_000);
        }
    }

    private static double WorstM(IEphemeris ephemeris, Instant from)
    {
        OrbitEntry entry = OrbitFit.At(ephemeris, from);
        return Enumerable.Range(0, 61).Max(i =>
        {
            Duration after = Duration.FromSeconds(10 * i);
            Assert.True(ephemeris.TryPropagate(from + after, out TemeState state, out _));
            return (OrbitFit.PositionAfter(entry, after).Metres - state.Position.Metres).Length;
        });
    }
}
