using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Interpolation against what was left out; the frame of 2000 against published values.</summary>
public sealed class SampledEphemerisTests
{
    private static readonly Instant Start = Utc.FromCalendar(2026, 8, 11);

    // A polynomial of the degree is met everywhere, at the edges of the segment too.
    [Theory]
    [InlineData(InterpolationMethod.Hermite, 3)]
    [InlineData(InterpolationMethod.Hermite, 7)]
    [InlineData(InterpolationMethod.Hermite, 15)]
    [InlineData(InterpolationMethod.Lagrange, 1)]
    [InlineData(InterpolationMethod.Lagrange, 8)]
    [InlineData(InterpolationMethod.Lagrange, 15)]
    public void Polynomials_are_exact(InterpolationMethod method, int degree)
    {
        // Uneven steps; x = (s/600)^degree, in units of 1,000 km.
        long[] seconds = [0, 40, 95, 160, 200, 260, 330, 370, 430, 480, 500, 555, 600, 640, 700, 777, 800];
        EphemerisState[] states = [.. seconds.Select(s => Power(s, degree))];
        SampledEphemeris ephemeris = Of(states, method, degree);
        for (long ms = 0; ms <= 800_000; ms += 3_700)
        {
            Assert.True(ephemeris.TryPropagate(
                Start + Duration.FromMilliseconds(ms), out TemeState state, out _));
            TemeState expected = Power(ms * 1e-3, degree).State;
            double offM = (state.Position.Metres - expected.Position.Metres).Length;
            Assert.InRange(offM, 0, 1e-6 * Math.Pow(ms / 600e3, degree) + 1e-3);
            double offMPerS = (state.Velocity.MetresPerSecond - expected.Velocity.MetresPerSecond).Length;
            // Lagrange's velocities are of the same degree as the positions, so they are exact too.
            Assert.InRange(offMPerS, 0, 1e-3);
        }
    }

    // Every sixth state of the public ephemeris by 10 s, and the others as the judge: docs/orbits.md. The
    // file's velocities are up to 2 cm/s off the slopes of its positions, which Hermite has to believe.
    [Theory]
    [InlineData(InterpolationMethod.Lagrange, 7, 60, 1e-3)]
    [InlineData(InterpolationMethod.Hermite, 7, 60, 0.5)]
    [InlineData(InterpolationMethod.Hermite, 3, 60, 0.5)]
    [InlineData(InterpolationMethod.Hermite, 7, 120, 1)]
    public void A_decimated_ephemeris_gives_back_what_was_left_out(
        InterpolationMethod method, int degree, int stepS, double worstM)
    {
        string file = TestData.Require("streams/orbit/mit-LEO_10s.oem");
        SampledEphemeris dense = Assert.Single(OemReader.Read("f", File.ReadAllText(file)).Objects).Ephemeris;
        AssertThin(dense, dense.First, method, degree, stepS, worstM);
    }

    [Theory]
    [InlineData(InterpolationMethod.Hermite, 3, 60, 5)]
    [InlineData(InterpolationMethod.Hermite, 7, 60, 1e-4)]
    [InlineData(InterpolationMethod.Hermite, 7, 180, 0.5)]
    [InlineData(InterpolationMethod.Lagrange, 7, 60, 1e-2)]
    [InlineData(InterpolationMethod.Lagrange, 7, 180, 50)]
    public void A_circle_gives_back_what_was_left_out(
        InterpolationMethod method, int degree, int stepS, double worstM)
    {
        var circle = new CircularEphemeris(new CircularOrbit
        {
            Epoch = Start,
            Radius = Distance.FromKilometres(6928),
            Inclination = Angle.FromDegrees(53),
            AscendingNode = Angle.FromDegrees(20),
            ArgumentOfLatitude = Angle.FromDegrees(77),
        });
        AssertThin(circle, Start, method, degree, stepS, worstM);
    }

