using System;
using System.Collections.Generic;

namespace Orbweaver.Sim;

/// <summary>Classes of faults that a seed may enable.</summary>
public enum FaultClass
{
    /// <summary>Nodes are lost one by one, for good or until they restart.</summary>
    NodeLoss,

    /// <summary>A whole plane is lost at one instant.</summary>
    PlaneLoss,

    /// <summary>A node takes nothing in, with its lights on.</summary>
    NodeHang,

    /// <summary>A link comes and goes, also at about the hold-down.</summary>
    LinkFlap,

    /// <summary>A laser loses its light.</summary>
    PointingLoss,

    /// <summary>New and standby links are late, or cannot be acquired.</summary>
    FailedAcquisition,

    /// <summary>Weather: the radio links of neighbouring ground nodes are dark together.</summary>
    GroundLoss,

    /// <summary>A jammer: the radio links of a region are silent, up, down or both, and it moves.</summary>
    RegionJam,

    /// <summary>Frames are lost, evenly or in bursts, one way or both.</summary>
    FrameLoss,

    /// <summary>Frames are damaged.</summary>
    Corruption,

    /// <summary>Frames come twice.</summary>
    Duplication,

    /// <summary>Frames overtake each other.</summary>
    Reordering,

    /// <summary>Nothing comes through in one direction of a link.</summary>
    OneWayDead,

    /// <summary>All links between two parts of the mesh are cut, both ways or one.</summary>
    Partition,

    /// <summary>A node takes longer to look at frames.</summary>
    SlowNode,

    /// <summary>A node pauses for a moment.</summary>
    Pause,

    /// <summary>A node dies between two effects of one step, and starts anew.</summary>
    EffectCrash,

    /// <summary>Clocks of a minority jump, drift or stand still.</summary>
    Clock,

    /// <summary>Controllers are lost or slow, in worlds that have some.</summary>
    Controller,

    /// <summary>More is offered to some contracts, in worlds that have some.</summary>
    Overload,
}

/// <summary>Names and chances of the classes.</summary>
public static class FaultClasses
{
    /// <summary>The classes that a swarm draws, in an order that new ones are appended to.</summary>
    public static readonly IReadOnlyList<FaultClass> Drawn =
    [
        FaultClass.NodeLoss, FaultClass.PlaneLoss, FaultClass.NodeHang, FaultClass.LinkFlap,
        FaultClass.PointingLoss, FaultClass.FailedAcquisition, FaultClass.GroundLoss, FaultClass.RegionJam,
        FaultClass.FrameLoss, FaultClass.Corruption, FaultClass.Duplication, FaultClass.Reordering,
        FaultClass.OneWayDead, FaultClass.Partition, FaultClass.SlowNode, FaultClass.Pause,
        FaultClass.EffectCrash, FaultClass.Clock, FaultClass.Controller, FaultClass.Overload,
    ];

    /// <summary>The name in reports, which is the kind of its faults.</summary>
    public static string NameOf(FaultClass c) => c switch
    {
        FaultClass.NodeLoss => "node-loss",
        FaultClass.PlaneLoss => "plane-loss",
        FaultClass.NodeHang => "node-hang",
        FaultClass.LinkFlap => "link-flap",
        FaultClass.PointingLoss => "pointing-loss",
        FaultClass.FailedAcquisition => "failed-acquisition",
        FaultClass.GroundLoss => "ground-loss",
        FaultClass.RegionJam => "region-jam",
        FaultClass.FrameLoss => "frame-loss",
        FaultClass.Corruption => "corruption",
        FaultClass.Duplication => "duplication",
        FaultClass.Reordering => "reordering",
        FaultClass.OneWayDead => "one-way-dead",
        FaultClass.Partition => "partition",
        FaultClass.SlowNode => "slow-node",
        FaultClass.Pause => "pause",
        FaultClass.EffectCrash => "effect-crash",
        FaultClass.Clock => "clock",
        FaultClass.Controller => "controller",
        FaultClass.Overload => "overload",
        _ => throw new ArgumentOutOfRangeException(nameof(c)),
    };

    /// <summary>How often a seed enables a class; the gravest are rarer, or little else would show.</summary>
    internal static int ChancePpmOf(FaultClass c) => c switch
    {
        FaultClass.PlaneLoss or FaultClass.Partition => 120_000,
        FaultClass.NodeLoss or FaultClass.LinkFlap or FaultClass.EffectCrash => 350_000,
        _ => 250_000,
    };
}
