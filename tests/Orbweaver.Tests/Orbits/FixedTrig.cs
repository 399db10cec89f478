using System;
using System.Numerics;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// The slow twin of sine and cosine: whole numbers of 2^-200, from nothing but Machin's formula for pi and
/// Taylor's series. The argument is taken exactly.
/// </summary>
internal static class FixedTrig
{
    private const int Bits = 200;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger QuarterTurn = 2 * ((4 * ArcTanOfInverse(5)) - ArcTanOfInverse(239));

    // How far a result is off, in units of the last place of the true value, or in units of 1e-17 if that is
    // more: the promise of the kernels.
    internal static double UnitsOff(double result, BigInteger truth)
    {
        double size = Math.Abs(ToDouble(truth));
        double unit = Math.Max(Math.BitIncrement(size) - size, 1e-17);
        return Math.Abs(ToDouble(OfDouble(result) - truth)) / unit;
    }

    internal static BigInteger Sin(double x) => Sine(x, 0);

    internal static BigInteger Cos(double x) => Sine(x, 1);

    private static BigInteger Sine(double x, int quartersAhead)
    {
        BigInteger value = OfDouble(x);
        var quarters = BigInteger.Divide((2 * value) + QuarterTurn, 2 * QuarterTurn);
        BigInteger r = value - (quarters * QuarterTurn);
        int quadrant = (int)((((quarters + quartersAhead) % 4) + 4) % 4);
        BigInteger series = Series(r, quadrant % 2 == 0);
        return quadrant < 2 ? series : -series;
    }

    private static BigInteger Series(BigInteger r, bool isSine)
    {
        BigInteger term = isSine ? r : One;
        BigInteger sum = 0;
        for (int k = isSine ? 1 : 0; !term.IsZero && k < 200; k += 2)
        {
            sum += term;
            term = -(((term * r) >> Bits) * r >> Bits) / ((k + 1) * (k + 2));
        }
        return sum;
    }

    private static BigInteger ArcTanOfInverse(int n)
    {
        BigInteger power = One / n;
        BigInteger sum = 0;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -power / k;
            power /= n * n;
        }
        return sum;
    }

    // Exact for what is tested: nothing below 2^-148 counts.
    private static BigInteger OfDouble(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        int exponent = Math.Max((int)(bits >> 52), 1) - 1075;
        long mantissa = (bits & ((1L << 52) - 1)) | (bits >> 52 == 0 ? 0 : 1L << 52);
        BigInteger value = exponent + Bits >= 0
            ? (BigInteger)mantissa << (exponent + Bits)
            : (BigInteger)mantissa >> -(exponent + Bits);
        return x < 0 ? -value : value;
    }

    private static double ToDouble(BigInteger value) => Math.ScaleB((double)value, -Bits);
}
