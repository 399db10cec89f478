using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>What is asked of an <see cref="AccessSearch"/>.</summary>
public sealed record AccessQuery
{
    /// <summary>The sites, at least one.</summary>
    public required IReadOnlyList<GeodeticPosition> Sites { get; init; }

    /// <summary>Where the span begins.</summary>
    public required Instant From { get; init; }

    /// <summary>Where it ends: later, by at most <see cref="AccessSearch.SpanMax"/>.</summary>
    public required Instant To { get; init; }

    /// <summary>The least elevation at which a site sees a satellite, from -90 to 90 degrees.</summary>
    public required Angle ElevationMin { get; init; }
}

/// <summary>
/// When each of many sites sees each of many satellites at a least elevation: geometric, without refraction,
/// from the normal of the WGS-84 ellipsoid. All windows of a span are found, however short, and their edges
/// lie where the ephemeris itself says, to some nanoseconds. Immutable once it is made: any number of workers
/// may search at once, each with its own <see cref="AccessScratch"/>.
/// </summary>
public sealed class AccessSearch
{
    /// <summary>The longest span: the Earth's turns are kept for all nodes of it.</summary>
    public static readonly Duration SpanMax = Duration.FromSeconds(400L * 86_400);

    private readonly IReadOnlyList<IEphemeris> _satellites;
    private readonly AccessSite[] _sites;
    private readonly AccessView _view;
    private readonly Instant _from;
    private readonly double _lengthS;
    private readonly int[] _level;
    private readonly AccessGrid?[] _grids = new AccessGrid?[AccessGrid.Levels];

    /// <summary>Prepares the search; with the same result for any <paramref name="workers"/>.</summary>
    public AccessSearch(AccessQuery query, IReadOnlyList<IEphemeris> satellites, IWorkers workers)
    {
        Check.That(query.Sites.Count > 0);
        Check.That(query.To > query.From && query.To - query.From <= SpanMax);
        Check.That(Math.Abs(query.ElevationMin.Radians) <= Math.PI / 2);
        _satellites = satellites;
        _from = query.From;
        _lengthS = (query.To - query.From).TotalSeconds;
        _sites = new AccessSite[query.Sites.Count];
        int highest = 0;
        (double upMinM, double upMaxM, double offsetMaxM) = (double.MaxValue, 0, 0);
        for (int i = 0; i < _sites.Length; i++)
        {
            _sites[i] = new AccessSite(query.Sites[i], query.ElevationMin);
            highest = _sites[i].UpM > _sites[highest].UpM ? i : highest;
            upMinM = Math.Min(upMinM, _sites[i].UpM);
            upMaxM = Math.Max(upMaxM, _sites[i].UpM);
            offsetMaxM = Math.Max(offsetMaxM, _sites[i].OffsetM);
        }
        _view = new AccessView
        {
            ElevationRad = query.ElevationMin.Radians,
            CosElevation = Math.Cos(query.ElevationMin.Radians),
            UpMinM = upMinM,
            UpMaxM = upMaxM,
            OffsetMaxM = offsetMaxM,
            Example = _sites[highest],
        };
        _level = new int[satellites.Count];
        workers.For(satellites.Count, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                _level[i] = LevelOf(satellites[i], query);
            }
        });
        foreach (int level in _level)
        {
            _grids[level] ??= new AccessGrid(level, _from, _lengthS);
        }
    }

    /// <summary>The length of the span in days of 86,400 s.</summary>
    public double Days => _lengthS / 86_400;

    /// <summary>Scratch for one worker.</summary>
    public AccessScratch NewScratch() => new(_sites, _from);

    /// <summary>
    /// Adds all windows of a satellite (by its index) to <paramref name="windows"/>, by site and rise. Where
    /// its states end before the span does, the windows end there too, and the result says where.
    /// </summary>
    public AccessEnd? Find(int satellite, AccessScratch scratch, List<AccessWindow> windows)
    {
        double endS = _lengthS;
        AccessEnd? end = null;
        // Again with a shorter span whenever a moment without a state turns up: nearly never.
        while (!TryFind(satellite, scratch, endS, out AccessFailure failure))
        {
            endS = LastGoodS(_satellites[satellite], failure.TimeS);
            end = new AccessEnd(At(Math.Max(endS, 0)), failure.Error);
            if (endS <= 0)
            {
                return end;
            }
        }
        scratch.TakeWindows(endS, At, windows);
        return end;
    }

    private static int LevelOf(IEphemeris satellite, AccessQuery query)
    {
        int level = AccessGrid.Levels - 1;
        foreach (Instant t in (ReadOnlySpan<Instant>)[query.From, query.To])
        {
            if (satellite.TryPropagate(t, out TemeState state, out _))
            {
                level = Math.Min(level, AccessGrid.LevelOf(state));
            }
        }
        return level;
    }

    private bool TryFind(int satellite, AccessScratch scratch, double endS, out AccessFailure failure)
    {
        IEphemeris ephemeris = _satellites[satellite];
        AccessGrid grid = _grids[_level[satellite]]!;
        scratch.Begin(ephemeris);
        AccessTrack track = scratch.Track;
        int node = 0;
        do
        {
            if (!track.Fill(ephemeris, grid, node, endS, _view, out failure))
            {
                return false;
            }
            scratch.ScanSites(endS, isFirst: node == 0);
            if (scratch.Failure is { } met)
            {
                failure = met;
                return false;
            }
            // The last node of this track is the first of the next.
            node += AccessTrack.NodesMax - 1;
        }
        while (track.EndS < endS);
        return true;
    }

    // Backwards from a moment without a state to the last one before it that has one, to a millisecond: the
    // failing stretch is left in ever longer steps, then its border is halved in. Below zero if there is
    // none.
    private double LastGoodS(IEphemeris satellite, double failingS)
    {
        double stepS = 1e-3;
        double goodS = failingS - stepS;
        while (goodS > 0 && !satellite.TryPropagate(At(goodS), out _, out _))
        {
            (failingS, stepS) = (goodS, stepS * 2);
            goodS -= stepS;
        }
        if (goodS <= 0)
        {
            goodS = 0;
            if (!satellite.TryPropagate(At(0), out _, out _))
            {
                return -1;
            }
        }
        while (failingS - goodS > 1e-3)
        {
            double middleS = (goodS + failingS) / 2;
            bool isGood = satellite.TryPropagate(At(middleS), out _, out _);
            (goodS, failingS) = isGood ? (middleS, failingS) : (goodS, middleS);
        }
        return goodS;
    }

    private Instant At(double timeS) => _from + new Duration((long)Math.Round(timeS * 1e9));
}
