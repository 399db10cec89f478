using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>
/// A rise or set between two moments at which the site's margin has different signs, all in seconds from the
/// start of the span.
/// </summary>
internal struct AccessEdge
{
    public int Site;
    public bool IsRise;

    /// <summary>The best guess; the edge itself once it is refined.</summary>
    public double TimeS;

    /// <summary>The edge lies between these.</summary>
    public double LowS;
    public double HighS;

    /// <summary>Half the margin's curvature over its rate, 1/s: what a step of Newton leaves over.</summary>
    public double CurvePerS;
}

/// <summary>
/// The true margin at any moment, and what is found on it: edges and extremes. Scratch of one worker.
/// </summary>
internal sealed class AccessSight(AccessSite[] sites, Instant from)
{
    // Accepted after a step of Newton that leaves this much, seconds.
    private const double LeftS = 1e-8;

    // SGP4's velocities differ from the slope of its positions by up to this part.
    private const double RateError = 1e-4;

    private const int StepsMax = 100;

    private IEphemeris _satellite = null!;

    /// <summary>The earliest moment asked for that had no state, if any.</summary>
    public AccessFailure? Failure { get; private set; }

    /// <summary>Turns to a satellite; forgets failures.</summary>
    public void Face(IEphemeris satellite) => (_satellite, Failure) = (satellite, null);

    /// <summary>Refines every edge to some nanoseconds.</summary>
    public void Refine(List<AccessEdge> edges)
    {
        foreach (ref AccessEdge edge in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edges))
        {
            Refine(ref edge);
        }
    }

    /// <summary>
    /// The extreme of the true margin near a guess, by parabolas through three points: far apart until the
    /// extreme is between them, then once nearer. Any nearer and rounding errors would bend them: its place
    /// only needs to be known as well as its height.
    /// </summary>
    public (double TimeS, double MarginM) Extreme(int site, double guessS, double stepS, double endS)
    {
        const int roundsMax = 16;
        const double far = 0.1;
        const double near = 0.0125;
        double aroundS = Math.Min(far * stepS, endS / 4);
        double timeS = guessS;
        for (int round = 0; round < roundsMax && Math.Abs(Shift(site, ref timeS, aroundS, endS)) > 1; round++)
        {
        }
        Shift(site, ref timeS, Math.Min(near * stepS, endS / 4), endS);
        return (timeS, MarginM(site, timeS, out _));
    }

    // To the vertex of a parabola, at most three of its half-widths away; returns how many it is.
    private double Shift(int site, ref double timeS, double aroundS, double endS)
    {
        timeS = Math.Clamp(timeS, aroundS, endS - aroundS);
        double beforeM = MarginM(site, timeS - aroundS, out _);
        double middleM = MarginM(site, timeS, out _);
        double afterM = MarginM(site, timeS + aroundS, out _);
        double bend = beforeM - (2 * middleM) + afterM;
        double shift = bend == 0 ? 0 : (beforeM - afterM) / (2 * bend);
        timeS = Math.Clamp(timeS + (Math.Clamp(shift, -3, 3) * aroundS), 0, endS);
        return shift;
    }

    // One step of Newton is enough for nearly all: guesses are good to a millisecond. What is left, grazing
    // passes for instance, goes on between its bounds.
    private void Refine(ref AccessEdge edge)
    {
        double marginM = MarginM(edge.Site, edge.TimeS, out double rateMPerS);
        double stepS = -marginM / rateMPerS;
        double nextS = edge.TimeS + stepS;
        double leftS = (stepS * stepS * edge.CurvePerS) + (Math.Abs(stepS) * RateError);
        if (leftS < LeftS && nextS >= edge.LowS && nextS <= edge.HighS)
        {
            edge.TimeS = nextS;
            return;
        }
        for (int i = 0; i < StepsMax && edge.HighS - edge.LowS > 1e-9; i++)
        {
            if (marginM >= 0 == edge.IsRise)
            {
                edge.HighS = edge.TimeS;
            }
            else
            {
                edge.LowS = edge.TimeS;
            }
            if (Math.Abs(stepS) < 1e-9)
            {
                return;
            }
            // Halved whenever a step leaves the bounds, and now and then in any case: steps along a rate that
            // does not fit could creep for ever.
            bool isInside = nextS > edge.LowS && nextS < edge.HighS && i % 4 != 3;
            edge.TimeS = isInside ? nextS : (edge.LowS + edge.HighS) / 2;
            marginM = MarginM(edge.Site, edge.TimeS, out rateMPerS);
            stepS = -marginM / rateMPerS;
            nextS = edge.TimeS + stepS;
        }
    }

    private double MarginM(int site, double timeS, out double rateMPerS)
    {
        Instant at = from + new Duration((long)Math.Round(timeS * 1e9));
        if (!_satellite.TryPropagate(at, out TemeState state, out PropagationError error))
        {
            if (Failure is not { } known || timeS < known.TimeS)
            {
                Failure = new AccessFailure(timeS, error);
            }
            rateMPerS = 0;
            return -1;
        }
        ItrfState itrf = new EarthRotation(at).ToItrf(state);
        return sites[site].MarginM(itrf.Position.Metres, itrf.Velocity.MetresPerSecond, out rateMPerS);
    }
}
