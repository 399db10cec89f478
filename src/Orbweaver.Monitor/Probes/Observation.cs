using System;
using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Monitor;

/// <summary>
/// What changed in a world between two looks. Its owner hands it to <see cref="Probe.Look"/>, then to <see
/// cref="NetworkDesk.Take"/>, and then it may be used again: two of them, going round, join the thread of the
/// world and that of the desk. No two threads may touch one at a time. Its memory is kept.
/// </summary>
public sealed class Observation
{
    /// <summary>When it was so.</summary>
    public Instant At { get; internal set; }

    /// <summary>Streams whose way is asked for: set by the desk, read by the probe.</summary>
    internal IReadOnlyList<int> Watched { get; set; } = [];

    internal Instant PlanEnd { get; set; }

    /// <summary>Whether another epoch or plan is in force than at the look before.</summary>
    internal bool IsEpochNew { get; set; }

    /// <summary>Whether a longer plan is known than at the look before.</summary>
    internal bool IsPlanNew { get; set; }

    internal List<SeatNews> Seats { get; } = [];

    internal List<LinkNews> Links { get; } = [];

    internal List<NodeNews> Nodes { get; } = [];

    internal List<FaultNews> Faults { get; } = [];

    /// <summary>Busy shares by seat, as in LINKLOAD, where a second is over.</summary>
    internal byte[] Loads { get; set; } = [];

    internal int LoadCount { get; set; }

    internal List<RouteNews> Routes { get; } = [];

    /// <summary>Nodes of all <see cref="Routes"/>, one behind the other.</summary>
    internal List<ushort> RouteNodes { get; } = [];

    internal List<BoundNews> Bounds { get; } = [];

    /// <summary>What the witness heard.</summary>
    internal Hearsay Heard { get; set; } = new();

    /// <summary>Packets over links since the start.</summary>
    internal long PacketHops { get; set; }

    internal void Clear()
    {
        Seats.Clear();
        Links.Clear();
        Nodes.Clear();
        Faults.Clear();
        Routes.Clear();
        RouteNodes.Clear();
        Bounds.Clear();
        LoadCount = 0;
        IsEpochNew = false;
        IsPlanNew = false;
    }
}

/// <summary>A seat that was taken, has changed, or was left; its state is in the entry.</summary>
internal readonly record struct SeatNews(int Seat, SeatEntry Entry, int Fault);

/// <summary>A link of another state, and the fault behind it; -1 for none.</summary>
internal readonly record struct LinkNews(int Seat, LinkState State, int Fault);

/// <summary>A node of another state, and the fault behind it.</summary>
internal readonly record struct NodeNews(NodeId Node, NodeState State, int Fault, float ClockErrorMs);

/// <summary>How far a fault is.</summary>
internal enum FaultStage : byte
{
    Planned,
    Active,
    Over,
}

/// <summary>A fault that is known since this look, has begun, is over, or has come to more.</summary>
internal readonly record struct FaultNews(
    Fault Fault, FaultStage Stage, Instant Start, FaultCost Cost);

/// <summary>A way; its nodes are a run of <see cref="Observation.RouteNodes"/>.</summary>
internal readonly record struct RouteNews(int Stream, int First, int Count);

/// <summary>The best planned way of a stream; NaN where there is none.</summary>
internal readonly record struct BoundNews(int Stream, float BoundMs);

/// <summary>An end of a link said that it is lost, or back.</summary>
internal readonly record struct ToldNews(
    Instant At, NodeId Node, (int A, int B) Pair, bool IsLost, bool IsBySilence);

/// <summary>A standby link, satellite and ground, began to carry frames, or stopped.</summary>
internal readonly record struct StandbyNews(Instant At, (int A, int B) Pair, bool IsUp);

/// <summary>A packet was sent another way than over this link, where the plan leads it.</summary>
internal readonly record struct DetourNews(Instant At, (int A, int B) Pair);

/// <summary>What became of a message.</summary>
internal enum OutcomeKind : byte
{
    OnTime,
    Late,
    Expired,
    Superseded,
    Lost,
}

/// <summary>
/// The outcome of a message; latency and parts are of those that were delivered or expired.
/// </summary>
internal readonly record struct Outcome(
    int Stream, OutcomeKind Kind, Instant At, float LatencyMs, float BestMs, int Bytes, TimeParts Parts);

/// <summary>What a witness has heard since it was last asked.</summary>
internal sealed class Hearsay
{
    /// <summary>Outcomes kept; more than these in one look are counted only.</summary>
    internal const int OutcomesMax = 262_144;

    /// <summary>News of links kept.</summary>
    internal const int ToldMax = 65_536;

    /// <summary>Planned links whose first detour of a look is kept.</summary>
    internal const int DetoursMax = 1_024;

    internal List<Outcome> Outcomes { get; } = [];

    internal List<ToldNews> Told { get; } = [];

    internal List<StandbyNews> Standbys { get; } = [];

    /// <summary>Messages handed in, by stream.</summary>
    internal uint[] Offered { get; set; } = [];

    internal long OutcomesMissed { get; set; }

    /// <summary>Packets sent another way than planned.</summary>
    internal long Detours { get; set; }

    /// <summary>The first of them for each link that was planned.</summary>
    internal List<DetourNews> FirstDetours { get; } = [];

    internal HashSet<int> DetouredFrom { get; } = [];

    internal void Clear()
    {
        Outcomes.Clear();
        Told.Clear();
        Standbys.Clear();
        Array.Clear(Offered);
        OutcomesMissed = 0;
        Detours = 0;
        FirstDetours.Clear();
        DetouredFrom.Clear();
    }
}
