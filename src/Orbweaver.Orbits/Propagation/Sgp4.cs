using System;
using System.Diagnostics.CodeAnalysis;

namespace Orbweaver.Orbits;

/// <summary>
/// SGP4 and SDP4: a transcription of the algorithm published by Vallado, Crawford, Hujsak and Kelso,
/// "Revisiting Spacetrack Report #3", AIAA 2006-6753, with the revisions to 2020, in improved mode. Names and
/// order are the authors', so that it can be compared line by line. This file: initialisation and the
/// near-Earth model.
/// </summary>
internal static partial class Sgp4
{
    // WGS-72, the constants with which element sets are made; others would move satellites by tens of metres.
    internal const double radiusearthkm = 6378.135;
    private const double mus = 398600.8;
    internal const double j2 = 0.001082616;
    private const double j3 = -0.00000253881;
    private const double j4 = -0.00000165597;
    private const double j3oj2 = j3 / j2;
    private const double twopi = 2.0 * Math.PI;
    private const double x2o3 = 2.0 / 3.0;
    private const double temp4 = 1.5e-12;

    internal static readonly double xke =
        60.0 / Math.Sqrt(radiusearthkm * radiusearthkm * radiusearthkm / mus);

    // What initl hands to sgp4init.
    private struct InitlTerms
    {
        internal double ao, con42, cosio, cosio2, eccsq, omeosq, posq, rp, rteosq, sinio;
    }

    // epoch: days since 1950 January 0.0 UTC.
    private static InitlTerms Initl(Sgp4Record satrec, double epoch)
    {
        InitlTerms k = default;
        k.eccsq = satrec.ecco * satrec.ecco;
        k.omeosq = 1.0 - k.eccsq;
        k.rteosq = Math.Sqrt(k.omeosq);
        k.cosio = Math.Cos(satrec.inclo);
        k.cosio2 = k.cosio * k.cosio;

        // Un-Kozai the mean motion.
        double ak = Math.Pow(xke / satrec.no_kozai, x2o3);
        double d1 = 0.75 * j2 * (3.0 * k.cosio2 - 1.0) / (k.rteosq * k.omeosq);
        double del = d1 / (ak * ak);
        double adel = ak * (1.0 - del * del - del * (1.0 / 3.0 + 134.0 * del * del / 81.0));
        del = d1 / (adel * adel);
        satrec.no_unkozai = satrec.no_kozai / (1.0 + del);

        k.ao = Math.Pow(xke / satrec.no_unkozai, x2o3);
        k.sinio = Math.Sin(satrec.inclo);
        double po = k.ao * k.omeosq;
        k.con42 = 1.0 - 5.0 * k.cosio2;
        satrec.con41 = -k.con42 - k.cosio2 - k.cosio2;
        k.posq = po * po;
        k.rp = k.ao * (1.0 - satrec.ecco);
        satrec.method = 'n';
        satrec.gsto = Gstime(epoch + 2433281.5);
        return k;
    }

