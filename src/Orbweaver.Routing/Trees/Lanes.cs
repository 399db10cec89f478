using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orbweaver.Routing;

/// <summary>
/// Distances to several destinations side by side. They are unsigned in here: the sum of two that fit 31 bits
/// fits 32, so that what is too long stays longer than <see cref="RouteTree.Unreachable"/> without a test.
/// One source serves every width; see <see cref="TreeSweeps"/>.
/// </summary>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>How many there are.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in all.</summary>
    static abstract T Of(uint value);

    /// <summary>Reads them from a place of an array on, whose first element is given.</summary>
    static abstract T Read(ref uint first, int place);

    /// <summary>The lesser, lane by lane.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The sum, lane by lane.</summary>
    static abstract T Sum(T a, T b);

    /// <summary>
    /// <paramref name="value"/> in the lanes where <paramref name="a"/> equals <paramref name="b"/>,
    /// <paramref name="other"/> elsewhere.
    /// </summary>
    static abstract T WhereEqual(T a, T b, T value, T other);

    /// <summary>Whether all lanes are equal.</summary>
    static abstract bool Same(T a, T b);

    /// <summary>Writes them from a place on.</summary>
    void Write(ref uint first, int place);

    /// <summary>Writes the low halves from a place on.</summary>
    void WriteShorts(ref short first, int place);
}

/// <summary>Sixteen lanes: 512 bits.</summary>
internal readonly record struct Lanes16(Vector512<uint> Value) : ILanes<Lanes16>
{
    public static int Count => 16;

    public static Lanes16 Of(uint value) => new(Vector512.Create(value));

    public static Lanes16 Read(ref uint first, int place)
        => new(Vector512.LoadUnsafe(ref first, (nuint)place));

    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Vector512.Min(a.Value, b.Value));

    public static Lanes16 Sum(Lanes16 a, Lanes16 b) => new(a.Value + b.Value);

    public static Lanes16 WhereEqual(Lanes16 a, Lanes16 b, Lanes16 value, Lanes16 other)
        => new(Vector512.ConditionalSelect(Vector512.Equals(a.Value, b.Value), value.Value, other.Value));

    public static bool Same(Lanes16 a, Lanes16 b) => a.Value == b.Value;

    public void Write(ref uint first, int place) => Value.StoreUnsafe(ref first, (nuint)place);

    public void WriteShorts(ref short first, int place)
        => Vector512.Narrow(Value, Value).GetLower().AsInt16().StoreUnsafe(ref first, (nuint)place);
}

/// <summary>Eight lanes: 256 bits.</summary>
internal readonly record struct Lanes8(Vector256<uint> Value) : ILanes<Lanes8>
{
    public static int Count => 8;

    public static Lanes8 Of(uint value) => new(Vector256.Create(value));

    public static Lanes8 Read(ref uint first, int place)
        => new(Vector256.LoadUnsafe(ref first, (nuint)place));

    public static Lanes8 Min(Lanes8 a, Lanes8 b) => new(Vector256.Min(a.Value, b.Value));

    public static Lanes8 Sum(Lanes8 a, Lanes8 b) => new(a.Value + b.Value);

    public static Lanes8 WhereEqual(Lanes8 a, Lanes8 b, Lanes8 value, Lanes8 other)
        => new(Vector256.ConditionalSelect(Vector256.Equals(a.Value, b.Value), value.Value, other.Value));

    public static bool Same(Lanes8 a, Lanes8 b) => a.Value == b.Value;

    public void Write(ref uint first, int place) => Value.StoreUnsafe(ref first, (nuint)place);

    public void WriteShorts(ref short first, int place)
        => Vector256.Narrow(Value, Value).GetLower().AsInt16().StoreUnsafe(ref first, (nuint)place);
}

/// <summary>Four lanes: 128 bits.</summary>
internal readonly record struct Lanes4(Vector128<uint> Value) : ILanes<Lanes4>
{
    public static int Count => 4;

    public static Lanes4 Of(uint value) => new(Vector128.Create(value));

    public static Lanes4 Read(ref uint first, int place)
        => new(Vector128.LoadUnsafe(ref first, (nuint)place));

    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector128.Min(a.Value, b.Value));

    public static Lanes4 Sum(Lanes4 a, Lanes4 b) => new(a.Value + b.Value);

    public static Lanes4 WhereEqual(Lanes4 a, Lanes4 b, Lanes4 value, Lanes4 other)
        => new(Vector128.ConditionalSelect(Vector128.Equals(a.Value, b.Value), value.Value, other.Value));

    public static bool Same(Lanes4 a, Lanes4 b) => a.Value == b.Value;

    public void Write(ref uint first, int place) => Value.StoreUnsafe(ref first, (nuint)place);

    public void WriteShorts(ref short first, int place)
        => Vector128.Narrow(Value, Value).GetLower().AsInt16().StoreUnsafe(ref first, (nuint)place);
}

/// <summary>One lane: plain numbers, for machines without vectors.</summary>
internal readonly record struct Lanes1(uint Value) : ILanes<Lanes1>
{
    public static int Count => 1;

    public static Lanes1 Of(uint value) => new(value);

    public static Lanes1 Read(ref uint first, int place) => new(Unsafe.Add(ref first, place));

    public static Lanes1 Min(Lanes1 a, Lanes1 b) => a.Value < b.Value ? a : b;

    public static Lanes1 Sum(Lanes1 a, Lanes1 b) => new(a.Value + b.Value);

    public static Lanes1 WhereEqual(Lanes1 a, Lanes1 b, Lanes1 value, Lanes1 other)
        => a.Value == b.Value ? value : other;

    public static bool Same(Lanes1 a, Lanes1 b) => a.Value == b.Value;

    public void Write(ref uint first, int place) => Unsafe.Add(ref first, place) = Value;

    public void WriteShorts(ref short first, int place)
        => Unsafe.Add(ref first, place) = unchecked((short)Value);
}
