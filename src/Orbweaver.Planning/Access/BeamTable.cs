using System;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Which beams of which satellites are taken, by kind of ground node. A beam keeps its number while held.
/// </summary>
internal sealed class BeamTable
{
    /// <summary>No beam.</summary>
    public const int None = -1;

    private readonly bool[][] _isAccessTaken;
    private readonly bool[][] _isGatewayTaken;

    public BeamTable(IReadOnlyList<SatelliteSpec> satellites)
    {
        _isAccessTaken = new bool[satellites.Count][];
        _isGatewayTaken = new bool[satellites.Count][];
        for (int s = 0; s < satellites.Count; s++)
        {
            _isAccessTaken[s] = new bool[satellites[s].AccessBeams.Count];
            _isGatewayTaken[s] = new bool[satellites[s].GatewayBeams.Count];
        }
    }

    /// <summary>Whether a satellite has a beam left for that kind of node.</summary>
    public bool HasFree(int satellite, NodeKind ground) => Row(satellite, ground).AsSpan().Contains(false);

    /// <summary>Whether a satellite has exactly one beam left for that kind of node.</summary>
    public bool IsLastFree(int satellite, NodeKind ground)
        => Row(satellite, ground).AsSpan().Count(false) == 1;

    /// <summary>Takes the lowest free beam.</summary>
    public int Take(int satellite, NodeKind ground)
    {
        bool[] row = Row(satellite, ground);
        int beam = row.AsSpan().IndexOf(false);
        Check.That(beam >= 0);
        row[beam] = true;
        return beam;
    }

    /// <summary>Gives a beam back.</summary>
    public void Release(int satellite, NodeKind ground, int beam)
    {
        bool[] row = Row(satellite, ground);
        Check.That(row[beam]);
        row[beam] = false;
    }

    private bool[] Row(int satellite, NodeKind ground)
        => ground == NodeKind.Site ? _isGatewayTaken[satellite] : _isAccessTaken[satellite];
}
