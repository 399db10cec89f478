using System;

namespace Orbweaver.Orbits;

/// <summary>
/// Satellites at one moment sorted into cubes of space, so that neighbours are found without looking at all
/// pairs. Cells are rows of one array (a counting sort): no hash table, hence one order. Immutable: any
/// number of threads may ask at once.
/// </summary>
public sealed class CellGrid
{
    // Beyond this the memory for empty cells costs more than it saves; far orbits just share bigger cells.
    private const int CellsPerSideMax = 96;

    private readonly double _extentM;
    private readonly int _side;
    private readonly int[] _rowStart;
    private readonly int[] _members;

    /// <summary>
    /// Sorts <paramref name="satellites"/>, indices into <paramref name="positionM"/>, into cubes of about
    /// that edge. Any frame will do.
    /// </summary>
    public CellGrid(ReadOnlySpan<Vec3> positionM, ReadOnlySpan<int> satellites, double edgeM)
    {
        double extentM = 0;
        foreach (int s in satellites)
        {
            Vec3 p = positionM[s];
            extentM = Math.Max(extentM, Math.Max(Math.Abs(p.X), Math.Max(Math.Abs(p.Y), Math.Abs(p.Z))));
        }
        _extentM = extentM + 1.0;
        _side = Math.Clamp((int)(2 * _extentM / edgeM), 1, CellsPerSideMax);
        EdgeM = 2 * _extentM / _side;
        _rowStart = new int[(_side * _side * _side) + 1];
        foreach (int s in satellites)
        {
            _rowStart[Cell(positionM[s]) + 1]++;
        }
        for (int i = 1; i < _rowStart.Length; i++)
        {
            _rowStart[i] += _rowStart[i - 1];
        }
        int[] next = _rowStart[..^1];
        _members = new int[_rowStart[^1]];
        foreach (int s in satellites)
        {
            _members[next[Cell(positionM[s])]++] = s;
        }
    }

    /// <summary>
    /// Edge of a cell: whatever lies in ring r+1 around a point's cell is at least r edges away.
    /// </summary>
    public double EdgeM { get; }

    /// <summary>
    /// Calls back for every row of satellites in the cells of Chebyshev distance <paramref name="ring"/>;
    /// false when all of those cells lie outside of the grid.
    /// </summary>
    public bool VisitRing(Vec3 aroundM, int ring, CellVisitor visit)
    {
        (int x0, int y0, int z0) = (Axis(aroundM.X), Axis(aroundM.Y), Axis(aroundM.Z));
        bool isInside = false;
        for (int x = Math.Max(0, x0 - ring); x <= Math.Min(_side - 1, x0 + ring); x++)
        {
            for (int y = Math.Max(0, y0 - ring); y <= Math.Min(_side - 1, y0 + ring); y++)
            {
                bool isFace = Math.Abs(x - x0) == ring || Math.Abs(y - y0) == ring;
                int step = isFace || ring == 0 ? 1 : 2 * ring;
                for (int z = z0 - ring; z <= z0 + ring; z += step)
                {
                    if (z >= 0 && z < _side)
                    {
                        isInside = true;
                        int cell = (((x * _side) + y) * _side) + z;
                        visit(_members.AsSpan(_rowStart[cell], _rowStart[cell + 1] - _rowStart[cell]));
                    }
                }
            }
        }
        return isInside;
    }

    private int Cell(Vec3 positionM)
        => (((Axis(positionM.X) * _side) + Axis(positionM.Y)) * _side) + Axis(positionM.Z);

    private int Axis(double coordinateM)
        => Math.Clamp((int)((coordinateM + _extentM) / EdgeM), 0, _side - 1);
}

/// <summary>Takes the members of one cell.</summary>
public delegate void CellVisitor(ReadOnlySpan<int> satellites);
