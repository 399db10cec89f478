using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>Mean delay in nanoseconds, mean lasers on a path, and load; less is better.</summary>
internal readonly record struct MotifScore(double DelayNs, double Hops, double Load)
{
    /// <summary>For people.</summary>
    public MotifFigures Figures => new(new Duration((long)DelayNs), Hops, Load);
}

/// <summary>
/// Says what a motif does for a demand: shortest ways from every root over the lines of the motif, with all
/// access that is in sight. One scorer a worker: it keeps scratch.
/// </summary>
internal sealed class MotifScorer
{
    // As in DistanceField: 131 us, and a place improved within its own bucket is looked at again.
    private const int BucketShift = 17;
    private const double NoWayNs = 1e9;

    private readonly MotifTable _table;
    private readonly MotifAccess _access;
    private readonly IReadOnlyList<MotifRoot> _roots;
    private readonly int[] _distanceNs;

    // How a place was reached: twice the number of the line, and one more when back along it.
    private readonly sbyte[] _reachedBy;
    private readonly List<int> _bucketHead = [];
    private readonly List<(int Place, int Next)> _entries = [];
    private readonly List<int> _loaded = [];
    private double[] _load = [];

    /// <summary>A scorer of motifs from a table.</summary>
    public MotifScorer(MotifTable table, MotifAccess access, IReadOnlyList<MotifRoot> roots)
    {
        _table = table;
        _access = access;
        _roots = roots;
        _distanceNs = new int[table.PlaceCount];
        _reachedBy = new sbyte[table.PlaceCount];
    }

    /// <summary>The score of a motif of these lines over the first instants of the table.</summary>
    public MotifScore Score(ReadOnlySpan<int> lines, int skyCount)
    {
        double delayNs = 0;
        double hops = 0;
        double load = 0;
        double share = 0;
        if (_load.Length < 2 * lines.Length * _table.PlaceCount)
        {
            _load = new double[2 * lines.Length * _table.PlaceCount];
        }
        for (int sky = 0; sky < skyCount; sky++)
        {
            _loaded.Clear();
            foreach (MotifRoot root in _roots)
            {
                Search(lines, sky, root.Ground);
                foreach (MotifTarget target in root.Targets)
                {
                    (int oneNs, int oneHops) = Walk(lines, sky, target);
                    share += target.Share;
                    delayNs += target.Share * (oneNs == int.MaxValue ? NoWayNs : oneNs);
                    hops += target.Share * oneHops;
                }
            }
            load += TakeLoad();
        }
        return new MotifScore(delayNs / share, hops / share, load / skyCount);
    }

    private void Search(ReadOnlySpan<int> lines, int sky, int ground)
    {
        _distanceNs.AsSpan().Fill(int.MaxValue);
        _bucketHead.Clear();
        _entries.Clear();
        foreach ((int place, int metricNs) in _access.Seen(sky, ground))
        {
            Improve(place, metricNs, MotifLattice.None);
        }
        for (int bucket = 0; bucket < _bucketHead.Count; bucket++)
        {
            for (int entry = _bucketHead[bucket]; entry >= 0; entry = _bucketHead[bucket])
            {
                (int place, _bucketHead[bucket]) = _entries[entry];
                int baseNs = _distanceNs[place];
                if (baseNs >> BucketShift == bucket)
                {
                    Expand(lines, sky, place, baseNs);
                }
            }
        }
    }

    private void Expand(ReadOnlySpan<int> lines, int sky, int place, int baseNs)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            int[] metricNs = _table.MetricNs(lines[i], sky);
            int ahead = _table.Forward(lines[i])[place];
            if (ahead >= 0 && metricNs[place] != MotifTable.Blocked)
            {
                Improve(ahead, baseNs + metricNs[place], 2 * i);
            }
            int behind = _table.Back(lines[i])[place];
            if (behind >= 0 && metricNs[behind] != MotifTable.Blocked)
            {
                Improve(behind, baseNs + metricNs[behind], (2 * i) + 1);
            }
        }
    }

    private void Improve(int place, int viaNs, int reachedBy)
    {
        if (viaNs >= _distanceNs[place])
        {
            return;
        }
        _distanceNs[place] = viaNs;
        _reachedBy[place] = (sbyte)reachedBy;
        int bucket = viaNs >> BucketShift;
        while (_bucketHead.Count <= bucket)
        {
            _bucketHead.Add(-1);
        }
        _entries.Add((place, _bucketHead[bucket]));
        _bucketHead[bucket] = _entries.Count - 1;
    }

    // From the target back to the root, leaving the target's share on every laser.
    private (int DelayNs, int Hops) Walk(ReadOnlySpan<int> lines, int sky, MotifTarget target)
    {
        int bestNs = int.MaxValue;
        int place = MotifLattice.None;
        foreach ((int seen, int metricNs) in _access.Seen(sky, target.Ground))
        {
            if (_distanceNs[seen] != int.MaxValue && _distanceNs[seen] + metricNs < bestNs)
            {
                bestNs = _distanceNs[seen] + metricNs;
                place = seen;
            }
        }
        int hops = 0;
        while (place != MotifLattice.None && _reachedBy[place] >= 0)
        {
            int line = _reachedBy[place] >> 1;
            bool isBack = (_reachedBy[place] & 1) != 0;
            int before = isBack ? _table.Forward(lines[line])[place] : _table.Back(lines[line])[place];
            // The laser belongs to the place that it leads away from along its line; it has two directions.
            int laser = (line * _table.PlaceCount) + (isBack ? place : before);
            Load((2 * laser) + (isBack == target.IsFromRoot ? 1 : 0), target.Share);
            place = before;
            hops++;
        }
        return (bestNs, hops);
    }

    private void Load(int direction, double share)
    {
        if (_load[direction] == 0)
        {
            _loaded.Add(direction);
        }
        _load[direction] += share;
    }

    private double TakeLoad()
    {
        double sum = 0;
        foreach (int direction in _loaded)
        {
            double squared = _load[direction] * _load[direction];
            sum += squared * squared;
            _load[direction] = 0;
        }
        return Math.Sqrt(Math.Sqrt(sum));
    }
}
