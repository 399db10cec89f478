using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>How a node is, worst first where several things are wrong.</summary>
public enum NodeCondition : byte
{
    /// <summary>Nothing is wrong with it.</summary>
    Well,

    /// <summary>It takes longer to look at frames.</summary>
    Slow,

    /// <summary>Its clock is wrong.</summary>
    ClockWrong,

    /// <summary>It is there and does nothing.</summary>
    Hung,

    /// <summary>It is gone.</summary>
    Lost,
}

/// <summary>How a link in force is.</summary>
public enum LinkCondition : byte
{
    /// <summary>Nothing is wrong with it.</summary>
    Well,

    /// <summary>Its terminals still turn.</summary>
    Opening,

    /// <summary>Frames are lost, damaged, doubled or overtaken by others.</summary>
    Noisy,

    /// <summary>Nothing comes through, at least one way.</summary>
    Lost,
}

// For who looks at a world while it runs and changes nothing. All of it is cheap enough for thousands of
// links, five times a second.
public sealed partial class TwinWorld
{
    private int _conditionVersion;

    /// <summary>
    /// Another number whenever the condition of a node or link may have changed, but for links whose
    /// terminals turn as planned.
    /// </summary>
    public int ConditionVersion => _conditionVersion;

    /// <summary>The epoch in force, of <see cref="WholePlan"/>.</summary>
    public int PresentEpoch => EpochNow();

    /// <summary>The newest plan that was handed out.</summary>
    public PlanDocument Official => _official;

    /// <summary>How many faults there have been or will be, as far as is known.</summary>
    public int FaultCount => _tally.Count;

    /// <summary>A fault by its number; what is over may have lost its hits.</summary>
    public Fault FaultOf(int number) => _tally.Of(number);

    /// <summary>What a fault has come to so far.</summary>
    public FaultCost CostOf(int number) => _tally.CostOf(number);

    /// <summary>How a node is, and the fault that made it so; -1 where none did.</summary>
    public (NodeCondition Condition, int Fault) ConditionOf(NodeId node)
    {
        if (_nodeHealth[node.Value] is not NodeHealth health)
        {
            return (NodeCondition.Well, -1);
        }
        return health.IsLost ? (NodeCondition.Lost, health.Cause)
            : health.IsHung ? (NodeCondition.Hung, health.Cause)
            : health.ClockCause >= 0 ? (NodeCondition.ClockWrong, health.ClockCause)
            : health.SlowCause >= 0 ? (NodeCondition.Slow, health.SlowCause)
            : (NodeCondition.Well, -1);
    }

    /// <summary>
    /// How a link is that is in force, and the fault that made it so: -1 where none did. A link is lost with
    /// either of its nodes.
    /// </summary>
    public (LinkCondition Condition, int Fault) ConditionOf(int link)
    {
        int seat = _links.SeatOf(link);
        for (int end = 0; end < 2; end++)
        {
            if (_nodeHealth[NodeAt(seat, end).Value] is { IsOut: true } node)
            {
                return (LinkCondition.Lost, node.Cause);
            }
        }
        if (link >= 0 && _now < _plan.Contacts[link].Opens)
        {
            return (LinkCondition.Opening, -1);
        }
        if (_linkHealth[seat] is not LinkHealth health)
        {
            return (LinkCondition.Well, -1);
        }
        int cause = Math.Max(health.CauseOf(0), health.CauseOf(1));
        return health.IsDead(0) || health.IsDead(1) ? (LinkCondition.Lost, Math.Max(cause, -1))
            : health.NoiseCause >= 0 ? (LinkCondition.Noisy, health.NoiseCause)
            : (LinkCondition.Well, -1);
    }

    /// <summary>
    /// How long the transmitters of a link have sent so far, since it was first used: from A, then from B.
    /// </summary>
    public (Duration FromA, Duration FromB) BusyOf(int link)
    {
        int place = 2 * _links.SeatOf(link);
        return (_pipes[place]?.Busy ?? Duration.Zero, _pipes[place + 1]?.Busy ?? Duration.Zero);
    }

    /// <summary>The rates of a standby link that is up: from the satellite, and from the ground.</summary>
    public (DataRate Down, DataRate Up) StandbyRates(int link)
    {
        int place = 2 * _links.SeatOf(link);
        return (_pipes[place]?.Rate ?? default, _pipes[place + 1]?.Rate ?? default);
    }

    /// <summary>How far the clock of a node is wrong.</summary>
    public Duration ClockErrorOf(NodeId node) => _nodes[node.Value].WallAt(_now) - _now;

    private void TellOutcome(in Message message, DropReason? reason, in PacketNotes notes)
    {
        if (_witness is null)
        {
            return;
        }
        bool isDetour = notes.Propagation > message.Best;
        _witness.Settled(new MessageOutcome
        {
            Message = RefOf(message),
            Reason = reason,
            Source = message.Source,
            Deadline = message.Deadline,
            At = _now,
            Size = new DataSize(message.Bytes),
            PlannedBest = message.Best,
            Best = isDetour ? message.Best : notes.Propagation,
            Detour = isDetour ? notes.Propagation - message.Best : Duration.Zero,
            Serialisation = notes.Serialisation,
            Queueing = notes.Queueing,
            Waiting = notes.Waiting,
            Ordering = reason is null ? _now - notes.Entered : Duration.Zero,
        });
    }
}
