namespace Orbweaver.Orbits;

/// <summary>
/// Several doubles that are worked on at once, or one: kernels are written once, generic over this, and the
/// compiler makes one version for each width. Every operation is exact or correctly rounded as IEEE 754 says,
/// lane by lane, so a lane has the same bits in every width and beside any neighbours. That is why there is
/// no Min, Max (zeros and NaN), estimate, sine or sum across lanes here.
/// </summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>How many doubles.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in each lane.</summary>
    static abstract T All(double value);

    /// <summary>Reads <see cref="Count"/> doubles from <paramref name="from"/> on; nothing is
    /// checked.</summary>
    static abstract T Load(ref readonly double from);

    /// <summary>Writes <see cref="Count"/> doubles from <paramref name="to"/> on; nothing is
    /// checked.</summary>
    static abstract void Store(T value, ref double to);

    /// <summary>
    /// <paramref name="minuend"/> minus each of <see cref="Count"/> integers, rounded once. Differences
    /// beyond the range of a long wrap: the caller has looked.
    /// </summary>
    static abstract T Differences(long minuend, ref readonly long subtrahends);

    /// <summary>Sum.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>Difference.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>Product.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>Quotient.</summary>
    static abstract T operator /(T a, T b);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract T MulAdd(T a, T b, T c);

    /// <summary>c - a * b, rounded once.</summary>
    static abstract T NegMulAdd(T a, T b, T c);

    /// <summary>Square root.</summary>
    static abstract T Sqrt(T a);

    /// <summary>Without the sign.</summary>
    static abstract T Abs(T a);

    /// <summary>A mask: where a &lt; b; false where one is NaN.</summary>
    static abstract T Less(T a, T b);

    /// <summary>A mask: where a &lt;= b; false where one is NaN.</summary>
    static abstract T LessOrEqual(T a, T b);

    /// <summary>Where one of the masks holds.</summary>
    static abstract T Or(T a, T b);

    /// <summary>Where the mask does not hold.</summary>
    static abstract T Not(T a);

    /// <summary>a where the mask holds, else b.</summary>
    static abstract T Select(T mask, T a, T b);

    /// <summary>Whether the mask holds in any lane.</summary>
    static abstract bool Any(T mask);

    /// <summary>A mask: where the lowest bit of the number is set.</summary>
    static abstract T IsOdd(T bits);

    /// <summary>
    /// <paramref name="a"/> with its sign turned where bit <paramref name="bit"/> of
    /// <paramref name="bits"/> is set.
    /// </summary>
    static abstract T FlipSign(T a, T bits, int bit);

    /// <summary>Adds <paramref name="number"/> to the bits, as to integers.</summary>
    static abstract T AddToBits(T bits, long number);

    /// <summary>The exact remainder of a division, with the sign of <paramref name="a"/>; slow.</summary>
    static abstract T Remainder(T a, double b);
}
