using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>A message that the oracle could have delivered in time and the network did not.</summary>
/// <param name="Contract">Its contract, by index.</param>
/// <param name="Number">Its number among those offered to the contract.</param>
/// <param name="Subscriber">Whom it was for.</param>
/// <param name="Offered">When it was handed in, from the start of the run.</param>
/// <param name="Outcome">What became of it: late, held, or why it was dropped.</param>
/// <param name="Took">How long it took until then; null when it is still held.</param>
public sealed record MissedMessage(
    int Contract, uint Number, NodeId Subscriber, Duration Offered, string Outcome, Duration? Took);

/// <summary>
/// What became of judged messages: with those on time (or replaced in time) they are all of them.
/// </summary>
/// <param name="Late">Delivered after the deadline.</param>
/// <param name="Expired">Dropped, as they could not arrive in time.</param>
/// <param name="Superseded">Removed by a newer one of their key that was late itself.</param>
/// <param name="Lost">Dropped for any other reason.</param>
/// <param name="Held">Still under way or held at the end of the run.</param>
public readonly record struct LateOutcomes(
    long Late, long Expired, long Superseded, long Lost, long Held)
{
    /// <summary>Sum.</summary>
    public static LateOutcomes operator +(in LateOutcomes a, in LateOutcomes b) => new(
        a.Late + b.Late, a.Expired + b.Expired, a.Superseded + b.Superseded, a.Lost + b.Lost,
        a.Held + b.Held);
}

/// <summary>The judgement of one contract and subscriber.</summary>
public sealed record JudgedFlow
{
    /// <summary>The contract, by index.</summary>
    public required int Contract { get; init; }

    /// <summary>The subscriber.</summary>
    public required NodeId Subscriber { get; init; }

    /// <summary>The verdict in numbers.</summary>
    public required OnTimeCount Count { get; init; }

    /// <summary>What became of those that were not on time.</summary>
    public required LateOutcomes Outcomes { get; init; }

    /// <summary>Those that nobody could have delivered, by cause.</summary>
    public required IReadOnlyDictionary<NoWayCause, long> Infeasible { get; init; }

    /// <summary>Those that could have been delivered.</summary>
    public required IReadOnlyList<MissedMessage> Missed { get; init; }
}
