using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Judges deliveries by what was promised, knowing nothing of how nodes keep their promises: at the right
/// subscriber, never twice, in order where order is promised (invariants I2 and I3).
/// </summary>
internal sealed class DeliveryChecker(IReadOnlyList<Contract> contracts)
{
    private readonly long[][] _lastDelivered = NoneDelivered(contracts);

    /// <summary>Checks a delivery; throws when it breaks a promise.</summary>
    public void Deliver(in Message message, NodeId at)
    {
        Contract contract = contracts[message.ContractIndex];
        bool isSubscriber = contract.Subscribers[message.Target] == at;
        Check.That(isSubscriber);
        Check.That(!message.IsDecided);
        if (contract.Qos.Overtaking == Overtaking.Follow)
        {
            ref long last = ref _lastDelivered[contract.Index][message.Target];
            Check.That(message.Number > last);
            last = message.Number;
        }
    }

    /// <summary>
    /// A subscriber has started anew and knows nothing of what it had: order begins again.
    /// </summary>
    public void Restart(NodeId subscriber)
    {
        foreach (Contract contract in contracts)
        {
            for (int target = 0; target < contract.Subscribers.Count; target++)
            {
                if (contract.Subscribers[target] == subscriber)
                {
                    _lastDelivered[contract.Index][target] = -1;
                }
            }
        }
    }

    private static long[][] NoneDelivered(IReadOnlyList<Contract> contracts)
    {
        long[][] last = new long[contracts.Count][];
        for (int i = 0; i < last.Length; i++)
        {
            last[i] = new long[contracts[i].Subscribers.Count];
            System.Array.Fill(last[i], -1);
        }
        return last;
    }
}
