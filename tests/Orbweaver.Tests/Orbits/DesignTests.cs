using System;
using System.Collections.Generic;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Walker designs, their code, and the circular orbits they are made of.</summary>
public sealed class DesignTests
{
    private static readonly Instant Epoch = Utc.FromCalendar(2026, 8, 11);

    // The table of reference geometries: in-plane link, then least and greatest cross link, in whole km.
    [Theory]
    [InlineData("D:550:70:480/24/1", 2168, 708, 1841)]
    [InlineData("S:780:86.4:66/6/1", 4033, 890, 3804)]
    [InlineData("D:1000:60:72/8/0", 5047, 2823, 5647)]
    [InlineData("S:950:81.3:126/6/1", 2184, 927, 3862)]
    [InlineData("D:550:53:1584/72/17", 1972, 830, 960)]
    public void Links_have_the_lengths_of_the_reference_table(
        string code, int inPlane, int crossMin, int crossMax)
    {
        WalkerDesign design = Assert.Single(Parse(code));
        IReadOnlyList<DesignSatellite> satellites = design.Satellites(Epoch);
        int slots = design.SlotsPerPlane;
        int lastPlane = design.Pattern == WalkerPattern.Star ? design.Planes - 1 : design.Planes;
        var inPlaneKm = new List<double>();
        var crossKm = new List<double>();

        // Every satellite of a plane passes everywhere in an orbit, so half an orbit of all of them shows all
        // lengths.
        for (int step = 0; step < 600; step++)
        {
            Instant t = Epoch + Duration.FromSeconds(step * 5);
            Vec3[] at = [.. satellites.Select(s => PositionM(s.Ephemeris, t))];
            inPlaneKm.Add((at[1] - at[0]).Length * 1e-3);
            for (int plane = 0; plane < lastPlane; plane++)
            {
                int shift = plane + 1 == design.Planes ? design.Phasing : 0;
                for (int slot = 0; slot < slots; slot++)
                {
                    int other = ((plane + 1) % design.Planes * slots) + ((slot + shift) % slots);
                    crossKm.Add((at[other] - at[(plane * slots) + slot]).Length * 1e-3);
                }
            }
        }
        Assert.Equal(inPlane, (int)Math.Round(inPlaneKm.Min()));
        Assert.Equal(inPlane, (int)Math.Round(inPlaneKm.Max()));
        Assert.Equal(crossMin, (int)Math.Round(crossKm.Min()));
        Assert.Equal(crossMax, (int)Math.Round(crossKm.Max()));
    }

    [Fact]
    public void Satellites_lie_where_the_convention_says()
    {
        IReadOnlyList<DesignSatellite> satellites = Parse("D:550:53:1584/72/17")[0].Satellites(Epoch);
        Assert.Equal(1584, satellites.Count);
        Assert.Equal("P00-S00", satellites[0].Name);
        Assert.Equal("P71-S21", satellites[^1].Name);
        CircularOrbit orbit = satellites[(3 * 22) + 7].Ephemeris.Orbit;
        Assert.Equal(15, orbit.AscendingNode.Degrees, 9);
        Assert.Equal((360.0 * 7 / 22) + (360.0 * 17 * 3 / 1584), orbit.ArgumentOfLatitude.Degrees, 9);
        Assert.Equal(6928.137, orbit.Radius.Kilometres, 9);
        Assert.Equal(new Vec3(6928137, 0, 0), PositionM(satellites[0].Ephemeris, Epoch));
        DesignSatellite middle = Parse("S:780:86.4:66/6/1")[0].Satellites(Epoch)[3 * 11];
        Assert.Equal(90, middle.Ephemeris.Orbit.AscendingNode.Degrees, 9);
    }

