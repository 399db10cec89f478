using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>What a seed has drawn.</summary>
/// <param name="Plan">The faults.</param>
/// <param name="Enabled">The classes that the seed enabled, in their order.</param>
/// <param name="IsCalm">Whether the last quarter of the run is free: all that can end has ended.</param>
public sealed record DrawnFaults(FaultPlan Plan, IReadOnlyList<FaultClass> Enabled, bool IsCalm);

/// <summary>
/// Draws faults for any plan from one seed: first which classes, then how many of each and how hard. The
/// ranges are those of the design, scaled to a run of a minute. Each class has a stream of dice of its own,
/// so that a new class leaves the others as they were.
/// </summary>
public static class FaultSwarm
{
    private const int CalmPpm = 500_000;

    /// <summary>Whether a seed enables a class, in worlds in which it can be.</summary>
    public static bool Enables(ulong seed, FaultClass c)
    {
        Roll(seed, out _, out List<FaultClass> enabled);
        return enabled.Contains(c);
    }

    /// <summary>The faults of a seed.</summary>
    public static DrawnFaults Draw(ulong seed, SimWorld world)
    {
        Prng dice = Roll(seed, out bool isCalm, out List<FaultClass> enabled);
        Duration length = world.Length;
        Duration ends = isCalm ? new Duration(length.Nanoseconds * 3 / 4) : length;
        List<Fault> faults = [];
        FaultDraft draft = new(world, faults, ends, isCalm);
        enabled.RemoveAll(c => (c == FaultClass.Controller && world.PlanIssues.Count == 0)
            || (c == FaultClass.Overload && world.Traffic.Count == 0));
        foreach (FaultClass c in enabled)
        {
            draft.Class = c;
            draft.Dice = dice.Fork(FaultClasses.NameOf(c));
            Draw(draft);
        }
        return new DrawnFaults(new FaultPlan { Faults = faults }, enabled, isCalm);
    }

    private static Prng Roll(ulong seed, out bool isCalm, out List<FaultClass> enabled)
    {
        Prng dice = new Prng(seed).Fork("sim/swarm");
        isCalm = dice.NextBelow(1_000_000) < CalmPpm;
        enabled = [];
        foreach (FaultClass c in FaultClasses.Drawn)
        {
            if (dice.NextBelow(1_000_000) < FaultClasses.ChancePpmOf(c))
            {
                enabled.Add(c);
            }
        }
        return dice;
    }

    private static void Draw(FaultDraft draft)
    {
        switch (draft.Class)
        {
            case FaultClass.NodeLoss:
                NodeFaults.DrawLoss(draft);
                break;
            case FaultClass.PlaneLoss:
                NodeFaults.DrawPlane(draft);
                break;
            case FaultClass.NodeHang:
                NodeFaults.DrawHang(draft, Duration.FromMilliseconds(200), Duration.FromSeconds(10));
                break;
            case FaultClass.Pause:
                NodeFaults.DrawHang(draft, Duration.FromMilliseconds(10), Duration.FromSeconds(5));
                break;
            case FaultClass.SlowNode:
                NodeFaults.DrawSlow(draft);
                break;
            case FaultClass.EffectCrash:
                NodeFaults.DrawCrash(draft);
                break;
            case FaultClass.LinkFlap:
                LinkFaults.DrawFlap(draft);
                break;
            case FaultClass.PointingLoss:
                LinkFaults.DrawPointing(draft);
                break;
            case FaultClass.OneWayDead:
                LinkFaults.DrawOneWay(draft);
                break;
            case FaultClass.FailedAcquisition:
                RegionFaults.DrawAcquisition(draft);
                break;
            case FaultClass.GroundLoss:
                RegionFaults.DrawWeather(draft);
                break;
            case FaultClass.RegionJam:
                RegionFaults.DrawJam(draft);
                break;
            case FaultClass.Partition:
                RegionFaults.DrawPartition(draft);
                break;
            case FaultClass.Clock:
                ClockFaults.Draw(draft);
                break;
            case FaultClass.Controller:
                ControllerFaults.Draw(draft);
                break;
            case FaultClass.Overload:
                OverloadFaults.Draw(draft);
                break;
            default:
                NoiseFaults.Draw(draft);
                break;
        }
    }
}
