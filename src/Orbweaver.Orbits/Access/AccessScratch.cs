using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>What one worker of an <see cref="AccessSearch"/> needs again and again: about 300 kB.</summary>
public sealed class AccessScratch
{
    private readonly AccessSight _sight;
    private readonly AccessScan _scan;
    private readonly bool[] _isUp;
    private readonly bool[] _isUpAtStart;
    private readonly List<AccessEdge> _edges = [];
    private int _tracks;

    internal AccessScratch(AccessSite[] sites, Instant from)
    {
        _sight = new AccessSight(sites, from);
        _scan = new AccessScan(sites, _sight);
        _isUp = new bool[sites.Length];
        _isUpAtStart = new bool[sites.Length];
    }

    internal AccessTrack Track { get; } = new();

    internal AccessFailure? Failure => _sight.Failure;

    internal void Begin(IEphemeris satellite)
    {
        _sight.Face(satellite);
        _edges.Clear();
        _tracks = 0;
    }

    internal void ScanSites(double endS, bool isFirst)
    {
        _scan.Edges.Clear();
        _tracks++;
        for (int site = 0; site < _isUp.Length; site++)
        {
            bool? isUp = isFirst ? null : _isUp[site];
            _isUp[site] = _scan.Scan(Track, site, endS, isUp, out bool isUpAtStart);
            _isUpAtStart[site] = isFirst ? isUpAtStart : _isUpAtStart[site];
        }
        _sight.Refine(_scan.Edges);
        _edges.AddRange(_scan.Edges);
    }

    // Edges of a site alternate; what is open at an end of the span is cut there.
    internal void TakeWindows(double endS, Func<double, Instant> at, List<AccessWindow> windows)
    {
        // One track is in order: sites, and for each the scan goes forward in time. Bounds of edges do not
        // overlap.
        if (_tracks > 1)
        {
            _edges.Sort(static (a, b) => (a.Site, a.LowS).CompareTo((b.Site, b.LowS)));
        }
        int next = 0;
        for (int site = 0; site < _isUp.Length; site++)
        {
            double? riseS = _isUpAtStart[site] ? 0 : null;
            for (; next < _edges.Count && _edges[next].Site == site; next++)
            {
                AccessEdge edge = _edges[next];
                Check.That(edge.IsRise == riseS is null);
                if (riseS is { } openS)
                {
                    Add(openS, edge.TimeS);
                }
                riseS = edge.IsRise ? edge.TimeS : null;
            }
            if (riseS is { } lastS)
            {
                Add(lastS, endS);
            }

            void Add(double fromS, double toS)
                => windows.Add(new AccessWindow(site, at(fromS), at(Math.Max(fromS, toS))));
        }
    }
}
