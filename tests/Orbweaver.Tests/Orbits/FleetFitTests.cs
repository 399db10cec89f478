// tidy: wide because one case a line.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Shells, planes and slots: of designs that are known, and of fleets that fly.</summary>
public sealed class FleetFitTests
{
    private static readonly Instant Epoch = Utc.FromCalendar(2026, 8, 11);

    [Theory]
    [InlineData(53, 550, 72, 22, 17)]
    [InlineData(70, 550, 24, 20, 1)]
    [InlineData(43, 480, 98, 51, 3)]
    [InlineData(97.6, 560, 6, 58, 2)]
    public void A_design_is_found_again(double inclinationDeg, double altitudeKm, int planes, int slots, int phasing)
    {
        List<ElementSet> fleet = Walker(inclinationDeg, altitudeKm, planes, slots, phasing);
        FleetFitResult fit = FleetFit.Of(fleet, Epoch + Duration.FromSeconds(86_400 * 3));
        FleetShell shell = Assert.Single(fit.Shells);
        Assert.Equal((planes, slots, true, true), (shell.Planes, shell.SlotsPerPlane, shell.IsClosed, shell.IsEven));
        Assert.Equal(fleet.Count, fit.Assigned);
        Assert.Equal(inclinationDeg, shell.Inclination.Degrees, 3);
        AssertPlacesAreThoseOf(fleet, fit, slots);
    }

    // Losses, satellites off their slots and strangers at other heights change no number of the design.
    [Fact]
    public void Gaps_and_strangers_do_not_matter()
    {
        var dice = new Prng(0xF1EE7);
        List<ElementSet> fleet = Walker(53, 550, 36, 20, 5);
        fleet = [.. fleet.Where(_ => dice.NextBelow(4) > 0)];
        int kept = fleet.Count;
        for (int i = 0; i < 60; i++)
        {
            fleet.Add(Set(
                9000 + i, 53, 300 + (i * 4.1), dice.NextBelow(360), dice.NextBelow(360)));
        }
        FleetFitResult fit = FleetFit.Of(fleet, Epoch);
        FleetShell shell = Assert.Single(fit.Shells);
        Assert.Equal((36, 20), (shell.Planes, shell.SlotsPerPlane));
        Assert.InRange(fit.Assigned, kept, kept + 1);
        Assert.All(fit.Places.Take(kept), p => Assert.NotEqual(FleetPlace.None, p));
        // The order of the file does not matter.
        ElementSet[] turned = [.. Enumerable.Reverse(fleet)];
        Assert.Equal(fit.Places, FleetFit.Of(turned, Epoch).Places.Reverse());
    }

    [Fact]
    public void Nothing_fits_where_there_is_no_order()
    {
        var dice = new Prng(0xA11);
        List<ElementSet> fleet =
        [
            .. Enumerable.Range(1, 40).Select(i => Set(
                i, dice.NextBelow(180), 300 + dice.NextBelow(1500), dice.NextBelow(360), dice.NextBelow(360))),
        ];
        Assert.Equal(0, FleetFit.Of(fleet, Epoch).Assigned);
        Assert.Empty(FleetFit.Of([], Epoch).Shells);
        Assert.Equal([FleetPlace.None], FleetFit.Of([fleet[0]], Epoch).Places);
    }

    // Against what is known of each design: orbits/designs/constellation_designs.csv. The rest of a file is
    // spare, on its way, or coming down.
    [Theory]
    [InlineData("iridium-next", 66, 6, 11, false, true)]
    [InlineData("oneweb", 638, 12, 720, false, false)]
    [InlineData("guowang-hulianwang", 108, 12, 9, true, true)]
    [InlineData("qianfan", 131, 7, 36, false, true)]
    public void Fleets_are_known(
        string name, int satellites, int planes, int slots, bool isClosed, bool isEven)
    {
        FleetShell shell = Fit(name).Shells[0];
        Assert.Equal(
            (satellites, planes, slots, isClosed, isEven),
            (shell.Satellites, shell.Planes, shell.SlotsPerPlane, shell.IsClosed, shell.IsEven));
    }

    [Fact]
    public void The_largest_fleet_is_known()
    {
        FleetFitResult fit = Fit("starlink");
        Assert.Equal(10_758, fit.Places.Count);
        TestContext.Current.SendDiagnosticMessage("starlink: {0} assigned", fit.Assigned);
        Assert.InRange(fit.Assigned, 8_500, 9_800);
        // 70 degrees: 36 planes by design, two of them empty; pairs share each of 16 slots.
        FleetShell polar = Assert.Single(fit.Shells, s => Math.Abs(s.Inclination.Degrees - 70) < 0.1);
        Assert.Equal((34, 32, 689), (polar.Planes, polar.SlotsPerPlane, polar.Satellites));
        Assert.InRange(polar.Altitude.Kilometres, 571, 573);
        FleetShell largest = fit.Shells[0];
        Assert.Equal((98, 51, true), (largest.Planes, largest.SlotsPerPlane, largest.IsClosed));
        Assert.InRange(largest.Inclination.Degrees, 42.9, 43.1);
        // No place is given twice.
        var places = fit.Places.Where(p => p.Shell >= 0).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, p =>
        {
            FleetShell shell = fit.Shells[p.Shell];
            Assert.InRange(p.Plane, 0, shell.Planes - 1);
            Assert.InRange(p.Slot, 0, shell.SlotsPerPlane - 1);
        });
    }

    private static FleetFitResult Fit(string name)
    {
        string file = TestData.Require($"orbits/constellations/{name}_2026-08-11.tle");
        ElementsResult result = ElementsReader.Read(file, File.ReadAllText(file), skipBad: false);
        return FleetFit.Of(result.Sets, Epoch);
    }

    // Planes and slots may be counted from another one, and a slot may be shifted from plane to plane.
    private static void AssertPlacesAreThoseOf(List<ElementSet> fleet, FleetFitResult fit, int slots)
    {
        for (int i = 1; i < fleet.Count; i++)
        {
            bool isSamePlane = (i / slots) == ((i - 1) / slots);
            Assert.Equal(isSamePlane, fit.Places[i].Plane == fit.Places[i - 1].Plane);
            if (isSamePlane)
            {
                Assert.Equal((fit.Places[i - 1].Slot + 1) % slots, fit.Places[i].Slot);
            }
        }
    }

    private static List<ElementSet> Walker(
        double inclinationDeg, double altitudeKm, int planes, int slots, int phasing)
        =>
        [
            .. Enumerable.Range(0, planes * slots).Select(i => Set(
                i + 1, inclinationDeg, altitudeKm, 360.0 * (i / slots) / planes,
                (360.0 * (i % slots) / slots) + (360.0 * phasing * (i / slots) / (planes * slots)))),
        ];

    private static ElementSet Set(
        int number, double inclinationDeg, double altitudeKm, double nodeDeg, double latitudeDeg)
    {
        double radiusKm = 6378.137 + altitudeKm;
        return new ElementSet
        {
            Name = $"S{number}",
            CatalogueNumber = number,
            Epoch = Epoch,
            MeanMotionRadPerMin = 60 * Math.Sqrt(398600.4418 / (radiusKm * radiusKm * radiusKm)),
            Eccentricity = 1e-4,
            Inclination = Angle.FromDegrees(inclinationDeg),
            AscendingNode = Angle.FromDegrees(nodeDeg % 360),
            ArgumentOfPerigee = Angle.FromDegrees(90),
            MeanAnomaly = Angle.FromDegrees((latitudeDeg + 270) % 360),
        };
    }
}
