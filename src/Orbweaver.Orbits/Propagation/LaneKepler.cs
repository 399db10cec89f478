using System.Runtime.CompilerServices;

namespace Orbweaver.Orbits;

/// <summary>
/// Kepler's equation as SGP4 has it: u = E - axnl sin E + aynl cos E, where axnl and aynl are the
/// eccentricity vector with its long-period terms. In lanes, each of which goes its own way.
/// </summary>
internal static class LaneKepler
{
    /// <summary>
    /// Up to this eccentricity two fixed steps leave an error below 1e-15 rad: all but 11 of the 15,290
    /// near-Earth objects of the active catalogue. Beyond it the authors' iteration is followed.
    /// </summary>
    public const double FixedStepsEccentricityMax = 0.05;

    // The authors': AIAA 2006-6753.
    private const int StepsMax = 10;
    private const double StepMaxRad = 0.95;
    private const double ConvergedRad = 1.0e-12;

    /// <summary>Sine and cosine of E.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SinCosE<T>(T u, T axnl, T aynl, out T cosE)
        where T : struct, ILanes<T>
    {
        T sinU = LaneTrig.SinCos(u, out T cosU);
        T sinE = TwoSteps(sinU, cosU, axnl, aynl, out cosE);
        T isEccentric = T.Less(
            T.All(FixedStepsEccentricityMax * FixedStepsEccentricityMax),
            T.MulAdd(axnl, axnl, aynl * aynl));
        if (T.Any(isEccentric))
        {
            T sinIterated = Iterate(sinU, cosU, axnl, aynl, out T cosIterated);
            sinE = T.Select(isEccentric, sinIterated, sinE);
            cosE = T.Select(isEccentric, cosIterated, cosE);
        }
        return sinE;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TwoSteps<T>(T sinU, T cosU, T axnl, T aynl, out T cosE)
        where T : struct, ILanes<T>
    {
        T one = T.All(1.0);

        // With E = u + d the equation reads p = (1 - q) d + p d^2 / 2 + q d^3 / 6 - ..., where p and q are
        // axnl sin u - aynl cos u and axnl cos u + aynl sin u. Turned round, up to the fifth power of the
        // eccentricity: Newton's d = p / (1 - q), less d^3 (1/2 + q / (6 (1 - q))).
        T p = T.NegMulAdd(aynl, cosU, axnl * sinU);
        T q = T.MulAdd(axnl, cosU, aynl * sinU);
        T r = one / (one - q);
        T newton = p * r;
        T cubic = T.MulAdd(T.All(1.0 / 6) * q, r, T.All(0.5));
        T d = T.NegMulAdd(newton * newton * newton, cubic, newton);
        T sin = LaneTrig.Turn(sinU, cosU, d, out T cos);

        // Newton's step from there is the rest of d, below 1e-6.
        p = T.NegMulAdd(aynl, cos, axnl * sin);
        q = T.MulAdd(axnl, cos, aynl * sin);
        d = (p - d) / (one - q);
        T half = T.All(0.5) * d;
        cosE = T.NegMulAdd(d, T.MulAdd(half, cos, sin), cos);
        return T.MulAdd(d, T.NegMulAdd(half, sin, cos), sin);
    }

    // Newton's method from u, steps bounded, ten at most; as with the authors, sine and cosine are those
    // before the last step. A lane that has converged stands still.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Iterate<T>(T sinU, T cosU, T axnl, T aynl, out T cosE)
        where T : struct, ILanes<T>
    {
        T one = T.All(1.0);
        T d = default;
        T sinE = sinU;
        cosE = cosU;
        for (int step = 1; ; step++)
        {
            T p = T.NegMulAdd(aynl, cosE, axnl * sinE);
            T q = T.MulAdd(axnl, cosE, aynl * sinE);
            T by = (p - d) / (one - q);
            T bound = T.Select(T.Less(by, default), T.All(-StepMaxRad), T.All(StepMaxRad));
            by = T.Select(T.Less(T.Abs(by), T.All(StepMaxRad)), by, bound);
            T isOpen = T.LessOrEqual(T.All(ConvergedRad), T.Abs(by));
            if (step == StepsMax || !T.Any(isOpen))
            {
                return sinE;
            }
            d = T.Select(isOpen, d + by, d);
            T sinD = LaneTrig.SinCos(d, out T cosD);
            T sin = T.MulAdd(cosU, sinD, sinU * cosD);
            cosE = T.Select(isOpen, T.NegMulAdd(sinU, sinD, cosU * cosD), cosE);
            sinE = T.Select(isOpen, sin, sinE);
        }
    }
}
