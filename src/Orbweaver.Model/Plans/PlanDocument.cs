using System;
using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>From which epoch on a plan is in force.</summary>
public readonly record struct PlanTurn(PlanId Id, int FromEpoch);

/// <summary>
/// A plan as controllers give it to nodes: the links of all epochs, and which plan each epoch is of. A later
/// version says the same as the one before about every epoch before its own first (<see
/// cref="PlanLineage"/>), so whoever holds it needs no other, and the plan in force is a matter of the epoch
/// alone. Immutable.
/// </summary>
public sealed class PlanDocument
{
    /// <summary>
    /// The frozen horizon: a new plan changes nothing for so long after it was made, so that all who can be
    /// reached hold it before it matters.
    /// </summary>
    public static readonly Duration FrozenFor = Duration.FromMinutes(10);

    /// <summary>Turns that a document remembers; older ones are of epochs long gone.</summary>
    public const int TurnsMax = 64;

    /// <summary>Room for a signature by ECDSA over P-256.</summary>
    public const int SignatureBytes = 64;

    // Estimates; what epochs take is known.
    private const int HeaderBytes = 256;
    private const int TurnBytes = 16;
    private const int ContactBytes = 32;

    /// <summary>The plan; past its own first epoch it says what is in force.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Which plan is in force from which epoch on, ascending; the last is this one.</summary>
    public required IReadOnlyList<PlanTurn> Turns { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant MadeAt { get; init; }

    /// <summary>The controller's signature; empty until plans are signed.</summary>
    public IReadOnlyList<byte> Signature { get; init; } = [];

    /// <summary>Which plan it brings.</summary>
    public PlanId Id => Turns[^1].Id;

    /// <summary>The first epoch that it may change.</summary>
    public int ActiveFrom => Turns[^1].FromEpoch;

    /// <summary>Bytes on a link, epochs packed as in <see cref="PackedEpochs"/>.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The plan that all nodes start with.</summary>
    public static PlanDocument First(Plan plan) => new()
    {
        Plan = plan,
        Turns = [new PlanTurn(new PlanId(plan.Version, default), 0)],
        MadeAt = plan.Start - FrozenFor,
        SizeBytes = 0,
    };

    /// <summary>What a document over a plan takes on a link.</summary>
    public static long SizeOf(Plan plan, int turns)
    {
        PackedEpochs packed = plan.Epochs as PackedEpochs
            ?? PackedEpochs.Of(plan.Epochs, plan.Nodes.Count, plan.HopDelay);
        return HeaderBytes + SignatureBytes + ((long)turns * TurnBytes)
            + ((long)plan.Contacts.Count * ContactBytes) + packed.SizeBytes;
    }

    /// <summary>Which plan is in force in an epoch.</summary>
    public PlanId IdAt(int epoch)
    {
        int i = Turns.Count - 1;
        while (i > 0 && Turns[i].FromEpoch > epoch)
        {
            i--;
        }
        return Turns[i].Id;
    }

    /// <summary>The first epoch in which two documents do not name the same plan; none is the largest
    /// number.</summary>
    public static int FirstDifference(PlanDocument a, PlanDocument b)
    {
        int first = int.MaxValue;
        foreach (PlanDocument document in (ReadOnlySpan<PlanDocument>)[a, b])
        {
            foreach (PlanTurn turn in document.Turns)
            {
                if (turn.FromEpoch < first && a.IdAt(turn.FromEpoch) != b.IdAt(turn.FromEpoch))
                {
                    first = turn.FromEpoch;
                }
            }
        }
        return first;
    }
}
