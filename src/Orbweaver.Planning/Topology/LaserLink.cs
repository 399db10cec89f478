using Orbweaver.Model;

namespace Orbweaver.Planning;

/// <summary>
/// Two optical terminals that point at each other in one epoch. A is the satellite with the lower number.
/// </summary>
internal readonly record struct LaserLink(TerminalRef A, TerminalRef B, LinkDelays Delays);

/// <summary>
/// A retarget under way: both terminals are taken and carry nothing yet. Kept with the plan so that a missing
/// link can be explained; nodes are not told.
/// </summary>
/// <param name="A">The end with the lower node number.</param>
/// <param name="B">The end with the higher node number.</param>
/// <param name="FirstEpoch">First epoch of the acquisition.</param>
/// <param name="LastEpoch">Last epoch of the acquisition (inclusive).</param>
public readonly record struct Acquisition(TerminalRef A, TerminalRef B, int FirstEpoch, int LastEpoch);

/// <summary>What a topology says about one epoch.</summary>
internal sealed class LaserSet
{
    /// <summary>Links in force, in no particular order.</summary>
    public System.Collections.Generic.List<LaserLink> Links { get; } = [];

    /// <summary>Pairs of terminals that are acquiring.</summary>
    public System.Collections.Generic.List<(TerminalRef A, TerminalRef B)> Acquiring { get; } = [];
}

/// <summary>
/// How the lasers of one constellation are pointed, epoch after epoch. It remembers what it holds.
/// </summary>
internal interface ILaserTopology
{
    /// <summary>Adds the links and acquisitions of an epoch. Epochs are asked for in order, from 0.</summary>
    void Choose(EpochSky sky, LaserSet into);
}
