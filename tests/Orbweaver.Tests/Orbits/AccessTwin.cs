using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Orbits;

namespace Orbweaver.Tests.Orbits;

/// <summary>
/// The slow twin of <see cref="AccessSearch"/>: the elevation itself at many moments, a search by thirds
/// around every extreme among them, and a bisection to a nanosecond. It defines the answer.
/// </summary>
internal sealed class AccessTwin(IEphemeris satellite, GeodeticPosition site, Instant from, double lengthS)
{
    private readonly ItrfPosition _site = site.ToItrf();
    private readonly Vec3 _up = site.Up();

    /// <summary>Rise and set in seconds from the start.</summary>
    public List<(double RiseS, double SetS)> Windows(Angle elevationMin, double stepS)
    {
        double least = Math.Sin(elevationMin.Radians);
        var windows = new List<(double, double)>();
        (double atS, double sine) = (0, SinElevation(0));
        double? riseS = sine >= least ? 0 : null;
        foreach (double nextS in Moments(stepS))
        {
            double next = SinElevation(nextS);
            if (next >= least != sine >= least)
            {
                double edgeS = Bisect(atS, nextS, least);
                if (riseS is { } openS)
                {
                    windows.Add((openS, edgeS));
                }
                riseS = riseS is null ? edgeS : null;
            }
            (atS, sine) = (nextS, next);
        }
        if (riseS is { } lastS)
        {
            windows.Add((lastS, lengthS));
        }
        return windows;
    }

    /// <summary>Moments of extremes of the elevation, highest or lowest in their neighbourhood.</summary>
    public List<(double TimeS, bool IsHighest)> Extremes(double stepS)
    {
        var found = new List<(double, bool)>();
        double before = SinElevation(0);
        double middle = SinElevation(Math.Min(stepS, lengthS));
        for (double t = stepS; t + stepS <= lengthS; t += stepS)
        {
            double after = SinElevation(t + stepS);
            if ((middle - before) * (after - middle) < 0)
            {
                bool isHighest = middle > before;
                found.Add((Thirds(t - stepS, t + stepS, isHighest), isHighest));
            }
            (before, middle) = (middle, after);
        }
        return found;
    }

    /// <summary>The sine of the elevation.</summary>
    public double SinElevation(double timeS)
    {
        Instant t = from + new Duration((long)Math.Round(timeS * 1e9));
        Check.That(satellite.TryPropagate(t, out TemeState state, out _));
        return Geometry.SinElevation(_site, _up, new EarthRotation(t).ToItrf(state.Position));
    }

    private IEnumerable<double> Moments(double stepS)
    {
        List<(double TimeS, bool)> extremes = Extremes(stepS);
        int next = 0;
        for (double t = stepS; t < lengthS; t += stepS)
        {
            for (; next < extremes.Count && extremes[next].TimeS < t; next++)
            {
                yield return extremes[next].TimeS;
            }
            yield return t;
        }
        yield return lengthS;
    }

    private double Thirds(double lowS, double highS, bool isHighest)
    {
        // The sine is flat at an extreme: beyond 0.1 ms rounding errors decide.
        while (highS - lowS > 1e-4)
        {
            double third = (highS - lowS) / 3;
            bool isLower = SinElevation(lowS + third) < SinElevation(highS - third);
            (lowS, highS) = isLower == isHighest ? (lowS + third, highS) : (lowS, highS - third);
        }
        return (lowS + highS) / 2;
    }

    private double Bisect(double lowS, double highS, double least)
    {
        bool isUpAtLow = SinElevation(lowS) >= least;
        while (highS - lowS > 1e-9)
        {
            double middleS = (lowS + highS) / 2;
            bool isSame = SinElevation(middleS) >= least == isUpAtLow;
            (lowS, highS) = isSame ? (middleS, highS) : (lowS, middleS);
        }
        return (lowS + highS) / 2;
    }
}