    [Fact]
    public void Names_of_large_designs_stay_in_order()
    {
        IReadOnlyList<DesignSatellite> satellites = Parse("D:550:53:240/120/0")[0].Satellites(Epoch);
        Assert.Equal("P009-S01", satellites[19].Name);
        string[] names = [.. satellites.Select(s => s.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void A_sun_synchronous_orbit_follows_the_sun()
    {
        // The node of a 98.19 deg orbit at 705 km (Landsat) goes round once a tropical year: 0.9856 deg a
        // day.
        var landsat = new CircularEphemeris(new CircularOrbit
        {
            Epoch = Epoch,
            Radius = Distance.FromKilometres(6378.137 + 705),
            Inclination = Angle.FromDegrees(98.2),
            AscendingNode = default,
            ArgumentOfLatitude = default,
        });
        Assert.InRange(landsat.NodeRateRadPerS * 86400 * 180 / Math.PI, 0.98, 0.99);

        // Period from node to node: 98.8 minutes (the mission's published 98.9 counts from apse to apse).
        Assert.InRange(2 * Math.PI / landsat.LatitudeRateRadPerS / 60, 98.7, 99.0);
    }

    [Fact]
    public void Circular_orbits_agree_with_SGP4()
    {
        // Two models of the same satellite for a day without drag: radius within the short periods of J2
        // (some 10 km).
        ElementSet elements = TleText.ReadOne(
            "1 44714U 19074B   26223.00000000  .00000000  00000-0  00000-0 0  9990",
            "2 44714  53.0000   0.0000 0000001   0.0000   0.0000 15.05000000    00");
        var sgp4 = new Sgp4Ephemeris(elements);
        double radiusKm = 6930.0;
        var circular = new CircularEphemeris(new CircularOrbit
        {
            Epoch = elements.Epoch,
            Radius = Distance.FromKilometres(radiusKm),
            Inclination = elements.Inclination,
            AscendingNode = elements.AscendingNode,
            ArgumentOfLatitude = default,
        });
        Assert.True(sgp4.TryPropagate(elements.Epoch, out TemeState a, out _));
        Assert.True(circular.TryPropagate(elements.Epoch, out TemeState b, out _));
        Assert.InRange((a.Position.Metres - b.Position.Metres).Length, 0, 20_000);
        Assert.InRange((a.Velocity.MetresPerSecond - b.Velocity.MetresPerSecond).Length, 0, 20);
    }

    [Fact]
    public void Shells_are_joined_by_plus()
    {
        IReadOnlyList<WalkerDesign> designs = Parse("D:550:53:1584/72/17+S:780:86.4:66/6/1");
        Assert.Equal(2, designs.Count);
        Assert.Equal(WalkerPattern.Star, designs[1].Pattern);
        Assert.Equal("D:550:53:1584/72/17", designs[0].ToString());
        Assert.Equal("S:780:86.4:66/6/1", designs[1].ToString());
    }

    [Theory]
    [InlineData("", "shell 1 \"\": the form is")]
    [InlineData("D:550:53:1584/72", "the form is")]
    [InlineData("X:550:53:1584/72/17", "pattern \"X\"")]
    [InlineData("D:5x0:53:1584/72/17", "altitude \"5x0\"")]
    [InlineData("D:NaN:53:1584/72/17", "altitude \"NaN\"")]
    [InlineData("D:50:53:1584/72/17", "altitude 50 km is outside 100 km to 100000 km")]
    [InlineData("D:550:181:1584/72/17", "inclination 181 deg is outside 0 to 180 deg")]
    [InlineData("D:550:53:1584/71/17", "1584 satellites cannot be divided into 71 equal planes")]
    [InlineData("D:550:53:1584/0/0", "cannot be divided into 0")]
    [InlineData("D:550:53:1584/72/72", "phasing 72 is outside 0 to 71")]
    [InlineData("D:550:53:0/1/0", "total of 0")]
    [InlineData("D:550:53:1e3/1/0", "total \"1e3\"")]
    [InlineData("D:550:53:99999999999/1/0", "total \"99999999999\"")]
    [InlineData("D:550:53:200000/1/0", "total of 200000")]
    [InlineData("D:550:53:8/2/1+", "shell 2 \"\"")]
    public void Wrong_codes_say_what_is_wrong(string code, string expected)
    {
        bool isRight = ConstellationCode.TryParse(
            code, out IReadOnlyList<WalkerDesign> designs, out string reason);
        Assert.False(isRight);
        Assert.Empty(designs);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    private static IReadOnlyList<WalkerDesign> Parse(string code)
    {
        bool isRight = ConstellationCode.TryParse(
            code, out IReadOnlyList<WalkerDesign> designs, out string reason);
        Assert.True(isRight, reason);
        return designs;
    }

    private static Vec3 PositionM(CircularEphemeris ephemeris, Instant t)
    {
        Assert.True(ephemeris.TryPropagate(t, out TemeState state, out _));
        return state.Position.Metres;
    }
}
