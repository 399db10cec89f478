using System.Collections.Generic;
using Orbweaver.Live.Nodes;
using Orbweaver.Model;

namespace Orbweaver.Live.Hosts;

/// <summary>Links that the operator has darkened.</summary>
/// <param name="Number">By which it is ended.</param>
/// <param name="What">For people.</param>
/// <param name="Links">The links.</param>
/// <param name="Until">When they have light again; <see cref="Instant.Max"/> to wait for a word.</param>
public sealed record NodeFault(int Number, string What, IReadOnlyList<int> Links, Instant Until);

/// <summary>
/// Takes the light from links of a partition, and gives it back. A link has light again when the last fault
/// that took it is over. Belongs to the thread of the loop.
/// </summary>
public sealed class NodeFaults(Partition partition)
{
    /// <summary>Faults of one life.</summary>
    public const int FaultsMax = 10_000;

    private readonly List<NodeFault> _on = [];
    private readonly Dictionary<int, int> _takers = [];

    /// <summary>Those that are on, in the order in which they came.</summary>
    public IReadOnlyList<NodeFault> On => _on;

    /// <summary>How many there have been: the number of the next.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the light from links, now.</summary>
    public NodeFault Begin(Instant now, string what, IReadOnlyList<int> links, Instant until)
    {
        Check.That(Count < FaultsMax);
        NodeFault fault = new(Count++, what, links, until);
        _on.Add(fault);
        foreach (int link in links)
        {
            _takers[link] = _takers.GetValueOrDefault(link) + 1;
            if (_takers[link] == 1)
            {
                partition.LoseLink(now, link);
            }
        }
        return fault;
    }

    /// <summary>Ends a fault; false when it is not on.</summary>
    public bool TryEnd(Instant now, int number)
    {
        int at = _on.FindIndex(f => f.Number == number);
        if (at < 0)
        {
            return false;
        }
        foreach (int link in _on[at].Links)
        {
            if (--_takers[link] == 0)
            {
                _takers.Remove(link);
                partition.ReturnLink(now, link);
            }
        }
        _on.RemoveAt(at);
        return true;
    }

    /// <summary>Ends those whose time is over.</summary>
    public void EndOver(Instant now)
    {
        for (int i = _on.Count - 1; i >= 0; i--)
        {
            if (_on[i].Until <= now)
            {
                TryEnd(now, _on[i].Number);
            }
        }
    }
}
