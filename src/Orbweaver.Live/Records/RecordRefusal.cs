using System;

namespace Orbweaver.Live.Records;

/// <summary>Why a datagram is not taken, in the order in which it is asked.</summary>
public enum RecordRefusal : byte
{
    /// <summary>It is taken.</summary>
    None,

    /// <summary>Too short, too long, or not as long as it says.</summary>
    Length,

    /// <summary>Not one of our types, or bits are set that must not be.</summary>
    Type,

    /// <summary>Nobody here has this index or this name.</summary>
    UnknownIndex,

    /// <summary>The key it names is not here, not yet or not any more.</summary>
    UnknownPhase,

    /// <summary>A record with this counter has been taken.</summary>
    Replayed,

    /// <summary>So far behind the newest that nobody knows any more whether it has been taken.</summary>
    TooOld,

    /// <summary>So much has failed to open that this one is not tried.</summary>
    BudgetSpent,

    /// <summary>It does not open: not from our peer, or changed on its way.</summary>
    Forged,

    /// <summary>It opens, under a key that is worn out.</summary>
    KeyWornOut,

    /// <summary>A control record from our peer that makes no sense now.</summary>
    Control,

    /// <summary>A handshake message of another version, suite, network or pair of names.</summary>
    Handshake,

    /// <summary>A hello that we do not answer as our own goes first.</summary>
    HelloGivesWay,

    /// <summary>The hello that the association began with, once more.</summary>
    HelloReplayed,

    /// <summary>Too many hellos in this second.</summary>
    HelloBudget,

    /// <summary>Too many handshakes have not been finished.</summary>
    HandshakesFull,

    /// <summary>An answer to no hello of ours.</summary>
    AnswerUnasked,
}

/// <summary>How many datagrams were refused, by reason.</summary>
public sealed class RefusalCounts
{
    private static readonly int Reasons = Enum.GetValues<RecordRefusal>().Length;

    private readonly long[] _counts = new long[Reasons];

    /// <summary>How many were refused for this reason.</summary>
    public long this[RecordRefusal reason] => _counts[(int)reason];

    /// <summary>How many were refused at all.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in _counts)
            {
                total += count;
            }
            return total;
        }
    }

    /// <summary>Counts one and hands the reason back.</summary>
    public RecordRefusal Add(RecordRefusal reason)
    {
        _counts[(int)reason]++;
        return reason;
    }
}
