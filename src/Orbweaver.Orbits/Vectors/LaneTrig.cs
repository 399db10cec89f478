using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>
/// Sine and cosine from exactly rounded operations only, so that every width and every machine has the same
/// bits; a library's functions differ between systems. Reduction after Cody and Waite (Software Manual for
/// the Elementary Functions, 1980, chapter 8) in two parts with fused multiply-add: the first product and
/// difference are exact, so two parts hold 106 bits of a quarter turn. The polynomials interpolate at
/// Chebyshev nodes, in 60 digits, rounded to doubles; eng/sincos.py makes them and says how far they are off
/// (at most 4e-17 of the result).
/// </summary>
internal static class LaneTrig
{
    /// <summary>
    /// Up to here, in radians, arguments are reduced by the fast way. 2^32 is three hundred times the mean
    /// anomaly of an orbit of 90 minutes at the end of Instant's range, and its last bit is worth 6 m of such
    /// an orbit. Greater ones are taken modulo the double next to a turn, exactly and lane by lane.
    /// </summary>
    public const double FastMaxRad = 4294967296.0;

    /// <summary>Small angles, for <see cref="Turn"/>.</summary>
    public const double TurnMaxRad = 0.06;

    private const double QuarterHigh = 1.5707963267948966;
    private const double QuarterLow = 6.123233995736766e-17;
    private const double QuartersPerRadian = 0.6366197723675814;
    private const double HalfHigh = 3.141592653589793;
    private const double HalfLow = 1.2246467991473532e-16;
    private const double HalvesPerRadian = 0.3183098861837907;
    private const double TurnDouble = 6.283185307179586;

    // Added to a number below 2^51 it leaves the nearest integer, halves to even, in the lowest bits.
    private const double Rounder = 6755399441055744.0;

    /// <summary>
    /// Sine and cosine. Within 1.6 units in the last place, or 1e-17 near a zero, for |x| up to
    /// <see cref="FastMaxRad"/>; NaN where x is not finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SinCos<T>(T x, out T cos)
        where T : struct, ILanes<T>
    {
        x = Reduced(x);
        T quarters = T.MulAdd(x, T.All(QuartersPerRadian), T.All(Rounder));
        T n = quarters - T.All(Rounder);
        T r = T.NegMulAdd(n, T.All(QuarterHigh), x);
        r = T.NegMulAdd(n, T.All(QuarterLow), r);
        T z = r * r;

        T s = T.MulAdd(z, T.All(1.5918129027234826e-10), T.All(-2.505113184128889e-08));
        s = T.MulAdd(z, s, T.All(2.7557316102534617e-06));
        s = T.MulAdd(z, s, T.All(-0.0001984126983675854));
        s = T.MulAdd(z, s, T.All(0.008333333333330948));
        s = T.MulAdd(z, s, T.All(-0.16666666666666666));
        s = T.MulAdd(r * z, s, r);

        T c = T.MulAdd(z, T.All(-1.1382632258093615e-11), T.All(2.087614626607931e-09));
        c = T.MulAdd(z, c, T.All(-2.7557317271718644e-07));
        c = T.MulAdd(z, c, T.All(2.4801587298765665e-05));
        c = T.MulAdd(z, c, T.All(-0.0013888888888887398));
        c = T.MulAdd(z, c, T.All(0.041666666666666664));
        c = T.MulAdd(z * z, c, T.NegMulAdd(T.All(0.5), z, T.All(1.0)));

        T isOdd = T.IsOdd(quarters);
        cos = T.FlipSign(T.Select(isOdd, s, c), T.AddToBits(quarters, 1), 1);
        return T.FlipSign(T.Select(isOdd, c, s), quarters, 1);
    }

    /// <summary>Sine alone: cheaper, and within 2.5 units in the last place; other bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sin<T>(T x)
        where T : struct, ILanes<T>
    {
        x = Reduced(x);
        T halves = T.MulAdd(x, T.All(HalvesPerRadian), T.All(Rounder));
        T n = halves - T.All(Rounder);
        return T.FlipSign(SinOfHalf(n, x), halves, 0);
    }

