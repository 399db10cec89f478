using System;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>What the search of access windows takes for granted between nodes.</summary>
public sealed class AccessTrackTests
{
    private static readonly Instant From = Utc.FromCalendar(2026, 8, 11);

    [Theory]
    [InlineData(15.2, 0.0008)]
    [InlineData(16.2, 0.012)]
    [InlineData(12.0, 0.16)]
    [InlineData(2.28, 0.728)]
    [InlineData(2.006, 0.7)]
    [InlineData(1.0027, 0.2)]
    public void Margins_between_nodes_are_within_the_error_of_the_track(
        double revolutions, double eccentricity)
    {
        const double lengthS = 86_400;
        var dice = new Prng(77);
        double worst = 0;
        for (int i = 0; i < 20; i++)
        {
            IEphemeris satellite = AccessTests.Satellite(dice, revolutions, eccentricity, 180);
            var site = new GeodeticPosition(
                Angle.FromDegrees(dice.NextBetween(-90, 90)), Angle.FromDegrees(dice.NextBetween(-180, 180)),
                default);
            var elevation = Angle.FromDegrees(dice.NextBetween(-60, 85));
            var seen = new AccessSite(site, elevation);
            var view = new AccessView
            {
                ElevationRad = elevation.Radians,
                CosElevation = Math.Cos(elevation.Radians),
                UpMinM = seen.UpM,
                UpMaxM = seen.UpM,
                OffsetMaxM = seen.OffsetM,
                Example = new AccessSite(default, elevation),
            };
            Assert.True(satellite.TryPropagate(From, out TemeState state, out _));
            var grid = new AccessGrid(AccessGrid.LevelOf(state), From, lengthS);
            var track = new AccessTrack();
            Assert.True(track.Fill(satellite, grid, 0, lengthS, view, out _));
            for (int n = 0; n + 1 < track.Count; n++)
            {
                double stepS = track.TimeS(n + 1) - track.TimeS(n);
                double m0 = seen.MarginM(track.PositionM[n], track.VelocityMPerS[n], out double d0);
                double m1 = seen.MarginM(track.PositionM[n + 1], track.VelocityMPerS[n + 1], out double d1);
                foreach (double u in new[] { 0.2, 0.35, 0.5, 0.65, 0.8 })
                {
                    Instant t = grid.At(track.TimeS(n) + (u * stepS));
                    Assert.True(satellite.TryPropagate(t, out TemeState at, out _));
                    Vec3 trueM = new EarthRotation(t).ToItrf(at.Position).Metres;
                    double cubicM = (m0 * (1 + (2 * u)) * (1 - u) * (1 - u)) + (m1 * u * u * (3 - (2 * u)))
                        + (stepS * u * (1 - u) * ((d0 * (1 - u)) - (d1 * u)));
                    double off = Math.Abs(cubicM - seen.MarginM(trueM));
                    worst = Math.Max(worst, off / track.ErrorM);

                    // The margin and the elevation agree on what is seen.
                    double sine = Geometry.SinElevation(site.ToItrf(), site.Up(), new ItrfPosition(trueM));
                    if (Math.Abs(sine - Math.Sin(elevation.Radians)) > 1e-12)
                    {
                        Assert.Equal(sine >= Math.Sin(elevation.Radians), seen.MarginM(trueM) >= 0);
                    }
                    if (seen.MarginM(trueM) >= 0)
                    {
                        Assert.True(IsNear(track, u < 0.5 ? n : n + 1, seen.Up));
                    }
                }
            }
        }
        TestContext.Current.SendDiagnosticMessage("{0}: error {1:0.000} of the bound", revolutions, worst);
        Assert.InRange(worst, 0, 1);
    }

    private static bool IsNear(AccessTrack track, int node, Vec3 up)
        => (track.X[node] * up.X) + (track.Y[node] * up.Y) + (track.Z[node] * up.Z)
            >= track.LeastCosine[node];
}