    [Fact]
    public void Outside_its_span_there_is_no_answer()
    {
        EphemerisState[] states = [.. Enumerable.Range(0, 5).Select(i => Power(60 * i, 3))];
        SampledEphemeris ephemeris = new(
        [
            new EphemerisSegment(
                states[..3], states[0].At + Duration.FromSeconds(10), states[2].At,
                InterpolationMethod.Hermite, 3),
            new EphemerisSegment(states[2..], states[2].At, states[4].At, InterpolationMethod.Hermite, 3),
        ]);
        Assert.False(ephemeris.TryPropagate(states[0].At, out _, out PropagationError error));
        Assert.Equal(PropagationError.OutsideSpan, error);
        Assert.True(ephemeris.TryPropagate(ephemeris.First, out _, out error));
        Assert.Equal(PropagationError.None, error);
        Assert.True(ephemeris.TryPropagate(states[2].At, out _, out _));
        Assert.True(ephemeris.TryPropagate(ephemeris.Last, out _, out _));
        Assert.False(ephemeris.TryPropagate(ephemeris.Last + new Duration(1), out _, out _));
    }

    // AIAA 2006-6753, appendix C, and Vallado's example 3-15: the same state in TEME and in EME2000, without
    // the corrections of the IERS. TEME is printed to 1e-8 km, EME2000 to 1e-7 km.
    [Fact]
    public void The_published_turn_from_the_equator_of_2000_is_met()
    {
        Instant t = Utc.FromCalendar(2004, 4, 6, 7, 51, 28.386009);
        var turn = new EquatorOf2000(t);
        var meanOf2000M = new Vec3(5102.50960000e3, 6123.01152000e3, 6378.13630000e3);
        var temeM = new Vec3(5094.18016210e3, 6127.64465950e3, 6380.34453270e3);
        double off = (turn.ToTeme(meanOf2000M).Metres - temeM).Length;
        TestContext.Current.SendDiagnosticMessage("EME2000 to TEME: {0:E2} m", off);
        Assert.InRange(off, 0, 1e-3);
        var velocity = new Vec3(-4743.2196, 790.5366, 5533.7561);
        var temeMPerS = new Vec3(-4746.131487, 785.818041, 5531.931288);
        Assert.InRange((turn.ToTeme(velocity).Metres - temeMPerS).Length, 0, 1e-3);
    }

    private static void AssertThin(
        IEphemeris dense, Instant start, InterpolationMethod method, int degree, int stepS, double worstM)
    {
        List<EphemerisState> all = [];
        for (int s = 0; s <= 3600; s += 10)
        {
            Instant t = start + Duration.FromSeconds(s);
            Assert.True(dense.TryPropagate(t, out TemeState state, out _));
            all.Add(new EphemerisState(t, state));
        }
        SampledEphemeris thin = Of([.. all.Where((_, i) => i % (stepS / 10) == 0)], method, degree);
        double worst = all.Max(s => Off(thin, s));
        TestContext.Current.SendDiagnosticMessage(
            "{0} {1} {2} s: {3:E2} m", method, degree, stepS, worst);
        Assert.InRange(worst, 0, worstM);
    }

    private static double Off(SampledEphemeris ephemeris, EphemerisState expected)
    {
        Assert.True(ephemeris.TryPropagate(expected.At, out TemeState state, out _));
        return (state.Position.Metres - expected.State.Position.Metres).Length;
    }

    private static SampledEphemeris Of(EphemerisState[] states, InterpolationMethod method, int degree)
        => new([new EphemerisSegment(states, states[0].At, states[^1].At, method, degree)]);

    private static EphemerisState Power(double seconds, int degree)
    {
        double u = seconds / 600;
        double slope = 1e6 * degree / 600 * Math.Pow(u, degree - 1);
        return new EphemerisState(
            Start + new Duration((long)Math.Round(seconds * 1e9)),
            new TemeState(
                new TemePosition(new Vec3(1e6 * Math.Pow(u, degree), 7e6, -1e6 * u)),
                new TemeVelocity(new Vec3(slope, 0, -1e6 / 600))));
    }
}
