using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>Own sine and cosine against whole-number series and the library.</summary>
public sealed class LaneTrigTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(10.0)]
    [InlineData(1e3)]
    [InlineData(1e6)]
    [InlineData(LaneTrig.FastMaxRad)]
    public void Sine_and_cosine_are_right_to_the_last_place_or_so(double range)
    {
        double worst = 0;
        double worstAlone = 0;
        foreach (double x in Arguments(range, 1500))
        {
            BigInteger trueSin = FixedTrig.Sin(x);
            BigInteger trueCos = FixedTrig.Cos(x);
            double sin = Number(LaneTrig.SinCos(Lanes1.All(x), out Lanes1 cosLane));
            double cos = Number(cosLane);
            worst = Math.Max(
                worst, Math.Max(FixedTrig.UnitsOff(sin, trueSin), FixedTrig.UnitsOff(cos, trueCos)));
            double sinAlone = Number(LaneTrig.Sin(Lanes1.All(x)));
            double cosAlone = Number(LaneTrig.Cos(Lanes1.All(x)));
            worstAlone = Math.Max(
                worstAlone,
                Math.Max(FixedTrig.UnitsOff(sinAlone, trueSin), FixedTrig.UnitsOff(cosAlone, trueCos)));
            Assert.InRange(Math.Abs(sin - Math.Sin(x)), 0, 3e-16);
            Assert.InRange(Math.Abs(cos - Math.Cos(x)), 0, 3e-16);
        }
        TestContext.Current.SendDiagnosticMessage(
            "sine and cosine up to {0}: {1:F3} units, alone {2:F3}", range, worst, worstAlone);
        Assert.InRange(worst, 0, 1.6);
        Assert.InRange(worstAlone, 0, 2.5);
    }

    [Fact]
    public void Beyond_the_fast_range_a_turn_is_the_double_next_to_it()
    {
        foreach (double x in new[] { 1e10, -3e15, 1e100, double.MaxValue })
        {
            double sin = Number(LaneTrig.SinCos(Lanes1.All(x), out Lanes1 cos));
            Assert.InRange(sin - Math.Sin(x % (2 * Math.PI)), -3e-16, 3e-16);
            Assert.InRange(Number(cos) - Math.Cos(x % (2 * Math.PI)), -3e-16, 3e-16);
        }
        foreach (double x in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.Equal(double.NaN, Number(LaneTrig.SinCos(Lanes1.All(x), out Lanes1 cos)));
            Assert.Equal(double.NaN, Number(cos));
        }
    }

    [Fact]
    public void Turning_adds_angles()
    {
        var dice = new Prng(5);
        for (int i = 0; i < 10_000; i++)
        {
            double angle = (dice.Unit() - 0.5) * 10;
            double by = (dice.Unit() - 0.5) * (i % 2 == 0 ? 0.12 : 7);
            Lanes1 sin = LaneTrig.TurnAny(
                Lanes1.All(Math.Sin(angle)), Lanes1.All(Math.Cos(angle)), Lanes1.All(by), out Lanes1 cos);
            Assert.InRange(Number(sin) - Math.Sin(angle + by), -2e-15, 2e-15);
            Assert.InRange(Number(cos) - Math.Cos(angle + by), -2e-15, 2e-15);
        }
    }

    [Fact]
    public void All_widths_have_the_same_bits()
    {
        double[] x =
        [
            .. Arguments(10, 200), .. Arguments(1e9, 200), 1e12, -1e300,
            double.NaN, double.PositiveInfinity, 0.0, -0.0, 5e-324,
        ];
        x = [.. x, .. Enumerable.Repeat(0.5, -x.Length & 7)];
        ulong[] scalar = Bits<Lanes1>(x);
        Assert.Equal(scalar, Bits<Lanes4>(x));
        Assert.Equal(scalar, Bits<Lanes8>(x));
    }

    private static ulong[] Bits<T>(double[] x)
        where T : struct, ILanes<T>
    {
        double[] results = new double[6 * x.Length];
        for (int i = 0; i < x.Length; i += T.Count)
        {
            T value = T.Load(in x[i]);
            T sin = LaneTrig.SinCos(value, out T cos);
            T turned = LaneTrig.TurnAny(sin, cos, value, out T turnedCos);
            T[] all = [sin, cos, LaneTrig.Sin(value), LaneTrig.Cos(value), turned, turnedCos];
            for (int k = 0; k < all.Length; k++)
            {
                T.Store(all[k], ref results[(k * x.Length) + i]);
            }
        }
        return LanesTests.Bits(results);
    }

    // Evenly, by exponent, and around multiples of a quarter turn.
    private static IEnumerable<double> Arguments(double range, int count)
    {
        var dice = new Prng((ulong)range);
        for (int i = 0; i < count; i++)
        {
            yield return ((2 * dice.Unit()) - 1) * range;
            yield return range * Math.Pow(2, -60 * dice.Unit());
            double quarters = Math.Floor(dice.Unit() * range / Math.PI * 2);
            yield return quarters * (Math.PI / 2);
            yield return (quarters + 0.5) * (Math.PI / 2);
        }
    }

    private static double Number(Lanes1 lane)
    {
        double value = 0;
        Lanes1.Store(lane, ref value);
        return value;
    }
}
