using System.Collections.Generic;

namespace Orbweaver.Model;

/// <summary>A standby link that is up in a view, as a path search sees it.</summary>
/// <param name="Link">Its number, below zero.</param>
/// <param name="Satellite">One end.</param>
/// <param name="Ground">The other end.</param>
/// <param name="MetricNs">Routing metric in the view's epoch: middle delay plus the hop constant.</param>
public readonly record struct RaisedLink(int Link, NodeId Satellite, NodeId Ground, int MetricNs);

/// <summary>
/// What differs from the plan in one view: planned contacts that are down, standby links that are up. The
/// order of changes does not show in it: equal sets are equal views.
/// </summary>
public sealed class LinkExceptions
{
    private readonly HashSet<int> _down = [];
    private readonly SortedDictionary<int, RaisedLink> _raised = new();

    /// <summary>Grows with every change: answers computed for an older version are void.</summary>
    public long Version { get; private set; }

    /// <summary>Planned contacts that are down.</summary>
    public int DownCount => _down.Count;

    /// <summary>Standby links that are up, by link number.</summary>
    public IReadOnlyCollection<RaisedLink> Raised => _raised.Values;

    /// <summary>Whether the plan holds as it stands.</summary>
    public bool IsEmpty => _down.Count == 0 && _raised.Count == 0;

    /// <summary>Whether a planned contact is down.</summary>
    public bool IsDown(int contactIndex) => _down.Contains(contactIndex);

    /// <summary>Notes that a planned contact is down, or back.</summary>
    public void SetDown(int contactIndex, bool isDown)
    {
        if (isDown ? _down.Add(contactIndex) : _down.Remove(contactIndex))
        {
            Version++;
        }
    }

    /// <summary>Notes that a standby link is up.</summary>
    public void Raise(in RaisedLink link)
    {
        if (!_raised.TryGetValue(link.Link, out RaisedLink before) || before != link)
        {
            _raised[link.Link] = link;
            Version++;
        }
    }

    /// <summary>Notes that a standby link is not up.</summary>
    public void Lower(int link)
    {
        if (_raised.Remove(link))
        {
            Version++;
        }
    }
}
