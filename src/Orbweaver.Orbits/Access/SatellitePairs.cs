using System;
using System.Collections.Generic;
using System.Numerics;
using Orbweaver.Model;

namespace Orbweaver.Orbits;

/// <summary>Two satellites that can see each other.</summary>
/// <param name="A">The one that comes first: an index.</param>
/// <param name="B">The other.</param>
/// <param name="Range">The distance between them.</param>
/// <param name="GrazingAltitude">
/// Least altitude of the line between them above <see cref="Geometry.GrazingSphereRadiusM"/>.
/// </param>
public readonly record struct SatellitePair(int A, int B, Distance Range, Distance GrazingAltitude);

/// <summary>
/// Which satellites could be linked at one moment: all pairs that are not too far apart and whose line of
/// sight passes the Earth high enough. Immutable: any number of workers may ask at once, each with its own
/// <see cref="SatellitePairMarks"/>.
/// </summary>
public sealed class SatellitePairs
{
    // Cells of a third of the range: half of those that are looked at are then in range.
    private const double CellsPerRange = 3;

    private readonly Vec3[] _positionM;
    private readonly bool[] _isKnown;
    private readonly double _rangeMaxM;
    private readonly double _grazingMinM;
    private readonly CellGrid _grid;

    /// <summary>
    /// Prepares the search among positions of one frame; those that are null are nowhere.
    /// <paramref name="rangeMax"/> and <paramref name="grazingAltitudeMin"/> count as allowed.
    /// </summary>
    public SatellitePairs(
        IReadOnlyList<TemePosition?> positions, Distance rangeMax, Distance grazingAltitudeMin)
    {
        Check.That(rangeMax.Metres > 0);
        _rangeMaxM = rangeMax.Metres;
        _grazingMinM = grazingAltitudeMin.Metres;
        _positionM = new Vec3[positions.Count];
        _isKnown = new bool[positions.Count];
        var known = new List<int>(positions.Count);
        for (int i = 0; i < _positionM.Length; i++)
        {
            if (positions[i] is { } position)
            {
                (_positionM[i], _isKnown[i]) = (position.Metres, true);
                known.Add(i);
            }
        }
        _grid = new CellGrid(
            _positionM,
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(known),
            _rangeMaxM / CellsPerRange);
    }

    /// <summary>Satellites.</summary>
    public int Count => _positionM.Length;

    /// <summary>Scratch for one worker.</summary>
    public SatellitePairMarks NewMarks() => new(this);

    /// <summary>
    /// Adds the pairs of a satellite with those that come after it to <paramref name="pairs"/>, in order.
    /// </summary>
    public void Find(int satellite, SatellitePairMarks marks, List<SatellitePair> pairs)
    {
        if (!_isKnown[satellite])
        {
            return;
        }
        marks.Begin(satellite);
        Vec3 here = _positionM[satellite];
        for (int ring = 0; (ring - 1) * _grid.EdgeM <= _rangeMaxM; ring++)
        {
            if (!_grid.VisitRing(here, ring, marks.Visitor))
            {
                break;
            }
        }
        marks.Take(pairs);
    }

    internal bool IsInRange(int a, int b)
    {
        Vec3 line = _positionM[b] - _positionM[a];
        return line.Dot(line) <= _rangeMaxM * _rangeMaxM;
    }

    internal bool TryPair(int a, int b, out SatellitePair pair)
    {
        double radiusM = Geometry.GrazingRadiusM(_positionM[a], _positionM[b]);
        double altitudeM = radiusM - Geometry.GrazingSphereRadiusM;
        double rangeM = (_positionM[b] - _positionM[a]).Length;
        pair = new SatellitePair(a, b, new Distance(rangeM), new Distance(altitudeM));
        return altitudeM >= _grazingMinM;
    }
}

/// <summary>
/// What one worker of <see cref="SatellitePairs"/> needs: a bit for every satellite in range. Read off in
/// order they need no sorting, which took longer than all the rest.
/// </summary>
public sealed class SatellitePairMarks
{
    private readonly SatellitePairs _pairs;
    private readonly ulong[] _marks;
    private int _satellite;

    internal SatellitePairMarks(SatellitePairs pairs)
    {
        _pairs = pairs;
        _marks = new ulong[(pairs.Count + 63) / 64];
        Visitor = Visit;
    }

    internal CellVisitor Visitor { get; }

    internal void Begin(int satellite) => _satellite = satellite;

    internal void Take(List<SatellitePair> pairs)
    {
        for (int w = _satellite / 64; w < _marks.Length; w++)
        {
            for (ulong word = _marks[w]; word != 0; word &= word - 1)
            {
                int other = (w * 64) + BitOperations.TrailingZeroCount(word);
                if (_pairs.TryPair(_satellite, other, out SatellitePair pair))
                {
                    pairs.Add(pair);
                }
            }
            _marks[w] = 0;
        }
    }

    private void Visit(ReadOnlySpan<int> others)
    {
        foreach (int other in others)
        {
            if (other > _satellite && _pairs.IsInRange(_satellite, other))
            {
                _marks[other / 64] |= 1UL << (other % 64);
            }
        }
    }
}
