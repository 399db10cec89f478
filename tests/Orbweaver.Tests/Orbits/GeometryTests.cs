using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Places on the ground, lines of sight, and the floor.</summary>
public sealed class GeometryTests
{
    // Page 1 of the design prints 0.1 ms and takes a sphere of 6,371 km; the ellipsoid differs by up to 0.3
    // %.
    [Theory]
    [InlineData(51.5074, -0.1278, 35.6895, 139.6917, 31.9)]
    [InlineData(34.0522, -118.2437, -33.8688, 151.2093, 40.3)]
    [InlineData(0, 0, 0, 180, 66.8)]
    [InlineData(40, 25, -40, -155, 66.8)]
    public void Floors_are_those_of_the_design(
        double lat1, double lon1, double lat2, double lon2, double floorMs)
        => Assert.Equal(floorMs, Geometry.Floor(At(lat1, lon1), At(lat2, lon2)).TotalMilliseconds, 0.1);

    // The first two are published examples of GeographicLib (Kennedy to Singapore, Wellington to Salamanca);
    // quarter and half meridian are WGS-84's. The rest was integrated numerically (Karney 2013, equations 7
    // and 8) for this table.
    [Theory]
    [InlineData(40.63972222, -73.77888889, 1.35916667, 103.98944444, 15_347_627.659)]
    [InlineData(-41.32, 174.81, 40.96, -5.50, 19_959_679.267)]
    [InlineData(0, 0, 90, 0, 10_001_965.729)]
    [InlineData(90, 0, -90, 77, 20_003_931.459)]
    [InlineData(0, 10, 0, 11, 111_319.491)]
    [InlineData(30, 0, -30, 179.8, 20_000_239.438)]
    [InlineData(0.5, 179.7, 0, 0, 19_944_127.421)]
    [InlineData(89.9, 0, -89.95, 100, 19_992_343.526)]
    [InlineData(-30.12345, 0, 30.12344, 180, 20_003_930.350)]
    [InlineData(34.0522, -118.2437, -33.8688, 151.2093, 12_063_118.635)]
    public void Surface_floors_are_geodesics(
        double lat1, double lon1, double lat2, double lon2, double lengthM)
    {
        double floorM = Geometry.Floor(At(lat1, lon1), At(lat2, lon2)).Nanoseconds * 0.299792458;

        // Rounding down to a nanosecond takes up to 0.3 m off; the table is rounded to 1 mm.
        Assert.InRange(lengthM - floorM, -0.001, 0.301);
    }

    [Fact]
    public void Antipodes_on_the_equator_go_over_the_pole()
    {
        double floorM = Geometry.Floor(At(0, 0), At(0, 180)).Nanoseconds * 0.299792458;

        // On the equator itself the bound gives 0.6 m away.
        Assert.InRange(20_003_931.459 - floorM, 0, 1);
    }

    [Fact]
    public void Places_in_sight_of_each_other_have_the_chord()
    {
        GeodeticPosition a = At(10, 20, 550_000);
        GeodeticPosition b = At(12, 40, 550_000);
        double chordM = (a.ToItrf().Metres - b.ToItrf().Metres).Length;
        Assert.Equal(new Distance(chordM).LightTime.Nanoseconds, Geometry.Floor(a, b).Nanoseconds, 1L);
        Assert.Equal(0, Geometry.Floor(a, a).Nanoseconds);
    }

    [Fact]
    public void A_floor_is_symmetric_and_grows_with_the_way()
    {
        var dice = new Prng(7);
        for (int i = 0; i < 300; i++)
        {
            GeodeticPosition a = Anywhere(dice);
            GeodeticPosition b = Anywhere(dice);
            GeodeticPosition c = Anywhere(dice);
            long ab = Geometry.Floor(a, b).Nanoseconds;
            Assert.Equal(ab, Geometry.Floor(b, a).Nanoseconds, 1L);
            long chord = new Distance((a.ToItrf().Metres - b.ToItrf().Metres).Length).LightTime.Nanoseconds;
            Assert.InRange(ab, chord - 1, long.MaxValue);

            // Exact between places on the surface, so no detour is shorter.
            Assert.InRange(ab, 0, Geometry.Floor(a, c).Nanoseconds + Geometry.Floor(c, b).Nanoseconds + 3);
        }
    }

    // What the floor promises: no real curve beats it. Polylines around the Earth, from a search, are real
    // curves.
    [Fact]
    public void No_polyline_outside_the_Earth_beats_the_floor()
    {
        var dice = new Prng(11);
        for (int i = 0; i < 12; i++)
        {
            GeodeticPosition a = Anywhere(dice) with { Altitude = new Distance(dice.NextBelow(2_000_000)) };
            GeodeticPosition b = Anywhere(dice) with { Altitude = new Distance(dice.NextBelow(2_000_000)) };
            double floorM = Geometry.Floor(a, b).Nanoseconds * 0.299792458;
            double polylineM = TautPolylineM(a.ToItrf().Metres, b.ToItrf().Metres);

            // Between corners 200 km apart the string cuts through the ground and is 4e-5 short of a curve.
            Assert.InRange(floorM, 0.996 * polylineM, 1.00005 * polylineM);
        }
    }

    [Fact]
    public void A_place_below_the_ellipsoid_does_not_raise_the_floor()
    {
        long surface = Geometry.Floor(At(31.5, 35.5), At(-31, -120)).Nanoseconds;
        long deadSea = Geometry.Floor(At(31.5, 35.5, -430), At(-31, -120)).Nanoseconds;
        Assert.InRange(surface - deadSea, 0, 1436);
    }

