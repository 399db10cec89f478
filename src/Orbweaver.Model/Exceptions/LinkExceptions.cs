using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

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

    // By ground node, because ground nodes do not transit: a search for one way needs those of its two ends
    // and no others.
    private readonly List<RaisedLink> _raised = [];

    /// <summary>Grows with every change: answers computed for an older version are void.</summary>
    public long Version { get; private set; }

    /// <summary>Planned contacts that are down.</summary>
    public int DownCount => _down.Count;

    /// <summary>Standby links that are up, by ground node, then link number.</summary>
    public IReadOnlyList<RaisedLink> Raised => _raised;

    /// <summary>Whether the plan holds as it stands.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether a planned contact is down.</summary>
    public bool IsDown(int contactIndex) => _down.Contains(contactIndex);

    /// <summary>
    /// Standby links of one ground node that are up, by link number; valid until the next change.
    /// </summary>
    public ReadOnlySpan<RaisedLink> RaisedAt(NodeId ground)
    {
        if (_raised.Count == 0)
        {
            return [];
        }
        int first = FirstNotBefore(ground.Value, int.MinValue);
        int end = first;
        while (end < _raised.Count && _raised[end].Ground == ground)
        {
            end++;
        }
        return CollectionsMarshal.AsSpan(_raised)[first..end];
    }

    /// <summary>Notes that a planned contact is down, or back.</summary>
    public void SetDown(int contactIndex, bool isDown)
    {
        if (isDown ? _down.Add(contactIndex) : _down.Remove(contactIndex))
        {
            NoteChange();
        }
    }

    /// <summary>Notes that a standby link is up.</summary>
    public void Raise(in RaisedLink link)
    {
        int place = FirstNotBefore(link.Ground.Value, link.Link);
        if (place == _raised.Count || _raised[place].Link != link.Link)
        {
            _raised.Insert(place, link);
            NoteChange();
        }
        else if (_raised[place] != link)
        {
            _raised[place] = link;
            NoteChange();
        }
    }

    /// <summary>Notes that a standby link is not up.</summary>
    public void Lower(int link)
    {
        int place = _raised.FindIndex(r => r.Link == link);
        if (place >= 0)
        {
            _raised.RemoveAt(place);
            NoteChange();
        }
    }

    /// <summary>The links beneath have changed: whatever was computed is void.</summary>
    public void Renew() => Version++;

    private void NoteChange()
    {
        Version++;
        IsEmpty = _down.Count == 0 && _raised.Count == 0;
    }

    private int FirstNotBefore(int ground, int link)
    {
        int low = 0;
        int high = _raised.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            RaisedLink at = _raised[middle];
            bool isBefore = at.Ground.Value < ground || (at.Ground.Value == ground && at.Link < link);
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
