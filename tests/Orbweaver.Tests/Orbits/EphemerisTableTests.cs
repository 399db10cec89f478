// tidy: wide because one case a line.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>The table of positions against the ephemerides that it was made of.</summary>
public sealed class EphemerisTableTests
{
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    [Theory]
    // Below 60 s what is left is the rounding of SGP4's own angles.
    [InlineData(30, false, 3e-5)]
    [InlineData(60, false, 3e-5)]
    [InlineData(60, true, 3e-5)]
    [InlineData(120, true, 3e-3)]
    [InlineData(180, true, 0.2)]
    public void Positions_are_those_of_SGP4(int stepS, bool isEarthFixed, double worstM)
    {
        IEphemeris[] satellites = Fleet();
        Duration length = Duration.FromMinutes(120);
        EphemerisTable table = EphemerisTable.Build(
            satellites, Start, length, Duration.FromSeconds(stepS), isEarthFixed, SequentialWorkers.Instance);
        Assert.True(table.End >= Start + length);
        var dice = new Prng(0x7AB);
        double worst = 0;
        double worstMPerS = 0;
        for (int i = 0; i < 2000; i++)
        {
            Instant t = i == 0 ? Start : i == 1 ? table.End : Start + new Duration(dice.NextBetween(0, length.Nanoseconds));
            EphemerisMoment at = table.At(t);
            int s = i % satellites.Length;
            Assert.True(table.TryPosition(at, s, out Vec3 positionM));
            Assert.True(satellites[s].TryPropagate(t, out TemeState teme, out _));
            ItrfState itrf = new EarthRotation(t).ToItrf(teme);
            worst = Math.Max(
                worst, (positionM - (isEarthFixed ? itrf.Position.Metres : teme.Position.Metres)).Length);
            Vec3 velocity = isEarthFixed ? itrf.Velocity.MetresPerSecond : teme.Velocity.MetresPerSecond;
            worstMPerS = Math.Max(worstMPerS, (table.VelocityMPerS(at, s) - velocity).Length);
        }
        TestContext.Current.SendDiagnosticMessage("table of {0} s: {1:E2} m {2:E2} m/s", stepS, worst, worstMPerS);
        Assert.InRange(worst, 0, worstM);
        // SGP4's velocities are not quite the slopes of its positions.
        Assert.InRange(worstMPerS, 0, 0.2);
    }

    [Fact]
    public void A_plain_sum_over_the_nodes_gives_the_same()
    {
        IEphemeris[] satellites = Fleet()[..3];
        Duration step = Duration.FromSeconds(60);
        EphemerisTable table = EphemerisTable.Build(
            satellites, Start, Duration.FromMinutes(10), step, isEarthFixed: false, SequentialWorkers.Instance);
        for (int second = 0; second <= 600; second += 7)
        {
            Instant t = Start + Duration.FromSeconds(second);
            long interval = Math.Min(second / 60, 9);
            for (int s = 0; s < satellites.Length; s++)
            {
                Vec3 sum = default;
                for (int k = -3; k <= 4; k++)
                {
                    double weight = 1;
                    for (int j = -3; j <= 4; j++)
                    {
                        weight *= j == k ? 1 : ((second / 60.0) - interval - j) / (k - j);
                    }
                    Assert.True(satellites[s].TryPropagate(Start + (step * (interval + k)), out TemeState node, out _));
                    sum += node.Position.Metres * weight;
                }
                Assert.True(table.TryPosition(table.At(t), s, out Vec3 positionM));
                Assert.InRange((positionM - sum).Length, 0, 1e-7);
            }
        }
    }

    [Fact]
    public void Where_an_ephemeris_ends_the_table_has_nothing()
    {
        EphemerisState[] states =
        [
            .. Enumerable.Range(0, 21).Select(i =>
            {
                Instant t = Start + Duration.FromMinutes(i);
                Assert.True(Fleet()[0].TryPropagate(t, out TemeState state, out _));
                return new EphemerisState(t, state);
            }),
        ];
        var sampled = new SampledEphemeris(
            [new EphemerisSegment(states, states[0].At, states[^1].At, InterpolationMethod.Hermite, 7)]);
        EphemerisTable table = EphemerisTable.Build(
            [sampled], Start, Duration.FromMinutes(30), Duration.FromMinutes(1), true, SequentialWorkers.Instance);
        bool IsKnown(int minute)
            => table.TryPosition(table.At(Start + Duration.FromMinutes(minute)), 0, out _);
        Assert.False(IsKnown(1));
        Assert.True(IsKnown(3));
        Assert.True(IsKnown(16));
        Assert.False(IsKnown(20));
    }

    private static IEphemeris[] Fleet()
    {
        string file = TestData.Require("orbits/constellations/iridium-next_2026-08-11.tle");
        string other = TestData.Require("orbits/constellations/kuiper_2026-08-11.tle");
        IEnumerable<ElementSet> sets = ElementsReader.Read(file, File.ReadAllText(file), false).Sets.Take(8)
            .Concat(ElementsReader.Read(other, File.ReadAllText(other), false).Sets.Take(8));
        return [.. sets.Select(s => new Sgp4Ephemeris(s))];
    }
}
