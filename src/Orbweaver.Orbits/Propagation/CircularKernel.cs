using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>
/// <see cref="CircularEphemeris"/> for several satellites at once, one a lane, with the same bits in every
/// width and beside any neighbours. Terms: node and its rate, argument of latitude and its rate, radius,
/// cosine and sine of the inclination; radians, seconds and metres. It never fails.
/// </summary>
internal readonly struct CircularKernel : ILaneKernel
{
    /// <inheritdoc/>
    public static int TermRows => 7;

    /// <inheritdoc/>
    public static int WorkRows => 1;

    /// <summary>Seconds.</summary>
    public static T Time<T>(T elapsedNs)
        where T : struct, ILanes<T>
        => elapsedNs * T.All(1e-9);

    /// <inheritdoc/>
    public static bool Propagate<T>(
        ref readonly double terms,
        int termStride,
        ref double work,
        int count,
        ref double states,
        int stateStride,
        int rowStride)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < count; i++)
        {
            Propagate(
                in Unsafe.Add(ref Unsafe.AsRef(in terms), i * termStride),
                T.Load(in Unsafe.Add(ref work, i * T.Count)),
                ref Unsafe.Add(ref states, i * stateStride),
                rowStride);
        }
        return false;
    }

    // Optimised from the first call on, as the stages of Sgp4Near.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Propagate<T>(
        ref readonly double terms, T elapsedS, ref double states, int rowStride)
        where T : struct, ILanes<T>
    {
        T nodeRate = Row<T>(in terms, 1);
        T rate = Row<T>(in terms, 3);
        T radius = Row<T>(in terms, 4);
        T cosI = Row<T>(in terms, 5);
        T sinI = Row<T>(in terms, 6);
        T sinNode = LaneTrig.SinCos(T.MulAdd(nodeRate, elapsedS, Row<T>(in terms, 0)), out T cosNode);
        T sinU = LaneTrig.SinCos(T.MulAdd(rate, elapsedS, Row<T>(in terms, 2)), out T cosU);

        T sinUCosI = sinU * cosI;
        T cosUCosI = cosU * cosI;
        T x = radius * T.NegMulAdd(sinNode, sinUCosI, cosNode * cosU);
        T y = radius * T.MulAdd(cosNode, sinUCosI, sinNode * cosU);
        T speed = radius * rate;
        T backX = T.MulAdd(sinNode, cosUCosI, cosNode * sinU);
        T forwardY = T.NegMulAdd(sinNode, sinU, cosNode * cosUCosI);
        T vx = T.NegMulAdd(speed, backX, default(T) - (nodeRate * y));
        T.Store(x, ref states);
        T.Store(y, ref Unsafe.Add(ref states, rowStride));
        T.Store(radius * (sinU * sinI), ref Unsafe.Add(ref states, 2 * rowStride));
        T.Store(vx, ref Unsafe.Add(ref states, 3 * rowStride));
        T.Store(T.MulAdd(speed, forwardY, nodeRate * x), ref Unsafe.Add(ref states, 4 * rowStride));
        T.Store(speed * (cosU * sinI), ref Unsafe.Add(ref states, 5 * rowStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Row<T>(ref readonly double terms, int row)
        where T : struct, ILanes<T>
        => T.Load(in Unsafe.Add(ref Unsafe.AsRef(in terms), row * T.Count));
}
