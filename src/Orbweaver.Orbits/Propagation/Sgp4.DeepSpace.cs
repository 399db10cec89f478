using System;
using System.Diagnostics.CodeAnalysis;

namespace Orbweaver.Orbits;

// SDP4: Sun, Moon and resonance for periods of 225 minutes or more.
internal static partial class Sgp4
{
    private const double zes = 0.01675;
    private const double zel = 0.05490;
    private const double zns = 1.19459e-5;
    private const double znl = 1.5835218e-4;
    private const double rptim = 4.37526908801129966e-3; // The Earth's rotation, rad/min.

    // What dscom hands to dsinit.
    private struct DscomTerms
    {
        internal double sinim, cosim, emsq, s1, s2, s3, s4, s5, ss1, ss2, ss3, ss4, ss5;
        internal double sz1, sz3, sz11, sz13, sz21, sz23, sz31, sz33;
        internal double z1, z3, z11, z13, z21, z23, z31, z33;
    }

    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    private static void Dscom(Sgp4Record satrec, double epoch, out DscomTerms k)
    {
        const double c1ss = 2.9864797e-6;
        const double c1l = 4.7968065e-7;
        const double zsinis = 0.39785416;
        const double zcosis = 0.91744867;
        const double zcosgs = 0.1945905;
        const double zsings = -0.98088458;

        k = default;
        double nm = satrec.no_unkozai;
        double em = satrec.ecco;
        (double snodm, double cnodm) = Math.SinCos(satrec.nodeo);
        (double sinomm, double cosomm) = Math.SinCos(satrec.argpo);
        (double sinim, double cosim) = Math.SinCos(satrec.inclo);
        double emsq = em * em;
        double betasq = 1.0 - emsq;
        double rtemsq = Math.Sqrt(betasq);

        // Lunar and solar terms.
        double day = epoch + 18261.5;
        double xnodce = (4.5236020 - 9.2422029e-4 * day) % twopi;
        (double stem, double ctem) = Math.SinCos(xnodce);
        double zcosil = 0.91375164 - 0.03568096 * ctem;
        double zsinil = Math.Sqrt(1.0 - zcosil * zcosil);
        double zsinhl = 0.089683511 * stem / zsinil;
        double zcoshl = Math.Sqrt(1.0 - zsinhl * zsinhl);
        double gam = 5.8351514 + 0.0019443680 * day;
        double zx = 0.39785416 * stem / zsinil;
        double zy = zcoshl * ctem + 0.91744867 * zsinhl * stem;
        zx = Math.Atan2(zx, zy);
        zx = gam + zx - xnodce;
        (double zsingl, double zcosgl) = Math.SinCos(zx);

        // Solar terms first, then lunar ones.
        double zcosg = zcosgs;
        double zsing = zsings;
        double zcosi = zcosis;
        double zsini = zsinis;
        double zcosh = cnodm;
        double zsinh = snodm;
        double cc = c1ss;
        double xnoi = 1.0 / nm;
        double ss6 = 0, ss7 = 0, sz2 = 0, sz12 = 0, sz22 = 0, sz32 = 0;
        double s6 = 0, s7 = 0, z2 = 0, z12 = 0, z22 = 0, z32 = 0;
        for (int lsflg = 1; lsflg <= 2; lsflg++)
        {
            double a1 = zcosg * zcosh + zsing * zcosi * zsinh;
            double a3 = -zsing * zcosh + zcosg * zcosi * zsinh;
            double a7 = -zcosg * zsinh + zsing * zcosi * zcosh;
            double a8 = zsing * zsini;
            double a9 = zsing * zsinh + zcosg * zcosi * zcosh;
            double a10 = zcosg * zsini;
            double a2 = cosim * a7 + sinim * a8;
            double a4 = cosim * a9 + sinim * a10;
            double a5 = -sinim * a7 + cosim * a8;
            double a6 = -sinim * a9 + cosim * a10;

            double x1 = a1 * cosomm + a2 * sinomm;
            double x2 = a3 * cosomm + a4 * sinomm;
            double x3 = -a1 * sinomm + a2 * cosomm;
            double x4 = -a3 * sinomm + a4 * cosomm;
            double x5 = a5 * sinomm;
            double x6 = a6 * sinomm;
            double x7 = a5 * cosomm;
            double x8 = a6 * cosomm;

            k.z31 = 12.0 * x1 * x1 - 3.0 * x3 * x3;
            z32 = 24.0 * x1 * x2 - 6.0 * x3 * x4;
            k.z33 = 12.0 * x2 * x2 - 3.0 * x4 * x4;
            k.z1 = 3.0 * (a1 * a1 + a2 * a2) + k.z31 * emsq;
            z2 = 6.0 * (a1 * a3 + a2 * a4) + z32 * emsq;
            k.z3 = 3.0 * (a3 * a3 + a4 * a4) + k.z33 * emsq;
            k.z11 = -6.0 * a1 * a5 + emsq * (-24.0 * x1 * x7 - 6.0 * x3 * x5);
            z12 = -6.0 * (a1 * a6 + a3 * a5)
                + emsq * (-24.0 * (x2 * x7 + x1 * x8) - 6.0 * (x3 * x6 + x4 * x5));
            k.z13 = -6.0 * a3 * a6 + emsq * (-24.0 * x2 * x8 - 6.0 * x4 * x6);
            k.z21 = 6.0 * a2 * a5 + emsq * (24.0 * x1 * x5 - 6.0 * x3 * x7);
            z22 = 6.0 * (a4 * a5 + a2 * a6)
                + emsq * (24.0 * (x2 * x5 + x1 * x6) - 6.0 * (x4 * x7 + x3 * x8));
            k.z23 = 6.0 * a4 * a6 + emsq * (24.0 * x2 * x6 - 6.0 * x4 * x8);
            k.z1 = k.z1 + k.z1 + betasq * k.z31;
            z2 = z2 + z2 + betasq * z32;
            k.z3 = k.z3 + k.z3 + betasq * k.z33;
            k.s3 = cc * xnoi;
            k.s2 = -0.5 * k.s3 / rtemsq;
            k.s4 = k.s3 * rtemsq;
            k.s1 = -15.0 * em * k.s4;
            k.s5 = x1 * x3 + x2 * x4;
            s6 = x2 * x3 + x1 * x4;
            s7 = x2 * x4 - x1 * x3;

            if (lsflg == 1)
            {
                (k.ss1, k.ss2, k.ss3, k.ss4, k.ss5) = (k.s1, k.s2, k.s3, k.s4, k.s5);
                (ss6, ss7) = (s6, s7);
                (k.sz1, sz2, k.sz3) = (k.z1, z2, k.z3);
                (k.sz11, sz12, k.sz13) = (k.z11, z12, k.z13);
                (k.sz21, sz22, k.sz23) = (k.z21, z22, k.z23);
                (k.sz31, sz32, k.sz33) = (k.z31, z32, k.z33);
                zcosg = zcosgl;
                zsing = zsingl;
                zcosi = zcosil;
                zsini = zsinil;
                zcosh = zcoshl * cnodm + zsinhl * snodm;
                zsinh = snodm * zcoshl - cnodm * zsinhl;
                cc = c1l;
            }
        }

        satrec.zmol = (4.7199672 + 0.22997150 * day - gam) % twopi;
        satrec.zmos = (6.2565837 + 0.017201977 * day) % twopi;

        // Solar terms.
        satrec.se2 = 2.0 * k.ss1 * ss6;
        satrec.se3 = 2.0 * k.ss1 * ss7;
        satrec.si2 = 2.0 * k.ss2 * sz12;
        satrec.si3 = 2.0 * k.ss2 * (k.sz13 - k.sz11);
        satrec.sl2 = -2.0 * k.ss3 * sz2;
        satrec.sl3 = -2.0 * k.ss3 * (k.sz3 - k.sz1);
        satrec.sl4 = -2.0 * k.ss3 * (-21.0 - 9.0 * emsq) * zes;
        satrec.sgh2 = 2.0 * k.ss4 * sz32;
        satrec.sgh3 = 2.0 * k.ss4 * (k.sz33 - k.sz31);
        satrec.sgh4 = -18.0 * k.ss4 * zes;
        satrec.sh2 = -2.0 * k.ss2 * sz22;
        satrec.sh3 = -2.0 * k.ss2 * (k.sz23 - k.sz21);

        // Lunar terms.
        satrec.ee2 = 2.0 * k.s1 * s6;
        satrec.e3 = 2.0 * k.s1 * s7;
        satrec.xi2 = 2.0 * k.s2 * z12;
        satrec.xi3 = 2.0 * k.s2 * (k.z13 - k.z11);
        satrec.xl2 = -2.0 * k.s3 * z2;
        satrec.xl3 = -2.0 * k.s3 * (k.z3 - k.z1);
        satrec.xl4 = -2.0 * k.s3 * (-21.0 - 9.0 * emsq) * zel;
        satrec.xgh2 = 2.0 * k.s4 * z32;
        satrec.xgh3 = 2.0 * k.s4 * (k.z33 - k.z31);
        satrec.xgh4 = -18.0 * k.s4 * zel;
        satrec.xh2 = -2.0 * k.s2 * z22;
        satrec.xh3 = -2.0 * k.s2 * (k.z23 - k.z21);
        (k.sinim, k.cosim, k.emsq) = (sinim, cosim, emsq);
    }

    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    private static void Dsinit(Sgp4Record satrec, in DscomTerms k, double eccsq, double xpidot)
    {
        const double q22 = 1.7891679e-6;
        const double q31 = 2.1460748e-6;
        const double q33 = 2.2123015e-7;
        const double root22 = 1.7891679e-6;
        const double root44 = 7.3636953e-9;
        const double root54 = 2.1765803e-9;
        const double root32 = 3.7393792e-7;
        const double root52 = 1.1428639e-7;

        double nm = satrec.no_unkozai;
        double em = satrec.ecco;
        double emsq = k.emsq;
        double inclm = satrec.inclo;
        double sinim = k.sinim;
        double cosim = k.cosim;

        satrec.irez = 0;
        if (nm < 0.0052359877 && nm > 0.0034906585)
        {
            satrec.irez = 1;
        }
        if (nm >= 8.26e-3 && nm <= 9.24e-3 && em >= 0.5)
        {
            satrec.irez = 2;
        }

        // Solar terms.
        double ses = k.ss1 * zns * k.ss5;
        double sis = k.ss2 * zns * (k.sz11 + k.sz13);
        double sls = -zns * k.ss3 * (k.sz1 + k.sz3 - 14.0 - 6.0 * emsq);
        double sghs = k.ss4 * zns * (k.sz31 + k.sz33 - 6.0);
        double shs = -zns * k.ss2 * (k.sz21 + k.sz23);
        if (inclm < 5.2359877e-2 || inclm > Math.PI - 5.2359877e-2)
        {
            shs = 0.0;
        }
        if (sinim != 0.0)
        {
            shs = shs / sinim;
        }
        double sgs = sghs - cosim * shs;

        // Lunar terms.
        satrec.dedt = ses + k.s1 * znl * k.s5;
        satrec.didt = sis + k.s2 * znl * (k.z11 + k.z13);
        satrec.dmdt = sls - znl * k.s3 * (k.z1 + k.z3 - 14.0 - 6.0 * emsq);
        double sghl = k.s4 * znl * (k.z31 + k.z33 - 6.0);
        double shll = -znl * k.s2 * (k.z21 + k.z23);
        if (inclm < 5.2359877e-2 || inclm > Math.PI - 5.2359877e-2)
        {
            shll = 0.0;
        }
        satrec.domdt = sgs + sghl;
        satrec.dnodt = shs;
        if (sinim != 0.0)
        {
            satrec.domdt = satrec.domdt - cosim / sinim * shll;
            satrec.dnodt = satrec.dnodt + shll / sinim;
        }

        if (satrec.irez == 0)
        {
            return;
        }
        double theta = satrec.gsto % twopi;
        double aonv = Math.Pow(nm / xke, x2o3);

        // Geopotential resonance for 12 hour orbits.
        if (satrec.irez == 2)
        {
            double cosisq = cosim * cosim;
            emsq = eccsq;
            double eoc = em * emsq;
            double g201 = -0.306 - (em - 0.64) * 0.440;
            double g211, g310, g322, g410, g422, g520, g533, g521, g532;
            if (em <= 0.65)
            {
                g211 = 3.616 - 13.2470 * em + 16.2900 * emsq;
                g310 = -19.302 + 117.3900 * em - 228.4190 * emsq + 156.5910 * eoc;
                g322 = -18.9068 + 109.7927 * em - 214.6334 * emsq + 146.5816 * eoc;
                g410 = -41.122 + 242.6940 * em - 471.0940 * emsq + 313.9530 * eoc;
                g422 = -146.407 + 841.8800 * em - 1629.014 * emsq + 1083.4350 * eoc;
                g520 = -532.114 + 3017.977 * em - 5740.032 * emsq + 3708.2760 * eoc;
            }
            else
            {
                g211 = -72.099 + 331.819 * em - 508.738 * emsq + 266.724 * eoc;
                g310 = -346.844 + 1582.851 * em - 2415.925 * emsq + 1246.113 * eoc;
                g322 = -342.585 + 1554.908 * em - 2366.899 * emsq + 1215.972 * eoc;
                g410 = -1052.797 + 4758.686 * em - 7193.992 * emsq + 3651.957 * eoc;
                g422 = -3581.690 + 16178.110 * em - 24462.770 * emsq + 12422.520 * eoc;
                g520 = em > 0.715
                    ? -5149.66 + 29936.92 * em - 54087.36 * emsq + 31324.56 * eoc
                    : 1464.74 - 4664.75 * em + 3763.64 * emsq;
            }
            if (em < 0.7)
            {
                g533 = -919.22770 + 4988.6100 * em - 9064.7700 * emsq + 5542.21 * eoc;
                g521 = -822.71072 + 4568.6173 * em - 8491.4146 * emsq + 5337.524 * eoc;
                g532 = -853.66600 + 4690.2500 * em - 8624.7700 * emsq + 5341.4 * eoc;
            }
            else
            {
                g533 = -37995.780 + 161616.52 * em - 229838.20 * emsq + 109377.94 * eoc;
                g521 = -51752.104 + 218913.95 * em - 309468.16 * emsq + 146349.42 * eoc;
                g532 = -40023.880 + 170470.89 * em - 242699.48 * emsq + 115605.82 * eoc;
            }

            double sini2 = sinim * sinim;
            double f220 = 0.75 * (1.0 + 2.0 * cosim + cosisq);
            double f221 = 1.5 * sini2;
            double f321 = 1.875 * sinim * (1.0 - 2.0 * cosim - 3.0 * cosisq);
            double f322 = -1.875 * sinim * (1.0 + 2.0 * cosim - 3.0 * cosisq);
            double f441 = 35.0 * sini2 * f220;
            double f442 = 39.3750 * sini2 * sini2;
            double f522 = 9.84375 * sinim * (sini2 * (1.0 - 2.0 * cosim - 5.0 * cosisq)
                + 0.33333333 * (-2.0 + 4.0 * cosim + 6.0 * cosisq));
            double f523 = sinim * (4.92187512 * sini2 * (-2.0 - 4.0 * cosim + 10.0 * cosisq)
                + 6.56250012 * (1.0 + 2.0 * cosim - 3.0 * cosisq));
            double f542 = 29.53125 * sinim
                * (2.0 - 8.0 * cosim + cosisq * (-12.0 + 8.0 * cosim + 10.0 * cosisq));
            double f543 = 29.53125 * sinim
                * (-2.0 - 8.0 * cosim + cosisq * (12.0 + 8.0 * cosim - 10.0 * cosisq));
            double xno2 = nm * nm;
            double ainv2 = aonv * aonv;
            double temp1 = 3.0 * xno2 * ainv2;
            double temp = temp1 * root22;
            satrec.d2201 = temp * f220 * g201;
            satrec.d2211 = temp * f221 * g211;
            temp1 = temp1 * aonv;
            temp = temp1 * root32;
            satrec.d3210 = temp * f321 * g310;
            satrec.d3222 = temp * f322 * g322;
            temp1 = temp1 * aonv;
            temp = 2.0 * temp1 * root44;
            satrec.d4410 = temp * f441 * g410;
            satrec.d4422 = temp * f442 * g422;
            temp1 = temp1 * aonv;
            temp = temp1 * root52;
            satrec.d5220 = temp * f522 * g520;
            satrec.d5232 = temp * f523 * g532;
            temp = 2.0 * temp1 * root54;
            satrec.d5421 = temp * f542 * g521;
            satrec.d5433 = temp * f543 * g533;
            satrec.xlamo = (satrec.mo + satrec.nodeo + satrec.nodeo - theta - theta) % twopi;
            satrec.xfact = satrec.mdot + satrec.dmdt
                + 2.0 * (satrec.nodedot + satrec.dnodt - rptim) - satrec.no_unkozai;
        }

        // Synchronous resonance terms.
        if (satrec.irez == 1)
        {
            double g200 = 1.0 + emsq * (-2.5 + 0.8125 * emsq);
            double g310 = 1.0 + 2.0 * emsq;
            double g300 = 1.0 + emsq * (-6.0 + 6.60937 * emsq);
            double f220 = 0.75 * (1.0 + cosim) * (1.0 + cosim);
            double f311 = 0.9375 * sinim * sinim * (1.0 + 3.0 * cosim) - 0.75 * (1.0 + cosim);
            double f330 = 1.0 + cosim;
            f330 = 1.875 * f330 * f330 * f330;
            satrec.del1 = 3.0 * nm * nm * aonv * aonv;
            satrec.del2 = 2.0 * satrec.del1 * f220 * g200 * q22;
            satrec.del3 = 3.0 * satrec.del1 * f330 * g300 * q33 * aonv;
            satrec.del1 = satrec.del1 * f311 * g310 * q31 * aonv;
            satrec.xlamo = (satrec.mo + satrec.nodeo + satrec.argpo - theta) % twopi;
            satrec.xfact = satrec.mdot + xpidot - rptim
                + satrec.dmdt + satrec.domdt + satrec.dnodt - satrec.no_unkozai;
        }
    }