    /// <summary>Cosine alone: cheaper, and within 2.5 units in the last place; other bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cos<T>(T x)
        where T : struct, ILanes<T>
    {
        // x = (n - 1/2) half turns + r, so cos x = (-1)^n sin r.
        x = Reduced(x);
        T halves = T.MulAdd(x, T.All(HalvesPerRadian), T.All(0.5)) + T.All(Rounder);
        T n = halves - T.All(Rounder);
        return T.FlipSign(SinOfHalf(n - T.All(0.5), x), halves, 0);
    }

    /// <summary>
    /// Sine and cosine of an angle increased by <paramref name="by"/>, up to
    /// <see cref="TurnMaxRad"/>; beyond that the result means nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Turn<T>(T sin, T cos, T by, out T turnedCos)
        where T : struct, ILanes<T>
    {
        T z = by * by;
        T s = T.MulAdd(z, T.All(-0.0001983978180081942), T.All(0.008333333313244998));
        s = T.MulAdd(z, s, T.All(-0.16666666666666266));
        s = T.MulAdd(by * z, s, by);
        T c = T.MulAdd(z, T.All(2.4799603249006196e-05), T.All(-0.0013888888844248222));
        c = T.MulAdd(z, c, T.All(0.04166666666666345));
        c = z * T.MulAdd(z, c, T.All(-0.5));
        turnedCos = T.NegMulAdd(sin, s, T.MulAdd(cos, c, cos));
        return T.MulAdd(cos, s, T.MulAdd(sin, c, sin));
    }

    /// <summary>
    /// <see cref="Turn"/> by any angle: by its own sine and cosine where <paramref name="by"/> is not small.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TurnAny<T>(T sin, T cos, T by, out T turnedCos)
        where T : struct, ILanes<T>
    {
        T turnedSin = Turn(sin, cos, by, out turnedCos);
        T isLarge = T.Less(T.All(TurnMaxRad), T.Abs(by));
        if (T.Any(isLarge))
        {
            T farSin = TurnFar(sin, cos, by, out T farCos);
            turnedSin = T.Select(isLarge, farSin, turnedSin);
            turnedCos = T.Select(isLarge, farCos, turnedCos);
        }
        return turnedSin;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T TurnFar<T>(T sin, T cos, T by, out T turnedCos)
        where T : struct, ILanes<T>
    {
        T s = SinCos(by, out T c);
        turnedCos = T.NegMulAdd(sin, s, cos * c);
        return T.MulAdd(cos, s, sin * c);
    }

    // sin(x - n half turns), up to a quarter turn on either side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinOfHalf<T>(T n, T x)
        where T : struct, ILanes<T>
    {
        T r = T.NegMulAdd(n, T.All(HalfHigh), x);
        r = T.NegMulAdd(n, T.All(HalfLow), r);
        T z = r * r;
        T s = T.MulAdd(z, T.All(2.7314446164953908e-15), T.All(-7.643970284729239e-13));
        s = T.MulAdd(z, s, T.All(1.6058977312086063e-10));
        s = T.MulAdd(z, s, T.All(-2.5052107616990352e-08));
        s = T.MulAdd(z, s, T.All(2.7557319219163188e-06));
        s = T.MulAdd(z, s, T.All(-0.00019841269841254974));
        s = T.MulAdd(z, s, T.All(0.008333333333333316));
        s = T.MulAdd(z, s, T.All(-0.16666666666666666));
        return T.MulAdd(r * z, s, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduced<T>(T x)
        where T : struct, ILanes<T>
    {
        T isFar = T.Less(T.All(FastMaxRad), T.Abs(x));
        return T.Any(isFar) ? Far(x, isFar) : x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Far<T>(T x, T isFar)
        where T : struct, ILanes<T>
        => T.Select(isFar, T.Remainder(x, TurnDouble), x);
}