    [Fact]
    public void Grazing_is_measured_on_the_segment()
    {
        Assert.Equal(5, Geometry.GrazingRadiusM(new Vec3(-3, 5, 0), new Vec3(4, 5, 0)), 12);
        Assert.Equal(Math.Sqrt(29), Geometry.GrazingRadiusM(new Vec3(2, 5, 0), new Vec3(4, 5, 0)), 12);
        Assert.Equal(7, Geometry.GrazingRadiusM(new Vec3(0, 7, 0), new Vec3(0, 7, 0)), 12);
        Assert.Equal(0, Geometry.GrazingRadiusM(new Vec3(-1, 0, 0), new Vec3(1, 0, 0)), 12);
    }

    [Fact]
    public void Elevation_is_measured_from_the_ellipsoid()
    {
        GeodeticPosition site = At(45, 30);
        Vec3 siteM = site.ToItrf().Metres;
        Vec3 up = site.Up();
        Assert.Equal(1, up.Length, 12);
        GeodeticPosition above = site with { Altitude = new Distance(1e6) };
        Assert.Equal(1, Geometry.SinElevation(site.ToItrf(), up, above.ToItrf()), 12);
        var east = new Vec3(-Math.Sin(Math.PI / 6), Math.Cos(Math.PI / 6), 0);
        Assert.Equal(0, Geometry.SinElevation(site.ToItrf(), up, new ItrfPosition(siteM + (east * 1e6))), 12);
    }

    // Independent rise and set times, bisected far below 1 us and printed to it, at 25 deg of elevation. A
    // satellite climbs at most 1 deg/s, so 1 us is 1e-6 deg; SGP4 agrees to far less.
    [Fact]
    public void Golden_windows_open_and_close_at_their_elevation()
    {
        Dictionary<string, GeodeticPosition> sites = File
            .ReadLines(TestData.Require("orbits/frames/golden_access_sites.csv")).Skip(1)
            .Select(l => l.Split(','))
            .ToDictionary(w => w[0], w => At(Number(w[1]), Number(w[2]), Number(w[3])));
        string path = TestData.Require("orbits/constellations/celestrak-active_2026-08-11.tle");
        string active = File.ReadAllText(path);
        Dictionary<int, Sgp4Ephemeris> satellites = ElementsReader.Read("active", active, skipBad: false).Sets
            .ToDictionary(s => s.CatalogueNumber, s => new Sgp4Ephemeris(s));
        Instant start = Utc.FromCalendar(2026, 8, 11);
        double worstDeg = 0;
        int edges = 0;
        string windows = TestData.Require("orbits/frames/golden_access_el25_24h.csv");
        foreach (string line in File.ReadLines(windows).Skip(1))
        {
            string[] words = line.Split(',');
            Sgp4Ephemeris satellite = satellites[int.Parse(words[1], CultureInfo.InvariantCulture)];
            foreach (double second in new[] { Number(words[3]), Number(words[5]) })
            {
                if (second is > 0 and < 86_400)
                {
                    Instant t = start + new Duration((long)Math.Round(second * 1e9));
                    worstDeg = Math.Max(worstDeg, Math.Abs(ElevationDeg(sites[words[0]], satellite, t) - 25));
                    edges++;
                }
            }
        }
        TestContext.Current.SendDiagnosticMessage("access: {0} edges, worst {1:E2} deg", edges, worstDeg);
        Assert.InRange(edges, 2700, 2782);
        Assert.InRange(worstDeg, 0, 1e-6);
    }

    private static double ElevationDeg(GeodeticPosition site, Sgp4Ephemeris satellite, Instant t)
    {
        Assert.True(satellite.TryPropagate(t, out TemeState state, out _));
        ItrfPosition target = new EarthRotation(t).ToItrf(state.Position);
        return Math.Asin(Geometry.SinElevation(site.ToItrf(), site.Up(), target)) * 180 / Math.PI;
    }

    // A string of 100 pieces, pulled tight again and again and pushed out of the ellipsoid: an upper bound.
    private static double TautPolylineM(Vec3 a, Vec3 b)
    {
        const int pieces = 100;
        var points = new Vec3[pieces + 1];
        double angleRad = Math.Atan2(a.Cross(b).Length, a.Dot(b));
        for (int i = 0; i <= pieces; i++)
        {
            double f = (double)i / pieces;
            Vec3 direction = (a * (Math.Sin((1 - f) * angleRad) / a.Length))
                + (b * (Math.Sin(f * angleRad) / b.Length));
            points[i] = direction * ((a.Length + ((b.Length - a.Length) * f)) / direction.Length);
        }
        for (int round = 0; round < 15_000; round++)
        {
            for (int i = 1; i < pieces; i++)
            {
                points[i] = OutOfEarth((points[i - 1] + points[i + 1]) * 0.5);
            }
        }
        return Enumerable.Range(0, pieces).Sum(i => (points[i + 1] - points[i]).Length);
    }

    private static Vec3 OutOfEarth(Vec3 p)
    {
        const double stretch = 1 / (1 - GeodeticPosition.Flattening);
        double radiusM = (p with { Z = p.Z * stretch }).Length;
        return p * Math.Max(1, GeodeticPosition.EquatorialRadiusM / radiusM);
    }

    private static GeodeticPosition Anywhere(Prng dice) => At(
        dice.NextBetween(-90_000, 90_000) * 1e-3, dice.NextBetween(-180_000, 180_000) * 1e-3);

    private static GeodeticPosition At(double latitudeDeg, double longitudeDeg, double altitudeM = 0)
        => new(Angle.FromDegrees(latitudeDeg), Angle.FromDegrees(longitudeDeg), new Distance(altitudeM));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
