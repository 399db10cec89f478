using System;
using System.Diagnostics.CodeAnalysis;
using Orbweaver.Orbits;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// The slow twin of the near-Earth kernel: the authors' propagation (AIAA 2006-6753), with their names, order
/// and library functions, from the record that the initialisation left.
/// </summary>
internal static class Sgp4Transcription
{
    private const double radiusearthkm = Sgp4.radiusearthkm;
    private const double j2 = Sgp4.j2;
    private const double twopi = 2.0 * Math.PI;
    private const double x2o3 = 2.0 / 3.0;

    /// <summary>State at <paramref name="t"/> minutes after the epoch: km and km/s in TEME.</summary>
    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    internal static PropagationError Propagate(Sgp4Record satrec, double t, out Vec3 r, out Vec3 v)
    {
        r = default;
        v = default;
        double xke = Sgp4.xke;
        double vkmpersec = radiusearthkm * xke / 60.0;

        // Secular gravity and atmospheric drag.
        double xmdf = satrec.mo + satrec.mdot * t;
        double argpdf = satrec.argpo + satrec.argpdot * t;
        double nodedf = satrec.nodeo + satrec.nodedot * t;
        double argpm = argpdf;
        double mm = xmdf;
        double t2 = t * t;
        double nodem = nodedf + satrec.nodecf * t2;
        double tempa = 1.0 - satrec.cc1 * t;
        double tempe = satrec.bstar * satrec.cc4 * t;
        double templ = satrec.t2cof * t2;

        if (satrec.isimp != 1)
        {
            double delomg = satrec.omgcof * t;
            double delmtemp = 1.0 + satrec.eta * Math.Cos(xmdf);
            double delm = satrec.xmcof * (delmtemp * delmtemp * delmtemp - satrec.delmo);
            double drag = delomg + delm;
            mm = xmdf + drag;
            argpm = argpdf - drag;
            double t3 = t2 * t;
            double t4 = t3 * t;
            tempa = tempa - satrec.d2 * t2 - satrec.d3 * t3 - satrec.d4 * t4;
            tempe = tempe + satrec.bstar * satrec.cc5 * (Math.Sin(mm) - satrec.sinmao);
            templ = templ + satrec.t3cof * t3 + t4 * (satrec.t4cof + t * satrec.t5cof);
        }

        double nm = satrec.no_unkozai;
        double em = satrec.ecco;
        double inclm = satrec.inclo;
        if (nm <= 0.0)
        {
            return PropagationError.MeanMotion;
        }
        double am = Math.Pow(xke / nm, x2o3) * tempa * tempa;
        nm = xke / Math.Pow(am, 1.5);
        em = em - tempe;
        if (em >= 1.0 || em < -0.001)
        {
            return PropagationError.MeanEccentricity;
        }
        if (em < 1.0e-6)
        {
            em = 1.0e-6;
        }
        mm = mm + satrec.no_unkozai * templ;
        double xlm = mm + argpm + nodem;
        nodem = nodem % twopi;
        argpm = argpm % twopi;
        xlm = xlm % twopi;
        mm = (xlm - argpm - nodem) % twopi;

        double ep = em;
        double xincp = inclm;
        double argpp = argpm;
        double nodep = nodem;
        double mp = mm;
        (double sinip, double cosip) = Math.SinCos(inclm);
        double aycof = satrec.aycof;
        double xlcof = satrec.xlcof;
        (double sinargp, double cosargp) = Math.SinCos(argpp);
        double axnl = ep * cosargp;
        double temp = 1.0 / (am * (1.0 - ep * ep));
        double aynl = ep * sinargp + temp * aycof;
        double xl = mp + argpp + nodep + temp * xlcof * axnl;

        // Kepler's equation.
        double u = (xl - nodep) % twopi;
        double eo1 = u;
        double tem5 = 9999.9;
        int ktr = 1;
        double sineo1 = 0.0;
        double coseo1 = 0.0;
        while (Math.Abs(tem5) >= 1.0e-12 && ktr <= 10)
        {
            (sineo1, coseo1) = Math.SinCos(eo1);
            tem5 = 1.0 - coseo1 * axnl - sineo1 * aynl;
            tem5 = (u - aynl * coseo1 + axnl * sineo1 - eo1) / tem5;
            if (Math.Abs(tem5) >= 0.95)
            {
                tem5 = tem5 > 0.0 ? 0.95 : -0.95;
            }
            eo1 = eo1 + tem5;
            ktr = ktr + 1;
        }

        // Short period preliminary quantities.
        double ecose = axnl * coseo1 + aynl * sineo1;
        double esine = axnl * sineo1 - aynl * coseo1;
        double el2 = axnl * axnl + aynl * aynl;
        double pl = am * (1.0 - el2);
        if (pl < 0.0)
        {
            return PropagationError.SemiLatusRectum;
        }
        double rl = am * (1.0 - ecose);
        double rdotl = Math.Sqrt(am) * esine / rl;
        double rvdotl = Math.Sqrt(pl) / rl;
        double betal = Math.Sqrt(1.0 - el2);
        temp = esine / (1.0 + betal);
        double sinu = am / rl * (sineo1 - aynl - axnl * temp);
        double cosu = am / rl * (coseo1 - axnl + aynl * temp);
        double su = Math.Atan2(sinu, cosu);
        double sin2u = (cosu + cosu) * sinu;
        double cos2u = 1.0 - 2.0 * sinu * sinu;
        temp = 1.0 / pl;
        double temp1 = 0.5 * j2 * temp;
        double temp2 = temp1 * temp;

        // Short period periodics.
        double con41 = satrec.con41;
        double x1mth2 = satrec.x1mth2;
        double x7thm1 = satrec.x7thm1;
        double mrt = rl * (1.0 - 1.5 * temp2 * betal * con41) + 0.5 * temp1 * x1mth2 * cos2u;
        su = su - 0.25 * temp2 * x7thm1 * sin2u;
        double xnode = nodep + 1.5 * temp2 * cosip * sin2u;
        double xinc = xincp + 1.5 * temp2 * cosip * sinip * cos2u;
        double mvt = rdotl - nm * temp1 * x1mth2 * sin2u / xke;
        double rvdot = rvdotl + nm * temp1 * (x1mth2 * cos2u + 1.5 * con41) / xke;

        // Orientation vectors.
        (double sinsu, double cossu) = Math.SinCos(su);
        (double snod, double cnod) = Math.SinCos(xnode);
        (double sini, double cosi) = Math.SinCos(xinc);
        double xmx = -snod * cosi;
        double xmy = cnod * cosi;
        double ux = xmx * sinsu + cnod * cossu;
        double uy = xmy * sinsu + snod * cossu;
        double uz = sini * sinsu;
        double vx = xmx * cossu - cnod * sinsu;
        double vy = xmy * cossu - snod * sinsu;
        double vz = sini * cossu;

        // Not the author's "mrt < 1": this way round it also catches what is not a number.
        if (!(mrt >= 1.0))
        {
            return PropagationError.Decayed;
        }
        double mr = mrt * radiusearthkm;
        r = new Vec3(mr * ux, mr * uy, mr * uz);
        v = new Vec3(
            (mvt * ux + rvdot * vx) * vkmpersec,
            (mvt * uy + rvdot * vy) * vkmpersec,
            (mvt * uz + rvdot * vz) * vkmpersec);
        return PropagationError.None;
    }
}