    [SuppressMessage("Design", "MA0051", Justification = "Transcription of a published algorithm.")]
    private static void Dspace(
        Sgp4Record satrec, double t, ref double em, ref double argpm, ref double inclm, ref double mm,
        ref double nodem, ref double nm)
    {
        const double fasx2 = 0.13130908;
        const double fasx4 = 2.8843198;
        const double fasx6 = 0.37448087;
        const double g22 = 5.7686396;
        const double g32 = 0.95240898;
        const double g44 = 1.8014998;
        const double g52 = 1.0508330;
        const double g54 = 4.4108898;
        const double stepp = 720.0;
        const double stepn = -720.0;
        const double step2 = 259200.0;

        double theta = (satrec.gsto + t * rptim) % twopi;
        em = em + satrec.dedt * t;
        inclm = inclm + satrec.didt * t;
        argpm = argpm + satrec.domdt * t;
        nodem = nodem + satrec.dnodt * t;
        mm = mm + satrec.dmdt * t;
        if (satrec.irez == 0)
        {
            return;
        }

        // The integrator starts at the epoch every time, in locals. The reference goes on from its last call,
        // on the same grid of 720 minutes and so to the same bits; but then two threads could not share a
        // satellite.
        double atime = 0.0;
        double xni = satrec.no_unkozai;
        double xli = satrec.xlamo;
        double delt = t > 0.0 ? stepp : stepn;
        double xndt, xldot, xnddt;
        while (true)
        {
            if (satrec.irez != 2)
            {
                xndt = satrec.del1 * Math.Sin(xli - fasx2) + satrec.del2 * Math.Sin(2.0 * (xli - fasx4))
                    + satrec.del3 * Math.Sin(3.0 * (xli - fasx6));
                xldot = xni + satrec.xfact;
                xnddt = satrec.del1 * Math.Cos(xli - fasx2)
                    + 2.0 * satrec.del2 * Math.Cos(2.0 * (xli - fasx4))
                    + 3.0 * satrec.del3 * Math.Cos(3.0 * (xli - fasx6));
                xnddt = xnddt * xldot;
            }
            else
            {
                double xomi = satrec.argpo + satrec.argpdot * atime;
                double x2omi = xomi + xomi;
                double x2li = xli + xli;
                (double s2201, double c2201) = Math.SinCos(x2omi + xli - g22);
                (double s2211, double c2211) = Math.SinCos(xli - g22);
                (double s3210, double c3210) = Math.SinCos(xomi + xli - g32);
                (double s3222, double c3222) = Math.SinCos(-xomi + xli - g32);
                (double s4410, double c4410) = Math.SinCos(x2omi + x2li - g44);
                (double s4422, double c4422) = Math.SinCos(x2li - g44);
                (double s5220, double c5220) = Math.SinCos(xomi + xli - g52);
                (double s5232, double c5232) = Math.SinCos(-xomi + xli - g52);
                (double s5421, double c5421) = Math.SinCos(xomi + x2li - g54);
                (double s5433, double c5433) = Math.SinCos(-xomi + x2li - g54);
                xndt = satrec.d2201 * s2201 + satrec.d2211 * s2211
                    + satrec.d3210 * s3210 + satrec.d3222 * s3222
                    + satrec.d4410 * s4410 + satrec.d4422 * s4422
                    + satrec.d5220 * s5220 + satrec.d5232 * s5232
                    + satrec.d5421 * s5421 + satrec.d5433 * s5433;
                xldot = xni + satrec.xfact;
                xnddt = satrec.d2201 * c2201 + satrec.d2211 * c2211
                    + satrec.d3210 * c3210 + satrec.d3222 * c3222
                    + satrec.d5220 * c5220 + satrec.d5232 * c5232
                    + 2.0 * (satrec.d4410 * c4410 + satrec.d4422 * c4422
                        + satrec.d5421 * c5421 + satrec.d5433 * c5433);
                xnddt = xnddt * xldot;
            }
            if (Math.Abs(t - atime) < stepp)
            {
                break;
            }
            xli = xli + xldot * delt + xndt * step2;
            xni = xni + xndt * delt + xnddt * step2;
            atime = atime + delt;
        }

        double ft = t - atime;
        nm = xni + xndt * ft + xnddt * ft * ft * 0.5;
        double xl = xli + xldot * ft + xndt * ft * ft * 0.5;
        mm = satrec.irez != 1
            ? xl - 2.0 * nodem + 2.0 * theta
            : xl - nodem - argpm + theta;
        double dndt = nm - satrec.no_unkozai;
        nm = satrec.no_unkozai + dndt;
    }

