using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>The near-Earth kernel against its slow twin, the transcription.</summary>
public sealed class Sgp4TwinTests
{
    private static readonly double[] MinutesOfThreeDays = [-4320, -1700.5, -33.3, 0, 720.1, 2880, 4320];

    [Fact]
    public void The_whole_active_catalogue_agrees_over_three_days()
    {
        string path = TestData.Require("orbits/constellations/celestrak-active_2026-08-11.tle");
        ElementsResult result = ElementsReader.Read("active", File.ReadAllText(path), skipBad: false);
        Sgp4Ephemeris[] near = [.. result.Sets.Select(s => new Sgp4Ephemeris(s)).Where(e => !e.IsDeepSpace)];
        Assert.Equal(15_290, near.Length);
        double worstKm = 0;
        double worstKmPerS = 0;
        foreach (Sgp4Ephemeris ephemeris in near)
        {
            foreach (double minutes in MinutesOfThreeDays)
            {
                (double km, double kmPerS) = Off(ephemeris, minutes);
                Assert.True(km < 1e-8, $"{km} km off: {ephemeris.Elements.Name} after {minutes} minutes");
                worstKm = Math.Max(worstKm, km);
                worstKmPerS = Math.Max(worstKmPerS, kmPerS);
            }
        }
        TestContext.Current.SendDiagnosticMessage("twin: worst {0:E2} km, {1:E2} km/s", worstKm, worstKmPerS);
        Assert.InRange(worstKmPerS, 0, 2e-11);
    }

    // The iteration of either side stops 1e-12 rad from the answer; apogees are up to 30,000 km away, and
    // what is nearly a parabola magnifies the last bits by 1 / (1 - e).
    [Theory]
    [InlineData(0.06, 1e-3, 3e-8)]
    [InlineData(0.3, 1e-3, 3e-8)]
    [InlineData(0.999, 1e-2, 1e-6)]
    public void Wild_orbits_agree(double eccentricityMax, double bstarMax, double toleranceKm)
    {
        var dice = new Prng(77);
        var seen = new Dictionary<PropagationError, int>();
        double worstKm = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var ephemeris = new Sgp4Ephemeris(OrbitDraws.NearEarth(dice, eccentricityMax, bstarMax));
            if (ephemeris.IsDeepSpace)
            {
                continue;
            }
            double minutes = ((2 * dice.Unit()) - 1) * 4320;
            (double km, _) = Off(ephemeris, minutes);
            worstKm = Math.Max(worstKm, km);
            ephemeris.TryPropagateMinutes(minutes, out _, out PropagationError error);
            seen[error] = seen.GetValueOrDefault(error) + 1;
        }
        TestContext.Current.SendDiagnosticMessage(
            "wild: worst {0:E2} km; {1}", worstKm, string.Join(", ", seen));
        Assert.InRange(worstKm, 0, toleranceKm);
        Assert.True(seen[PropagationError.None] > 1000);
        Assert.True(seen[PropagationError.Decayed] > 100);
    }

    [Fact]
    public void Errors_come_in_the_authors_order()
    {
        var dice = new Prng(78);
        var seen = new HashSet<PropagationError>();
        for (int i = 0; i < 20_000; i++)
        {
            var ephemeris = new Sgp4Ephemeris(OrbitDraws.NearEarth(dice, 1, 10));
            if (!ephemeris.IsDeepSpace)
            {
                double minutes = ((2 * dice.Unit()) - 1) * Math.Pow(10, 5 * dice.Unit());
                PropagationError expected = Sgp4Transcription.Propagate(
                    ephemeris.Record, minutes, out _, out _);
                ephemeris.TryPropagateMinutes(minutes, out TemeState state, out PropagationError error);
                Assert.Equal(expected, error);
                Assert.True(error == PropagationError.None || state == default);
                seen.Add(error);
            }
        }
        TestContext.Current.SendDiagnosticMessage("seen: {0}", string.Join(", ", seen));
        Assert.Superset(
            new HashSet<PropagationError>
            {
                PropagationError.None, PropagationError.MeanEccentricity, PropagationError.Decayed,
                PropagationError.SemiLatusRectum,
            },
            seen);
    }

    private static (double Km, double KmPerS) Off(Sgp4Ephemeris ephemeris, double minutes)
    {
        PropagationError expected = Sgp4Transcription.Propagate(
            ephemeris.Record, minutes, out Vec3 positionKm, out Vec3 velocityKmPerS);
        ephemeris.TryPropagateMinutes(minutes, out TemeState state, out PropagationError error);
        Assert.Equal(expected, error);
        return (((state.Position.Metres * 1e-3) - positionKm).Length,
            ((state.Velocity.MetresPerSecond * 1e-3) - velocityKmPerS).Length);
    }
}
