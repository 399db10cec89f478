using System;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>What the terminals of one ground node hold.</summary>
internal sealed class GroundTerminals
{
    /// <summary>A terminal that holds nothing.</summary>
    public const int None = -1;

    public GroundTerminals(int count)
    {
        Satellite = new int[count];
        Beam = new int[count];
        Opens = new Instant[count];
        IsMovedNow = new bool[count];
        Satellite.AsSpan().Fill(None);
        Beam.AsSpan().Fill(None);
    }

    /// <summary>The satellite each terminal points at, or <see cref="None"/>.</summary>
    public int[] Satellite { get; }

    /// <summary>The satellite's beam.</summary>
    public int[] Beam { get; }

    /// <summary>When the link first carries data.</summary>
    public Instant[] Opens { get; }

    /// <summary>Whether the terminal took its link at this boundary.</summary>
    public bool[] IsMovedNow { get; }

    /// <summary>Whether another terminal than <paramref name="terminal"/> points at the satellite.</summary>
    public bool IsHeldByOther(int satellite, int terminal)
    {
        for (int t = 0; t < Satellite.Length; t++)
        {
            if (t != terminal && Satellite[t] == satellite)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether some terminal keeps a link over this boundary.</summary>
    public bool IsAnyKept()
    {
        for (int t = 0; t < Satellite.Length; t++)
        {
            if (Satellite[t] != None && !IsMovedNow[t])
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether some terminal took its link at this boundary.</summary>
    public bool IsAnyMoved() => IsMovedNow.AsSpan().Contains(true);
}
