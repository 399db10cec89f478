namespace Orbweaver.Orbits;

/// <summary>
/// What SGP4's initialisation leaves for propagation; names are the author's (AIAA 2006-6753). Written by
/// <see cref="Sgp4"/>.Sgp4Init only and never after, so that any number of threads may propagate from it:
/// what the reference keeps here between calls (resonance integrator, Sun and Moon corrected coefficients)
/// are locals. Angles in radians, times in minutes, lengths in Earth radii.
/// </summary>
internal sealed class Sgp4Record
{
    // Elements at the epoch.
    internal double bstar, ecco, argpo, inclo, mo, no_kozai, nodeo;

    // Near Earth. isimp: 1 = drag terms cut after the second power of time. method: 'n' near Earth, 'd' deep
    // space.
    internal int isimp;
    internal char method;
    internal double no_unkozai, gsto;
    internal double aycof, con41, cc1, cc4, cc5, d2, d3, d4, delmo, eta, argpdot, omgcof, sinmao;
    internal double t2cof, t3cof, t4cof, t5cof, x1mth2, x7thm1, mdot, nodedot, xlcof, xmcof, nodecf;

    // Deep space. irez: 0 no resonance, 1 one day, 2 half a day.
    internal int irez;
    internal double d2201, d2211, d3210, d3222, d4410, d4422, d5220, d5232, d5421, d5433;
    internal double dedt, del1, del2, del3, didt, dmdt, dnodt, domdt;
    internal double e3, ee2, se2, se3, sgh2, sgh3, sgh4, sh2, sh3, si2, si3, sl2, sl3, sl4;
    internal double xfact, xgh2, xgh3, xgh4, xh2, xh3, xi2, xi3, xl2, xl3, xl4, xlamo, zmol, zmos;
}
