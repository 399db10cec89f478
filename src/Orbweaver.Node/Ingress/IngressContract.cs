using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>What an ingress remembers of one contract.</summary>
internal sealed class IngressContract(Contract contract)
{
    private readonly TokenBucket? _bucket = contract.IsElastic ? null : new(contract.Rate, contract.Burst);
    private readonly Dictionary<uint, uint> _newestOfKey = [];

    /// <summary>The contract.</summary>
    public Contract Contract { get; } = contract;

    /// <summary>Number of the next message.</summary>
    public required uint NextSequence { get; set; }

    /// <summary>Guaranteed messages that not all subscribers have acknowledged, by number.</summary>
    public SortedDictionary<uint, StoredMessage> Stored { get; } = [];

    /// <summary>All numbers below this are settled.</summary>
    public uint Base
    {
        get
        {
            foreach (uint first in Stored.Keys)
            {
                return first;
            }
            return NextSequence;
        }
    }

    /// <summary>Whether the message is within the committed rate; one that is takes its tokens.</summary>
    public bool IsCommitted(Instant now, DataSize size) => _bucket is null || _bucket.TryTake(now, size);

    /// <summary>Puts a message in; gives the one of its key that it replaces, if any is left.</summary>
    public StoredMessage? Store(StoredMessage message)
    {
        StoredMessage? replaced = null;
        if (Contract.Qos.Overtaking == Overtaking.Replace)
        {
            if (_newestOfKey.TryGetValue(message.Key, out uint before))
            {
                Stored.TryGetValue(before, out replaced);
            }
            _newestOfKey[message.Key] = message.Sequence;
        }
        Stored.Add(message.Sequence, message);
        return replaced;
    }

    /// <summary>Takes a message out.</summary>
    public void Forget(StoredMessage message)
    {
        Stored.Remove(message.Sequence);
        if (_newestOfKey.TryGetValue(message.Key, out uint newest) && newest == message.Sequence)
        {
            _newestOfKey.Remove(message.Key);
        }
    }
}
