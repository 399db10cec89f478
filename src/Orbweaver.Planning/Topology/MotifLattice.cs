using System;
using System.Numerics;

namespace Orbweaver.Planning;

/// <summary>
/// The places of a designed constellation and who is there: a grid of planes and slots that closes on itself,
/// turned by the phasing, or is open at the seam.
/// </summary>
internal sealed class MotifLattice
{
    /// <summary>No satellite, or no terminal.</summary>
    public const int None = -1;

    private readonly int[] _satelliteAt;
    private readonly int _phasing;
    private readonly bool _isOpen;

    public MotifLattice(PlanRequest request, ConstellationSpec constellation)
    {
        Planes = constellation.Planes;
        Slots = constellation.SlotsPerPlane;
        _phasing = constellation.Phasing;
        _isOpen = constellation.IsSeamOpen;
        _satelliteAt = new int[Planes * Slots];
        _satelliteAt.AsSpan().Fill(None);
        for (int s = 0; s < request.Satellites.Count; s++)
        {
            SatelliteSpec spec = request.Satellites[s];
            if (string.Equals(spec.Constellation, constellation.Name, StringComparison.Ordinal)
                && spec.Plane >= 0 && spec.Plane < Planes && spec.Slot >= 0 && spec.Slot < Slots)
            {
                _satelliteAt[(spec.Plane * Slots) + spec.Slot] = s;
                TerminalsMax = Math.Max(TerminalsMax, spec.Optical.Count);
            }
        }
    }

    /// <summary>Planes.</summary>
    public int Planes { get; }

    /// <summary>Slots of a plane.</summary>
    public int Slots { get; }

    /// <summary>Places: planes times slots. Place p S + s is slot s of plane p.</summary>
    public int PlaceCount => _satelliteAt.Length;

    /// <summary>Most optical terminals of one of its satellites.</summary>
    public int TerminalsMax { get; }

    /// <summary>Whether no link crosses the seam.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>The satellite at a place, or <see cref="None"/>.</summary>
    public int SatelliteAt(int place) => _satelliteAt[place];

    /// <summary>The place a step away; <see cref="None"/> beyond an open seam.</summary>
    public int Step(int place, MotifOffset by)
    {
        int plane = (place / Slots) + by.Planes;
        int turns = (plane - Modulo(plane, Planes)) / Planes;
        if (_isOpen && turns != 0)
        {
            return None;
        }
        long slot = (place % Slots) + (long)by.Slots + ((long)turns * _phasing);
        return (Modulo(plane, Planes) * Slots) + (int)(((slot % Slots) + Slots) % Slots);
    }

    /// <summary>
    /// The terminal by which a satellite with so many looks along step number <paramref name="index"/>, or
    /// back along it; <see cref="None"/> when it has none for that. Each step takes two terminals. An odd
    /// last one looks along its step from every other place, and back from those between.
    /// </summary>
    public int Terminal(int terminals, int place, int index, MotifOffset step, bool isBack)
    {
        int first = 2 * index;
        return terminals >= first + 2 ? first + (isBack ? 1 : 0)
            : terminals == first + 1 && IsOdd(place, step) == isBack ? first
            : None;
    }

    // A step of so many planes flips one bit of the plane's number, where the seam does not come between; a
    // step within the plane flips one of the slot's.
    private bool IsOdd(int place, MotifOffset step)
    {
        (int number, int by) = step.Planes != 0 ? (place / Slots, step.Planes) : (place % Slots, step.Slots);
        return ((number >> BitOperations.TrailingZeroCount(by)) & 1) != 0;
    }

    private static int Modulo(int value, int by) => ((value % by) + by) % by;
}
