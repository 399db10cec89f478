using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>How one flow was repaired by the node whose link was lost.</summary>
/// <param name="FromWord">From the word that its link is lost to the first packet on another way.</param>
/// <param name="FromSilence">
/// To the same packet, from when the link fell silent at the node: a flight after the failure.
/// </param>
public readonly record struct Repair(Duration FromWord, Duration FromSilence);

/// <summary>
/// Times the point of local repair: the first node to send a flow off its tree, if it was told that the
/// tree's link there is lost, and has not only heard of it. A replicated flow is not repaired there: its copy
/// goes on from where it was stripped of its way, and meets other nodes that were told long ago.
/// </summary>
internal sealed class RepairWatch(Plan plan, IReadOnlyList<Contract> contracts, Instant failsAt) : IRunWitness
{
    private readonly Dictionary<(NodeId Node, int Link), Instant> _told = [];
    private readonly HashSet<int> _repaired = [];
    private readonly List<Repair> _repairs = [];

    /// <summary>One for each flow that was repaired where the link was lost.</summary>
    public IReadOnlyList<Repair> Repairs => _repairs;

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
    {
        if (isLost)
        {
            _told.TryAdd((node, link), now);
        }
    }

    /// <inheritdoc/>
    public void Detoured(NodeId node, int planned, int link, int contract, Instant now)
    {
        bool isRepair = contract >= 0 && contracts[contract].Protection == Protection.Repair;
        if (isRepair && _repaired.Add(contract) && _told.TryGetValue((node, planned), out Instant told))
        {
            Duration flight = FlightOf(planned);
            _repairs.Add(new Repair(now - told, now - failsAt - flight));
        }
    }

    private Duration FlightOf(int contact)
    {
        foreach (EpochLink link in plan.Epochs[0].Links)
        {
            if (link.ContactIndex == contact)
            {
                return new Duration(link.DelayMiddleNs) + plan.HopDelay;
            }
        }
        return Duration.Zero;
    }

    /// <inheritdoc/>
    public void Offered(in MessageRef message, uint key, DataSize size, Instant now, Instant deadline)
    {
        // The books count messages.
    }

    /// <inheritdoc/>
    public void Ended(in MessageRef message, DropReason? reason, Instant now)
    {
        // The books count messages.
    }

    /// <inheritdoc/>
    public void FrameLost(in MessageRef message, DropReason reason, Instant now)
    {
        // What is lost in the end is in the books.
    }

    /// <inheritdoc/>
    public void StandbyTurned(int link, bool isUp, Instant now)
    {
        // Repairs of a ground node's own links count by their first packet as well.
    }

    /// <inheritdoc/>
    public void NodeLost(NodeId node, Instant now)
    {
        // Known to whoever made it fail.
    }
}
