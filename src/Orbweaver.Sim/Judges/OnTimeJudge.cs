using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Sim;

/// <summary>
/// The numbers of I5 over some messages: deadline met when a feasible way exists.
/// </summary>
public readonly record struct OnTimeCount
{
    /// <summary>The share that must be on time, in parts per million.</summary>
    public const int OwedPpm = 999_000;

    /// <summary>Messages whose deadline was within the run.</summary>
    public long Judged { get; init; }

    /// <summary>Delivered in time, or replaced in time by a newer one of their key.</summary>
    public long OnTime { get; init; }

    /// <summary>Not in time, and the oracle could have delivered them.</summary>
    public long Missed { get; init; }

    /// <summary>Not in time, nor could the oracle have been.</summary>
    public long Infeasible { get; init; }

    /// <summary>
    /// Left out: not in time, and lost on a link within its detection window or in a node, under repair.
    /// </summary>
    public long Crossed { get; init; }

    /// <summary>
    /// Left out: not in time, and a single frame of it was lost by noise that nobody resends.
    /// </summary>
    public long Noise { get; init; }

    /// <summary>Left out: more than was agreed with a contract that was overloaded.</summary>
    public long Excess { get; init; }

    /// <summary>Whether enough of what could be delivered was.</summary>
    public bool IsEnough => Missed * 1_000_000 <= (OnTime + Missed) * (1_000_000 - OwedPpm);

    /// <summary>Share on time of what could be, 0 to 1; 1 when there was nothing.</summary>
    public double Ratio => OnTime + Missed == 0 ? 1 : (double)OnTime / (OnTime + Missed);

    /// <summary>Sum.</summary>
    public static OnTimeCount operator +(in OnTimeCount a, in OnTimeCount b) => new()
    {
        Judged = a.Judged + b.Judged,
        OnTime = a.OnTime + b.OnTime,
        Missed = a.Missed + b.Missed,
        Infeasible = a.Infeasible + b.Infeasible,
        Crossed = a.Crossed + b.Crossed,
        Noise = a.Noise + b.Noise,
        Excess = a.Excess + b.Excess,
    };
}

