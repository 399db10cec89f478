using System;
using System.Linq;
using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// A possible link between two free mounts. <see cref="LifeSteps"/> counts look-ahead steps it would last.
/// </summary>
internal readonly record struct MountPair(
    TerminalRef A, TerminalRef B, LinkDelays Delays, int LifeSteps, double RangeM) : IComparable<MountPair>
{
    /// <summary>
    /// The order in which mounts are filled: long life first, then short range, then numbers.
    /// </summary>
    public int CompareTo(MountPair other)
    {
        int order = other.LifeSteps.CompareTo(LifeSteps);
        order = order != 0 ? order : RangeM.CompareTo(other.RangeM);
        order = order != 0 ? order : A.Node.CompareTo(other.A.Node);
        return order != 0 ? order : B.Node.CompareTo(other.B.Node);
    }
}

/// <summary>
/// When two satellites' mounts can hold each other: sight, and each within the other mount's sector.
/// </summary>
internal sealed class MountSight(PlanRequest request, LaserSight sight)
{
    private readonly int[] _mountCount = [.. request.Satellites.Select(s => s.Optical.Count)];

    /// <summary>Number of mounts of a satellite.</summary>
    public int MountCount(int satellite) => _mountCount[satellite];

    /// <summary>The mounts by which the pair would look at each other at one instant.</summary>
    public (int OfA, int OfB) Facing(SkySample sky, int a, int b)
        => (Mounts.Towards(sky, a, b, MountCount(a)), Mounts.Towards(sky, b, a, MountCount(b)));

    /// <summary>Whether two mounts can hold each other through an epoch.</summary>
    public bool TryHold(EpochSky sky, TerminalRef a, TerminalRef b, out LinkDelays delays)
        => sight.TryLink(sky, a.Node.Value, b.Node.Value, out delays)
            && IsFacing(sky.Start, a, b)
            && IsFacing(sky.Middle, a, b)
            && IsFacing(sky.End, a, b);

    /// <summary>How many of the steps ahead two mounts would go on holding each other.</summary>
    public int LifeSteps(SkySample[] ahead, TerminalRef a, TerminalRef b)
    {
        double rangeMaxM = sight.RangeMaxM(a.Node.Value, b.Node.Value);
        int steps = 0;
        while (steps < ahead.Length
            && sight.IsClear(ahead[steps], a.Node.Value, b.Node.Value, rangeMaxM, out _)
            && IsFacing(ahead[steps], a, b))
        {
            steps++;
        }
        return steps;
    }

    private bool IsFacing(SkySample sky, TerminalRef a, TerminalRef b)
        => Facing(sky, a.Node.Value, b.Node.Value) == (a.Terminal, b.Terminal);
}
