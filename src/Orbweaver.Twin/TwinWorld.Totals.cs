using System;
using Orbweaver.Model;

namespace Orbweaver.Twin;

// Sums for those who look at a world while it runs. Unlike Result() it checks nothing and looks at no packet.
public sealed partial class TwinWorld
{
    private readonly long[] _endedBy = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>Contracts, each counted for each of its subscribers.</summary>
    public int ContractTotalsCount => _ledgers.Count;

    /// <summary>
    /// Messages that ended without delivery, by reason; each counted for each of its subscribers.
    /// </summary>
    public ReadOnlySpan<long> EndedByReason => _endedBy;

    /// <summary>The sums so far.</summary>
    public TwinTotals Totals()
    {
        int faults = 0;
        int last = -1;
        foreach (ActiveHit hit in _hits)
        {
            // The hits of a fault stand next to each other.
            if (hit.IsOn && hit.Fault != last)
            {
                faults++;
                last = hit.Fault;
            }
        }
        int nodesOut = 0;
        foreach (NodeHealth? health in _nodeHealth)
        {
            nodesOut += health is { IsOut: true } ? 1 : 0;
        }
        return new TwinTotals(
            _eventsDone, _packetHops, _packets.InUse, _controlFrames, _controlBytes, faults, nodesOut);
    }

    /// <summary>
    /// Copies the sums of contracts, by index and then subscriber, as far as there is room.
    /// </summary>
    public void CopyTotals(Span<ContractTotals> to)
    {
        for (int i = 0; i < Math.Min(to.Length, _ledgers.Count); i++)
        {
            to[i] = _ledgers[i].Totals;
        }
    }
}
