using System;
using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>
/// What <see cref="Sgp4Near"/> needs of its satellites: rows of one number a lane.
/// Names are those of <see cref="Sgp4Record"/>; what is constant in near-Earth propagation is worked out
/// here. A view of memory that the caller keeps.
/// </summary>
internal readonly ref struct Sgp4NearTerms<T>(ref readonly double first)
    where T : struct, ILanes<T>
{
    private readonly ref readonly double _first = ref first;

    public T mo => Row(0);

    public T mdot => Row(1);

    public T argpo => Row(2);

    public T argpdot => Row(3);

    public T nodeo => Row(4);

    public T nodedot => Row(5);

    public T nodecf => Row(6);

    public T eta => Row(7);

    public T minusDelmo => Row(8);

    public T xmcof => Row(9);

    public T omgcof => Row(10);

    public T cc1 => Row(11);

    public T d2 => Row(12);

    public T d3 => Row(13);

    public T d4 => Row(14);

    public T bstarCc4 => Row(15);

    public T bstarCc5 => Row(16);

    public T sinmao => Row(17);

    public T noT2cof => Row(18);

    public T noT3cof => Row(19);

    public T noT4cof => Row(20);

    public T noT5cof => Row(21);

    public T ecco => Row(22);

    public T ao => Row(23);

    public T rsqrtAo => Row(24);

    public T aycof => Row(25);

    public T xlcof => Row(26);

    public T x3con41 => Row(27);

    public T x1mth2 => Row(28);

    public T x7thm1 => Row(29);

    public T sinio => Row(30);

    public T cosio => Row(31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Row(int row) => T.Load(in Unsafe.Add(ref Unsafe.AsRef(in _first), row * T.Count));
}

/// <summary>Makes the rows that <see cref="Sgp4NearTerms{T}"/> reads.</summary>
internal static class Sgp4NearTerms
{
    /// <summary>The terms of one satellite.</summary>
    public static double[] Of(Sgp4Record satrec)
    {
        bool hasHigherDrag = satrec.isimp != 1;
        double ao = Math.Pow(Sgp4.xke / satrec.no_unkozai, 2.0 / 3.0);
        (double sinio, double cosio) = Math.SinCos(satrec.inclo);
        return
        [
            satrec.mo, satrec.mdot, satrec.argpo, satrec.argpdot,
            satrec.nodeo, satrec.nodedot, satrec.nodecf,
            satrec.eta, -satrec.delmo, OrZero(satrec.xmcof), OrZero(satrec.omgcof),
            satrec.cc1, OrZero(satrec.d2), OrZero(satrec.d3), OrZero(satrec.d4),
            satrec.bstar * satrec.cc4, OrZero(satrec.bstar * satrec.cc5), satrec.sinmao,
            satrec.no_unkozai * satrec.t2cof, OrZero(satrec.no_unkozai * satrec.t3cof),
            OrZero(satrec.no_unkozai * satrec.t4cof), OrZero(satrec.no_unkozai * satrec.t5cof),
            satrec.ecco, ao, 1.0 / Math.Sqrt(ao), satrec.aycof, satrec.xlcof,
            1.5 * satrec.con41, satrec.x1mth2, satrec.x7thm1, sinio, cosio,
        ];

        double OrZero(double value) => hasHigherDrag ? value : 0.0;
    }
}