    private static void Dpper(
        Sgp4Record satrec, double t, ref double ep, ref double inclp, ref double nodep, ref double argpp,
        ref double mp)
    {
        double zm = satrec.zmos + zns * t;
        double zf = zm + 2.0 * zes * Math.Sin(zm);
        (double sinzf, double coszf) = Math.SinCos(zf);
        double f2 = 0.5 * sinzf * sinzf - 0.25;
        double f3 = -0.5 * sinzf * coszf;
        double ses = satrec.se2 * f2 + satrec.se3 * f3;
        double sis = satrec.si2 * f2 + satrec.si3 * f3;
        double sls = satrec.sl2 * f2 + satrec.sl3 * f3 + satrec.sl4 * sinzf;
        double sghs = satrec.sgh2 * f2 + satrec.sgh3 * f3 + satrec.sgh4 * sinzf;
        double shs = satrec.sh2 * f2 + satrec.sh3 * f3;
        zm = satrec.zmol + znl * t;
        zf = zm + 2.0 * zel * Math.Sin(zm);
        (sinzf, coszf) = Math.SinCos(zf);
        f2 = 0.5 * sinzf * sinzf - 0.25;
        f3 = -0.5 * sinzf * coszf;
        double sel = satrec.ee2 * f2 + satrec.e3 * f3;
        double sil = satrec.xi2 * f2 + satrec.xi3 * f3;
        double sll = satrec.xl2 * f2 + satrec.xl3 * f3 + satrec.xl4 * sinzf;
        double sghl = satrec.xgh2 * f2 + satrec.xgh3 * f3 + satrec.xgh4 * sinzf;
        double shll = satrec.xh2 * f2 + satrec.xh3 * f3;
        double pe = ses + sel;
        double pinc = sis + sil;
        double pl = sls + sll;
        double pgh = sghs + sghl;
        double ph = shs + shll;

        inclp = inclp + pinc;
        ep = ep + pe;
        (double sinip, double cosip) = Math.SinCos(inclp);
        if (inclp >= 0.2)
        {
            // Apply periodics directly.
            ph = ph / sinip;
            pgh = pgh - cosip * ph;
            argpp = argpp + pgh;
            nodep = nodep + ph;
            mp = mp + pl;
            return;
        }

        // Apply periodics with Lyddane's modification.
        (double sinop, double cosop) = Math.SinCos(nodep);
        double alfdp = sinip * sinop + ph * cosop + pinc * cosip * sinop;
        double betdp = sinip * cosop - ph * sinop + pinc * cosip * cosop;
        nodep = nodep % twopi;
        double xls = mp + argpp + cosip * nodep;
        double dls = pl + pgh - pinc * nodep * sinip;
        xls = xls + dls;
        double xnoh = nodep;
        nodep = Math.Atan2(alfdp, betdp);
        if (Math.Abs(xnoh - nodep) > Math.PI)
        {
            nodep = nodep < xnoh ? nodep + twopi : nodep - twopi;
        }
        mp = mp + pl;
        argpp = xls - mp - cosip * nodep;
    }
}
