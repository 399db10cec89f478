using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>
/// SGP4's near-Earth model for several satellites at once, one a lane: the equations of AIAA 2006-6753 with
/// the authors' names, in an order that suits vectors. Everything is done lane by lane with exactly rounded
/// operations, so a satellite's state has the same bits in every width and beside any neighbours. Work goes
/// through in items, that is lanes at one moment, in three stages with their results in between in memory:
/// the processor overlaps neighbouring items of a short loop, and the compiler does not inline more than
/// about 500 temporaries (benchmark sgp4: one long loop is ten times slower).
/// </summary>
internal readonly struct Sgp4Near : ILaneKernel
{
    // Optimised from the first call on: unoptimised vectors are a hundred times slower, and a program that
    // asks for one sky would be over before its kernels are good.
    private const MethodImplOptions Stage =
        MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private const double MetresPerRadius = Sgp4.radiusearthkm * 1e3;
    private static readonly double MetresPerSecondUnit = MetresPerRadius * Sgp4.xke / 60.0;

    /// <inheritdoc/>
    public static int TermRows => 32;

    /// <inheritdoc/>
    public static int WorkRows => 8;

    /// <summary>Minutes.</summary>
    public static T Time<T>(T elapsedNs)
        where T : struct, ILanes<T>
        => elapsedNs / T.All(Sgp4Ephemeris.NanosecondsPerMinute);

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
        Secular<T>(in terms, termStride, ref work, count);
        Kepler<T>(ref work, count);
        T speedUnit = T.All(MetresPerSecondUnit);
        bool hasError = false;
        for (int i = 0; i < count; i++)
        {
            hasError |= ShortPeriod(
                in Unsafe.Add(ref Unsafe.AsRef(in terms), i * termStride),
                ref Unsafe.Add(ref work, i * WorkRows * T.Count),
                ref Unsafe.Add(ref states, i * stateStride),
                rowStride,
                speedUnit);
        }
        return hasError;
    }

    // Secular gravity, drag, and long-period periodics. Satellites whose drag is cut after the second power
    // of time (isimp) have zeros for the higher ones.
    [MethodImpl(Stage)]
    private static void Secular<T>(ref readonly double terms, int termStride, ref double work, int count)
        where T : struct, ILanes<T>
    {
        T one = T.All(1.0);
        for (int i = 0; i < count; i++)
        {
            var k = new Sgp4NearTerms<T>(in Unsafe.Add(ref Unsafe.AsRef(in terms), i * termStride));
            var rows = new WorkRowsOf<T>(ref Unsafe.Add(ref work, i * WorkRows * T.Count));
            T t = rows[0];
            T t2 = t * t;
            T xmdf = T.MulAdd(k.mdot, t, k.mo);
            T argpdf = T.MulAdd(k.argpdot, t, k.argpo);
            T nodem = T.MulAdd(k.nodecf, t2, T.MulAdd(k.nodedot, t, k.nodeo));
            T delmtemp = T.MulAdd(k.eta, LaneTrig.Cos(xmdf), one);
            T delm = k.xmcof * T.MulAdd(delmtemp * delmtemp, delmtemp, k.minusDelmo);
            T drag = T.MulAdd(k.omgcof, t, delm);
            T tempa = T.NegMulAdd(
                T.MulAdd(t, T.MulAdd(t, T.MulAdd(t, k.d4, k.d3), k.d2), k.cc1), t, one);
            T tempe = T.MulAdd(k.bstarCc4, t, k.bstarCc5 * (LaneTrig.Sin(xmdf + drag) - k.sinmao));
            T templ = T.MulAdd(t, T.MulAdd(t, T.MulAdd(t, k.noT5cof, k.noT4cof), k.noT3cof), k.noT2cof);

            T em = k.ecco - tempe;
            rows[6] = T.Or(T.LessOrEqual(one, em), T.Less(em, T.All(-0.001)));
            em = T.Select(T.Less(em, T.All(1.0e-6)), T.All(1.0e-6), em);
            T rsqrtAm = k.rsqrtAo / T.Abs(tempa);
            T sinargp = LaneTrig.SinCos(argpdf - drag, out T cosargp);
            T temp = rsqrtAm * rsqrtAm / T.NegMulAdd(em, em, one);
            T axnl = em * cosargp;

            // What drag takes from the perigee it gives to the mean anomaly: their sum is without it.
            rows[0] = T.MulAdd(temp * k.xlcof, axnl, T.MulAdd(templ, t2, xmdf + argpdf));
            rows[1] = axnl;
            rows[2] = T.MulAdd(temp, k.aycof, em * sinargp);
            rows[3] = k.ao * (tempa * tempa);
            rows[4] = rsqrtAm;
            rows[5] = nodem;
        }
    }

    [MethodImpl(Stage)]
    private static void Kepler<T>(ref double work, int count)
        where T : struct, ILanes<T>
    {
        for (int i = 0; i < count; i++)
        {
            var rows = new WorkRowsOf<T>(ref Unsafe.Add(ref work, i * WorkRows * T.Count));
            rows[0] = LaneKepler.SinCosE(rows[0], rows[1], rows[2], out T coseo1);
            rows[7] = coseo1;
        }
    }

    // Short-period periodics and orientation.
    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    [MethodImpl(Stage)]
    private static bool ShortPeriod<T>(
        ref readonly double terms, ref double work, ref double states, int rowStride, T speedUnit)
        where T : struct, ILanes<T>
    {
        var k = new Sgp4NearTerms<T>(in terms);
        var rows = new WorkRowsOf<T>(ref work);
        T one = T.All(1.0);
        T sineo1 = rows[0];
        T axnl = rows[1];
        T aynl = rows[2];
        T am = rows[3];
        T rsqrtAm = rows[4];
        T coseo1 = rows[7];

        // rAm = 1 / am, rRl1 = am / rl, and 1 / pl and 1 / (1 + betal) from one division.
        T rAm = rsqrtAm * rsqrtAm;
        T ecose = T.MulAdd(axnl, coseo1, aynl * sineo1);
        T esine = T.NegMulAdd(aynl, coseo1, axnl * sineo1);
        T betal2 = one - T.MulAdd(axnl, axnl, aynl * aynl);
        T pl = am * betal2;
        T betal = T.Sqrt(betal2);
        T rl1 = one - ecose;
        T rRl1 = one / rl1;
        T betal1 = one + betal;
        T r = one / (betal2 * betal1);
        T temp = esine * (r * betal2);
        T sinu = rRl1 * T.NegMulAdd(axnl, temp, sineo1 - aynl);
        T cosu = rRl1 * T.MulAdd(aynl, temp, coseo1 - axnl);
        T sin2u = (cosu + cosu) * sinu;
        T cos2u = T.NegMulAdd(sinu + sinu, sinu, one);
        T rPl = r * betal1 * rAm;
        T temp1 = T.All(0.5 * Sgp4.j2) * rPl;
        T temp2 = temp1 * rPl;
        T temp1x1mth2 = temp1 * k.x1mth2;
        T mrt = T.MulAdd(
            am * rl1,
            T.NegMulAdd(temp2 * betal, k.x3con41, one),
            T.All(0.5) * temp1x1mth2 * cos2u);
        T nm = rsqrtAm * rAm;
        T mvt = T.NegMulAdd(nm * temp1x1mth2, sin2u, rsqrtAm * esine * rRl1);
        T rvdot = T.MulAdd(
            nm, T.MulAdd(temp1x1mth2, cos2u, temp1 * k.x3con41), rsqrtAm * betal * rRl1);
        T cosio = k.cosio;
        T sinio = k.sinio;
        T temp2cosio = T.All(1.5) * temp2 * cosio;
        T sinsu = LaneTrig.TurnAny(
            sinu, cosu, T.All(-0.25) * temp2 * k.x7thm1 * sin2u, out T cossu);
        T sini = LaneTrig.TurnAny(sinio, cosio, temp2cosio * sinio * cos2u, out T cosi);
        T snod = LaneTrig.SinCos(T.MulAdd(temp2cosio, sin2u, rows[5]), out T cnod);

        // Orientation vectors.
        T xmx = snod * cosi;
        T xmy = cnod * cosi;
        T ux = T.NegMulAdd(xmx, sinsu, cnod * cossu);
        T uy = T.MulAdd(xmy, sinsu, snod * cossu);
        T uz = sini * sinsu;
        T vx = T.MulAdd(xmx, cossu, cnod * sinsu);
        T vy = T.NegMulAdd(snod, sinsu, xmy * cossu);
        T vz = sini * cossu;

        // Not "mrt < 1": this way round it also catches what is not a number.
        T isBad = T.Or(rows[6], T.Not(T.LessOrEqual(one, mrt)));
        T mr = mrt * T.All(MetresPerRadius);
        mvt = mvt * speedUnit;
        rvdot = rvdot * speedUnit;
        T.Store(mr * ux, ref states);
        T.Store(mr * uy, ref Unsafe.Add(ref states, rowStride));
        T.Store(mr * uz, ref Unsafe.Add(ref states, 2 * rowStride));
        T.Store(T.NegMulAdd(rvdot, vx, mvt * ux), ref Unsafe.Add(ref states, 3 * rowStride));
        T.Store(T.MulAdd(rvdot, vy, mvt * uy), ref Unsafe.Add(ref states, 4 * rowStride));
        T.Store(T.MulAdd(rvdot, vz, mvt * uz), ref Unsafe.Add(ref states, 5 * rowStride));
        rows[0] = default;
        if (!T.Any(isBad))
        {
            return false;
        }
        Fail(isBad, pl, rows, ref states, rowStride);
        return true;
    }

    // Codes, and zeros for states that are none.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail<T>(T isBad, T pl, WorkRowsOf<T> rows, ref double states, int rowStride)
        where T : struct, ILanes<T>
    {
        T code = T.Select(
            T.Less(pl, default),
            T.All((double)PropagationError.SemiLatusRectum),
            T.All((double)PropagationError.Decayed));
        code = T.Select(rows[6], T.All((double)PropagationError.MeanEccentricity), code);
        rows[0] = T.Select(isBad, code, default);
        for (int row = 0; row < 6; row++)
        {
            ref double at = ref Unsafe.Add(ref states, row * rowStride);
            T.Store(T.Select(isBad, default, T.Load(in at)), ref at);
        }
    }

    // Rows of an item in the memory for work.
    private readonly ref struct WorkRowsOf<T>(ref double first)
        where T : struct, ILanes<T>
    {
        private readonly ref double _first = ref first;

        public T this[int row]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => T.Load(in Unsafe.Add(ref _first, row * T.Count));

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            set => T.Store(value, ref Unsafe.Add(ref _first, row * T.Count));
        }
    }
}
