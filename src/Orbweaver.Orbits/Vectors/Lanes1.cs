using System;
using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>One lane: the scalar path. Masks are all bits or none, as in vectors.</summary>
internal readonly struct Lanes1(double value) : ILanes<Lanes1>
{
    private readonly double _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 All(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(ref readonly double from) => new(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 value, ref double to) => to = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Differences(long minuend, ref readonly long subtrahends)
        => new(minuend - subtrahends);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MulAdd(Lanes1 a, Lanes1 b, Lanes1 c)
        => new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 NegMulAdd(Lanes1 a, Lanes1 b, Lanes1 c)
        => new(Math.FusedMultiplyAdd(-a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Sqrt(Lanes1 a) => new(Math.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Abs(Lanes1 a) => new(Math.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Less(Lanes1 a, Lanes1 b) => Mask(a._value < b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 LessOrEqual(Lanes1 a, Lanes1 b) => Mask(a._value <= b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Or(Lanes1 a, Lanes1 b) => Of(Bits(a) | Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Not(Lanes1 a) => Of(~Bits(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Select(Lanes1 mask, Lanes1 a, Lanes1 b) => Bits(mask) != 0 ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes1 mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 IsOdd(Lanes1 bits) => Of(-(Bits(bits) & 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 FlipSign(Lanes1 a, Lanes1 bits, int bit)
        => Of(Bits(a) ^ ((Bits(bits) << (63 - bit)) & long.MinValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddToBits(Lanes1 bits, long number) => Of(Bits(bits) + number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Remainder(Lanes1 a, double b) => new(a._value % b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(Lanes1 a) => BitConverter.DoubleToInt64Bits(a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes1 Of(long bits) => new(BitConverter.Int64BitsToDouble(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes1 Mask(bool isTrue) => Of(isTrue ? -1 : 0);
}
