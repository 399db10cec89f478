using System;
using System.Linq;
using Orbweaver.Model;
using Orbweaver.Orbits;
using Xunit;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// Every operation of lanes has the same bits in every width, also those that this machine emulates.
/// </summary>
public sealed class LanesTests
{
    private const int Count = 4096;

    private static readonly double[] Special =
    [
        0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324, double.MaxValue, double.MinValue, double.NaN,
        double.PositiveInfinity, double.NegativeInfinity, Math.PI, 6755399441055745.0, 0.5, -2.5, 1e-310,
    ];

    [Fact]
    public void All_widths_have_the_same_bits()
    {
        ulong[] scalar = Results<Lanes1>();
        Assert.Equal(scalar, Results<Lanes4>());
        Assert.Equal(scalar, Results<Lanes8>());
    }

    [Fact]
    public void One_lane_does_what_the_names_say()
    {
        Assert.Equal(7.0, Of(Lanes1.MulAdd(One(2), One(3), One(1))));
        Assert.Equal(-5.0, Of(Lanes1.NegMulAdd(One(2), One(3), One(1))));
        Assert.Equal(3.0, Of(Lanes1.Sqrt(One(9))));
        Assert.Equal(4.0, Of(Lanes1.Abs(One(-4))));
        Assert.Equal(1.0, Of(Lanes1.Select(Lanes1.Less(One(1), One(2)), One(1), One(2))));
        Assert.Equal(2.0, Of(Lanes1.Select(Lanes1.Less(One(2), One(2)), One(1), One(2))));
        Assert.Equal(1.0, Of(Lanes1.Select(Lanes1.LessOrEqual(One(2), One(2)), One(1), One(2))));
        Assert.False(Lanes1.Any(Lanes1.LessOrEqual(One(double.NaN), One(2))));
        Assert.True(Lanes1.Any(Lanes1.Not(Lanes1.LessOrEqual(One(double.NaN), One(2)))));
        Lanes1 three = Lanes1.AddToBits(default, 3);
        Assert.True(Lanes1.Any(Lanes1.IsOdd(three)));
        Assert.False(Lanes1.Any(Lanes1.IsOdd(Lanes1.AddToBits(three, 1))));
        Assert.Equal(-1.0, Of(Lanes1.FlipSign(One(1), three, 1)));
        Assert.Equal(1.0, Of(Lanes1.FlipSign(One(1), three, 2)));
        Assert.Equal(-1.5, Of(Lanes1.Remainder(One(-7.5), 2)));
    }

    // NaN have many bit patterns, and which of them comes out is the machine's choice: one stands for all.
    internal static ulong[] Bits(double[] values)
        => [.. values.Select(v => BitConverter.DoubleToUInt64Bits(double.IsNaN(v) ? double.NaN : v))];

    private static ulong[] Results<T>()
        where T : struct, ILanes<T>
    {
        var dice = new Prng(1);
        double[] a = [.. Enumerable.Range(0, Count).Select(_ => Any(dice))];
        double[] b = [.. Enumerable.Range(0, Count).Select(_ => Any(dice))];
        double[] c = [.. Enumerable.Range(0, Count).Select(_ => Any(dice))];
        long[] ns = [.. Enumerable.Range(0, Count).Select(_ => (long)dice.NextBits() / 2)];
        double[] results = new double[19 * Count];
        for (int i = 0; i < Count; i += T.Count)
        {
            T x = T.Load(in a[i]);
            T y = T.Load(in b[i]);
            T z = T.Load(in c[i]);
            T less = T.Less(x, y);
            T[] all =
            [
                x + y, x - y, x * y, x / y, T.MulAdd(x, y, z), T.NegMulAdd(x, y, z), T.Sqrt(x), T.Abs(x),
                T.Select(less, x, y), T.Select(T.LessOrEqual(x, y), x, y), T.Select(T.Not(less), x, y),
                T.Select(T.Or(less, T.Less(y, z)), x, y), T.Select(T.IsOdd(x), x, y), T.FlipSign(x, y, 0),
                T.FlipSign(x, y, 1), T.AddToBits(x, 1), T.Remainder(x, 6.25),
                T.Differences(long.MaxValue / 2, in ns[i]), T.All(1.5),
            ];
            for (int k = 0; k < all.Length; k++)
            {
                T.Store(all[k], ref results[(k * Count) + i]);
            }
        }
        return Bits(results);
    }

    private static double Any(Prng dice) => dice.Below(4) switch
    {
        0 => Special[dice.Below(Special.Length)],
        1 => BitConverter.UInt64BitsToDouble(dice.NextBits()),
        2 => (dice.Unit() - 0.5) * 100,
        _ => dice.Below(5) - 2,
    };

    private static Lanes1 One(double value) => Lanes1.All(value);

    private static double Of(Lanes1 lane)
    {
        double value = 0;
        Lanes1.Store(lane, ref value);
        return value;
    }
}