/// <summary>Judges every message of a run by what the oracle could have done with it.</summary>
internal sealed class OnTimeJudge(
    SimWorld world, RunRecord record, Oracle oracle, AgreedRates? agreed = null)
{
    // By contract and key: what was delivered, so that a replaced message is excused by a newer one.
    private readonly Dictionary<(int, uint, int), List<(uint Number, Instant Offered, Instant At)>> _byKey
        = [];

    /// <summary>Messages that count against I5, in the order in which they were offered.</summary>
    public List<MessageRecord> Missed { get; } = [];

    /// <summary>Messages that nobody could have delivered in time, and what stood in the way.</summary>
    public List<(MessageRecord Message, Hindrance? Hindered)> Infeasible { get; } = [];

    /// <summary>The verdict by contract and subscriber.</summary>
    public SortedDictionary<(int Contract, int Subscriber), OnTimeCount> Flows { get; } = [];

    /// <summary>What became of those that were not on time, by contract and subscriber.</summary>
    public Dictionary<(int Contract, int Subscriber), LateOutcomes> Outcomes { get; } = [];

    /// <summary>Whether a message could have been delivered, by its place; null where nobody asked.</summary>
    public Dictionary<int, bool> CouldArrive { get; } = [];

    /// <summary>The verdict on all messages whose deadline is within the run.</summary>
    public OnTimeCount Judge()
    {
        Instant end = world.Plan.Start + world.Length;
        NoteKeys();
        OnTimeCount count = default;
        for (int i = 0; i < record.Messages.Count; i++)
        {
            MessageRecord m = record.Messages[i];
            bool isExcess = agreed?.IsExcess(m) == true;
            if (m.Deadline <= end && world.Admitted[m.Message.Contract])
            {
                OnTimeCount one = isExcess ? new OnTimeCount { Judged = 1, Excess = 1 } : Judge(m, i);
                count += one;
                var flow = (m.Message.Contract, m.Message.Subscriber.Value);
                Flows[flow] = Flows.GetValueOrDefault(flow) + one;
                if (one.OnTime == 0 && !isExcess)
                {
                    Outcomes[flow] = Outcomes.GetValueOrDefault(flow) + OutcomeOf(m);
                }
            }
        }
        return count;
    }

    private OnTimeCount Judge(in MessageRecord m, int place)
    {
        Contract contract = world.Contracts[m.Message.Contract];
        OnTimeCount one = new() { Judged = 1 };
        if (m.IsOnTime || IsExcused(m))
        {
            return one with { OnTime = 1 };
        }
        if (contract.Protection != Protection.Replicate && m.Lost.HasFlag(FrameLosses.Link))
        {
            return one with { Crossed = 1 };
        }
        bool isResent = contract.Qos.Assurance != Assurance.Congestion;
        if (m.Lost.HasFlag(FrameLosses.Noise) && !isResent)
        {
            return one with { Noise = 1 };
        }
        bool could = Could(contract, m, out Hindrance? hindered);
        CouldArrive[place] = could;
        if (could)
        {
            Missed.Add(m);
        }
        else
        {
            Infeasible.Add((m, hindered));
        }
        return could ? one with { Missed = 1 } : one with { Infeasible = 1 };
    }

    private static LateOutcomes OutcomeOf(in MessageRecord m)
        => !m.IsEnded ? new LateOutcomes { Held = 1 }
            : m.Reason switch
            {
                null => new LateOutcomes { Late = 1 },
                DropReason.Expired => new LateOutcomes { Expired = 1 },
                DropReason.Superseded => new LateOutcomes { Superseded = 1 },
                _ => new LateOutcomes { Lost = 1 },
            };

    // A replicated message has a second way that shares no satellite with the first.
    private bool Could(Contract contract, in MessageRecord m, out Hindrance? hindered)
    {
        bool mayWait = contract.Qos.Assurance != Assurance.Congestion;
        HashSet<int> passed = [];
        NodeId to = m.Message.Subscriber;
        bool could = oracle.Arrival(
            contract.Publisher, to, m.Size, m.Offered, m.Deadline, mayWait, passed) is not null;
        hindered = oracle.Hindered;
        return could
            || (contract.Protection == Protection.Replicate && oracle.Arrival(
                contract.Publisher, to, m.Size, m.Offered, m.Deadline, mayWait, null, passed) is not null);
    }

    private void NoteKeys()
    {
        foreach (MessageRecord m in record.Messages)
        {
            if (m.IsDelivered && IsReplaced(m))
            {
                var key = (m.Message.Contract, m.Key, m.Message.Subscriber.Value);
                if (!_byKey.TryGetValue(key, out var delivered))
                {
                    delivered = [];
                    _byKey.Add(key, delivered);
                }
                delivered.Add((m.Message.Number, m.Offered, m.Ended));
            }
        }
    }

    private bool IsReplaced(in MessageRecord m)
        => world.Contracts[m.Message.Contract].Qos.Overtaking == Overtaking.Replace;

    private bool IsExcused(in MessageRecord m)
    {
        if (m.Reason != DropReason.Superseded || !_byKey.TryGetValue(
            (m.Message.Contract, m.Key, m.Message.Subscriber.Value), out var delivered))
        {
            return false;
        }
        // They are in the order of their numbers, and so of their times.
        int place = delivered.BinarySearch(
            (m.Message.Number, default, default),
            Comparer<(uint Number, Instant, Instant)>.Create((a, b) => a.Number.CompareTo(b.Number)));
        for (int i = place < 0 ? ~place : place + 1; i < delivered.Count; i++)
        {
            if (delivered[i].At <= m.Deadline || delivered[i].Offered > m.Deadline)
            {
                return delivered[i].At <= m.Deadline;
            }
        }
        return false;
    }
}
