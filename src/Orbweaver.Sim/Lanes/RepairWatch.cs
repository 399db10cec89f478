using System.Collections.Generic;
using Orbweaver.Model;
using Orbweaver.Twin;

namespace Orbweaver.Sim;

/// <summary>
/// How long the point of local repair takes from the word that a link is lost to the first packet on another
/// way: the node that is the first to send a flow off its tree, if it was told and has not only heard.
/// </summary>
internal sealed class RepairWatch : IRunWitness
{
    private readonly Dictionary<NodeId, Instant> _told = [];
    private readonly HashSet<int> _repaired = [];
    private readonly List<Duration> _repairs = [];

    /// <summary>One time for each flow that was repaired where the link was lost.</summary>
    public IReadOnlyList<Duration> Repairs => _repairs;

    /// <inheritdoc/>
    public void LinkTold(NodeId node, int link, bool isLost, Instant now)
    {
        if (isLost)
        {
            _told.TryAdd(node, now);
        }
    }

    /// <inheritdoc/>
    public void Detoured(NodeId node, int link, int contract, Instant now)
    {
        if (_repaired.Add(contract) && _told.TryGetValue(node, out Instant told))
        {
            _repairs.Add(now - told);
        }
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
