using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orbweaver.Orbits;

/// <summary>Four lanes of 256 bits.</summary>
internal readonly struct Lanes4(Vector256<double> value) : ILanes<Lanes4>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 All(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ref readonly double from) => new(Vector256.LoadUnsafe(in from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, ref double to) => value._value.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Differences(long minuend, ref readonly long subtrahends)
        => new(Vector256.ConvertToDouble(Vector256.Create(minuend) - Vector256.LoadUnsafe(in subtrahends)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MulAdd(Lanes4 a, Lanes4 b, Lanes4 c)
        => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 NegMulAdd(Lanes4 a, Lanes4 b, Lanes4 c)
        => new(Vector256.FusedMultiplyAdd(-a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sqrt(Lanes4 a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 a) => new(Vector256.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Less(Lanes4 a, Lanes4 b) => new(Vector256.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LessOrEqual(Lanes4 a, Lanes4 b)
        => new(Vector256.LessThanOrEqual(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Or(Lanes4 a, Lanes4 b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Not(Lanes4 a) => new(~a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Select(Lanes4 mask, Lanes4 a, Lanes4 b)
        => new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes4 mask) => Vector256.ExtractMostSignificantBits(mask._value) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 IsOdd(Lanes4 bits) => Of(-(Bits(bits) & Vector256<long>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 FlipSign(Lanes4 a, Lanes4 bits, int bit)
        => Of(Bits(a) ^ ((Bits(bits) << (63 - bit)) & Vector256.Create(long.MinValue)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 AddToBits(Lanes4 bits, long number) => Of(Bits(bits) + Vector256.Create(number));

    public static Lanes4 Remainder(Lanes4 a, double b)
    {
        Vector256<double> value = a._value;
        for (int i = 0; i < Count; i++)
        {
            value = value.WithElement(i, value.GetElement(i) % b);
        }
        return new Lanes4(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Bits(Lanes4 a) => a._value.AsInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes4 Of(Vector256<long> bits) => new(bits.AsDouble());
}