    // Greenwich sidereal time of 1982 from a Julian date in one double: the reference's own, kept so that the
    // resonance terms agree with it. Frames use EarthRotation.
    private static double Gstime(double jdut1)
    {
        double tut1 = (jdut1 - 2451545.0) / 36525.0;
        double temp = -6.2e-6 * tut1 * tut1 * tut1 + 0.093104 * tut1 * tut1
            + (876600.0 * 3600 + 8640184.812866) * tut1 + 67310.54841;
        temp = temp * (Math.PI / 180.0) / 240.0 % twopi;
        return temp < 0.0 ? temp + twopi : temp;
    }

    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    internal static void Sgp4Init(Sgp4Record satrec, double epoch)
    {
        double ss = 78.0 / radiusearthkm + 1.0;
        double qzms2ttemp = (120.0 - 78.0) / radiusearthkm;
        double qzms2t = qzms2ttemp * qzms2ttemp * qzms2ttemp * qzms2ttemp;
        InitlTerms k = Initl(satrec, epoch);

        satrec.isimp = 0;
        if (k.rp < 220.0 / radiusearthkm + 1.0)
        {
            satrec.isimp = 1;
        }
        double sfour = ss;
        double qzms24 = qzms2t;
        double perige = (k.rp - 1.0) * radiusearthkm;

        // For perigees below 156 km, s and qoms2t are altered.
        if (perige < 156.0)
        {
            sfour = perige - 78.0;
            if (perige < 98.0)
            {
                sfour = 20.0;
            }
            double qzms24temp = (120.0 - sfour) / radiusearthkm;
            qzms24 = qzms24temp * qzms24temp * qzms24temp * qzms24temp;
            sfour = sfour / radiusearthkm + 1.0;
        }
        double pinvsq = 1.0 / k.posq;
        double tsi = 1.0 / (k.ao - sfour);
        satrec.eta = k.ao * satrec.ecco * tsi;
        double etasq = satrec.eta * satrec.eta;
        double eeta = satrec.ecco * satrec.eta;
        double psisq = Math.Abs(1.0 - etasq);
        double coef = qzms24 * Math.Pow(tsi, 4.0);
        double coef1 = coef / Math.Pow(psisq, 3.5);
        double cc2 = coef1 * satrec.no_unkozai * (k.ao * (1.0 + 1.5 * etasq + eeta * (4.0 + etasq))
            + 0.375 * j2 * tsi / psisq * satrec.con41 * (8.0 + 3.0 * etasq * (8.0 + etasq)));
        satrec.cc1 = satrec.bstar * cc2;
        double cc3 = 0.0;
        if (satrec.ecco > 1.0e-4)
        {
            cc3 = -2.0 * coef * tsi * j3oj2 * satrec.no_unkozai * k.sinio / satrec.ecco;
        }
        satrec.x1mth2 = 1.0 - k.cosio2;
        satrec.cc4 = 2.0 * satrec.no_unkozai * coef1 * k.ao * k.omeosq
            * (satrec.eta * (2.0 + 0.5 * etasq) + satrec.ecco * (0.5 + 2.0 * etasq)
                - j2 * tsi / (k.ao * psisq)
                * (-3.0 * satrec.con41 * (1.0 - 2.0 * eeta + etasq * (1.5 - 0.5 * eeta))
                    + 0.75 * satrec.x1mth2 * (2.0 * etasq - eeta * (1.0 + etasq))
                        * Math.Cos(2.0 * satrec.argpo)));
        satrec.cc5 = 2.0 * coef1 * k.ao * k.omeosq * (1.0 + 2.75 * (etasq + eeta) + eeta * etasq);
        double cosio4 = k.cosio2 * k.cosio2;
        double temp1 = 1.5 * j2 * pinvsq * satrec.no_unkozai;
        double temp2 = 0.5 * temp1 * j2 * pinvsq;
        double temp3 = -0.46875 * j4 * pinvsq * pinvsq * satrec.no_unkozai;
        satrec.mdot = satrec.no_unkozai + 0.5 * temp1 * k.rteosq * satrec.con41
            + 0.0625 * temp2 * k.rteosq * (13.0 - 78.0 * k.cosio2 + 137.0 * cosio4);
        satrec.argpdot = -0.5 * temp1 * k.con42
            + 0.0625 * temp2 * (7.0 - 114.0 * k.cosio2 + 395.0 * cosio4)
            + temp3 * (3.0 - 36.0 * k.cosio2 + 49.0 * cosio4);
        double xhdot1 = -temp1 * k.cosio;
        satrec.nodedot = xhdot1
            + (0.5 * temp2 * (4.0 - 19.0 * k.cosio2) + 2.0 * temp3 * (3.0 - 7.0 * k.cosio2)) * k.cosio;
        double xpidot = satrec.argpdot + satrec.nodedot;
        satrec.omgcof = satrec.bstar * cc3 * Math.Cos(satrec.argpo);
        satrec.xmcof = 0.0;
        if (satrec.ecco > 1.0e-4)
        {
            satrec.xmcof = -x2o3 * coef * satrec.bstar / eeta;
        }
        satrec.nodecf = 3.5 * k.omeosq * xhdot1 * satrec.cc1;
        satrec.t2cof = 1.5 * satrec.cc1;
        satrec.xlcof = Xlcof(k.sinio, k.cosio);
        satrec.aycof = -0.5 * j3oj2 * k.sinio;
        double delmotemp = 1.0 + satrec.eta * Math.Cos(satrec.mo);
        satrec.delmo = delmotemp * delmotemp * delmotemp;
        satrec.sinmao = Math.Sin(satrec.mo);
        satrec.x7thm1 = 7.0 * k.cosio2 - 1.0;

        // Deep space: a period of 225 minutes or more.
        if (twopi / satrec.no_unkozai >= 225.0)
        {
            satrec.method = 'd';
            satrec.isimp = 1;
            Dscom(satrec, epoch, out DscomTerms terms);
            Dsinit(satrec, in terms, k.eccsq, xpidot);
        }

        if (satrec.isimp != 1)
        {
            double cc1sq = satrec.cc1 * satrec.cc1;
            satrec.d2 = 4.0 * k.ao * tsi * cc1sq;
            double temp = satrec.d2 * tsi * satrec.cc1 / 3.0;
            satrec.d3 = (17.0 * k.ao + sfour) * temp;
            satrec.d4 = 0.5 * temp * k.ao * tsi * (221.0 * k.ao + 31.0 * sfour) * satrec.cc1;
            satrec.t3cof = satrec.d2 + 2.0 * cc1sq;
            satrec.t4cof = 0.25 * (3.0 * satrec.d3 + satrec.cc1 * (12.0 * satrec.d2 + 10.0 * cc1sq));
            satrec.t5cof = 0.2 * (3.0 * satrec.d4 + 12.0 * satrec.cc1 * satrec.d3
                + 6.0 * satrec.d2 * satrec.d2 + 15.0 * cc1sq * (2.0 * satrec.d2 + cc1sq));
        }
    }

