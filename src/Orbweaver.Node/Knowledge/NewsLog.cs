using System;
using System.Collections;
using System.Collections.Generic;
using Orbweaver.Model;

namespace Orbweaver.Node;

/// <summary>
/// Announcements in the order in which a node came to know them. A position never changes; the oldest are
/// dropped when there are too many, half of them at a time, and a neighbour that still needs them gets a
/// snapshot instead.
/// </summary>
internal sealed class NewsLog(int keptMax) : IReadOnlyList<Announcement>
{
    private readonly List<Announcement> _kept = [];

    /// <summary>Position of the first that is kept.</summary>
    public int First { get; private set; }

    /// <summary>All there ever were: the position of the next.</summary>
    public int Count => First + _kept.Count;

    /// <inheritdoc/>
    public Announcement this[int index] => _kept[index - First];

    /// <summary>Adds one at the end.</summary>
    public void Add(in Announcement a)
    {
        if (_kept.Count >= keptMax)
        {
            int dropped = Math.Max(1, keptMax / 2);
            _kept.RemoveRange(0, dropped);
            First += dropped;
        }
        _kept.Add(a);
    }

    /// <summary>All from a position on, which must be kept.</summary>
    public IReadOnlyList<Announcement> From(long position)
        => position == Count ? [] : _kept.GetRange((int)position - First, Count - (int)position);

    /// <summary>Those that are kept.</summary>
    public IEnumerator<Announcement> GetEnumerator() => _kept.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
