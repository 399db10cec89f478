using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Twin;

/// <summary>
/// Judges deliveries by what was promised, knowing nothing of how nodes keep their promises: at the right
/// subscriber, never twice, in order where order is promised (invariants I2 and I3).
/// </summary>
internal sealed class DeliveryChecker(IReadOnlyList<Contract> contracts)
{
    private readonly long[] _lastDelivered = NoneDelivered(contracts.Count);

    /// <summary>Checks a delivery; throws when it breaks a promise.</summary>
    public void Deliver(in Message message, NodeId at)
    {
        Contract contract = contracts[message.ContractIndex];
        bool isSubscriber = contract.Subscribers[0] == at;
        Check.That(isSubscriber);
        Check.That(!message.IsDecided);
        if (contract.Qos.Overtaking == Overtaking.Follow)
        {
            Check.That(message.Number > _lastDelivered[contract.Index]);
            _lastDelivered[contract.Index] = message.Number;
        }
    }

    /// <summary>
    /// A subscriber has started anew and knows nothing of what it had: order begins again.
    /// </summary>
    public void Restart(NodeId subscriber)
    {
        foreach (Contract contract in contracts)
        {
            if (contract.Subscribers[0] == subscriber)
            {
                _lastDelivered[contract.Index] = -1;
            }
        }
    }

    private static long[] NoneDelivered(int count)
    {
        long[] last = new long[count];
        System.Array.Fill(last, -1);
        return last;
    }
}