    // Guards against division by zero at an inclination of 180 degrees.
    private static double Xlcof(double sini, double cosi)
        => -0.25 * j3oj2 * sini * (3.0 + 5.0 * cosi) / (Math.Abs(cosi + 1.0) > 1.5e-12 ? 1.0 + cosi : temp4);

    /// <summary>
    /// State of a deep-space object at <paramref name="t"/> minutes after the epoch: km and km/s in TEME.
    /// Near the Earth: <see cref="Sgp4Near"/>.
    /// </summary>
    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    internal static PropagationError PropagateDeep(Sgp4Record satrec, double t, out Vec3 r, out Vec3 v)
    {
        r = default;
        v = default;
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

        double nm = satrec.no_unkozai;
        double em = satrec.ecco;
        double inclm = satrec.inclo;
        Dspace(satrec, t, ref em, ref argpm, ref inclm, ref mm, ref nodem, ref nm);

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

        // Lunar and solar periodics.
        double ep = em;
        double xincp = inclm;
        double argpp = argpm;
        double nodep = nodem;
        double mp = mm;
        Dpper(satrec, t, ref ep, ref xincp, ref nodep, ref argpp, ref mp);
        if (xincp < 0.0)
        {
            xincp = -xincp;
            nodep = nodep + Math.PI;
            argpp = argpp - Math.PI;
        }
        if (ep < 0.0 || ep > 1.0)
        {
            return PropagationError.PerturbedEccentricity;
        }

        // Long period periodics.
        (double sinip, double cosip) = Math.SinCos(xincp);
        double aycof = -0.5 * j3oj2 * sinip;
        double xlcof = Xlcof(sinip, cosip);
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
        double cosisq = cosip * cosip;
        double con41 = 3.0 * cosisq - 1.0;
        double x1mth2 = 1.0 - cosisq;
        double x7thm1 = 7.0 * cosisq - 1.0;
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
